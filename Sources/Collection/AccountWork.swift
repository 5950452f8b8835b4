public import Assembly
public import Checks
import Documents
public import Inventory

/// The calls that are asked together: one, or the shares of several resources in a batch.
public struct Request: Sendable {
    /// The question as it is sent.
    public let key: Exchange.Key
    /// Whose questions it answers.
    public let calls: [Call]

    /// How it pages, where the model does not tell.
    public var paging: Read.Paging? { calls[0].paging }

    init(_ calls: [Call]) {
        self.calls = calls
        guard calls.count > 1, let batch = calls[0].batch, var parameters = calls[0].key.parameters.object
        else {
            key = calls[0].key
            return
        }
        parameters[batch.parameter] = .array(
            calls.flatMap { $0.key.parameters[batch.parameter]?.array ?? [] })
        let first = calls[0].key
        key = Exchange.Key(
            account: first.account, region: first.region, service: first.service, operation: first.operation,
            parameters: .object(parameters))
    }
}

/// Sees to everything that the selected checks need of one account: asks each call once, all lanes at once, and hands
/// over each resource as soon as everything that it needs is there.
public struct AccountWork {
    /// What is needed of each resource type, by its id.
    public let needs: [String: Need]
    /// The regions to look at.
    public let regions: [String]
    /// How many requests of one operation in one region may be open at once.
    public var openPerLane = 32
    /// Whether the shares of a batch are asked together.
    public var mergesBatches = true

    /// Work on `needs` in `regions`.
    public init(needs: [String: Need], regions: [String]) {
        self.needs = needs
        self.regions = regions
    }

    /// How far the work is.
    public struct Progress: Sendable, Hashable {
        /// Requests that were answered.
        public var answered = 0
        /// Requests that are open or wait for their turn.
        public var waiting = 0
        /// Resources that were handed over.
        public var resources = 0

        /// Nothing done yet.
        public init() {}
    }

    /// Does the work.
    ///
    /// - Parameters:
    ///   - resolver: makes the resources; its answers fill up as they come.
    ///   - recall: the recorded answer to one resource's share of a batch; nil where there is none.
    ///   - executor: where the tasks run that ask; nil for wherever there is room.
    ///   - ask: sends a request and follows its pages. It is called from several tasks at once.
    ///   - listed: called for each listing when it is there, before its resources.
    ///   - ready: called for each resource when everything that it needs is there.
    ///   - progress: called after each answer.
    public func run(
        _ resolver: Resolver, recall: (Call) -> Answer? = { _ in nil },
        executor: (any TaskExecutor)? = nil, ask: @escaping @Sendable (Request) async -> Answer,
        listed: (ResourceType, _ region: String, ResourceList) -> Void, ready: (Resource) -> Void,
        progress: (Progress) -> Void
    ) async {
        resolver.listed = Set(needs.keys)
        resolver.listedRegions = Set(regions)
        var state = WorkState(openPerLane: openPerLane, mergesBatches: mergesBatches)
        for (id, _) in needs.sorted(by: { $0.key < $1.key }) {
            guard let type = resolver.types[id] else { continue }
            let places = type.scope == .global ? [resolver.setting.homeRegion] : regions
            for region in places { state.dirty.append(Unit(.listing(type, region))) }
        }
        await withTaskGroup(of: (Request, Answer).self) { group in
            while true {
                while let unit = state.dirty.popLast() {
                    step(unit, resolver, &state, recall: recall, listed: listed, ready: ready)
                }
                for request in state.take() {
                    group.addTask(executorPreference: executor) { (request, await ask(request)) }
                }
                guard let (request, answer) = await group.next() else { break }
                state.finish(request, answer, resolver.answers)
                progress(state.progress)
            }
        }
    }

    private func step(
        _ unit: Unit, _ resolver: Resolver, _ state: inout WorkState, recall: (Call) -> Answer?,
        listed: (ResourceType, String, ResourceList) -> Void, ready: (Resource) -> Void
    ) {
        resolver.beginRound()
        switch unit.kind {
        case .listing(let type, let region):
            if let list = resolver.resources(of: type, region: region) {
                listed(type, region, list)
                let need = needs[type.id] ?? Need()
                for resource in list.resources.reversed() {
                    state.dirty.append(Unit(.resource(resource, need)))
                }
                return
            }
        case .resource(let resource, let need):
            let isReady = resolver.locate(resource) && resolver.prefetch(need, of: resource)
            if isReady || resolver.missing.isEmpty {
                state.progress.resources += 1
                ready(resource)
                return
            }
        }
        var missing = [Call]()
        for call in resolver.missing {
            if call.batch != nil, let answer = recall(call) {
                resolver.answers[call.key] = answer
            } else {
                missing.append(call)
            }
        }
        if missing.isEmpty { state.dirty.append(unit) } else { state.wait(unit, for: missing) }
    }
}

