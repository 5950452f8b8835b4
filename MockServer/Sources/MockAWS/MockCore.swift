import AWSWire
public import Documents
import Inventory
import ServiceModels
import Synchronization

/// The mock without a socket: a request in, a delivery out. The same answers come over a socket from ``MockServer``.
public final class MockCore: Sendable {
    struct Inner: Sendable {
        var world: World
        var state: MockState
        var initial: MockState
        var router: Router
        var journal: Journal
        var faults: FaultPlan
        var rates: Rates
        var authentication: Authentication
        var problems: [String]
        var answers = AnswerCache()
        var requestIDs: Random
        var date = (second: Int.min, text: [UInt8]())
    }

    let options: MockOptions
    let inner: Mutex<Inner>
    let reload: (@Sendable () throws -> World)?
    let clock: @Sendable () -> Timestamp

    /// A mock of `world`; `reload` reads it again when the control API asks for that.
    public init(
        _ world: World, options: MockOptions = MockOptions(),
        clock: @escaping @Sendable () -> Timestamp = { .now() },
        reload: (@Sendable () throws -> World)? = nil
    ) {
        self.options = options
        self.reload = reload
        self.clock = clock
        inner = Mutex(Self.make(world, options))
    }

    private static func make(_ world: World, _ options: MockOptions) -> Inner {
        let models = ModelLibrary(searchPaths: options.modelPaths)
        let recorded = Set(world.exchanges.map(\.exchange.key.service)).sorted()
        let router = Router(models.embeddedServices + recorded, models: models)
        var seeding = Seeding(world, router: router)
        if let recipe = world.recipe { seeding.generate(recipe, account: world.account) }
        return Inner(
            world: world, state: seeding.state, initial: seeding.state, router: router,
            journal: Journal(size: options.journal, log: options.log),
            faults: FaultPlan(world.faults, seed: options.seed),
            rates: Rates(speed: options.rates), authentication: Authentication(options.authentication),
            problems: seeding.problems, requestIDs: Random(seed: .random(in: 0 ... .max)))
    }

    /// What of the world can't be served, a line for each.
    public var problems: [String] { inner.withLock { $0.problems } }

    /// Takes another world in the place of the one that is served; the journal goes on.
    public func replace(_ world: World) {
        let made = Self.make(world, options)
        inner.withLock { inner in
            let journal = inner.journal
            inner = made
            inner.journal = journal
        }
    }

    /// The answer to `request`.
    public func respond(to request: IncomingRequest) -> Delivery {
        if request.target.hasPrefix("/_mock/") || request.target == "/_mock" { return control(request) }
        return inner.withLock { $0.respond(to: request, now: clock()) }
    }
}

extension MockCore.Inner {
    mutating func respond(to request: IncomingRequest, now: Timestamp) -> Delivery {
        let id = RequestID(&requestIDs)
        // Faults and rates look at each call anew.
        let key = faults.isEmpty && rates.speed == 0 ? AnswerCache.Key(request) : nil
        if let key, let kept = answers[key], accepts(request, for: kept, now: now) {
            return repeated(kept, request, id, now: now)
        }
        return understand(request, Answering(request: request, now: now, id: id), key)
    }

    /// Whether `request` is signed as it must be to get the answer `kept`; if not, the long way says what is wrong.
    private mutating func accepts(_ request: IncomingRequest, for kept: AnswerCache.Kept, now: Timestamp)
        -> Bool
    {
        if authentication.mode == .off { return true }
        let call = kept.understood.call
        let mark = request.target.firstIndex(of: "?")
        let query =
            mark.map { Percent.pairs(String(request.target[request.target.index(after: $0)...])) } ?? []
        do throws(Signature.Malformed) {
            let signature = try Signature(request, query: query)
            do throws(ServiceError) {
                _ = try authentication.caller(
                    request, query, .success(signature), ring: state.ring, words: call.words, now: now)
                return true
            } catch { return false }
        } catch { return false }
    }

