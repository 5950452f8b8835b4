internal import AWSWire
public import Documents
public import ServiceModels
internal import Synchronization

/// Makes calls to AWS: encoded by the services' models, signed, kept to AWS's rates, retried. One for each scan.
///
/// Any number of tasks may use it at once.
public final class AWSClient: Sendable {
    /// The models of the services.
    public let models: ModelLibrary
    /// How it talks.
    public let configuration: ClientConfiguration
    let transport: CurlTransport
    /// Sends a request as it is.
    let deliver: @Sendable (TransportRequest) async -> Result<TransportResponse, TransportFailure>
    private let limiter: RateLimiter
    /// Where services are reached.
    let endpoints: Endpoints
    private let targets = Mutex<[ServiceTarget.Key: ServiceTarget]>([:])
    private let skewMilliseconds = Atomic<Int>(0)

    /// A client that knows the services of `models`.
    public convenience init(models: ModelLibrary, configuration: ClientConfiguration) {
        self.init(models: models, configuration: configuration, deliver: nil)
    }

    /// A client whose requests are taken by `deliver` in place of the network.
    init(
        models: ModelLibrary, configuration: ClientConfiguration,
        deliver: (@Sendable (TransportRequest) async -> Result<TransportResponse, TransportFailure>)?
    ) {
        self.models = models
        self.configuration = configuration
        endpoints = Endpoints(models)
        var settings = TransportSettings()
        settings.certificateAuthorities = configuration.settings.certificateAuthorities
        settings.proxies = Proxies(environment: configuration.settings.environment)
        settings.connections = configuration.connections
        settings.connectionsPerHost = configuration.connectionsPerHost
        let transport = CurlTransport(settings)
        self.transport = transport
        self.deliver = deliver ?? { await transport.send($0) }
        limiter = RateLimiter(factor: configuration.timeFactor, transport: transport)
    }

    /// Makes one call, one page of a listing, and tries again what may go through later.
    ///
    /// Operations that change something are refused unless the session allows them; those that return secrets always.
    public func send(
        service: String, operation: String, parameters: Object, region: String, session: Session
    ) async -> Attempted {
        await send(
            service: service, operation: operation, parameters: parameters, region: region,
            account: session.account,
            settings: nil
        ) { [mayChange = session.mayChange] (kind: OperationClass) in
            switch kind {
            case .read: nil
            case .write:
                mayChange ? nil : "\(service):\(operation) is not known to only read, so it is not called"
            case .secretBearing: "\(service):\(operation) returns secrets, so it is not called"
            }
        } credentials: { stale throws(CredentialFailure) in
            if let stale {
                await session.credentials.invalidate(stale)
            } else if let ready = session.credentials.ready {
                return ready
            }
            return try await session.credentials.credentials()
        }
    }

