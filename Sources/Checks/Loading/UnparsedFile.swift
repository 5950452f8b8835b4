import AWSWire
import Documents
import Files

/// A file in a folder of checks that was found and not read yet.
struct UnparsedFile {
    /// The path, and the part of it below the folder of checks.
    let path: String
    let below: String
    /// What it is; nil where it is not looked into.
    let content: Content?

    struct Content {
        let kind: FileKind
        let name: String
        let mistakes: Mistakes
    }

    /// The file read: what it holds, and the SHA-256 of its bytes, empty without `withDigest`. The node is nil where it is
    /// not looked into and, noted, where it is no YAML.
    func read(withDigest: Bool) -> Result<(node: YAML.Node?, digest: String), FileFailure> {
        do throws(FileFailure) {
            let bytes = try Files.read(path, limit: 4 << 20)
            return .success((content?.parsed(bytes), withDigest ? Fingerprint.sha256(bytes) : ""))
        } catch { return .failure(error) }
    }
}

extension UnparsedFile.Content {
    fileprivate func parsed(_ bytes: [UInt8]) -> YAML.Node? {
        do throws(Diagnostic) {
            let node = try YAML.parse(bytes, file: mistakes.file)
            kind.form.check(node, mistakes)
            return node
        } catch {
            mistakes.add(error)
            return nil
        }
    }
}

extension YAML.Node {
    /// The calls that are named in it.
    var calls: [String] {
        if let items { return items.flatMap(\.calls) }
        let below = members?.flatMap(\.value.calls) ?? []
        return self["call"]?.text.map { [$0] + below } ?? below
    }
}
