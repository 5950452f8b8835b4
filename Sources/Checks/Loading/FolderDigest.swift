import AWSWire

/// What a folder of checks is known by.
enum FolderDigest {
    /// SHA-256 over the names of the files and the SHA-256 of each, in hexadecimal; each name with its length, so that no two
    /// folders give the same bytes.
    static func of(_ files: [(path: String, digest: String)]) -> String {
        Fingerprint.sha256(
            files.flatMap { Array("\($0.path.utf8.count) \($0.path) \($0.digest)\n".utf8) })
    }
}
