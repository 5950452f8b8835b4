import AWSWire
import Documents
import ServiceModels
import Synchronization

/// A service that is answered for: its codec, its words, and what was worked out about its operations.
final class KnownService: Sendable {
    /// The service, by botocore's folder.
    let name: String
    let wire: Wire
    let words: ErrorWords
    private let operations = Mutex<[String: KnownOperation]>([:])

    init(_ name: String, _ model: ServiceModel) {
        self.name = name
        wire = Wire(model)
        words = ErrorWords(model)
    }

    var model: ServiceModel { wire.model }

    /// Whether it takes forms.
    var isQuery: Bool { words.family == .query || words.family == .ec2 }

    /// The operation called `name`; nil where the service has none.
    func operation(_ name: String) -> KnownOperation? {
        operations.withLock { operations in
            if let known = operations[name] { return known }
            guard let operation = model.operation(name) else { return nil }
            let known = KnownOperation(operation, of: self)
            operations[name] = known
            return known
        }
    }
}

/// An operation, with what is worked out about it once.
final class KnownOperation: Sendable {
    let service: String
    let wire: Wire
    /// How the service words its errors.
    let words: ErrorWords
    let operation: Operation
    /// `service:Operation`.
    let name: String
    /// How its pages hang together; nil where it has none.
    let paging: Paging?
    /// The action that IAM knows it by.
    let action: String
    /// Whether it changes nothing, by its name.
    let onlyReads: Bool
    /// Whether the state may answer it.
    let hasState: Bool
    /// How often it may be called, where that is published.
    let rate: ServiceFacts.Rate?
    /// The parameters that do not say what is asked: which part of a listing, and what a client makes up anew each time.
    private let besides: [String]

    init(_ operation: Operation, of service: KnownService) {
        let model = service.model
        self.service = service.name
        words = service.words
        wire = service.wire
        self.operation = operation
        name = "\(service.name):\(operation.name)"
        paging = Paging(operation)
        action = model.permission(operation.name).action
        onlyReads = ["Get", "List", "Describe"].contains { operation.name.hasPrefix($0) }
        hasState = MockState.services.contains(service.name)
        rate = model.facts.rate(operation.name)
        let made = operation.input?.structure?.members.filter(\.traits.isIdempotencyToken).map(\.name) ?? []
        besides = [paging?.inputToken, paging?.limit].compactMap(\.self) + made
    }

    /// What `parameters` ask: two calls with the same question are the same to a recording.
    func question(_ parameters: Object) -> Object {
        var question = parameters
        for name in besides { question[name] = nil }
        return question
    }
}