    private mutating func repeated(
        _ kept: AnswerCache.Kept, _ request: IncomingRequest, _ id: RequestID, now: Timestamp
    ) -> Delivery {
        let second = Int(now.seconds.rounded(.down))
        if second != date.second { date = (second, Array(now.http.utf8)) }
        journal.add(
            Journal.Entry(
                at: now, call: kept.understood.name, understood: kept.understood, status: kept.status,
                error: nil, attempt: request.header("amz-sdk-request"), effects: [], nearest: nil,
                requestID: id))
        return Delivery([.bytes(kept.bytes(at: date.text, id))])
    }

    private mutating func understand(
        _ request: IncomingRequest, _ begun: Answering, _ key: AnswerCache.Key?
    ) -> Delivery {
        let now = begun.now
        let mark = request.target.firstIndex(of: "?")
        let path = mark.map { String(request.target[..<$0]) } ?? request.target
        let query = mark.map { String(request.target[request.target.index(after: $0)...]) } ?? ""
        let pairs = query.isEmpty ? [] : Percent.pairs(query)
        let signature: Result<Signature?, Signature.Malformed>
        do throws(Signature.Malformed) { signature = .success(try Signature(request, query: pairs)) } catch {
            signature = .failure(error)
        }
        let scope = (try? signature.get()) ?? nil
        let message = HTTPRequest(
            method: request.method, path: path, query: query,
            headers: Headers(request.headers.map { ($0.name, $0.value) }),
            body: request.body)
        let candidates = router.candidates(message, scope: scope?.service)
        var exchange = begun
        guard let first = candidates.first, let firstWire = router.wire(first) else {
            exchange.call = "unknown"
            return finish(exchange, Answering.unknownService(scope?.service))
        }
        var found = first
        var wire = firstWire
        var decoded: Result<(operation: Operation, parameters: Object), WireFailure>?
        for service in candidates {
            guard let candidate = router.wire(service) else { continue }
            do throws(WireFailure) {
                decoded = .success(try candidate.decodeRequest(message))
                (found, wire) = (service, candidate)
                break
            } catch { if decoded == nil { decoded = .failure(error) } }
        }
        let words = ErrorWords(wire.model)
        exchange.call = found
        let region = scope?.region ?? "us-east-1"
        let caller: Caller
        do throws(ServiceError) {
            caller = try authentication.caller(
                request, pairs, signature, ring: state.ring, words: words, now: now)
        } catch {
            if case .success(let known)? = decoded { exchange.call = "\(found):\(known.operation.name)" }
            return finish(
                exchange, wire.encodeError(error, operation: nil, requestID: exchange.requestID), error)
        }
        switch decoded {
        case .failure(let failure)?:
            let error =
                failure.kind == .message || failure.kind == .parameters
                ? words.malformed(failure.message) : words.unknownOperation(failure.message)
            return finish(
                exchange, wire.encodeError(error, operation: nil, requestID: exchange.requestID), error)
        case nil: return finish(exchange, Answering.unknownService(scope?.service))
        case .success(let known)?:
            let call = Call(
                service: found, operation: known.operation, parameters: known.parameters,
                account: caller.account,
                caller: caller.arn, region: region, words: words, at: now)
            exchange.call = call.name
            exchange.understood = Understood(call)
            let delivery = serve(call, caller, wire, exchange)
            guard call.onlyReads else {
                answers.removeAll()
                return delivery
            }
            if let key, let understood = exchange.understood, MockState.services.contains(call.service),
                !state.replay.varies(call, Paging(call.operation)), delivery.steps.count == 1,
                case .bytes(let bytes) = delivery.steps[0], bytes.starts(with: "HTTP/1.1 200 ".utf8),
                let kept = AnswerCache.Kept(
                    bytes, status: 200, requestID: exchange.id, understood: understood, keySize: key.count)
            {
                answers.keep(kept, for: key)
            }
            return delivery
        }
    }

