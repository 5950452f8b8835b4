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

    private static let table: [String: (Comparison, Bool)] = [
        "stringequals": (.stringEquals, false), "stringnotequals": (.stringEquals, true),
        "stringequalsignorecase": (.stringEqualsIgnoreCase, false),
        "stringnotequalsignorecase": (.stringEqualsIgnoreCase, true),
        "stringlike": (.stringLike, false), "stringnotlike": (.stringLike, true),
        "numericequals": (.numericEquals, false), "numericnotequals": (.numericEquals, true),
        "numericlessthan": (.numericLess, false), "numericlessthanequals": (.numericLessEquals, false),
        "numericgreaterthan": (.numericGreater, false),
        "numericgreaterthanequals": (.numericGreaterEquals, false),
        "dateequals": (.dateEquals, false), "datenotequals": (.dateEquals, true),
        "datelessthan": (.dateLess, false), "datelessthanequals": (.dateLessEquals, false),
        "dategreaterthan": (.dateGreater, false), "dategreaterthanequals": (.dateGreaterEquals, false),
        "bool": (.bool, false), "binaryequals": (.binaryEquals, false),
        "ipaddress": (.ipAddress, false), "notipaddress": (.ipAddress, true),
        "arnequals": (.arnLike, false), "arnlike": (.arnLike, false),
        "arnnotequals": (.arnLike, true), "arnnotlike": (.arnLike, true),
        "null": (.null, false),
    ]

    /// The names that AWS documents, without modifiers, for suggestions.
    public static let names = [
        "StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase",
        "StringLike",
        "StringNotLike", "NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals",
        "NumericGreaterThan", "NumericGreaterThanEquals", "DateEquals", "DateNotEquals", "DateLessThan",
        "DateLessThanEquals", "DateGreaterThan", "DateGreaterThanEquals", "Bool", "BinaryEquals", "IpAddress",
        "NotIpAddress", "ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike", "Null",
    ]

    /// The operator called `name`, in any case of letters; nil when AWS has none of that name.
    public init?(_ name: String) {
        if let known = Self.usual[name] { self = known } else { self.init(parsing: name) }
    }

    /// All of them, as AWS writes them: they need no taking apart.
    private static let usual: [String: Self] = {
        var out = [String: Self]()
        for name in names {
            for quantifier in ["", "ForAllValues:", "ForAnyValue:"] {
                for written in [quantifier + name, quantifier + name + "IfExists"] {
                    out[written] = Self(parsing: written)
                }
            }
        }
        return out
    }()

    private init(_ comparison: Comparison, _ isNegated: Bool, _ ifExists: Bool, _ quantifier: Quantifier) {
        self.comparison = comparison
        self.isNegated = isNegated
        self.ifExists = ifExists
        self.quantifier = quantifier
    }

    private init?(parsing name: String) {
        var rest = Substring(name.lowercased())
        var quantifier = Quantifier.none
        if rest.hasPrefix("forallvalues:") {
            quantifier = .forAllValues
            rest = rest.dropFirst(13)
        } else if rest.hasPrefix("foranyvalue:") {
            quantifier = .forAnyValue
            rest = rest.dropFirst(12)
        }
        let ifExists = rest.hasSuffix("ifexists")
        if ifExists { rest = rest.dropLast(8) }
        guard let (comparison, negated) = Self.table[String(rest)] else { return nil }
        if comparison == .null, ifExists { return nil }
        self.init(comparison, negated, ifExists, quantifier)
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
