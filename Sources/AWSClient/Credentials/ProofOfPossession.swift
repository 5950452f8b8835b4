internal import AWSWire
internal import COpenSSL
internal import Documents

/// The proof that whoever asks for a token has the key that the token is bound to: a JWT signed by that key
/// (<https://www.rfc-editor.org/rfc/rfc9449#section-4.2>).
struct ProofOfPossession: Sendable {
    /// The value of the header `DPoP`.
    let token: Secret

    /// The proof for one request, signed by the P-256 key `key`, which is in PEM; nil where it is no such key.
    init?(key pem: String, method: String, url: String, at now: Timestamp) {
        guard let key = Key(pem), let point = key.point else { return nil }
        let header: Value = [
            "typ": "dpop+jwt", "alg": "ES256",
            "jwk": [
                "kty": "EC", "crv": "P-256", "x": .string(Self.encode(point[1..<33])),
                "y": .string(Self.encode(point[33..<65])),
            ],
        ]
        var random = [UInt8](repeating: 0, count: 16)
        guard RAND_bytes(&random, 16) == 1 else { return nil }
        let claims: Value = [
            "jti": .string(Self.encode(random)), "htm": .string(method), "htu": .string(url),
            "iat": .integer(Int(now.seconds)),
        ]
        let text = [header, claims].map { Self.encode(Array(JSON.text($0).utf8)) }.joined(separator: ".")
        guard let signature = key.sign(Array(text.utf8)) else { return nil }
        token = Secret("\(text).\(Self.encode(signature))")
    }

    /// Base64 for URLs, without padding.
    private static func encode(_ bytes: some Collection<UInt8>) -> String {
        Base64.encode(bytes).replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}

/// A private key of OpenSSL's on the curve P-256 (<https://docs.openssl.org/3.0/man7/EVP_PKEY-EC/>).
private struct Key: ~Copyable {
    private let key: OpaquePointer

    init?(_ pem: String) {
        let text = Array(pem.utf8)
        guard let source = BIO_new_mem_buf(text, Int32(text.count)) else { return nil }
        defer { BIO_free(source) }
        // No word may be asked for on a terminal: a key that wants one is none of ours.
        guard let key = PEM_read_bio_PrivateKey(source, nil, { _, _, _, _ in 0 }, nil) else { return nil }
        self.key = key
    }

    deinit { EVP_PKEY_free(key) }

    /// The public point: a 4, then x and y of 32 bytes each; nil on another curve.
    var point: [UInt8]? {
        var name = [CChar](repeating: 0, count: 64)
        guard EVP_PKEY_get_group_name(key, &name, name.count, nil) == 1,
            String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
                == "prime256v1"
        else { return nil }
        var point = [UInt8](repeating: 0, count: 65)
        var count = 0
        guard EVP_PKEY_get_octet_string_param(key, "pub", &point, 65, &count) == 1, count == 65, point[0] == 4
        else { return nil }
        return point
    }

    /// The signature of `text`, by ECDSA with SHA-256: r and s of 32 bytes each.
    func sign(_ text: [UInt8]) -> [UInt8]? {
        guard let context = EVP_MD_CTX_new() else { return nil }
        defer { EVP_MD_CTX_free(context) }
        var der = [UInt8](repeating: 0, count: 128)
        var count = der.count
        guard EVP_DigestSignInit(context, nil, EVP_sha256(), nil, key) == 1,
            EVP_DigestSign(context, &der, &count, text, text.count) == 1
        else { return nil }
        let signature: OpaquePointer? = der.withUnsafeBufferPointer { bytes in
            var place = bytes.baseAddress
            return d2i_ECDSA_SIG(nil, &place, count)
        }
        guard let signature else { return nil }
        defer { ECDSA_SIG_free(signature) }
        var pair = [UInt8](repeating: 0, count: 64)
        let isWhole = pair.withUnsafeMutableBufferPointer { pair in
            BN_bn2binpad(ECDSA_SIG_get0_r(signature), pair.baseAddress, 32) == 32
                && BN_bn2binpad(ECDSA_SIG_get0_s(signature), pair.baseAddress! + 32, 32) == 32
        }
        return isWhole ? pair : nil
    }
}
