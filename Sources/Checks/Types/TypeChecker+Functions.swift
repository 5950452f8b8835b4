import Documents
import Expressions

extension TypeChecker {
    /// What a function wants of an argument.
    private enum Want {
        case anything, number, text, list, numbers, texts, map, textOrList, countable, policies

        var words: String {
            switch self {
            case .anything: "anything"
            case .number: "a number"
            case .text: "text"
            case .list: "a list"
            case .numbers: "a list of numbers"
            case .texts: "a list of texts"
            case .map: "a map or object"
            case .textOrList: "text or a list"
            case .countable: "text, a list or a map"
            case .policies: "policies"
            }
        }

        func takes(_ type: StaticType) -> Bool {
            if type.isOpen { return true }
            switch self {
            case .anything:
                switch type {
                case .resource, .resources: return false
                default: return true
                }
            case .number: return type.isNumber
            case .text: return type.isText || type.isTime
            case .list: return type.element != nil
            case .numbers: return type.element?.type.isNumber ?? false
            case .texts: return type.element?.type.isText ?? false
            case .map: return type.value != nil
            case .textOrList: return type.isText || type.element != nil
            case .countable: return type.isText || type.element != nil || type.value != nil
            case .policies: return type.holdsPolicies
            }
        }
    }

    private static let wants: [String: [Want]] = [
        "abs": [.number], "avg": [.numbers], "ceil": [.number], "contains": [.textOrList, .anything],
        "ends_with": [.text, .text], "floor": [.number], "join": [.text, .texts], "keys": [.map],
        "length": [.countable], "map": [.anything, .list], "max": [.list], "max_by": [.list, .anything],
        "merge": [.map], "min": [.list], "min_by": [.list, .anything], "reverse": [.textOrList],
        "sort": [.list],
        "sort_by": [.list, .anything], "starts_with": [.text, .text], "sum": [.numbers], "values": [.map],
        "lower": [.text], "split": [.text, .text], "suffixes": [.text, .text], "statements": [.policies],
    ]

    /// The members of a normalised statement.
    static let statement: StaticType = {
        let texts = Typed(.list(.text), canBeAbsent: true)
        let principal = Typed(
            .record(["AWS": texts, "Service": texts, "Federated": texts, "CanonicalUser": texts]),
            canBeAbsent: true)
        let condition = Typed(.record(["Operator": .text, "Key": .text, "Values": Typed(.list(.text))]))
        return .record([
            "Policy": .text, "Index": Typed(.integer),
            "Sid": Typed(.string(nil), canBeAbsent: true), "Effect": Typed(.string(["Allow", "Deny"])),
            "Principal": principal, "NotPrincipal": principal, "Action": texts, "NotAction": texts,
            "Resource": texts,
            "NotResource": texts, "Condition": Typed(.list(condition), canBeAbsent: true),
        ])
    }()

    /// The type of a call of a function.
    func called(_ function: Function, _ arguments: [Expression.Argument], _ part: Node, _ current: Typed)
        -> Typed
    {
        var types = [Typed]()
        for argument in arguments {
            if case .value(let node) = argument {
                types.append(type(of: node, on: current))
            } else {
                types.append(.wrong)
            }
        }
        for (place, argument) in arguments.enumerated() {
            guard case .reference(let node) = argument else { continue }
            let list = types.first { $0.type.element != nil && !$0.type.isWrong }?.type.element
            types[place] = type(of: node, on: list?.present ?? .wrong)
        }
        for (place, want) in (Self.wants[function.name] ?? []).enumerated() where place < types.count {
            if case .reference = arguments[place] { continue }
            if !want.takes(types[place].type) {
                return wrong(
                    arguments[place].node,
                    "\(function.name)() wants \(want.words), and this is \(types[place].type.words)")
            }
        }
        if types.contains(where: \.type.isWrong) { return .wrong }
        let isAbsent = types.contains(where: \.canBeAbsent)
        func typed(_ type: StaticType, _ absent: Bool = false) -> Typed {
            Typed(type, canBeAbsent: isAbsent || absent)
        }
        switch function.name {
        case "abs", "avg", "ceil", "floor", "sum": return typed(.number, function.name == "avg")
        case "contains":
            if case .string(let text?)? = arguments.last.flatMap({ Self.constant($0.node) }),
                case .string(let values?)? = types[0].type.element?.type, !values.contains(text)
            {
                return wrong(
                    arguments[1].node, "'\(text)' is none of its values, \(Self.some(values))",
                    hint: suggestion(for: text, among: values))
            }
            return typed(.boolean)
        case "ends_with", "starts_with": return typed(.boolean)
        case "join", "to_string", "lower": return typed(.string(nil))
        case "type": return .text
        case "keys", "split", "suffixes": return typed(.list(.text))
        case "length": return typed(.integer)
        case "map": return Typed(.list(types[0].present), canBeAbsent: types[1].canBeAbsent)
        case "max", "min", "max_by", "min_by":
            return Typed(types[0].type.element?.type ?? .anything, canBeAbsent: true)
        case "reverse", "sort", "sort_by": return Typed(types[0].type, canBeAbsent: types[0].canBeAbsent)
        case "not_null":
            let joined = types.dropFirst().reduce(types[0].type) { $0.joined($1.type) }
            return Typed(joined, canBeAbsent: types.allSatisfy(\.canBeAbsent))
        case "to_array":
            return types[0].type.element == nil || types[0].type.isOpen
                ? typed(.list(types[0].present)) : types[0]
        case "to_number": return Typed(.number, canBeAbsent: true)
        case "values": return typed(.list(types[0].type.value ?? Typed(.anything)))
        case "statements": return typed(.list(Typed(Self.statement)))
        default: return typed(.anything)
        }
    }

    private static func constant(_ node: Node) -> Optional<Constant> {
        if case .literal(.string(let text)) = node.form { .string(text) } else { nil }
    }

    private enum Constant { case string(String?) }
}

extension StaticType {
    var isTime: Bool { if case .time = self { true } else { false } }
}
