internal import COpenSSL

/// A certificate made for this run, and the authority that vouches for it.
///
/// The authority's key is thrown away with the certificate made: nobody can make another one that its clients trust.
public struct GeneratedCertificate: Sendable {
    /// The authority's certificate in PEM, for clients to trust.
    public let authority: [UInt8]
    /// The server's certificate and the authority's behind it, in PEM.
    public let chain: [UInt8]
    /// The server's private key in PEM.
    public let key: [UInt8]

    /// How long both certificates are good, in days.
    public static let days = 90

    /// Makes a certificate for `names` (names of hosts and IP addresses), besides those of the loopback.
    public init(names: [String] = []) throws(ServerFailure) {
        let authorityKey = try Self.makeKey()
        defer { EVP_PKEY_free(authorityKey) }
        let serverKey = try Self.makeKey()
        defer { EVP_PKEY_free(serverKey) }
        let root = try Self.certificate(
            "mock-aws certificate authority", for: authorityKey, issuer: nil, signer: authorityKey,
            [
                (NID_basic_constraints, "critical,CA:TRUE,pathlen:0"),
                (NID_key_usage, "critical,keyCertSign,cRLSign"), (NID_subject_key_identifier, "hash"),
            ])
        defer { X509_free(root) }
        let all = ["localhost", "127.0.0.1", "::1"] + names
        let leaf = try Self.certificate(
            "mock-aws", for: serverKey, issuer: root, signer: authorityKey,
            [
                (NID_basic_constraints, "critical,CA:FALSE"),
                (NID_key_usage, "critical,digitalSignature"), (NID_ext_key_usage, "serverAuth"),
                (NID_subject_key_identifier, "hash"), (NID_authority_key_identifier, "keyid"),
                (NID_subject_alt_name, try all.map(Self.alternative).joined(separator: ",")),
            ])
        defer { X509_free(leaf) }
        authority = try Self.pem { PEM_write_bio_X509($0, root) }
        chain = try Self.pem { PEM_write_bio_X509($0, leaf) } + authority
        key = try Self.pem { PEM_write_bio_PrivateKey($0, serverKey, nil, nil, 0, nil, nil) }
    }

    /// `name` as an alternative name; it must not end the list that it is put into.
    private static func alternative(_ name: String) throws(ServerFailure) -> String {
        let isPlain = name.utf8.allSatisfy {
            (0x30...0x39).contains($0) || (0x61...0x7a).contains($0 | 0x20)
                || [0x2d, 0x2e, 0x2a, 0x3a].contains($0)
        }
        guard isPlain, !name.isEmpty else {
            throw ServerFailure(description: "\(name) is no name or address for a certificate")
        }
        let isAddress =
            name.contains(":") || name.utf8.allSatisfy { $0 == 0x2e || (0x30...0x39).contains($0) }
        return (isAddress ? "IP:" : "DNS:") + name
    }

    private static func check(_ isDone: Bool) throws(ServerFailure) {
        guard isDone else {
            throw ServerFailure(description: "OpenSSL can't make a certificate for these names")
        }
    }

    /// A key on the curve P-256.
    private static func makeKey() throws(ServerFailure) -> OpaquePointer {
        let context = EVP_PKEY_CTX_new_id(EVP_PKEY_EC, nil)
        defer { EVP_PKEY_CTX_free(context) }
        var key: OpaquePointer?
        try check(
            EVP_PKEY_keygen_init(context) == 1
                && EVP_PKEY_CTX_set_ec_paramgen_curve_nid(context, NID_X9_62_prime256v1) == 1
                && EVP_PKEY_keygen(context, &key) == 1)
        return key!
    }

    private static func certificate(
        _ name: String, for key: OpaquePointer, issuer: OpaquePointer?, signer: OpaquePointer,
        _ extensions: [(Int32, String)]
    ) throws(ServerFailure) -> OpaquePointer {
        guard let made = X509_new() else { throw ServerFailure(description: "OpenSSL is out of memory") }
        var isDone = false
        defer { if !isDone { X509_free(made) } }
        X509_set_version(made, 2)
        ASN1_INTEGER_set_uint64(X509_get_serialNumber(made), .random(in: 1...UInt64(Int64.max)))
        X509_gmtime_adj(X509_getm_notBefore(made), -86_400)
        X509_gmtime_adj(X509_getm_notAfter(made), days * 86_400)
        try check(X509_set_pubkey(made, key) == 1)
        let subject = X509_get_subject_name(made)
        let bytes = Array(name.utf8)
        try check(
            X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, bytes, Int32(bytes.count), -1, 0) == 1)
        try check(X509_set_issuer_name(made, issuer.map { X509_get_subject_name($0) } ?? subject) == 1)
        var context = X509V3_CTX()
        X509V3_set_ctx(&context, issuer ?? made, made, nil, nil, 0)
        for (kind, value) in extensions {
            let one = X509V3_EXT_conf_nid(nil, &context, kind, value)
            try check(one != nil)
            X509_add_ext(made, one, -1)
            X509_EXTENSION_free(one)
        }
        try check(X509_sign(made, signer, EVP_sha256()) > 0)
        isDone = true
        return made
    }

    private static func pem(_ write: (OpaquePointer?) -> Int32) throws(ServerFailure) -> [UInt8] {
        let bio = BIO_new(BIO_s_mem())
        defer { BIO_free(bio) }
        try check(write(bio) == 1)
        var bytes = [UInt8](repeating: 0, count: BIO_ctrl_pending(bio))
        let count = BIO_read(bio, &bytes, Int32(bytes.count))
        try check(count == bytes.count)
        return bytes
    }
}
