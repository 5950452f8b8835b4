import AWSWire

/// What a folder of checks is known by.
enum FolderDigest {
    /// SHA-256 over the names and contents of the files, in hexadecimal; each part with its length, so that no two
    /// folders give the same bytes.
    static func of(_ files: [(path: String, bytes: [UInt8])]) -> String {
        var all = [UInt8]()
        for (path, bytes) in files {
            all += Array("\(path.utf8.count) \(path) \(bytes.count) ".utf8)
            all += bytes
        }
        return Fingerprint.sha256(all)
    }
}
