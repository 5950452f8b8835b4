import AWSWire
import Documents
import Files
import ServiceModels

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

    /// The file read: what it holds, and the SHA-256 of its bytes. The node is nil where it is not looked into and, noted,
    /// where it is no YAML; the operations that it calls are made ready in `models`.
    func read(preparing models: ModelLibrary?) -> Result<(node: YAML.Node?, digest: String), FileFailure> {
        do throws(FileFailure) {
            let bytes = try Files.read(path, limit: 4 << 20)
            return .success((content?.parsed(bytes, preparing: models), Fingerprint.sha256(bytes)))
        } catch { return .failure(error) }
    }
}

extension UnparsedFile.Content {
    fileprivate func parsed(_ bytes: [UInt8], preparing models: ModelLibrary?) -> YAML.Node? {
        do throws(Diagnostic) {
            let node = try YAML.parse(bytes, file: mistakes.file)
            kind.form.check(node, mistakes)
            if kind == .resources, let models { node.prepareCalls(models) }
            return node
        } catch {
            mistakes.add(error)
            return nil
        }
    }
}

extension YAML.Node {
    /// Makes the operations that the calls in it name, so that they are there when they are asked for.
    fileprivate func prepareCalls(_ models: ModelLibrary) {
        switch content {
        case .scalar: break
        case .sequence(let items): for item in items { item.prepareCalls(models) }
        case .mapping(let members):
            for (key, value) in members {
                guard key.text == "call", let parts = value.text?.split(separator: ":"), parts.count == 2
                else {
                    value.prepareCalls(models)
                    continue
                }
                _ = (try? models.model(String(parts[0])))?.operation(String(parts[1]))
            }
        }
    }
}
