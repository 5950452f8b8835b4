import Documents

/// The shapes that one operation reaches: immutable once made, so that reading it needs no lock. Shapes refer to each
/// other by index, so that a model that contains itself makes no cycle of references.
final class ShapeArena: Sendable {
    let nodes: [ShapeNode]

    init(_ nodes: [ShapeNode]) { self.nodes = nodes }
}

final class ShapeNode: Sendable {
    enum Kind: Sendable {
        case structure(StructureDetails)
        case list(MemberNode)
        case map(MemberNode, MemberNode)
        case string([String])
        case integer, long, float, double, boolean, blob, timestamp, document
        case unknown(String)
    }
    let name: String
    let kind: Kind
    let traits: Traits
    let minimum: Double?
    let maximum: Double?
    let pattern: String?
    let isSensitive: Bool

    init(name: String, kind: Kind, traits: Traits, definition: Object) {
        self.name = name
        self.kind = kind
        self.traits = traits
        minimum = definition["min"]?.double
        maximum = definition["max"]?.double
        pattern = definition["pattern"]?.string
        isSensitive = definition["sensitive"]?.bool ?? false
    }
}

struct MemberNode: Sendable {
    let name: String
    let shape: Int
    let traits: Traits
    var wireName: String { traits.locationName ?? name }
}

final class StructureDetails: Sendable {
    let members: [MemberNode]
    /// Where each member stands, by its name; nil of few, which are searched from the front.
    private let byName: [String: Int]?
    private let byWireName: [String: Int]?
    let required: [String]
    let payload: String?
    let isUnion: Bool
    let isEventStream: Bool
    let isException: Bool
    let errorCode: String?
    let errorStatus: Int?
    let isSenderFault: Bool?

    static let empty = StructureDetails([], Object())

    init(_ members: [MemberNode], _ definition: Object) {
        self.members = members
        func index(_ name: (MemberNode) -> String) -> [String: Int]? {
            members.count <= 8
                ? nil : Dictionary(members.enumerated().map { (name($1), $0) }) { first, _ in first }
        }
        byName = index(\.name)
        byWireName = index(\.wireName)
        required = definition["required"]?.array?.compactMap(\.string) ?? []
        payload = definition["payload"]?.string
        isUnion = definition["union"]?.bool ?? false
        isEventStream = definition["eventstream"]?.bool ?? false
        isException = definition["exception"]?.bool ?? (definition["error"] != nil)
        errorCode = definition["error"]?["code"]?.string
        errorStatus = definition["error"]?["httpStatusCode"]?.int
        isSenderFault = definition["error"]?["senderFault"]?.bool ?? definition["fault"]?.bool.map { !$0 }
    }

    func member(_ name: String) -> MemberNode? {
        byName.map { $0[name].map { members[$0] } } ?? members.first { $0.name == name }
    }

    func member(onWire name: String) -> MemberNode? {
        byWireName.map { $0[name].map { members[$0] } } ?? members.first { $0.wireName == name }
    }
}

/// Builds an arena: a shape is entered before what it refers to, so that one that contains itself ends.
struct ShapeBuilder {
    private let definition: (String) -> Object?
    private var places: [String: Int] = [:]
    private var nodes: [ShapeNode?] = []
    private var traits: [Traits] = []

    /// A builder that reads shapes' definitions with `definition`; nil there means no such shape.
    init(_ definition: @escaping (String) -> Object?) { self.definition = definition }

    /// The arena of all that was placed.
    func arena() -> ShapeArena { ShapeArena(nodes.compactMap { $0 }) }

    /// The index of the shape called `name`, entered with all that it reaches.
    mutating func place(_ name: String) -> Int {
        if let place = places[name] { return place }
        let place = nodes.count
        places[name] = place
        nodes.append(nil)
        guard let object = definition(name) else {
            traits.append(.none)
            nodes[place] = ShapeNode(
                name: name, kind: .unknown("the model has no readable shape \(name)"), traits: .none,
                definition: Object())
            return place
        }
        let own = Traits.of(object, over: nil)
        traits.append(own)
        nodes[place] = ShapeNode(name: name, kind: kind(name, object), traits: own, definition: object)
        return place
    }

    private mutating func kind(_ name: String, _ object: Object) -> ShapeNode.Kind {
        switch object["type"]?.string {
        case "structure":
            if object["document"]?.bool == true { return .document }
            let members = object["members"]?.object?.map { member($0.key, $0.value) } ?? []
            return .structure(StructureDetails(members, object))
        case "list": return .list(member("", object["member"] ?? .null))
        case "map": return .map(member("", object["key"] ?? .null), member("", object["value"] ?? .null))
        case "string", "character": return .string(object["enum"]?.array?.compactMap(\.string) ?? [])
        case "integer", "short", "byte": return .integer
        case "long", "bigInteger": return .long
        case "float": return .float
        case "double", "bigDecimal": return .double
        case "boolean": return .boolean
        case "blob": return .blob
        case "timestamp": return .timestamp
        case let type: return .unknown("shape \(name) is of a type that is not known: \(type ?? "none")")
        }
    }

    private mutating func member(_ name: String, _ reference: Value) -> MemberNode {
        let shape = place(reference["shape"]?.string ?? "")
        return MemberNode(
            name: name, shape: shape, traits: Traits.of(reference.object ?? Object(), over: traits[shape]))
    }
}
