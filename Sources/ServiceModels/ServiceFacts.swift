import Documents

/// What AWS publishes about a service outside its model: rates, error codes, IAM actions, classes of operations.
///
/// From `facts.json` of `CServiceModels`, where each table names its source.
public struct ServiceFacts: Sendable {
    private let service: String
    private let value: Value

    init(_ service: String, _ value: Value) {
        self.service = service
        self.value = value
    }

    /// How often an operation may be called, for each account and region.
    public struct Rate: Sendable, Hashable {
        /// Calls a second in the steady state.
        public let perSecond: Double
        /// Calls that may come at once.
        public let burst: Double
    }

    /// The published rate of `operation`; nil where none is published.
    public func rate(_ operation: String) -> Rate? {
        let found = value["rates"]?[operation] ?? value["rates"]?["*"]
        guard let perSecond = found?["perSecond"]?.double else { return nil }
        return Rate(perSecond: perSecond, burst: found?["burst"]?.double ?? 1)
    }

    /// The codes of errors that `operation` gives and its model lacks, with what AWS says in them: those of the
    /// operation and those of the whole service.
    public func unmodelledErrors(_ operation: String) -> [String] {
        let errors = value["errors"]
        return [operation, "*"].flatMap { errors?[$0]?.array?.compactMap(\.string) ?? [] }
    }

    /// Whether the operation's answer is the one member's element itself, without one around it (S3's
    /// GetBucketLocation).
    public func isUnwrapped(_ operation: String) -> Bool { listed("unwrapped", operation) }

    /// Whether errors stand alone, without `ErrorResponse` around them (S3).
    public var hasBareErrors: Bool { value["bareErrors"]?.bool ?? false }

    /// Older forms of the call that clients still send, as `METHOD /path`: the members stand in the query string.
    public func olderForms(_ operation: String) -> [String] {
        value["olderForms"]?[operation]?.array?.compactMap(\.string) ?? []
    }

    func listed(_ table: String, _ operation: String) -> Bool {
        value[table]?.array?.contains { $0.string == operation } ?? false
    }

    func action(_ operation: String) -> String? { value["actions"]?[operation]?.string }

    /// The service's name in IAM actions: `ses` for `sesv2`.
    var actionPrefix: String? { value["actionPrefix"]?.string }

    /// Whether the service's operations were compared with the service authorization reference.
    var isVerified: Bool { value["verified"]?.bool ?? false }
}