/// A listing or a resource that is being worked on.
final class Unit {
    enum Kind {
        case listing(ResourceType, _ region: String)
        case resource(Resource, Need)
    }
    let kind: Kind
    var waiting = 0

    init(_ kind: Kind) { self.kind = kind }
}

/// Who waits for what, and what is to be asked next.
struct WorkState {
    private struct Lane: Hashable {
        let region: String
        let service: String
        let operation: String
    }

    let openPerLane: Int
    let mergesBatches: Bool
    var dirty: [Unit] = []
    var progress = AccountWork.Progress()
    private var waiters: [Exchange.Key: [Unit]] = [:]
    /// The lanes in the order in which they were first needed, and the place of each.
    private var lanes: [Traffic] = []
    private var places: [Lane: Int] = [:]

    /// What goes on in a lane.
    private struct Traffic {
        var queue = Queue()
        /// Requests that are asked again in two halves.
        var split: [Request] = []
        /// How many requests are open.
        var open = 0
    }

    init(openPerLane: Int, mergesBatches: Bool) {
        self.openPerLane = openPerLane
        self.mergesBatches = mergesBatches
    }

    /// The place of the lane in which `key` is asked.
    private mutating func place(of key: Exchange.Key) -> Int {
        let lane = Lane(region: key.region, service: key.service, operation: key.operation)
        if let place = places[lane] { return place }
        lanes.append(Traffic())
        places[lane] = lanes.count - 1
        return lanes.count - 1
    }

    mutating func wait(_ unit: Unit, for calls: [Call]) {
        var seen = Set<Exchange.Key>()
        for call in calls where calls.count == 1 || seen.insert(call.key).inserted {
            unit.waiting += 1
            if waiters[call.key] == nil {
                lanes[place(of: call.key)].queue.append(call)
                progress.waiting += 1
            }
            waiters[call.key, default: []].append(unit)
        }
    }

    /// The requests whose turn it is; each is open from now on.
    mutating func take() -> [Request] {
        let merges = mergesBatches
        var requests = [Request]()
        for place in lanes.indices {
            requests += lanes[place].split
            lanes[place].open += lanes[place].split.count
            lanes[place].split = []
            while lanes[place].open < openPerLane, let first = lanes[place].queue.popFirst() {
                requests.append(Self.request(first, &lanes[place].queue, merges: merges))
                lanes[place].open += 1
            }
        }
        return requests
    }

    /// The request that begins with `first`, with those of `calls` that can be asked together with it.
    private static func request(_ first: Call, _ calls: inout Queue, merges: Bool) -> Request {
        guard merges, let batch = first.batch else { return Request([first]) }
        func others(_ call: Call) -> Object? {
            var parameters = call.key.parameters.object
            parameters?[batch.parameter] = nil
            return parameters
        }
        var together = [first]
        let mine = others(first)
        while together.count < batch.size, let call = calls.first, call.batch == batch, others(call) == mine {
            together.append(call)
            _ = calls.popFirst()
        }
        return Request(together)
    }

    mutating func finish(_ request: Request, _ answer: Answer, _ answers: Answers) {
        let lane = place(of: request.key)
        lanes[lane].open -= 1
        if request.calls.count > 1, answer.pages.isEmpty, let refusal = answer.refusal, refusal.mayBeOnesFault
        {
            let half = request.calls.count / 2
            lanes[lane].split += [
                Request(Array(request.calls[..<half])), Request(Array(request.calls[half...])),
            ]
            return
        }
        for call in request.calls {
            answers[call.key] = answer
            progress.answered += 1
            progress.waiting -= 1
            for unit in waiters.removeValue(forKey: call.key) ?? [] {
                unit.waiting -= 1
                if unit.waiting == 0 { dirty.append(unit) }
            }
        }
    }
}

/// Calls that wait for their turn, first in, first out.
private struct Queue {
    private var calls: [Call] = []
    private var gone = 0

    var first: Call? { gone < calls.count ? calls[gone] : nil }

    mutating func append(_ call: Call) { calls.append(call) }

    mutating func popFirst() -> Call? {
        guard let first else { return nil }
        gone += 1
        // What is gone is let go of when it is most of all, so that each call is moved once or so.
        if gone > 64, gone * 2 > calls.count {
            calls.removeFirst(gone)
            gone = 0
        }
        return first
    }
}
