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
        storage = try ModelStorage(name: name, text: text, facts: ServiceFacts(name, facts))
        operationNames = storage.operations.keys.sorted()
    }

    /// The operation called `name`; nil when the service has none.
    public func operation(_ name: String) -> Operation? { storage.operation(name) }

    /// The shape called `name`; its kind is `unknown` when the model has none.
    public func shape(_ name: String) -> Shape { storage.shape(name) }

    /// The names of the model's shapes, sorted.
    public var shapeNames: [String] { storage.shapes.keys.sorted() }
}

final class ModelStorage: Sendable {
    let name: String
    let metadata: Metadata
    let facts: ServiceFacts
    let operations: [String: Range<Int>]
    let shapes: [String: Range<Int>]
    private let pagination: Object
    private let text: [UInt8]
    private let made = Mutex<[String: Operation]>([:])

    init(name: String, text: [UInt8], facts: ServiceFacts) throws(ModelFailure) {
        self.name = name
        self.text = text
        self.facts = facts
        let parts = Self.index(text, from: 0)
        guard let parts, let about = parts["metadata"],
            let operations = parts["operations"].flatMap({ Self.index(text, from: $0.lowerBound) })
        else { throw ModelFailure(service: name, problem: .unreadable("it has no metadata and operations")) }
        do { metadata = Metadata(try Self.parse(text, about)) } catch {
            throw ModelFailure(service: name, problem: .unreadable("\(error)"))
        }
        self.operations = operations
        shapes = parts["shapes"].flatMap { Self.index(text, from: $0.lowerBound) } ?? [:]
        pagination = parts["pagination"].flatMap { try? Self.parse(text, $0).object } ?? Object()
    }

    private static func index(_ text: [UInt8], from start: Int) -> [String: Range<Int>]? {
        text.withUnsafeBytes { JSONIndex($0, from: start)?.members }
    }

    private static func parse(_ text: [UInt8], _ range: Range<Int>) throws(JSON.Failure) -> Value {
        var result: Result<Value, JSON.Failure>?
        text.withUnsafeBytes { bytes in
            do throws(JSON.Failure) {
                result = .success(try JSON.parse(UnsafeRawBufferPointer(rebasing: bytes[range])))
            } catch { result = .failure(error) }
        }
        return try result!.get()
    }

    private func builder() -> ShapeBuilder {
        ShapeBuilder { [self] name in shapes[name].flatMap { try? Self.parse(text, $0).object } }
    }

    func operation(_ name: String) -> Operation? {
        made.withLock { made in
            if let operation = made[name] { return operation }
            guard let range = operations[name], let value = try? Self.parse(text, range) else { return nil }
            var builder = builder()
            let operation = Operation(
                name, value, &builder, pagination[name].flatMap(Paginator.init), metadata)
            made[name] = operation
            return operation
        }
    }

    func shape(_ name: String) -> Shape {
        var builder = builder()
        let index = builder.place(name)
        return Shape(arena: builder.arena(), index: index)
    }
}
