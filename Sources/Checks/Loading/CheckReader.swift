import Documents
import Expressions
import Findings

/// Builds one check from its file, and proves it.
struct CheckReader {
    let registry: Registry
    let mistakes: Mistakes
    let folder: String

    /// The check called `id` that `root` writes, with the prose in it; nil where mistakes leave none.
    func read(_ root: YAML.Node, id: String, _ prose: Prose) -> Check? {
        let resource = root.text("resource") ?? ""
        guard let type = registry.drafts[resource] else {
            if let node = root["resource"] {
                mistakes.add(
                    node, "there is no resource type '\(resource)'",
                    hint: suggestion(for: resource, among: registry.ids))
            }
            return nil
        }
        let service = resource.prefix { $0 != "." }
        if !id.hasPrefix("\(service)_") {
            mistakes.add(
                root["resource"]!, "the check's id '\(id)' must begin with the service of its resource type",
                hint: "name the file \(service)_….yaml")
        }
        let parameters = parameters(root)
        let byName = Dictionary(parameters.map { ($0.name, $0) }, uniquingKeysWith: { a, _ in a })
        let assertions = AssertionReader(registry: registry, mistakes: mistakes, parameters: byName)
        let scope = assertions.scope(of: resource)
        let applies = root["applies"].flatMap { assertions.read($0, scope) }
        var question: Check.Question?
        if let node = root["assert"] {
            question = assertions.read(node, scope).map { .assert($0) }
            if let manual = root["manual"] {
                mistakes.add(manual, "a check has 'assert' or 'manual', not both")
            }
        } else if let text = root.text("manual") {
            question = .manual(text)
        } else {
            mistakes.add(root, "the check lacks 'assert', or 'manual' for a person to answer")
        }
        var show = [(name: String, expression: ScopedExpression)]()
        for (key, value) in root["show"]?.pairs ?? [] {
            guard let (expression, typed) = assertions.expression(value, scope) else { continue }
            if case .resources = typed.type {
                mistakes.add(value, "this is \(typed.type.words), which can't be shown")
            }
            if case .resource = typed.type {
                mistakes.add(value, "this is \(typed.type.words)", hint: "name what of it is meant")
            }
            show.append((key.text!, expression))
        }
        let fixes = FixReader(registry: registry, mistakes: mistakes, type: type, assertions: assertions)
            .read(root["fixes"], scope)
        proveUse(of: parameters, root)
        guard let question, let severity = root.text("severity").flatMap(Severity.init),
            let title = root.text("title")
        else { return nil }
        return Check(
            id: id, title: title, resource: resource, severity: severity,
            level: root.text("level").flatMap { Int($0) }, parameters: parameters, applies: applies,
            question: question, show: show, fixes: fixes, prose: prose, folder: folder,
            place: mistakes.place(
                root.pairs.first { ["assert", "manual"].contains($0.key.text) }?.key ?? root))
    }

    private func parameters(_ root: YAML.Node) -> [Parameter] {
        var parameters = [Parameter]()
        for (key, value) in root["parameters"]?.pairs ?? [] {
            let name = key.text!
            if Registry.everywhere[name] != nil || ["resource", "key", "before", "after"].contains(name) {
                mistakes.add(
                    key, "'$\(name)' means something else already", hint: "give the parameter another name")
            } else if value.text == "shared" {
                guard let shared = registry.shared[name] else {
                    mistakes.add(
                        key, "parameters.yaml has no parameter '\(name)'",
                        hint: suggestion(for: name, among: registry.shared.keys.sorted()))
                    continue
                }
                parameters.append(shared)
            } else if let parameter = Parameter(key, value, isShared: false, mistakes) {
                parameters.append(parameter)
            }
        }
        return parameters
    }

    /// Notes parameters that nothing reads.
    private func proveUse(of parameters: [Parameter], _ root: YAML.Node) {
        guard !parameters.isEmpty else { return }
        var used = Set<String>()
        for key in ["applies", "assert", "show", "fixes"] { root[key]?.collectVariables(&used) }
        for (key, _) in root["parameters"]?.pairs ?? [] where !used.contains(key.text!) {
            if parameters.contains(where: { $0.name == key.text! }) {
                mistakes.add(key, "nothing reads the parameter '\(key.text!)'")
            }
        }
    }
}

extension YAML.Node {
    /// Adds the names behind each `$` in texts.
    func collectVariables(_ names: inout Set<String>) {
        if let items {
            for item in items { item.collectVariables(&names) }
        } else if let members {
            for member in members { member.value.collectVariables(&names) }
        } else {
            forEachText { text in
                for part in text.split(separator: UInt8(ascii: "$"), omittingEmptySubsequences: false)
                    .dropFirst()
                {
                    let name = part.prefix {
                        (97...122).contains($0 | 0x20) || (48...57).contains($0) || $0 == 95
                    }
                    names.insert(String(decoding: name, as: UTF8.self))
                }
            }
        }
    }
}