    private mutating func serve(_ call: Call, _ caller: Caller, _ wire: Wire, _ exchange: Answering)
        -> Delivery
    {
        let effects = faults.isEmpty ? [] : faults.effects(call)
        var exchange = exchange
        exchange.effects = effects
        func refuse(_ error: ServiceError) -> HTTPResponse {
            wire.encodeError(error, operation: call.operation, requestID: exchange.requestID)
        }
        if rates.refuses(call, wire.model.facts) {
            return finish(exchange, refuse(call.words.throttled), call.words.throttled)
        }
        for effect in effects {
            switch effect {
            case .throttle: return finish(exchange, refuse(call.words.throttled), call.words.throttled)
            case .error(let code, let status, let message):
                let modelled = call.operation.errors.compactMap(\.structure).first { $0.errorCode == code }
                let error = ServiceError(
                    code: code, message: message, status: status ?? modelled?.errorStatus ?? 400)
                return finish(exchange, refuse(error), error)
            case .status(let status, let body, let type):
                return finish(
                    exchange,
                    HTTPResponse(
                        status: status, headers: Headers([("Content-Type", type)]), body: Array(body.utf8)))
            default: continue
            }
        }
        // Nobody can be denied to ask who he is.
        let action = wire.model.permission(call.operation.name).action
        if call.name != "sts:GetCallerIdentity",
            world.deny.contains(where: {
                $0.denies([action, call.name], region: call.region, account: call.account)
            })
        {
            let error = call.words.denied(caller: call.caller, action: action, resource: call.resource)
            return finish(exchange, refuse(error), error)
        }
        do throws(ServiceError) {
            switch try answer(call, caller) {
            case .output(let output)?:
                var output = output
                if effects.contains(.repeatToken), let paging = Paging(call.operation) {
                    if let token = call.text(paging.inputToken) ?? output[paging.outputToken]?.string {
                        output[paging.outputToken] = .string(token)
                    }
                }
                return finish(
                    exchange,
                    wire.encodeResponse(call.operation, .object(output), requestID: exchange.requestID))
            case .raw(let status, let headers, let body)?:
                var response = HTTPResponse(status: status, headers: Headers(), body: body)
                for name in headers.keys.sorted()
                where !["content-length", "connection", "date", "transfer-encoding", "x-amzn-requestid"]
                    .contains(name)
                {
                    response.headers.append(name, headers[name]!)
                }
                response.headers.append("x-amzn-RequestId", exchange.requestID)
                return finish(exchange, response)
            case .error(let error)?: throw error
            case .failure(let kind)?:
                exchange.effects = [kind == "timeout" ? .latency(from: 600_000, to: 600_000) : .reset]
                return finish(exchange, HTTPResponse(status: 500))
            case nil:
                let near = state.replay.nearest(call, Paging(call.operation))
                exchange.nearest = near ?? "nothing is recorded of \(call.name)"
                journal.miss(
                    "\(call.name) \(JSON.text(.object(call.parameters))) by \(call.account) in \(call.region): nearest is \(exchange.nearest!)"
                )
                throw state.replay.absence(call, wire.model) ?? call.words.notRecorded(call.name)
            }
        } catch {
            return finish(exchange, refuse(error), error)
        }
    }

    private mutating func answer(_ call: Call, _ caller: Caller) throws(ServiceError) -> ReplayTable.Answer? {
        let paging = Paging(call.operation)
        guard MockState.services.contains(call.service) else { return try replayed(call, paging) }
        // As long as the calls follow a recording, what changed in it is replayed as it was.
        if call.service != "sts", let recorded = try state.replay.sequel(call, paging) {
            if !call.onlyReads, case .output = recorded { _ = try? state.answer(call, userID: caller.userID) }
            return recorded
        }
        if let refusal = state.replay.refusal(call, paging) { return refusal }
        guard var output = try state.answer(call, userID: caller.userID) else {
            return try replayed(call, paging)
        }
        if let paging {
            if output[paging.outputToken] == nil, let token = state.replay.tailToken(call, paging) {
                output[paging.outputToken] = .string(token)
            }
        }
        if !call.onlyReads {
            state.replay.leave(call.account, call.region)
            state.replay.forgetAbsences(call.account, call.region)
        }
        return .output(output)
    }

    /// The answer of the recordings, which a changing call changes.
    private mutating func replayed(_ call: Call, _ paging: Paging?) throws(ServiceError) -> ReplayTable
        .Answer?
    {
        let recorded = try state.replay.answer(call, paging)
        guard !call.onlyReads, let model = router.wire(call.service)?.model else { return recorded }
        if case .output? = recorded { _ = try? state.replay.change(call, model) }
        if let recorded { return recorded }
        return try state.replay.change(call, model).map { .output($0) }
    }
}
