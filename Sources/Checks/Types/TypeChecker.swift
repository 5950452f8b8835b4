import Documents
import Expressions

/// Proves of an expression what it gives, and notes what can't be right in it.
struct TypeChecker {
    let registry: Registry
    let mistakes: Mistakes
    /// The text that is checked, for places.
    let node: YAML.Node
    /// Where the expression begins in the text of `node`.
    var offset = 0
    /// The variables.
    var variables: [String: Typed]
    /// Whether elements that are left out in silence are mistakes.
    var mindsDropping = false

    typealias Node = Expression.Node

    func wrong(_ part: Node, _ message: String, hint: String? = nil) -> Typed {
        mistakes.add(node, message, hint: hint, offset: offset + part.range.lowerBound)
        return .wrong
    }

    /// The type of `part` where the current value is `current`.
    func type(of part: Node, on current: Typed) -> Typed {
        switch part.form {
        case .current: return current
        case .literal(let value): return Self.literal(value)
        case .field(let name): return member(name, of: current, part)
        case .variable(let name):
            if let typed = variables[name] { return typed }
            return wrong(
                part, "there is no variable $\(name) here",
                hint: suggestion(for: name, among: variables.keys.sorted()).map {
                    $0.replacing("mean ", with: "mean $")
                })
        case .member(let a, let b), .pipe(let a, let b):
            let left = type(of: a, on: current)
            return type(of: b, on: left.present).within(left)
        case .index(let a, _):
            let list = type(of: a, on: current)
            guard let element = elements(of: list, a) else { return .wrong }
            return Typed(element.type, canBeAbsent: !list.type.isWrong)
        case .slice(let a, _):
            let list = type(of: a, on: current)
            return elements(of: list, a) == nil ? .wrong : list
        case .flatten(let a): return flattened(a, type(of: a, on: current))
        case .projection(let a, let b): return projected(a, b, type(of: a, on: current), elements)
        case .values(let a, let b): return projected(a, b, type(of: a, on: current), values)
        case .filter(let a, let condition, let b):
            let list = type(of: a, on: current)
            guard let element = elements(of: list, a) else { return .wrong }
            _ = type(of: condition, on: element.present)
            if mindsDropping { minds(condition, on: element.present) }
            return projected(a, b, list, elements)
        case .comparison(let operation, let a, let b): return compared(operation, a, b, current)
        case .not(let a):
            _ = type(of: a, on: current)
            return Typed(.boolean)
        case .and(let a, let b):
            let left = type(of: a, on: current), right = type(of: b, on: current)
            return Typed(right.type, canBeAbsent: left.canBeAbsent || right.canBeAbsent)
        case .or(let a, let b):
            let left = type(of: a, on: current), right = type(of: b, on: current)
            return Typed(left.type.joined(right.type), canBeAbsent: right.canBeAbsent)
        case .list(let parts):
            let types = parts.map { type(of: $0, on: current) }
            let joined = types.dropFirst().reduce(types[0].type) { $0.joined($1.type) }
            return Typed(
                .list(Typed(joined, canBeAbsent: types.contains(where: \.canBeAbsent))),
                canBeAbsent: current.canBeAbsent)
        case .object(let members):
            var record: [String: Typed] = [:]
            for member in members { record[member.key] = type(of: member.node, on: current) }
            return Typed(.record(record), canBeAbsent: current.canBeAbsent)
        case .call(let function, let arguments): return called(function, arguments, part, current)
        case .bind(let bindings, let body):
            var inner = self
            for binding in bindings { inner.variables[binding.name] = type(of: binding.node, on: current) }
            return inner.type(of: body, on: current)
        }
    }

    static func literal(_ value: Value) -> Typed {
        switch value {
        case .null: Typed(.null, canBeAbsent: true)
        case .bool: Typed(.boolean)
        case .integer: Typed(.integer)
        case .number: Typed(.number)
        case .string(let text): Typed(.string([text]))
        case .array(let items):
            Typed(
                .list(
                    items.map { literal($0) }.reduce(nil) { joined, item in
                        joined.map { Typed($0.type.joined(item.type)) } ?? item
                    } ?? Typed(.anything)))
        case .object(let object):
            Typed(
                .record(Dictionary(uniqueKeysWithValues: object.members.map { ($0.key, literal($0.value)) })))
        case .unseen: Typed(.anything)
        }
    }

    // MARK: lists