    /// ``send(service:operation:parameters:region:session:)`` for whoever decides on its own what may be called.
    ///
    /// - Parameters:
    ///   - settings: where endpoints are configured, when not in the client's own settings.
    ///   - refusal: why an operation is not called; nil when it may be.
    ///   - credentials: what to sign with; nil for a request that goes unsigned. It is told of credentials that AWS
    ///     says have expired.
    func send(
        service: String, operation name: String, parameters: Object, region: String, account: String,
        settings: Settings?, refusal: (OperationClass) -> String?,
        credentials: (Credentials?) async throws(CredentialFailure) -> Credentials?
    ) async -> Attempted {
        let target: ServiceTarget
        let entry: ServiceTarget.Entry
        let operation: Operation
        let endpoint: Endpoint
        let request: HTTPRequest
        do throws(CallFailure) {
            target = try self.target(service, region, settings)
            guard let found = target.entry(name) else {
                let hint = suggestion(for: name, among: target.wire.model.operationNames)
                throw .refused(
                    "\(service) has no operation \(name)" + (hint.map { "; \($0)" } ?? ""))
            }
            entry = found
            operation = found.operation
            if let why = refusal(found.kind) { throw .refused(why) }
            endpoint = try target.endpoint(found, parameters)
            do throws(WireFailure) {
                request = target.addressed(
                    try target.wire.encodeRequest(operation, parameters), endpoint)
            } catch { throw error.kind == .parameters ? .parameters(error.message) : .refused(error.message) }
        } catch { return .unsent(error) }

        let key = RateKey(account: account, region: region, service: service, operation: name)
        var retries = RetrySession(
            configuration.retries, target.budget, isPatient: configuration.retries.isPatient)
        var throttled = 0
        var hasCorrectedClock = false
        var stale: Credentials?
        while true {
            if configuration.isRateLimited { await limiter.wait(key, entry.rate) }
            let cancelled = CallFailure.transport(TransportFailure(.cancelled, "the call was cancelled"))
            func ended(_ failure: CallFailure) -> Attempted {
                Attempted(
                    outcome: .failure(failure), response: nil, attempts: retries.attempts,
                    throttled: throttled, at: .now())
            }
            if Task.isCancelled { return ended(cancelled) }
            var used: Credentials?
            do throws(CredentialFailure) {
                used = operation.isUnsigned ? nil : try await credentials(stale)
            } catch { return ended(Task.isCancelled ? cancelled : .credentials(error.message)) }
            let at = Timestamp.now()
            let skew = Double(skewMilliseconds.load(ordering: .relaxed)) / 1000
            let signed = target.signed(request, endpoint, used, at: Timestamp(seconds: at.seconds + skew))
            var sent = signed
            sent.headers.append("User-Agent", configuration.userAgent)
            sent.headers.append(
                "amz-sdk-request", "attempt=\(retries.attempts + 1); max=\(retries.policy.maximumAttempts)")
            let started = Monotonic.nanoseconds
            let url = target.url(of: sent, endpoint)
            let raw = await deliver(
                TransportRequest(
                    method: sent.method, url: url, headers: sent.headers.fields.map { ($0.name, $0.value) },
                    body: sent.body, limits: configuration.limits))
            let result = raw.map { HTTPResponse($0) }

            let outcome: Attempted.Outcome
            let retry: AttemptOutcome
            switch result {
            case .failure(let failure):
                outcome = .failure(.transport(failure))
                retry = failure.isTransient ? .transient : .final
            case .success(let response) where (200..<300).contains(response.status):
                do throws(WireFailure) {
                    outcome = .output(try target.wire.decodeResponse(operation, response))
                    retry = .success
                } catch {
                    outcome = .failure(.malformed(error.message))
                    retry = .transient
                }
            case .success(let response):
                let error = target.wire.decodeError(operation, response)
                outcome = .error(error)
                retry = Classification.outcome(error)
            }
            if retry == .throttled { throttled += 1 }
            if configuration.isRateLimited {
                limiter.note(key, isThrottled: retry == .throttled, sentNanoseconds: started)
            }
            configuration.observe?(
                AttemptEvent(
                    service: service, operation: name, region: region, account: account,
                    number: retries.attempts + 1,
                    url: url, request: sent, result: result, isThrottled: retry == .throttled,
                    isOpen: entry.kind == .read,
                    milliseconds: Double(Monotonic.nanoseconds - started) / 1e6))

            var attempted: Attempted {
                Attempted(
                    outcome: outcome, response: try? result.get(), attempts: retries.attempts,
                    throttled: throttled,
                    at: at)
            }
            let headers = (try? result.get())?.headers
            if case .error(let error) = outcome, let headers {
                let corrected = Timestamp(seconds: at.seconds + skew)
                if !hasCorrectedClock, let difference = Classification.skew(error, headers, now: corrected) {
                    hasCorrectedClock = true
                    skewMilliseconds.add(Int(difference * 1000), ordering: .relaxed)
                    continue
                }
                if stale == nil, used?.expiration != nil, Classification.hasExpired(error) {
                    stale = used
                    continue
                }
            }
            let asked = headers.flatMap { Classification.askedFor($0, now: at) }
            switch retries.next(retry, jitter: .random(in: 0...1), askedFor: asked) {
            case .retry(let seconds): await transport.sleep(seconds: seconds / configuration.timeFactor)
            default: return attempted
            }
        }
    }

    /// Where tasks run that do little more than make calls: on the thread that talks to AWS, so that a call changes
    /// threads no more than they do. What takes long or blocks belongs elsewhere, because all calls wait for it.
    public var executor: any TaskExecutor { transport }

    /// Forgets what was learned of `account`'s rates, when nothing more is asked there.
    public func forget(account: String) { limiter.forget(account: account) }

    /// How `service` in `region` is spoken to.
    func target(
        _ service: String, _ region: String, _ settings: Settings?
    ) throws(CallFailure) -> ServiceTarget {
        let key = ServiceTarget.Key(service: service, region: region, profile: settings?.profileName)
        if let known = targets.withLock({ $0[key] }) { return known }
        let model: ServiceModel
        do throws(ModelFailure) { model = try models.model(service) } catch { throw .refused("\(error)") }
        let made = try ServiceTarget(
            model, region, settings ?? configuration.settings, endpointURL: configuration.endpointURL,
            endpoints: endpoints,
            budget: configuration.retries.budget)
        targets.withLock { $0[key] = made }
        return made
    }
}

extension HTTPResponse {
    init(_ response: TransportResponse) {
        self.init(status: response.status, headers: response.headers, body: response.body)
    }
}
