internal import COpenSSL

/// SHA-256 and HMAC by OpenSSL, with what it looks up and allocates kept from one use to the next.
///
/// `@unchecked Sendable`: the mock's core uses it under its lock.
/// <https://docs.openssl.org/3.0/man3/EVP_DigestInit/>
final class SignatureHash: @unchecked Sendable {
    private let kind: OpaquePointer
    private let context: OpaquePointer

    init() {
        guard let kind = EVP_MD_fetch(nil, "SHA256", nil), let context = EVP_MD_CTX_new() else {
            preconditionFailure("OpenSSL has no SHA-256")
        }
        self.kind = kind
        self.context = context
    }

    deinit {
        EVP_MD_CTX_free(context)
        EVP_MD_free(kind)
    }

    /// The digest of `first` and what follows it.
    func digest(_ first: [UInt8], _ second: [UInt8] = []) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 32) { out, count in
            guard EVP_DigestInit_ex2(context, kind, nil) == 1,
                EVP_DigestUpdate(context, first, first.count) == 1,
                EVP_DigestUpdate(context, second, second.count) == 1,
                EVP_DigestFinal_ex(context, out.baseAddress, nil) == 1
            else { preconditionFailure("OpenSSL cannot hash") }
            count = 32
        }
    }

    /// HMAC (RFC 2104).
    func hmac(_ key: [UInt8], _ message: [UInt8]) -> [UInt8] {
        let key = key.count > 64 ? digest(key) : key
        func pad(_ mark: UInt8) -> [UInt8] {
            [UInt8](unsafeUninitializedCapacity: 64) { out, count in
                for place in 0..<64 {
                    out.initializeElement(at: place, to: place < key.count ? key[place] ^ mark : mark)
                }
                count = 64
            }
        }
        return digest(pad(0x5C), digest(pad(0x36), message))
    }

    /// Appends `bytes` in lower-case hexadecimal.
    static func appendHex(_ bytes: [UInt8], to out: inout [UInt8]) {
        for byte in bytes {
            let (high, low) = (byte >> 4, byte & 15)
            out.append(high + (high < 10 ? 48 : 87))
            out.append(low + (low < 10 ? 48 : 87))
        }
    }
}
