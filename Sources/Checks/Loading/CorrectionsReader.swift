import Documents
import ServiceModels

/// Reads `as`, `always` and `never` of a call, and proves their paths.
struct CorrectionsReader {
    let mistakes: Mistakes
    private(set) var corrections = Corrections()
    private(set) var types: [(path: ValuePath, type: ValueType)] = []
    private(set) var always: [ValuePath] = []

    init(mistakes: Mistakes) { self.mistakes = mistakes }

    /// Reads those in the map `node`, about a value of type `base`.
    mutating func read(_ node: YAML.Node, about base: StaticType) {
        if let types = node["as"] {
            if types.text != nil {
                if let type = ValueType(types) { add(type, at: ValuePath([]), types, base) }
            } else {
                for (key, value) in types.pairs {
                    guard let path = path(key), let type = ValueType(value) else { continue }
                    add(type, at: path, key, base)
                }
            }
        }
        for item in node["always"]?.items ?? [] {
            guard let path = path(item) else { continue }
            always.append(path)
            prove(path, item, base)
            corrections.setAlways(at: path)
        }
        for item in node["never"]?.items ?? [] {
            guard let path = path(item) else { continue }
            prove(path, item, base)
            corrections.setNever(at: path)
        }
    }

    private func path(_ node: YAML.Node) -> ValuePath? {
        guard let text = node.text else { return nil }
        if let path = ValuePath(text: text) { return path }
        mistakes.add(node, "'\(text)' is no path", hint: "write A.B, A[] or A.*")
        return nil
    }

    private mutating func add(_ type: ValueType, at path: ValuePath, _ node: YAML.Node, _ base: StaticType) {
        types.append((path, type))
        if let found = follow(path, node, base), !type.corrects(found) {
            mistakes.add(
                node, "the model says that this is \(found.words), which is never read as such a type")
        }
        if case .enumeration(let values) = type, Set(values).count != values.count {
            mistakes.add(node, "a value is here twice")
        }
        corrections.setType(type, at: path)
    }

    private func prove(_ path: ValuePath, _ node: YAML.Node, _ base: StaticType) {
        if case .shape(let shape, _) = base, case .map(let key, _) = shape.kind,
            case .string(let values) = key.shape.kind,
            values.isEmpty, path.steps.count == 1, case .member(let name) = path.steps[0]
        {
            // The keys of such a map are known by `as` alone.
            let known = types.compactMap { type -> String? in
                if case .member(let name)? = type.path.steps.first { name } else { nil }
            }
            if !known.contains(name) {
                mistakes.add(
                    node, "the model does not list the keys of this map, and 'as' does not name '\(name)'",
                    hint: suggestion(for: name, among: known))
            }
            return
        }
        _ = follow(path, node, base)
    }

    /// The model's type at the end of `path`; nil, and noted, where there is none.
    private func follow(_ path: ValuePath, _ node: YAML.Node, _ base: StaticType) -> StaticType? {
        var type = base
        for step in path.steps {
            if type.isOpen { return nil }
            switch step {
            case .elements:
                guard let element = type.element else { return miss(node, "\(type.words) has no elements") }
                type = element.type
            case .values:
                guard let value = type.value else { return miss(node, "\(type.words) has no values") }
                type = value.type
            case .member(let name):
                switch type {
                case .shape(let shape, _):
                    switch shape.kind {
                    case .structure(let structure):
                        guard let member = structure.member(name) else {
                            return miss(
                                node, "there is no '\(name)' here",
                                suggestion(for: name, among: structure.members.map(\.name)))
                        }
                        type = StaticType(member.shape, .none)
                    case .map(let key, let value):
                        if case .string(let values) = key.shape.kind, !values.isEmpty, !values.contains(name)
                        {
                            return miss(
                                node, "this map has no key '\(name)'", suggestion(for: name, among: values))
                        }
                        type = StaticType(value.shape, .none)
                    default: return nil
                    }
                case .record(let members):
                    guard let member = members[name] else {
                        return miss(
                            node, "there is no '\(name)' here",
                            suggestion(for: name, among: members.keys.sorted()))
                    }
                    type = member.type
                case .map(let value): type = value.type
                case .list:
                    return miss(node, "'\(name)' is asked of a list", "[].\(name) means that of each element")
                default: return miss(node, "'\(name)' is asked of \(type.words), which has no members")
                }
            }
        }
        return type
    }

    private func miss(_ node: YAML.Node, _ message: String, _ hint: String? = nil) -> StaticType? {
        mistakes.add(node, message, hint: hint)
        return nil
    }
}
