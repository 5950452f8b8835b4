import Documents
import ServiceModels

/// Reads what a case gives as an answer or as parameters: each scalar as the type that the model has there.
struct AnswerConverter {
    let mistakes: Mistakes
    /// Whether a map where the model wants text becomes JSON text; else it stays a document.
    let encodes: Bool
    /// Paths where documents are URL-encoded.
    let encodings: [String: Bool]

    /// The members that `node` gives of `shape`.
    func members(_ node: YAML.Node?, of shape: Shape?, called call: String) -> Value {
        guard let node else { return .object(Object()) }
        guard let shape else {
            if node.members?.isEmpty == false { mistakes.add(node, "\(call) has no members here") }
            return .object(Object())
        }
        return value(node, as: shape, at: [])
    }

    /// The value of `node` at `path`, which is told only where something is encoded.
    private func value(_ node: YAML.Node, as shape: Shape, at path: [ValuePath.Step]) -> Value {
        func inner(_ step: ValuePath.Step) -> [ValuePath.Step] { encodings.isEmpty ? [] : path + [step] }
        func wrong() -> Value {
            mistakes.add(
                node,
                "\(shape.name) is \(StaticType(shape, .none).words), not \(node.text.map { "'\($0)'" } ?? "a \(node.kind)")"
            )
            return .null
        }
        switch shape.kind {
        case .structure(let structure):
            guard let members = node.members else { return wrong() }
            return .object(
                Object(
                    members.compactMap { key, value in
                        let name = key.text!
                        guard let member = structure.member(name) else {
                            mistakes.add(
                                key, "there is no '\(name)' in \(shape.name)",
                                hint: suggestion(for: name, among: structure.members.map(\.name)))
                            return nil
                        }
                        return (name, self.value(value, as: member.shape, at: inner(.member(name))))
                    }))
        case .map(let keyMember, let valueMember):
            guard let members = node.members else { return wrong() }
            var allowed = [String]()
            if case .string(let values) = keyMember.shape.kind { allowed = values }
            return .object(
                Object(
                    members.map { key, value in
                        let name = key.text!
                        if !allowed.isEmpty, !allowed.contains(name) {
                            mistakes.add(
                                key, "this map has no key '\(name)'",
                                hint: suggestion(for: name, among: allowed))
                        }
                        // The corrections name keys of maps as members, or all of them by `*`.
                        let named = ValuePath(inner(.member(name))).description
                        let isNamed = encodings.keys.contains { $0 == named || $0.hasPrefix(named + ".") }
                        return (
                            name,
                            self.value(
                                value, as: valueMember.shape, at: inner(isNamed ? .member(name) : .values))
                        )
                    }))
        case .list(let element):
            guard let items = node.items else { return wrong() }
            return .array(items.map { value($0, as: element.shape, at: inner(.elements)) })
        case .string(let values):
            guard let text = node.text else {
                let document = free(node)
                guard encodes else { return document }
                let json = JSON.text(document)
                let isEncoded = !encodings.isEmpty && encodings[ValuePath(path).description] == true
                return .string(isEncoded ? PercentEncoding.encode(json) : json)
            }
            if !values.isEmpty, !values.contains(text) {
                mistakes.add(
                    node, "'\(text)' is none of the values of \(shape.name), \(TypeChecker.some(values))",
                    hint: suggestion(for: text, among: values))
            }
            return .string(text)
        case .integer, .long: return node.text.flatMap { Int($0) }.map { .integer($0) } ?? wrong()
        case .float, .double:
            return node.text.flatMap { Double($0) }.flatMap { $0.isFinite ? .number($0) : nil } ?? wrong()
        case .boolean: return node.text == "true" ? true : node.text == "false" ? false : wrong()
        case .timestamp: return node.text.flatMap { Timestamp($0) }.map { .string($0.iso8601) } ?? wrong()
        case .blob: return node.text.map { .string($0) } ?? wrong()
        case .document, .unknown: return free(node)
        }
    }

    /// A document as JSON: plain scalars by JSON's rules, quoted ones as text.
    private func free(_ node: YAML.Node) -> Value {
        switch node.content {
        case .sequence(let items): return .array(items.map { free($0) })
        case .mapping(let members): return .object(Object(members.map { ($0.key.text!, free($0.value)) }))
        case .scalar(let text, let plain):
            guard plain else { return .string(text) }
            switch text {
            case "true": return true
            case "false": return false
            case "null": return .null
            default:
                if let number = Int(text), "\(number)" == text { return .integer(number) }
                return .string(text)
            }
        }
    }
}
