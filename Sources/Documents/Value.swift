/// The one dynamic value: what JSON, YAML scalars and AWS's answers hold, and what expressions work on.
///
/// Two conventions for AWS's types that JSON lacks, the same as the AWS CLI's: a timestamp is text in ISO 8601
/// (`2026-11-23T18:13:44Z`), a blob is text in base64.
public enum Value: Sendable {
    /// JSON's `null`.
    case null
    /// A boolean.
    case bool(Bool)
    /// A number without fraction that fits 64 bits.
    case integer(Int)
    /// Any other number; finite.
    case number(Double)
    /// Text.
    case string(String)
    /// A list. An ``unseen(_:)`` element stands for elements that may exist and that nobody saw: the list is incomplete.
    case array([Value])
    /// A map, in the order in which its members were written.
    case object(Object)
    /// What nobody could read. It is no JSON and never leaves the evaluation; touching it makes an answer unknown.
    case unseen(Unseen)
}

/// Why a value could not be seen: indices into the list of gaps that its owner keeps.
public struct Unseen: Sendable, Hashable {
    /// The gaps, at least one; the owner of the values says what each index means.
    public let gaps: [Int]

    /// Something unseen because of `gaps`.
    public init(gaps: [Int]) { self.gaps = gaps }
}

extension Value: Hashable {
    /// Equality as in JMESPath: numbers by value (`1` equals `1.0`), members of objects in any order.
    public static func == (a: Value, b: Value) -> Bool {
        switch (a, b) {
        case (.null, .null): true
        case (.bool(let a), .bool(let b)): a == b
        case (.integer(let a), .integer(let b)): a == b
        case (.number(let a), .number(let b)): a == b
        case (.integer(let a), .number(let b)): Double(a) == b
        case (.number(let a), .integer(let b)): a == Double(b)
        case (.string(let a), .string(let b)): a == b
        case (.array(let a), .array(let b)): a == b
        case (.object(let a), .object(let b)): a == b
        case (.unseen(let a), .unseen(let b)): a == b
        default: false
        }
    }

    /// Hashes what ``==(_:_:)`` compares.
    public func hash(into hasher: inout Hasher) {
        switch self {
        case .null: hasher.combine(0)
        case .bool(let value): hasher.combine(value)
        case .integer(let value): hasher.combine(Double(value))
        case .number(let value): hasher.combine(value)
        case .string(let value): hasher.combine(value)
        case .array(let value): hasher.combine(value)
        case .object(let value): hasher.combine(value)
        case .unseen(let value): hasher.combine(value)
        }
    }
}

extension Value {
    /// The member `name` of an object; nil for another kind of value, or where there is no such member.
    public subscript(_ name: String) -> Value? {
        if case .object(let object) = self { object[name] } else { nil }
    }

    /// The element at `index` of a list; nil for another kind of value, or past the end.
    public subscript(_ index: Int) -> Value? {
        if case .array(let items) = self, items.indices.contains(index) { items[index] } else { nil }
    }

    /// The text, where this is text.
    public var string: String? { if case .string(let value) = self { value } else { nil } }

    /// The number without fraction, where this is one (`3.0` counts).
    public var int: Int? {
        switch self {
        case .integer(let value): value
        case .number(let value): Int(exactly: value)
        default: nil
        }
    }

    /// The number, where this is one.
    public var double: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        default: nil
        }
    }

    /// The boolean, where this is one.
    public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }

    /// The elements, where this is a list.
    public var array: [Value]? { if case .array(let value) = self { value } else { nil } }

    /// The members, where this is an object.
    public var object: Object? { if case .object(let value) = self { value } else { nil } }

    /// Whether this is `null`.
    public var isNull: Bool { if case .null = self { true } else { false } }

    /// What kind of value this is, in a word for messages.
    public var kind: String {
        switch self {
        case .null: "null"
        case .bool: "boolean"
        case .integer, .number: "number"
        case .string: "string"
        case .array: "array"
        case .object: "object"
        case .unseen: "unseen"
        }
    }
}

extension Value: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByFloatLiteral, ExpressibleByNilLiteral, ExpressibleByArrayLiteral,
    ExpressibleByDictionaryLiteral
{
    /// Text.
    public init(stringLiteral value: String) { self = .string(value) }
    /// A whole number.
    public init(integerLiteral value: Int) { self = .integer(value) }
    /// A boolean.
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    /// A number.
    public init(floatLiteral value: Double) { self = .number(value) }
    /// `null`.
    public init(nilLiteral: ()) { self = .null }
    /// A list.
    public init(arrayLiteral elements: Value...) { self = .array(elements) }
    /// An object with its members in the order written; a repeated name is a programming error.
    public init(dictionaryLiteral elements: (String, Value)...) {
        self = .object(Object(elements.map { (key: $0.0, value: $0.1) }))
    }
}

extension Value: CustomStringConvertible {
    /// The value as compact JSON.
    public var description: String { JSON.text(self) }
}
