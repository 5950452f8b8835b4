import Documents

/// A type of a service's model: a light reference into the shapes of one operation.
public struct Shape: Sendable {
    let arena: ShapeArena
    let index: Int
    var node: ShapeNode { arena[index] }
    /// Whether this is a union whose members are events that arrive one by one.
    var isEventStream: Bool { node.isEventStream }

    /// The shape's name in the model.
    public var name: String { node.name }

    /// What the shape is.
    public var kind: Kind {
        switch node.kind(in: arena) {
        case .structure(let details): .structure(Structure(shape: self, details: details))
        case .list(let element): .list(Member(arena: arena, node: element))
        case .map(let key, let value):
            .map(key: Member(arena: arena, node: key), value: Member(arena: arena, node: value))
        case .string(let values): .string(values)
        case .integer: .integer
        case .long: .long
        case .float: .float
        case .double: .double
        case .boolean: .boolean
        case .blob: .blob
        case .timestamp: .timestamp
        case .document: .document
        case .unknown(let reason): .unknown(reason)
        }
    }

    /// Whether this is text.
    public var isText: Bool { if case .string = node.kind(in: arena) { true } else { false } }

    /// Whether this is a truth value.
    public var isBoolean: Bool { if case .boolean = node.kind(in: arena) { true } else { false } }

    /// What a shape can be.
    public enum Kind: Sendable {
        /// Named members.
        case structure(Structure)
        /// Elements of one shape.
        case list(Member)
        /// Free keys, values of one shape.
        case map(key: Member, value: Member)
        /// Text; of these values where there are any (AWS adds values without a new version).
        case string([String])
        /// A number of 32 bits.
        case integer
        /// A number of 64 bits.
        case long
        /// A number with a fraction.
        case float
        /// A number with a fraction.
        case double
        /// A truth value.
        case boolean
        /// Bytes, in base64 in a ``Documents/Value``.
        case blob
        /// A moment, in ISO 8601 in a ``Documents/Value``.
        case timestamp
        /// Any JSON.
        case document
        /// What the model does not let us read, and why.
        case unknown(String)
    }

    /// The least length, number of elements or value, where the model has one.
    public var minimum: Double? { node.minimum }
    /// The largest length, number of elements or value, where the model has one.
    public var maximum: Double? { node.maximum }
    /// The regular expression that text must match, where the model has one.
    public var pattern: String? { node.pattern(in: arena) }
    /// Whether values are not for logs.
    public var isSensitive: Bool { node.isSensitive }
    /// What the model says of serialization at the shape itself; members add to it.
    public var traits: Traits { node.traits }

    /// The members, where this is a structure.
    public var structure: Structure? {
        if case .structure(let details) = node.kind(in: arena) {
            Structure(shape: self, details: details)
        } else {
            nil
        }
    }
}

/// The members of a structure and what else the model says of it.
public struct Structure: Sendable {
    /// The structure's shape.
    public let shape: Shape
    let details: StructureDetails

    /// The members in the model's order.
    public var members: Members { Members(arena: shape.arena, nodes: details.members) }
    /// The names of members that must be given.
    public var required: [String] { details.required }
    /// The member that is a REST message's whole body.
    public var payload: String? { details.payload }
    /// Whether exactly one member is set.
    public var isUnion: Bool { details.isUnion }
    /// Whether members are events that arrive one by one.
    public var isEventStream: Bool { shape.isEventStream }
    /// Whether this is an error.
    public var isException: Bool { details.isException }
    /// The error's code; the shape's name where the model gives no other.
    public var errorCode: String { details.errorCode ?? shape.name }
    /// The error's HTTP status, where the model gives one.
    public var errorStatus: Int? { details.errorStatus }
    /// Whether the model calls the error the sender's fault; nil when it does not say.
    public var isSenderFault: Bool? { details.isSenderFault }

    /// The member called `name`.
    public func member(_ name: String) -> Member? {
        details.member(name).map { Member(arena: shape.arena, node: $0) }
    }

    /// The member that messages call `name`: by its `locationName`, or its own name where it has none.
    public func member(onWire name: String) -> Member? {
        details.member(onWire: name).map { Member(arena: shape.arena, node: $0) }
    }
}

/// The members of a structure, made as they are asked for: messages are read and written by going over them.
public struct Members: RandomAccessCollection, Sendable {
    let arena: ShapeArena
    let nodes: [MemberNode]

    /// No members.
    public static let empty = Members(arena: ShapeArena(ModelText([]), NameTable()), nodes: [])

    /// 0.
    public var startIndex: Int { 0 }
    /// How many there are.
    public var endIndex: Int { nodes.count }
    /// The member at `place`.
    public subscript(place: Int) -> Member { Member(arena: arena, node: nodes[place]) }
}

/// A member of a structure, an element of a list, a key or a value of a map.
public struct Member: Sendable {
    let arena: ShapeArena
    let node: MemberNode

    /// The member's name in the model; empty for elements, keys and values.
    public var name: String { node.name }
    /// The member's shape.
    public var shape: Shape { Shape(arena: arena, index: node.shape) }
    /// How it stands in messages: the member's own traits over its shape's.
    public var traits: Traits { node.traits }
    /// The name that messages use.
    public var wireName: String { node.wireName }
}
