import Synchronization

/// The shapes of one model, each made when somebody looks at it, once: a model has thousands, and a run sees a few dozen.
///
/// Shapes refer to each other by index, so that one that contains itself makes no cycle of references.
///
/// Unchecked, because a pointer is in it: to slots that live as long as the arena, each of which is written atomically.
final class ShapeArena: @unchecked Sendable {
    let text: ModelText
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
    func index(of name: String) -> Int { text.index(of: name, in: places) ?? strayIndex(of: name) }

    /// The index of the shape that `reference` names in its member `shape`.
    fileprivate func index(of reference: JSONView?) -> Int {
        let name = reference?["shape"]
        if let name = name?.name, let index = text.index(of: name, in: places) { return index }
        return index(of: name?.string ?? "")
    }

    private func strayIndex(of name: String) -> Int {
        strays.withLock { strays in
            if let known = strays.firstIndex(where: { $0.name == name }) { return slots.count + known }
            strays.append(ShapeNode(name, nil, text))
            return slots.count + strays.count - 1
        }
    }

    /// What the model says of the shape that `reference` names, read without making it.
    func definition(of reference: JSONView) -> JSONView? {
        let index = index(of: reference)
        return index < slots.count ? text[text.place(index, in: places).value] : nil
    }

    /// The shape called `name`.
    func shape(_ name: String) -> Shape { Shape(arena: self, index: index(of: name)) }

    subscript(_ index: Int) -> ShapeNode {
        guard index < slots.count else { return strays.withLock { $0[index - slots.count] } }
        if let node = slots[index].load() { return node }
        let place = text.place(index, in: places)
        return slots[index].storeIfNil(ShapeNode(place.name, place.value, text))
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
    let isSensitive: Bool
    let isEventStream: Bool
    /// Where its definition stands in the model's text; nil for one without a definition that can be read.
    private let definition: Range<Int>?
    private let made = OnceMade<Made>()

    private final class Made: Sendable {
        let kind: Kind
        init(_ kind: Kind) { self.kind = kind }
    }

    /// The shape called `name` that stands at `definition`, if anywhere.
    init(_ name: String, _ definition: Range<Int>?, _ text: ModelText) {
        self.name = name
        var minimum: Double?, maximum: Double?, isSensitive = false, isEventStream = false, hasTraits = false
        let view = definition.map { text[$0] }
        for (name, value) in view?.members ?? .none {
            if name == "min" {
                minimum = value.double
            } else if name == "max" {
                maximum = value.double
            } else if !Traits.isPlain(name) {
                hasTraits = true
                if name == "sensitive" { isSensitive = value.bool ?? false }
                if name == "eventstream" { isEventStream = value.bool ?? false }
            }
        }
        self.minimum = minimum
        self.maximum = maximum
        self.isSensitive = isSensitive
        self.isEventStream = isEventStream
        traits = view.flatMap { hasTraits ? Traits($0, over: nil) : nil } ?? .none
        self.definition = view?.isObject == true ? definition : nil
    }

    /// The regular expression of the definition; `arena` is the one that the shape is in.
    func pattern(in arena: ShapeArena) -> String? { definition.flatMap { arena.text[$0]["pattern"]?.string } }

    /// What the shape is; `arena` is the one that it is in.
    func kind(in arena: ShapeArena) -> Kind {
        if let made = made.load() { return made.kind }
        return made.storeIfNil(Made(read(arena))).kind
    }

    private func read(_ arena: ShapeArena) -> Kind {
        func member(_ name: String, _ reference: JSONView?) -> MemberNode {
            let shape = arena.index(of: reference)
            return MemberNode(
                name: name, shape: shape, traits: Traits.of(reference, over: arena[shape].traits))
        }
        guard let view = definition.map({ arena.text[$0] }) else {
            return .unknown("the model has no readable shape \(name)")
        }
        let definition = ShapeDefinition(view)
        switch definition.type {
        case "structure":
            if definition.isDocument { return .document }
            let members = definition.members?.members.map { member($0.name.text, $0.value) } ?? []
            return .structure(StructureDetails(members, definition))
        case "list": return .list(member("", definition.element))
        case "map": return .map(member("", definition.key), member("", definition.value))
        case "string", "character": return .string(definition.values)
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
}

/// A class, so that what goes over members copies no names.
final class MemberNode: Sendable {
    let name: String
    let shape: Int
    let traits: Traits
    var wireName: String { traits.locationName ?? name }

    init(name: String, shape: Int, traits: Traits) {
        self.name = name
        self.shape = shape
        self.traits = traits
    }
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

    init(_ members: [MemberNode], _ definition: ShapeDefinition) {
        self.members = members
        func index(_ name: (MemberNode) -> String) -> [String: Int]? {
            members.count <= 8
                ? nil : Dictionary(members.enumerated().map { (name($1), $0) }) { first, _ in first }
        }
        byName = index(\.name)
        byWireName = index(\.wireName)
        wireNames = members.map(\.wireName)
        required = definition.required
        payload = definition.payload
        isUnion = definition.isUnion
        isException = definition.isException ?? (definition.error != nil)
        errorCode = definition.error?["code"]?.string
        errorStatus = definition.error?["httpStatusCode"]?.int
        isSenderFault = definition.error?["senderFault"]?.bool ?? definition.isServerFault.map { !$0 }
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
