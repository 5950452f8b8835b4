import AWSWire
import Documents
import Inventory
import ServiceModels

/// Makes a world's exchanges the state and the recordings that calls are answered from.
struct Seeding {
    private let router: Router
    private(set) var state: MockState
    /// What can't be served, with the place of each.
    private(set) var problems: [String] = []

    init(_ world: World, router: Router) {
        self.router = router
        state = MockState(account: world.account)
        state.accounts.formUnion(world.accounts)
        for key in world.keys { addKey(key, world.account) }
        let listings = world.exchanges.filter { $0.exchange.key.operation.hasPrefix("List") }
        let others = world.exchanges.filter { !$0.exchange.key.operation.hasPrefix("List") }
        var pages: [ReplayTable.Group: [Object: [Page]]] = [:]
        var order: [(ReplayTable.Group, Object, Paging?)] = []
        for (exchange, origin) in listings + others {
            if !exchange.key.account.isEmpty { state.accounts.insert(exchange.key.account) }
            guard let service = router[exchange.key.service] else {
                problems.append("\(origin): there is no model of the service \(exchange.key.service)")
                continue
            }
            guard let known = service.operation(exchange.key.operation) else {
                problems.append(
                    "\(origin): \(exchange.key.service) has no operation \(exchange.key.operation)")
                continue
            }
            let answer = Self.answer(exchange, known)
            let parameters = exchange.key.parameters.object ?? Object()
            if known.hasState, case .output(let output) = answer {
                seed(exchange.key, parameters, output)
            }
            let question = known.question(parameters)
            let group = ReplayTable.Group(
                account: exchange.key.account, region: exchange.key.region, call: exchange.key.call)
            if pages[group]?[question] == nil { order.append((group, question, known.paging)) }
            pages[group, default: [:]][question, default: []].append(
                Page(
                    parameters: parameters, answer: answer,
                    isRecorded: exchange.source == .recorded && exchange.from != nil))
        }
        for (group, question, paging) in order {
            join(group, question, pages[group]![question]!, paging)
        }
    }

    private mutating func addKey(_ key: Value, _ account: String) {
        guard let id = key["id"]?.string, let secret = key["secret"]?.string else { return }
        let account = key["account"]?.string ?? account
        state.accounts.insert(account)
        let caller = key["caller"]?.string
        if let token = key["token"]?.string {
            state.ring.add(
                id, secret: secret, account: account,
                caller: caller ?? "arn:aws:sts::\(account):assumed-role/mock/session", token: token,
                expires: key["expires"]?.string.flatMap { Timestamp($0) })
        } else {
            state.ring.add(id, secret: secret, account: account, caller: caller)
        }
    }

    /// What an exchange answers, decoded by the model where it can be.
    private static func answer(_ exchange: Exchange, _ known: KnownOperation) -> ReplayTable.Answer {
        switch exchange.reply {
        case .output(let output): return .output(output.object ?? Object())
        case .error(let code, let message, let status):
            return .error(ServiceError(code: code, message: message, status: status))
        case .failure(let kind, _): return .failure(kind: kind)
        case .response(let status, let headers, let body):
            let response = HTTPResponse(
                status: status, headers: Headers(headers.map { ($0.key, $0.value) }), body: body)
            guard (200..<300).contains(status) else {
                let error = known.wire.decodeError(known.operation, response)
                return error.code == String(status)
                    ? .raw(status: status, headers: headers, body: body) : .error(error)
            }
            guard let output = try? known.wire.decodeResponse(known.operation, response) else {
                return .raw(status: status, headers: headers, body: body)
            }
            return .output(output.object ?? Object())
        }
    }

    /// One exchange of a listing, or of a question without pages.
    private struct Page {
        let parameters: Object
        let answer: ReplayTable.Answer
        /// Whether `mock-aws record` wrote it: nothing was left out, so it is the whole answer.
        let isRecorded: Bool
    }

    /// Joins the pages of one listing; what follows its last recorded page becomes its tail.
    private mutating func join(
        _ group: ReplayTable.Group, _ question: Object,
        _ recorded: [Page], _ paging: Paging?
    ) {
        guard let paging else {
            for one in recorded {
                state.replay.add(group, question, one.answer, isRecorded: one.isRecorded)
            }
            return
        }
        let isFirst = { (one: Page) in
            one.parameters[paging.inputToken].map { $0.isNull || $0.string == "" } ?? true
        }
        for first in recorded.filter(isFirst) {
            guard case .output(var joined) = first.answer else {
                state.replay.add(group, question, first.answer, isRecorded: first.isRecorded)
                continue
            }
            var tail: ServiceError?
            var seen = Set<String>()
            var size: Int?
            while let token = joined[paging.outputToken]?.string, !token.isEmpty, seen.insert(token).inserted
            {
                if size == nil { size = joined[paging.results[0]]?.array?.count }
                joined[paging.outputToken] = nil
                guard let next = recorded.first(where: { $0.parameters[paging.inputToken]?.string == token })
                else { break }
                switch next.answer {
                case .output(let page):
                    for key in paging.results {
                        let items = (joined[key]?.array ?? []) + (page[key]?.array ?? [])
                        if page[key] != nil || joined[key] != nil { joined[key] = .array(items) }
                    }
                    joined[paging.outputToken] = page[paging.outputToken]
                case .error(let error): tail = error
                case .raw, .failure:
                    tail = ServiceError(
                        code: "InternalFailure", message: "the recording broke off here", status: 500)
                }
            }
            joined[paging.outputToken] = nil
            if let more = paging.more, joined[more] != nil { joined[more] = false }
            if group.call == "sesv2:ListEmailIdentities" {
                state.ses[Place(account: group.account, region: group.region), default: SESState()].pageSize =
                    size
            }
            state.replay.add(
                group, question, .output(joined), tail: tail, pageSize: size, isRecorded: first.isRecorded)
        }
    }

    private mutating func seed(_ key: Exchange.Key, _ parameters: Object, _ output: Object) {
        let place = Place(
            account: key.account.isEmpty ? state.ring.defaultAccount : key.account, region: key.region)
        switch key.service {
        case "sesv2": state.ses[place, default: SESState()].seedV2(key.operation, parameters, output)
        case "ses": state.ses[place, default: SESState()].seedV1(key.operation, parameters, output)
        case "sns": state.sns.seed(key.operation, parameters, output, in: place)
        case "iam": state.iam[place.account, default: IAMState()].seed(key.operation, parameters, output)
        case "sts" where key.operation == "GetCallerIdentity" && place.account == state.ring.defaultAccount:
            if let caller = output["Arn"]?.string, let id = output["UserId"]?.string {
                state.ring.introduce(caller: caller, userID: id)
            }
        default: break
        }
    }

    /// Takes over what a recipe makes.
    mutating func take(_ made: GeneratedWorld) {
        for place in made.places {
            state.accounts.insert(place.account)
            state.ses[place, default: SESState()].reserve(made.recipe.identities / made.places.count + 1)
        }
        for number in 0..<made.recipe.identities {
            let (place, identity, _) = made.identity(number)
            state.ses[place, default: SESState()][identity.name] = identity
        }
        for number in 0..<made.recipe.topics {
            let topic = made.topic(number).topic
            state.sns[topic.arn] = topic
        }
    }
}
