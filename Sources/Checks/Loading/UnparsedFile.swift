import Documents
import ServiceModels

/// A file of checks as it was read.
struct UnparsedFile {
    let kind: FileKind
    let name: String
    let bytes: [UInt8]
    let mistakes: Mistakes

    /// What it holds; nil, and noted, where it is no YAML.
    func parsed(_ models: ModelLibrary) -> YAML.Node? {
        do throws(Diagnostic) {
            let node = try YAML.parse(bytes, file: mistakes.file)
            kind.form.check(node, mistakes)
            if kind == .resources { node.prepareCalls(models) }
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
