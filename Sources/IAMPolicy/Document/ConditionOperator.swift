/// A condition operator, taken apart: what it compares, and its modifiers.
///
/// Source: IAM User Guide, "IAM JSON policy elements: Condition operators".
public struct ConditionOperator: Sendable, Hashable {
    /// How two values are compared.
    public enum Comparison: Sendable, Hashable {
        case stringEquals, stringEqualsIgnoreCase, stringLike
        case numericEquals, numericLess, numericLessEquals, numericGreater, numericGreaterEquals
        case dateEquals, dateLess, dateLessEquals, dateGreater, dateGreaterEquals
        case bool, binaryEquals, ipAddress, arnLike, null
    }

    /// How a key with several values is judged.
    public enum Quantifier: Sendable, Hashable { case none, forAllValues, forAnyValue }

    /// How two values are compared.
    public let comparison: Comparison
    /// Whether no value may match, instead of one having to.
    public let isNegated: Bool
    /// Whether a missing key makes the condition true.
    public let ifExists: Bool
    /// How a key with several values is judged.
    public let quantifier: Quantifier

    /// The operators that AWS documents, without modifiers.
    private static let documented: [(name: String, Comparison, isNegated: Bool)] = [
        ("StringEquals", .stringEquals, false), ("StringNotEquals", .stringEquals, true),
        ("StringEqualsIgnoreCase", .stringEqualsIgnoreCase, false),
        ("StringNotEqualsIgnoreCase", .stringEqualsIgnoreCase, true),
        ("StringLike", .stringLike, false), ("StringNotLike", .stringLike, true),
        ("NumericEquals", .numericEquals, false), ("NumericNotEquals", .numericEquals, true),
        ("NumericLessThan", .numericLess, false), ("NumericLessThanEquals", .numericLessEquals, false),
        ("NumericGreaterThan", .numericGreater, false),
        ("NumericGreaterThanEquals", .numericGreaterEquals, false),
        ("DateEquals", .dateEquals, false), ("DateNotEquals", .dateEquals, true),
        ("DateLessThan", .dateLess, false), ("DateLessThanEquals", .dateLessEquals, false),
        ("DateGreaterThan", .dateGreater, false), ("DateGreaterThanEquals", .dateGreaterEquals, false),
        ("Bool", .bool, false), ("BinaryEquals", .binaryEquals, false),
        ("IpAddress", .ipAddress, false), ("NotIpAddress", .ipAddress, true),
        ("ArnEquals", .arnLike, false), ("ArnLike", .arnLike, false),
        ("ArnNotEquals", .arnLike, true), ("ArnNotLike", .arnLike, true),
        ("Null", .null, false),
    ]

    /// The names that AWS documents, without modifiers, for suggestions.
    public static let names = documented.map(\.name)

    /// All of them with their modifiers, as AWS writes them.
    static let usual: NameTable<Self> = {
        let quantifiers: [(String, Quantifier)] = [
            ("", .none), ("ForAllValues:", .forAllValues), ("ForAnyValue:", .forAnyValue),
        ]
        var out = [NameTable<Self>.Entry]()
        for (name, comparison, isNegated) in documented {
            for (prefix, quantifier) in quantifiers {
                let plain = Self(
                    comparison: comparison, isNegated: isNegated, ifExists: false, quantifier: quantifier)
                out.append((prefix + name, plain))
                // Whether a key is there can always be told.
                if comparison == .null { continue }
                let ifExists = Self(
                    comparison: comparison, isNegated: isNegated, ifExists: true, quantifier: quantifier)
                out.append((prefix + name + "IfExists", ifExists))
            }
        }
        return NameTable(out)
    }()

    /// The usual names by themselves in lower case.
    private static let folded = NameTable(usual.entries.map { ($0.name.lowercased(), $0) })

    /// The operator called `name`, in any case of letters, and its usual name; nil when AWS has none of that name.
    static func find(_ name: String) -> NameTable<Self>.Entry? {
        name.lowercased().withBytes(folded.find)?.value
    }

    /// The operator called `name`, in any case of letters; nil when AWS has none of that name.
    public init?(_ name: String) {
        guard let known = Self.find(name) else { return nil }
        self = known.value
    }

    private init(comparison: Comparison, isNegated: Bool, ifExists: Bool, quantifier: Quantifier) {
        self.comparison = comparison
        self.isNegated = isNegated
        self.ifExists = ifExists
        self.quantifier = quantifier
    }

    /// Whether values may hold policy variables: text and ARN operators.
    public var takesVariables: Bool {
        switch comparison {
        case .stringEquals, .stringEqualsIgnoreCase, .stringLike, .arnLike: true
        default: false
        }
    }

    /// What a request without the key makes of the condition. For `Null`, see its values.
    public var truthWhenAbsent: Bool {
        if ifExists { return true }
        switch quantifier {
        case .forAllValues: return true
        case .forAnyValue: return false
        case .none: return isNegated
        }
    }
}