    private func elements(of list: Typed, _ part: Node) -> Typed? {
        if let element = list.type.element { return element }
        switch list.type {
        case .resources(let type, _):
            _ = wrong(
                part, "this is several resources (\(type))", hint: "step into them with every, some or none")
        default: _ = wrong(part, "this is \(list.type.words), no list")
        }
        return nil
    }

    private func values(of map: Typed, _ part: Node) -> Typed? {
        if let value = map.type.value { return value }
        _ = wrong(part, "this is \(map.type.words), no map")
        return nil
    }

    private func flattened(_ part: Node, _ list: Typed) -> Typed {
        guard let element = elements(of: list, part) else { return .wrong }
        if case .list(let inner) = element.type { return Typed(.list(inner), canBeAbsent: list.canBeAbsent) }
        return list
    }

    private func projected(_ a: Node, _ b: Node, _ source: Typed, _ inner: (Typed, Node) -> Typed?) -> Typed {
        guard !source.type.isWrong, let element = inner(source, a) else { return .wrong }
        let result = type(of: b, on: element.present)
        if result.type.isWrong { return .wrong }
        if mindsDropping, result.canBeAbsent, !result.type.isOpen {
            return wrong(
                b, "elements where this is absent are left out in silence",
                hint: "ask with every, some or none, and where")
        }
        return Typed(.list(result.present), canBeAbsent: source.canBeAbsent)
    }

    /// Notes comparisons in a filter that leave elements out because something is absent.
    private func minds(_ condition: Node, on element: Typed) {
        var silent = self
        silent.mindsDropping = false
        switch condition.form {
        case .comparison(_, let a, let b):
            for side in [a, b] where silent.quietly(side, on: element).canBeAbsent {
                if case .literal = side.form { continue }
                _ = wrong(
                    side, "elements where this is absent are left out in silence",
                    hint: "ask with every, some or none, and where")
            }
        case .and(let a, let b), .or(let a, let b):
            minds(a, on: element)
            minds(b, on: element)
        case .not(let a): minds(a, on: element)
        default:
            let typed = silent.quietly(condition, on: element)
            if case .boolean = typed.type, typed.canBeAbsent {
                _ = wrong(
                    condition, "elements where this is absent are left out in silence",
                    hint: "ask with every, some or none, and where")
            }
        }
    }

    /// The type without noting mistakes, which have been noted.
    private func quietly(_ part: Node, on current: Typed) -> Typed {
        TypeChecker(
            registry: registry, mistakes: Mistakes(file: mistakes.file), node: node, offset: offset,
            variables: variables
        ).type(of: part, on: current)
    }

    // MARK: comparisons

    private func compared(_ operation: Expression.Comparison, _ a: Node, _ b: Node, _ current: Typed) -> Typed
    {
        let left = type(of: a, on: current), right = type(of: b, on: current)
        if left.type.isWrong || right.type.isWrong { return .wrong }
        switch operation {
        case .equal, .unequal:
            for (typed, other, part) in [(left, right, b), (right, left, a)] {
                guard case .literal(.string(let text)) = part.form, case .string(let values?) = typed.type,
                    !values.contains(text)
                else { continue }
                _ = other
                return wrong(
                    part, "'\(text)' is none of its values, \(Self.some(values))",
                    hint: suggestion(for: text, among: values))
            }
            if !Self.comparable(left.type, right.type) {
                return wrong(a, "\(left.type.words) never equals \(right.type.words)")
            }
            return Typed(.boolean)
        default:
            for (typed, part) in [(left, a), (right, b)] where !typed.type.isNumber {
                return wrong(part, "\(operation.rawValue) compares numbers, and this is \(typed.type.words)")
            }
            return Typed(.boolean, canBeAbsent: left.canBeAbsent || right.canBeAbsent)
        }
    }

    /// The first few of `values`, for messages.
    static func some(_ values: [String]) -> String {
        values.count > 8 ? values.prefix(8).joined(separator: ", ") + " …" : values.joined(separator: ", ")
    }

    private static func comparable(_ a: StaticType, _ b: StaticType) -> Bool {
        switch (a, b) {
        case (.anything, _), (_, .anything), (.wrong, _), (_, .wrong), (.null, _), (_, .null): true
        case (.string, .string), (.string, .time), (.time, .string), (.time, .time), (.boolean, .boolean):
            true
        case (.list, .list), (.policy, .policy): true
        case (.record, .record), (.shape, .shape), (.shape, .record), (.record, .shape), (.map, .record),
            (.record, .map), (.map, .map):
            true
        default: a.isNumber && b.isNumber
        }
    }
}
