internal import COpenSSL

/// Hashes, by OpenSSL (<https://docs.openssl.org/3.0/man3/EVP_DigestInit/>).
public enum Digest {
    // What OpenSSL looks up by name once for the process; an EVP_MD never changes once fetched.
    private struct Kinds: @unchecked Sendable {
        let sha256 = EVP_MD_fetch(nil, "SHA256", nil)
        let md5 = EVP_MD_fetch(nil, "MD5", nil)
    }
    private static let kinds = Kinds()

    /// MD5, which some services want as a checksum.
    static func md5(_ bytes: [UInt8]) -> [UInt8] { hash(bytes, kinds.md5, 16) }

    /// SHA-256.
    public static func sha256(_ bytes: [UInt8]) -> [UInt8] { hash(bytes, kinds.sha256, 32) }

    private static func hash(_ bytes: [UInt8], _ kind: OpaquePointer?, _ size: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            var length: UInt32 = 0
            guard EVP_Digest(bytes, bytes.count, buffer.baseAddress, &length, kind, nil) == 1, length == size
            else {
                preconditionFailure("OpenSSL has no such digest")
            }
            count = size
        }
    }

    /// HMAC with SHA-256 (RFC 2104).
    public static func hmac(key: [UInt8], _ message: [UInt8]) -> [UInt8] {
        let key = key.count > 64 ? sha256(key) : key
        func padded(_ mark: UInt8, _ message: [UInt8]) -> [UInt8] {
            [UInt8](unsafeUninitializedCapacity: 64 + message.count) { out, count in
                for place in 0..<64 { out[place] = mark ^ (place < key.count ? key[place] : 0) }
                count = 64
                for byte in message {
                    out[count] = byte
                    count += 1
                }
            }
        }
        return sha256(padded(0x5C, sha256(padded(0x36, message))))
    }

    private static let digits = Array("0123456789abcdef".utf8)

    /// The bytes in lower-case hexadecimal.
    static func appendHex(_ bytes: [UInt8], to out: inout [UInt8]) {
        for byte in bytes {
            out.append(digits[Int(byte >> 4)])
            out.append(digits[Int(byte & 15)])
        }
    }

    /// The bytes in lower-case hexadecimal.
    public static func hex(_ bytes: [UInt8]) -> String {
        var out = [UInt8]()
        out.reserveCapacity(bytes.count * 2)
        appendHex(bytes, to: &out)
        return String(decoding: out, as: UTF8.self)
    }

    /// Whether two texts are the same, in a time that does not tell where they differ.
    static func same(_ a: String, _ b: String) -> Bool {
        let a = Array(a.utf8), b = Array(b.utf8)
        return a.count == b.count && CRYPTO_memcmp(a, b, a.count) == 0
    }
}
