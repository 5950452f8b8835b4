/// What a long text or file is known by.
public enum Fingerprint {
    /// SHA-256 of `bytes` in hexadecimal.
    public static func sha256(_ bytes: [UInt8]) -> String { Digest.hex(Digest.sha256(bytes)) }
}
