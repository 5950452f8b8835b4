internal import CLibEvent
internal import COpenSSL

/// The server's side of TLS: a certificate chain and its key, TLS 1.2 and above.
final class TLSContext {
    private let context: OpaquePointer

    init(chain: [UInt8], key: [UInt8]) throws(ServerFailure) {
        guard let context = SSL_CTX_new(TLS_server_method()) else {
            throw ServerFailure(description: "OpenSSL cannot make a TLS context")
        }
        self.context = context
        SSL_CTX_ctrl(context, SSL_CTRL_SET_MIN_PROTO_VERSION, Int(TLS1_2_VERSION), nil)
        let certificates = Self.certificates(chain)
        guard let first = certificates.first, SSL_CTX_use_certificate(context, first) == 1 else {
            certificates.forEach { X509_free($0) }
            throw ServerFailure(description: "the TLS certificate is no PEM certificate")
        }
        X509_free(first)
        // The context takes over the certificates behind the first.
        for next in certificates.dropFirst() {
            SSL_CTX_ctrl(context, SSL_CTRL_EXTRA_CHAIN_CERT, 0, UnsafeMutableRawPointer(next))
        }
        guard let bio = Self.memory(key), let loaded = PEM_read_bio_PrivateKey(bio, nil, nil, nil) else {
            throw ServerFailure(description: "the TLS key is no PEM private key")
        }
        BIO_free(bio)
        defer { EVP_PKEY_free(loaded) }
        guard SSL_CTX_use_PrivateKey(context, loaded) == 1, SSL_CTX_check_private_key(context) == 1 else {
            throw ServerFailure(description: "the TLS key does not belong to the certificate")
        }
    }

    deinit { SSL_CTX_free(context) }

    func session() -> OpaquePointer? { SSL_new(context) }

    private static func memory(_ bytes: [UInt8]) -> OpaquePointer? {
        guard let bio = BIO_new(BIO_s_mem()) else { return nil }
        _ = bytes.withUnsafeBytes { BIO_write(bio, $0.baseAddress, Int32($0.count)) }
        return bio
    }

    private static func certificates(_ pem: [UInt8]) -> [OpaquePointer] {
        guard let bio = memory(pem) else { return [] }
        defer { BIO_free(bio) }
        var all = [OpaquePointer]()
        while let certificate = PEM_read_bio_X509(bio, nil, nil, nil) { all.append(certificate) }
        ERR_clear_error()
        return all
    }
}
