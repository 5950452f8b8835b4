import Documents
import Synchronization

/// The shapes of one model, each made when somebody looks at it, once: a model has thousands, and a run sees a few dozen.
///
/// Shapes refer to each other by index, so that one that contains itself makes no cycle of references.
///
/// Unchecked, because a pointer is in it: to slots that live as long as the arena, each of which is written atomically.
final class ShapeArena: @unchecked Sendable {
    private let text: ModelText
    private let places: NameTable
    /// The shapes by their places in `places`.
    private let slots: UnsafeMutableBufferPointer<OnceMade<ShapeNode>>
    /// Shapes that the model names and does not define; their indices go on behind the others.
    private let strays = Mutex<[ShapeNode]>([])

    init(_ text: ModelText, _ places: NameTable) {
        self.text = text
        self.places = places
        slots = .allocate(capacity: places.count)
        for place in slots.indices { slots.initializeElement(at: place, to: OnceMade()) }
    }

    deinit {
        slots.deinitialize()
        slots.deallocate()
    }

    /// The names of the shapes.
    var names: [String] { text.names(in: places) }

    /// The index of the shape called `name`.
    func index(of name: String) -> Int {
        if let index = text.index(of: name, in: places) { return index }
        return strays.withLock { strays in
            if let known = strays.firstIndex(where: { $0.name == name }) { return slots.count + known }
            strays.append(ShapeNode(name, nil))
            return slots.count + strays.count - 1
        }
    }

    /// The names of the members of the structure called `name`, read without making shapes.
    func memberNames(_ name: String) -> [String] {
        text.place(of: name, in: places).map { text.names(at: "members", in: $0) } ?? []
    }

    /// The shape called `name`.
    func shape(_ name: String) -> Shape { Shape(arena: self, index: index(of: name)) }

    subscript(_ index: Int) -> ShapeNode {
        guard index < slots.count else { return strays.withLock { $0[index - slots.count] } }
        if let node = slots[index].load() { return node }
        let place = text.place(index, in: places)
        return slots[index].storeIfNil(ShapeNode(place.name, try? text.parse(place.value).object))
    }
}

/// A shape, with what lies below it read when somebody looks there.
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
    let traits: Traits
    let minimum: Double?
    let maximum: Double?
    let pattern: String?
    let isSensitive: Bool
    let isEventStream: Bool
    private let definition: Object
    private let made = OnceMade<Made>()

    private final class Made: Sendable {
        let kind: Kind
        init(_ kind: Kind) { self.kind = kind }
    }

    /// The shape called `name`; nil for one without a definition that can be read.
    init(_ name: String, _ definition: Object?) {
        self.name = name
        traits = definition.map { Traits.of($0, over: nil) } ?? .none
        minimum = definition?["min"]?.double
        maximum = definition?["max"]?.double
        pattern = definition?["pattern"]?.string
        isSensitive = definition?["sensitive"]?.bool ?? false
        isEventStream = definition?["eventstream"]?.bool ?? false
        self.definition = definition ?? Object()
    }

    /// What the shape is; `arena` is the one that it is in.
    func kind(in arena: ShapeArena) -> Kind {
        if let made = made.load() { return made.kind }
        return made.storeIfNil(Made(read(arena))).kind
    }

    private func read(_ arena: ShapeArena) -> Kind {
        func member(_ name: String, _ reference: Value?) -> MemberNode {
            let shape = arena.index(of: reference?["shape"]?.string ?? "")
            return MemberNode(
                name: name, shape: shape,
                traits: Traits.of(reference?.object ?? Object(), over: arena[shape].traits))
        }
        switch definition["type"]?.string {
        case "structure":
            if definition["document"]?.bool == true { return .document }
            let members = definition["members"]?.object?.map { member($0.key, $0.value) } ?? []
            return .structure(StructureDetails(members, definition))
        case "list": return .list(member("", definition["member"]))
        case "map": return .map(member("", definition["key"]), member("", definition["value"]))
        case "string", "character": return .string(definition["enum"]?.array?.compactMap(\.string) ?? [])
        case "integer", "short", "byte": return .integer
        case "long", "bigInteger": return .long
        case "float": return .float
        case "double", "bigDecimal": return .double
        case "boolean": return .boolean
        case "blob": return .blob
        case "timestamp": return .timestamp
        case nil where definition.isEmpty: return .unknown("the model has no readable shape \(name)")
        case let type: return .unknown("shape \(name) is of a type that is not known: \(type ?? "none")")
        }
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
    private let wireNames: [String]
    let required: [String]
    let payload: String?
    let isUnion: Bool
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
        wireNames = members.map(\.wireName)
        required = definition["required"]?.array?.compactMap(\.string) ?? []
        payload = definition["payload"]?.string
        isUnion = definition["union"]?.bool ?? false
        isException = definition["exception"]?.bool ?? (definition["error"] != nil)
        errorCode = definition["error"]?["code"]?.string
        errorStatus = definition["error"]?["httpStatusCode"]?.int
        isSenderFault = definition["error"]?["senderFault"]?.bool ?? definition["fault"]?.bool.map { !$0 }
    }

    func member(_ name: String) -> MemberNode? {
        byName.map { $0[name].map { members[$0] } } ?? members.first { $0.name == name }
    }

    func member(onWire name: String) -> MemberNode? {
        if let byWireName { return byWireName[name].map { members[$0] } }
        let count = name.utf8.count
        for place in wireNames.indices where wireNames[place].utf8.count == count && wireNames[place] == name
        {
            return members[place]
        }
        return nil
    }
}
