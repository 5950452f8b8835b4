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
        var date = (second: Int.min, text: "")
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
        let asked = Asked(request, now: now, id: RequestID(&requestIDs))
        let key = AnswerCache.Key(asked)
        if let key, let kept = answers[key], !isMet(kept.understood.call), accepts(asked, for: kept) {
            return repeated(kept, asked)
        }
        return understand(asked, key)
    }

    /// Whether a fault or a rate may meet `call`, so that each is looked at anew.
    private func isMet(_ call: Call) -> Bool {
        rates.speed > 0 && call.known.rate != nil || faults.meets(call)
    }

    /// Whether the request is signed as it must be to get the answer `kept`; if not, the long way says what is wrong.
    private mutating func accepts(_ asked: Asked, for kept: AnswerCache.Kept) -> Bool {
        if authentication.mode == .off { return true }
        do throws(ServiceError) {
            _ = try authentication.caller(asked, ring: state.ring, words: kept.understood.call.words)
            return true
        } catch { return false }
    }

    private mutating func repeated(_ kept: AnswerCache.Kept, _ asked: Asked) -> Delivery {
        journal.add(
            Journal.Entry(
                at: asked.now, call: kept.understood.call.name, understood: kept.understood,
                status: kept.status,
                error: nil, attempt: asked.request.header("amz-sdk-request"), effects: [], nearest: nil,
                requestID: asked.id))
        return Delivery([.bytes(kept.bytes(at: date(asked.now), asked.id))])
    }

    private mutating func understand(_ asked: Asked, _ key: AnswerCache.Key?) -> Delivery {
        var exchange = Answering(asked)
        let scope = asked.scope
        let message = asked.message
        let candidates = router.candidates(message, scope: scope?.service)
        guard var service = candidates.first else {
            exchange.call = "unknown"
            return finish(exchange, Answering.unknownService(scope?.service))
        }
        var decoded: Result<(operation: Operation, parameters: Object), WireFailure>?
        for candidate in candidates {
            do throws(WireFailure) {
                decoded = .success(try candidate.wire.decodeRequest(message))
                service = candidate
                break
            } catch { if decoded == nil { decoded = .failure(error) } }
        }
        exchange.call = service.name
        let caller: Caller
        do throws(ServiceError) {
            caller = try authentication.caller(asked, ring: state.ring, words: service.words)
        } catch {
            if case .success(let known)? = decoded {
                exchange.call = "\(service.name):\(known.operation.name)"
            }
            return finish(
                exchange, service.wire.encodeError(error, operation: nil, requestID: exchange.requestID),
                error)
        }
        switch decoded {
        case .failure(let failure)?:
            let error =
                failure.kind == .message || failure.kind == .parameters
                ? service.words.malformed(failure.message) : service.words.unknownOperation(failure.message)
            return finish(
                exchange, service.wire.encodeError(error, operation: nil, requestID: exchange.requestID),
                error)
        case nil: return finish(exchange, Answering.unknownService(scope?.service))
        case .success(let known)?:
            guard let operation = service.operation(known.operation.name) else {
                return finish(exchange, Answering.unknownService(scope?.service))
            }
            let call = Call(
                known: operation, parameters: known.parameters, account: caller.account, caller: caller.arn,
                region: scope?.region ?? "us-east-1", at: asked.now)
            exchange.call = call.name
            exchange.understood = Understood(call)
            let delivery = serve(call, caller, exchange)
            if !call.onlyReads {
                answers.removeAll()
            } else if let key {
                keep(delivery, exchange, call, key)
            }
            return delivery
        }
    }

    /// Keeps an ordinary answer of the state for whoever asks the same again.
    private mutating func keep(
        _ delivery: Delivery, _ exchange: Answering, _ call: Call, _ key: AnswerCache.Key
    ) {
        guard call.known.hasState, answers.wants(key), !isMet(call), !state.replay.varies(call),
            delivery.steps.count == 1, case .bytes(let bytes) = delivery.steps[0],
            bytes.starts(with: "HTTP/1.1 200 ".utf8), let understood = exchange.understood,
            let kept = AnswerCache.Kept(
                bytes, status: 200, requestID: exchange.asked.id, understood: understood, keySize: key.count)
        else { return }
        answers.keep(kept, for: key)
    }

    private mutating func serve(_ call: Call, _ caller: Caller, _ exchange: Answering) -> Delivery {
        let wire = call.known.wire
        let effects = faults.isEmpty ? [] : faults.effects(call)
        var exchange = exchange
        exchange.effects = effects
        func refuse(_ error: ServiceError) -> HTTPResponse {
            wire.encodeError(error, operation: call.operation, requestID: exchange.requestID)
        }
        if rates.refuses(call) {
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
        let action = call.known.action
        if !world.deny.isEmpty, call.name != "sts:GetCallerIdentity",
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
                if effects.contains(.repeatToken), let paging = call.known.paging {
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
                let near = state.replay.nearest(call)
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
        guard call.known.hasState else { return try replayed(call) }
        // As long as the calls follow a recording, what changed in it is replayed as it was.
        if call.service != "sts", let recorded = try state.replay.sequel(call) {
            if !call.onlyReads, case .output = recorded { _ = try? state.answer(call, userID: caller.userID) }
            return recorded
        }
        if let refusal = state.replay.refusal(call) { return refusal }
        guard var output = try state.answer(call, userID: caller.userID) else {
            return try replayed(call)
        }
        if let paging = call.known.paging {
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
    private mutating func replayed(_ call: Call) throws(ServiceError) -> ReplayTable.Answer? {
        let recorded = try state.replay.answer(call)
        if call.onlyReads { return recorded }
        let model = call.known.wire.model
        if case .output? = recorded { _ = try? state.replay.change(call, model) }
        if let recorded { return recorded }
        return try state.replay.change(call, model).map { .output($0) }
    }
}
