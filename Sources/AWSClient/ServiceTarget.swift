internal import AWSWire
internal import Documents
internal import ServiceModels
internal import Synchronization

/// One service in one region: how it is spoken to, and where.
final class ServiceTarget: Sendable {
    struct Key: Hashable, Sendable {
        var service: String
        var region: String
        var profile: String?
    }

    /// An operation, and what is known about it.
    struct Entry: Sendable {
        let operation: Operation
        let kind: OperationClass
        let rate: CallRate?
    }

    let wire: Wire
    private let entries = Mutex<[String: Entry]>([:])
    let budget: RetryBudget
    private let base: URLParts
    private let basePath: String
    private let isConfigured: Bool
    private let signingRegion: String
    private let signingName: String
    private let keys = SigningKeys()

    init(
        _ model: ServiceModel, _ region: String, _ settings: Settings, endpointURL: String?,
        models: ModelLibrary,
        budget: Int
    ) throws(CallFailure) {
        wire = Wire(model)
        self.budget = RetryBudget(budget)
        let configured = endpointURL ?? settings.configuredEndpoint(model.metadata.configurationKey)
        isConfigured = configured != nil
        guard let url = configured else {
            throw .endpoint("no endpoint is configured for \(model.name); set AWS_ENDPOINT_URL")
        }
        signingRegion = region
        signingName = model.metadata.signingName
        guard let parts = URLParts(url) else {
            throw .endpoint("the endpoint \(url) is no URL of http or https")
        }
        base = parts
        basePath =
            parts.path == "/" ? "" : parts.path.last == "/" ? String(parts.path.dropLast()) : parts.path
    }

    /// The operation called `name`; nil when there is none.
    func entry(_ name: String) -> Entry? {
        if let known = entries.withLock({ $0[name] }) { return known }
        guard let operation = wire.model.operation(name) else { return nil }
        let entry = Entry(
            operation: operation, kind: wire.model.classOf(name),
            rate: wire.model.facts.rate(name).map { CallRate(perSecond: $0.perSecond, burst: $0.burst) })
        entries.withLock { $0[name] = entry }
        return entry
    }

    private func host(_ request: HTTPRequest) -> String {
        let prefix = isConfigured ? "" : request.hostPrefix
        return prefix + base.host + (base.port.map { ":\($0)" } ?? "")
    }

    /// The URL that `request` goes to.
    func url(of request: HTTPRequest) -> String { "\(base.scheme)://\(host(request))\(request.target)" }

    /// `request` with its host, the endpoint's path, and a signature where there are credentials.
    func signed(_ request: HTTPRequest, _ credentials: Credentials?, at time: Timestamp) -> HTTPRequest {
        var request = request
        request.headers["Host"] = host(request)
        if !basePath.isEmpty { request.path = basePath + request.path }
        guard let credentials else { return request }
        return SigV4.sign(
            request, credentials: credentials, region: signingRegion, service: signingName, at: time,
            options: .of(signingName: signingName), keys: keys)
    }
}
