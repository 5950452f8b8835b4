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
        /// Whether the operation or its parameters are part of the endpoint.
        let shapesEndpoint: Bool
    }

    let wire: Wire
    private let entries = Mutex<[String: Entry]>([:])
    let budget: RetryBudget
    private let model: ServiceModel
    private let region: String
    private let settings: Settings
    private let configured: String?
    private let endpoints: Endpoints
    private let usual = Mutex<Endpoint?>(nil)
    private let keys = SigningKeys()

    init(
        _ model: ServiceModel, _ region: String, _ settings: Settings, endpointURL: String?,
        endpoints: Endpoints, budget: Int
    ) throws(CallFailure) {
        wire = Wire(model)
        self.model = model
        self.region = region
        self.settings = settings
        self.endpoints = endpoints
        self.budget = RetryBudget(budget)
        configured = endpointURL ?? settings.configuredEndpoint(model.metadata.configurationKey)
        if let configured, URLParts(configured) == nil {
            throw .endpoint("the endpoint \(configured) is no URL of http or https")
        }
    }

    /// Where a call goes.
    func endpoint(_ entry: Entry, _ parameters: Object) throws(CallFailure) -> Endpoint {
        entry.shapesEndpoint ? try resolved(entry.operation, parameters) : try usualEndpoint()
    }

    /// Where calls go that have no part in their endpoint.
    func usualEndpoint() throws(CallFailure) -> Endpoint {
        if let usual = usual.withLock({ $0 }) { return usual }
        let endpoint = try resolved(nil, Object())
        usual.withLock { $0 = endpoint }
        return endpoint
    }

    private func resolved(_ operation: Operation?, _ parameters: Object) throws(CallFailure) -> Endpoint {
        do throws(EndpointFailure) {
            return try endpoints.resolve(
                model, region: region, useFIPS: configured == nil && settings.usesFIPS,
                useDualStack: configured == nil && settings.usesDualStack, override: configured,
                operation: operation, parameters: parameters)
        } catch { throw .endpoint("\(error)") }
    }

    /// The operation called `name`; nil when there is none.
    func entry(_ name: String) -> Entry? {
        if let known = entries.withLock({ $0[name] }) { return known }
        guard let operation = wire.model.operation(name) else { return nil }
        let entry = Entry(
            operation: operation, kind: wire.model.classOf(name),
            rate: wire.model.facts.rate(name).map { CallRate(perSecond: $0.perSecond, burst: $0.burst) },
            shapesEndpoint: !operation.staticContext.isEmpty
                || operation.input?.structure?.members.contains { $0.traits.contextParameter != nil } ?? false
        )
        entries.withLock { $0[name] = entry }
        return entry
    }

    /// The URL that `request`, addressed to `endpoint`, goes to.
    func url(of request: HTTPRequest, _ endpoint: Endpoint) -> String {
        "\(endpoint.scheme)://\(request.headers["Host"] ?? endpoint.authority)\(request.target)"
    }

    /// `request` addressed to `endpoint`.
    func addressed(_ request: HTTPRequest, _ endpoint: Endpoint) -> HTTPRequest {
        var request = request
        // A name in front of a host of one's own would seldom resolve.
        if configured != nil { request.hostPrefix = "" }
        return request.addressed(to: endpoint)
    }

    /// `request`, addressed to `endpoint`, with a signature where there are credentials.
    func signed(
        _ request: HTTPRequest, _ endpoint: Endpoint, _ credentials: Credentials?, at time: Timestamp
    ) -> HTTPRequest {
        guard let credentials else { return request }
        var options = SigV4.Options.of(signingName: endpoint.signingName)
        if endpoint.disablesDoubleEncoding == true { options.encodesPathTwice = false }
        return SigV4.sign(
            request, credentials: credentials, region: endpoint.signingRegion,
            service: endpoint.signingName, at: time, options: options, keys: keys)
    }
}
