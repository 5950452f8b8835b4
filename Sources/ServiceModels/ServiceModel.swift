public import Documents
import Synchronization

/// The model of one service: a light value around shared storage. What an operation reaches is read at its first use.
public struct ServiceModel: Sendable {
    let storage: ModelStorage

    /// The name of the service, botocore's folder: `sesv2`, `s3control`.
    public var name: String { storage.name }
    /// What the model says of the service as a whole.
    public var metadata: Metadata { storage.metadata }
    /// What AWS publishes about the service outside its model.
    public var facts: ServiceFacts { storage.facts }
    /// The names of the operations, sorted.
    public let operationNames: [String]

    /// The model in `text`, JSON in botocore's format, with its paginators in a member `pagination`.
    ///
    /// - Throws: a failure when the text is no such model.
    public init(name: String, text: [UInt8], facts: Value = .null) throws(ModelFailure) {
        try self.init(name: name, text: ModelText(text), facts: facts)
    }

    /// The model in `text`.
    init(name: String, text: ModelText, facts: Value) throws(ModelFailure) {
        storage = try ModelStorage(name: name, text: text, facts: ServiceFacts(name, facts))
        operationNames = storage.operations.keys.sorted()
    }

    /// The operation called `name`; nil when the service has none.
    public func operation(_ name: String) -> Operation? { storage.operation(name) }

    /// The shape called `name`; its kind is `unknown` when the model has none.
    public func shape(_ name: String) -> Shape { storage.shape(name) }

    /// The names of the model's shapes, sorted.
    public var shapeNames: [String] { storage.shapes.names.sorted() }
}

final class ModelStorage: Sendable {
    let name: String
    let metadata: Metadata
    let facts: ServiceFacts
    let operations: [String: Range<Int>]
    let shapes: ShapeSource
    private let pagination: Object
    private let text: ModelText
    private let made = Mutex<[String: Operation]>([:])

    init(name: String, text: ModelText, facts: ServiceFacts) throws(ModelFailure) {
        self.name = name
        self.text = text
        self.facts = facts
        let index = text.index(nested: ["operations", "shapes"])
        guard let index, let about = index.members["metadata"], let operations = index.nested["operations"]
        else { throw ModelFailure(service: name, problem: .unreadable("it has no metadata and operations")) }
        do { metadata = Metadata(try text.parse(about)) } catch {
            throw ModelFailure(service: name, problem: .unreadable("\(error)"))
        }
        self.operations = operations
        shapes = ShapeSource(text, index.nested["shapes"] ?? [:])
        pagination = index.members["pagination"].flatMap { try? text.parse($0).object } ?? Object()
    }

    func operation(_ name: String) -> Operation? {
        made.withLock { made in
            if let operation = made[name] { return operation }
            guard let range = operations[name], let value = try? text.parse(range) else { return nil }
            let operation = Operation(
                name, value, shapes, pagination[name].flatMap(Paginator.init), metadata)
            made[name] = operation
            return operation
        }
    }

    func shape(_ name: String) -> Shape {
        var builder = shapes.builder()
        let index = builder.place(name)
        return Shape(arena: builder.arena(), index: index)
    }
}
