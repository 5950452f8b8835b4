import AWSWire
import Documents
import Synchronization

/// The control API under `/_mock/`.
extension MockCore {
    func control(_ request: IncomingRequest) -> Delivery {
        let mark = request.target.firstIndex(of: "?")
        let path = mark.map { String(request.target[..<$0]) } ?? request.target
        let query =
            mark.map { Percent.pairs(String(request.target[request.target.index(after: $0)...])) } ?? []
        switch (request.method, path.dropFirst("/_mock/".count)) {
        case ("GET", "requests"):
            let asked = query.first { $0.name == "limit" }?.value
            guard let limit = asked.map({ Int($0) }) ?? Int.max, limit >= 0 else {
                return Self.reply(400, ["error": "limit is a number"])
            }
            let filters = query.filter { $0.name != "limit" }
            if let mistake = Journal.mistake(in: filters) {
                return Self.reply(400, ["error": .string(mistake)])
            }
            let entries = inner.withLock { $0.journal.entries(filters) }
            let lines = entries.suffix(limit).map { JSON.text($0) + "\n" }.joined()
            return Self.reply(200, Array(lines.utf8), type: "application/jsonl")
        case ("DELETE", "requests"):
            inner.withLock { $0.journal.clear() }
            return Self.reply(200, [:])
        case ("GET", "counts"): return Self.reply(200, Self.table(inner.withLock { $0.journal.counts }))
        case ("GET", "misses"): return Self.reply(200, Self.table(inner.withLock { $0.journal.misses }))
        case ("GET", "verify"): return verify(query)
        case ("GET", "state"):
            func named(_ name: String) -> String? { query.first { $0.name == name }?.value }
            if let account = named("account"), let region = named("region") {
                return Self.reply(
                    200, inner.withLock { $0.state.detail(Place(account: account, region: region)) })
            }
            return Self.reply(200, inner.withLock { $0.state.summary })
        case ("POST", "reset"):
            inner.withLock { inner in
                inner.state = inner.initial
                inner.answers.removeAll()
                inner.journal.clear()
                inner.faults = FaultPlan(inner.world.faults, seed: options.seed)
                inner.rates = Rates(speed: options.rates)
            }
            return Self.reply(200, [:])
        case ("POST", "reload"): return reloaded()
        case ("GET", "faults"): return Self.reply(200, inner.withLock { $0.faults.json })
        case ("DELETE", "faults"):
            inner.withLock { $0.faults.clear() }
            return Self.reply(200, [:])
        case ("POST", "faults"), ("PUT", "faults"):
            do {
                let faults = try Fault.list(try JSON.parse(request.body), file: "body")
                inner.withLock { inner in
                    if request.method == "PUT" { inner.faults = FaultPlan([], seed: options.seed) }
                    inner.faults.add(faults)
                }
                return Self.reply(200, ["faults": .integer(faults.count)])
            } catch { return Self.reply(400, ["error": .string("\(error)")]) }
        case ("GET", "health"): return Self.reply(200, ["status": "ok"])
        default:
            return Self.reply(
                404,
                [
                    "error": .string("there is no \(request.method) \(path)"),
                    "paths": [
                        "GET requests", "DELETE requests", "GET counts", "GET misses", "GET verify",
                        "GET state",
                        "POST reset", "POST reload", "GET faults", "POST faults", "PUT faults",
                        "DELETE faults",
                        "GET health",
                    ],
                ])
        }
    }

    /// `GET verify?times=1&operation=X&…`: 200 when as many requests fit as are said, else 409.
    private func verify(_ query: [(name: String, value: String)]) -> Delivery {
        let bounds = ["times", "atLeast", "atMost"]
        let filters = query.filter { !bounds.contains($0.name) }
        if let mistake = Journal.mistake(in: filters) { return Self.reply(400, ["error": .string(mistake)]) }
        guard filters.count < query.count else {
            return Self.reply(400, ["error": "say how often: times, atLeast or atMost"])
        }
        let (seen, isComplete) = inner.withLock { ($0.journal.entries(filters).count, $0.journal.isComplete) }
        var holds = true
        for (name, value) in query where bounds.contains(name) {
            guard let number = Int(value) else {
                return Self.reply(400, ["error": .string("\(name) is a number")])
            }
            switch name {
            case "times": holds = holds && seen == number && isComplete
            case "atLeast": holds = holds && seen >= number
            default: holds = holds && seen <= number && isComplete
            }
        }
        if !isComplete, !holds {
            return Self.reply(
                409,
                [
                    "holds": false, "seen": .integer(seen),
                    "error": "the journal has forgotten older requests; start with a larger --journal",
                ])
        }
        return Self.reply(holds ? 200 : 409, ["holds": .bool(holds), "seen": .integer(seen)])
    }

    private func reloaded() -> Delivery {
        guard let reload else { return Self.reply(409, ["error": "this world has no files to read again"]) }
        do {
            replace(try reload())
            return Self.reply(200, [:])
        } catch { return Self.reply(422, ["error": .string("\(error)")]) }
    }

    private static func table(_ counts: [String: Int]) -> Value {
        .object(Object(counts.sorted { $0.key < $1.key }.map { ($0.key, .integer($0.value)) }))
    }

    private static func reply(_ status: Int, _ value: Value) -> Delivery {
        var body = [UInt8]()
        JSON.write(value, .indented, to: &body)
        body.append(10)
        return reply(status, body, type: "application/json")
    }

    private static func reply(_ status: Int, _ body: [UInt8], type: String) -> Delivery {
        let head = ReplyHead.write(
            status,
            [("Content-Type", type), ("Content-Length", String(body.count)), ("Connection", "keep-alive")])
        return Delivery([.bytes(head + body)])
    }
}
