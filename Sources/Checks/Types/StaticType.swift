import ServiceModels

/// What is known of a value before any call.
indirect enum StaticType: Sendable {
    /// Anything; nothing can be proved of it.
    case anything
    /// What a mistake left behind; causes no further ones.
    case wrong
    case null
    case boolean
    case integer
    case number
    /// Text; with values where there are only these.
    case string([String]?)
    /// A moment, as text in ISO 8601.
    case time
    /// A policy document.
    case policy
    /// A structure or map of a service's model, as corrected.
    case shape(Shape, Corrections)
    /// An object with just these members.
    case record([String: Typed])
    /// A list.
    case list(Typed)
    /// A map whose keys anybody chooses.
    case map(Typed)
    /// A resource of this type.
    case resource(String, Reach)
    /// Several resources of this type.
    case resources(String, Reach)

    /// How a resource was come by.
    enum Reach: Sendable {
        /// By its listing: it was there.
        case listed
        /// By a reference: it may be gone.
        case reference
    }
}

/// A type, and whether the value can be absent.
struct Typed: Sendable {
    var type: StaticType
    var canBeAbsent: Bool

    init(_ type: StaticType, canBeAbsent: Bool = false) {
        self.type = type
        self.canBeAbsent = canBeAbsent
    }

    static let wrong = Typed(.wrong)
    static let text = Typed(.string(nil))

    /// The same where it lies in something that can be absent.
    func within(_ outer: Typed) -> Typed { Typed(type, canBeAbsent: canBeAbsent || outer.canBeAbsent) }

    /// The same, certainly there.
    var present: Typed { Typed(type) }
}

extension StaticType {
    /// The type of a value of `shape`, with what a resource type says about it.
    init(_ shape: Shape, _ corrections: Corrections) {
        if let type = corrections.type {
            self.init(type)
            return
        }
        switch shape.kind {
        case .structure, .map: self = .shape(shape, corrections)
        case .list(let element): self = .list(Typed(StaticType(element.shape, corrections.elements ?? .none)))
        case .string(let values): self = .string(values.isEmpty ? nil : values)
        case .integer, .long: self = .integer
        case .float, .double: self = .number
        case .boolean: self = .boolean
        case .blob: self = .string(nil)
        case .timestamp: self = .time
        case .document, .unknown: self = .anything
        }
    }

    /// The type that a resource type declares.
    init(_ type: ValueType) {
        switch type {
        case .string: self = .string(nil)
        case .integer: self = .integer
        case .number: self = .number
        case .boolean: self = .boolean
        case .time: self = .time
        case .policy, .policyURL: self = .policy
        case .tags: self = .map(.text)
        case .enumeration(let values): self = .string(values)
        case .json(let members):
            self = .record(members.mapValues { Typed(StaticType($0), canBeAbsent: true) })
        }
    }

    /// What it is, for messages.
    var words: String {
        switch self {
        case .anything, .wrong: "anything"
        case .null: "nothing"
        case .boolean: "a boolean"
        case .integer: "a whole number"
        case .number: "a number"
        case .string: "text"
        case .time: "a time"
        case .policy: "a policy"
        case .shape(let shape, _): if case .map = shape.kind { "a map" } else { "an object" }
        case .record: "an object"
        case .list: "a list"
        case .map: "a map"
        case .resource(let type, _): "a resource (\(type))"
        case .resources(let type, _): "several resources (\(type))"
        }
    }

    /// Whether nothing can be proved of it.
    var isOpen: Bool {
        switch self {
        case .anything, .wrong: true
        default: false
        }
    }

    var isWrong: Bool { if case .wrong = self { true } else { false } }
    var isText: Bool { if case .string = self { true } else { isOpen } }
    var isBoolean: Bool { if case .boolean = self { true } else { isOpen } }

    var isNumber: Bool {
        switch self {
        case .integer, .number: true
        default: isOpen
        }
    }

    /// The type of the elements, where it is a list.
    var element: Typed? {
        switch self {
        case .list(let element): element
        case .anything: Typed(.anything, canBeAbsent: true)
        case .wrong: .wrong
        default: nil
        }
    }

    /// The type of the values, where it is a map or object.
    var value: Typed? {
        switch self {
        case .map(let value): value
        case .shape(let shape, let corrections):
            if case .map(_, let value) = shape.kind {
                Typed(StaticType(value.shape, corrections.values ?? .none))
            } else {
                Typed(.anything)
            }
        case .record: Typed(.anything)
        case .anything: Typed(.anything, canBeAbsent: true)
        case .wrong: .wrong
        default: nil
        }
    }

    /// A type that takes in both.
    func joined(_ other: StaticType) -> StaticType {
        switch (self, other) {
        case (.wrong, _), (_, .wrong): .wrong
        case (.null, let type), (let type, .null): type
        case (.string(let a), .string(let b)):
            .string(a.flatMap { a in b.map { b in a + b.filter { !a.contains($0) } } })
        case (.boolean, .boolean): .boolean
        case (.integer, .integer): .integer
        case (.integer, .number), (.number, .integer), (.number, .number): .number
        case (.time, .time): .time
        case (.policy, .policy): .policy
        case (.list(let a), .list(let b)):
            .list(Typed(a.type.joined(b.type), canBeAbsent: a.canBeAbsent || b.canBeAbsent))
        case (.shape(let a, let corrections), .shape(let b, _)) where a.name == b.name: .shape(a, corrections)
        default: .anything
        }
    }

    /// Whether it is one policy, or a list or map of policies.
    var holdsPolicies: Bool {
        switch self {
        case .policy, .anything, .wrong: true
        case .list(let element): element.type.holdsPolicies
        case .record(let members): !members.isEmpty && members.values.allSatisfy(\.type.holdsPolicies)
        default: value?.type.holdsPolicies ?? false
        }
    }
}
