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
    /// The names of the operations, sorted; where the model is part of the program, of those that it kept there.
    public var operationNames: [String] { storage.operationNames.sorted() }
    /// The names of all operations that can be found, in the installed model too where this one is cut, sorted.
    public var knownOperationNames: [String] {
        Set(storage.operationNames + (storage.rest?.storage?.operationNames ?? [])).sorted()
    }
    /// Whether the model is part of the program.
    public var isEmbedded: Bool { storage.rest != nil }
    /// Whether the model is part of the program, which kept what its own checks may call, and none is installed that has
    /// the other operations.
    public var isCut: Bool { storage.rest.map { $0.storage == nil } ?? false }

    /// The model in `text`, JSON in botocore's format, with its paginators in a member `pagination`.
    ///
    /// - Throws: a failure when the text is no such model.
    public init(name: String, text: [UInt8], facts: Value = .null) throws(ModelFailure) {
        try self.init(name: name, text: ModelText(text), facts: facts)
    }

    /// The model in `text`; what it lacks is looked for in `rest`.
    init(name: String, text: ModelText, facts: Value, rest: InstalledRest? = nil) throws(ModelFailure) {
        storage = try ModelStorage(name: name, text: text, facts: ServiceFacts(name, facts), rest: rest)
    }

    /// The operation called `name`; nil when the service has none.
    public func operation(_ name: String) -> Operation? { storage.operation(name) }

    /// The shape called `name`; its kind is `unknown` when the model has none.
    public func shape(_ name: String) -> Shape { storage.shape(name) }

    /// The names of the model's shapes, sorted.
    public var shapeNames: [String] { storage.shapes.names.sorted() }
}

/// The installed model of a service whose embedded one is cut, read when an operation is not in that.
final class InstalledRest: Sendable {
    private let load: @Sendable () -> ModelStorage?
    private let made = Mutex<ModelStorage??>(nil)

    init(_ load: @escaping @Sendable () -> ModelStorage?) { self.load = load }

    /// The model; nil where none is installed.
    var storage: ModelStorage? {
        made.withLock { made in
            if let made { return made }
            let loaded = load()
            made = .some(loaded)
            return loaded
        }
    }
}

final class ModelStorage: Sendable {
    let name: String
    let metadata: Metadata
    let facts: ServiceFacts
    let shapes: ShapeArena
    private let operations: NameTable
    private let pagination: NameTable
    private let text: ModelText
    private let made = Mutex<[String: Operation]>([:])
    let rest: InstalledRest?

    init(
        name: String, text: ModelText, facts: ServiceFacts, rest: InstalledRest? = nil
    ) throws(ModelFailure) {
        self.rest = rest
        self.name = name
        self.text = text
        self.facts = facts
        let index = text.index(nested: ["operations", "shapes", "pagination"])
        guard let index, let about = index.members["metadata"], let operations = index.nested["operations"]
        else { throw ModelFailure(service: name, problem: .unreadable("it has no metadata and operations")) }
        do { metadata = Metadata(try text.parse(about)) } catch {
            throw ModelFailure(service: name, problem: .unreadable("\(error)"))
        }
        self.operations = operations
        shapes = ShapeArena(text, index.nested["shapes"] ?? NameTable())
        pagination = index.nested["pagination"] ?? NameTable()
    }

    func operation(_ name: String) -> Operation? {
        if let operation = made.withLock({ $0[name] }) { return operation }
        guard let range = text.place(of: name, in: operations), text[range].isObject else {
            return rest?.storage?.operation(name)
        }
        let pages = text.place(of: name, in: pagination).flatMap { Paginator(text[$0]) }
        let operation = Operation(name, range, shapes, pages, metadata)
        return made.withLock { made in
            if let first = made[name] { return first }
            made[name] = operation
            return operation
        }
    }

    var operationNames: [String] { text.names(in: operations) }

    /// The name of the first operation whose name `isWanted`.
    func operationName(_ isWanted: (JSONView.Name) -> Bool) -> String? {
        text.name(in: operations, isWanted)
    }

    /// The parameters of `operation`, by name; they are good for as long as this object is.
    func parameters(of operation: String) -> JSONView.Members {
        guard let range = text.place(of: operation, in: operations) else {
            return rest?.storage?.parameters(of: operation) ?? .none
        }
        return text[range]["input"].flatMap(shapes.definition)?["members"]?.members ?? .none
    }

    func hasOperation(_ name: String) -> Bool {
        text.place(of: name, in: operations) != nil || rest?.storage?.hasOperation(name) == true
    }

    func shape(_ name: String) -> Shape { shapes.shape(name) }
}
