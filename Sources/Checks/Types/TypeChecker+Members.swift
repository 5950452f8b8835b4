import Documents
import Expressions
import ServiceModels

extension TypeChecker {
    /// The type of the member `name` of `value`.
    func member(_ name: String, of value: Typed, _ part: Node) -> Typed {
        switch value.type {
        case .anything: return Typed(.anything, canBeAbsent: true)
        case .wrong: return .wrong
        case .shape(let shape, let corrections):
            return shaped(name, shape, corrections, part).within(value)
        case .record(let members):
            if let member = members[name] { return member.within(value) }
            return unknown(name, among: members.keys.sorted(), part)
        case .map(let member): return Typed(member.type, canBeAbsent: true)
        case .resource(let id, let reach):
            if let member = registry.member(name, of: id, reach) { return member.within(value) }
            return unknown(name, among: registry.memberNames(of: id), part, of: id)
        case .resources(let id, _):
            return wrong(
                part, "this is several resources (\(id))", hint: "step into them with every, some or none")
        case .list:
            return wrong(part, "'\(name)' is asked of a list", hint: "[].\(name) asks it of each element")
        case .policy:
            return wrong(
                part, "'\(name)' is asked of a policy", hint: "ask with allows or denies, or of statements(…)"
            )
        case .null, .boolean, .integer, .number, .string, .time:
            return wrong(
                part, "'\(name)' is asked of \(value.type.words), which has no members",
                hint: bracketHint(part))
        }
    }

    private func bracketHint(_ part: Node) -> String? {
        guard let text = node.text, text.contains("!") else { return nil }
        return "!a.b means (!a).b; write !(a.b)"
    }

    private func shaped(_ name: String, _ shape: Shape, _ corrections: Corrections, _ part: Node) -> Typed {
        let said = corrections.members[name]
        if said?.isNever == true { return wrong(part, "AWS never sends '\(name)' here") }
        switch shape.kind {
        case .structure(let structure):
            guard let member = structure.member(name) else {
                return unknown(name, among: structure.members.map(\.name), part)
            }
            return Typed(StaticType(member.shape, said ?? .none), canBeAbsent: said?.isAlways != true)
        case .map(let key, let value):
            if let said { return Typed(StaticType(value.shape, said), canBeAbsent: !said.isAlways) }
            if case .string(let values) = key.shape.kind, !values.isEmpty {
                if values.contains(name) { return Typed(StaticType(value.shape, .none), canBeAbsent: true) }
                return unknown(name, among: values, part)
            }
            return wrong(
                part, "the model does not list the keys of this map, and 'as' does not name '\(name)'",
                hint: suggestion(for: name, among: corrections.members.keys.sorted())
                    ?? "declare it under 'as' of the resource type")
        default: return .wrong
        }
    }

    private func unknown(_ name: String, among names: [String], _ part: Node, of type: String? = nil) -> Typed
    {
        let hint =
            suggestion(for: name, among: names)
            ?? (names.isEmpty ? nil : "there are \(Self.some(names))")
        return wrong(part, "there is no '\(name)' \(type.map { "in \($0)" } ?? "here")", hint: hint)
    }
}
