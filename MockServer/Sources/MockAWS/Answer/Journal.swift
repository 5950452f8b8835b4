import Documents
import ServiceModels

/// What was asked of the mock: the last requests in a ring of fixed size, and counts of all.
struct Journal: Sendable {
    /// What is remembered of a request; it becomes a document when somebody asks.
    struct Entry: Sendable {
        let at: Timestamp
        let call: String
        let understood: Understood?
        let status: Int
        let error: String?
        let attempt: String?
        let effects: [Fault.Effect]
        let nearest: String?
        let requestID: RequestID

        /// The entry as a document.
        var value: Value {
            var entry = Object([("at", .string(at.iso8601)), ("call", .string(call))])
            if let understood = understood?.call {
                entry["service"] = .string(understood.service)
                entry["operation"] = .string(understood.operation.name)
                entry["account"] = .string(understood.account)
                entry["region"] = .string(understood.region)
                entry["parameters"] = .object(understood.parameters)
            }
            entry["status"] = .integer(status)
            if let error { entry["error"] = .string(error) }
            if let attempt { entry["attempt"] = .string(attempt) }
            if !effects.isEmpty { entry["faults"] = .array(effects.map { .string("\($0)") }) }
            if let nearest { entry["nearest"] = .string(nearest) }
            entry["requestId"] = .string(requestID.text)
            return .object(entry)
        }
    }

    private var ring: [Entry] = []
    private var at = 0
    private let size: Int
    private(set) var total = 0
    private(set) var counts: [String: Int] = [:]
    private(set) var misses: [String: Int] = [:]

    private let log: (@Sendable ([UInt8]) -> Void)?

    /// A journal of the last `size` requests; `log` takes a line for each.
    init(size: Int, log: (@Sendable ([UInt8]) -> Void)? = nil) {
        self.size = max(1, size)
        self.log = log
    }

    mutating func add(_ entry: Entry) {
        log?(Array((JSON.text(entry.value) + "\n").utf8))
        total += 1
        counts[entry.call, default: 0] += 1
        if ring.count < size {
            ring.append(entry)
        } else {
            ring[at] = entry
            at = at + 1 == size ? 0 : at + 1
        }
    }

    /// Whether it still has every request since it began or was emptied.
    var isComplete: Bool { total == ring.count }

    /// What is wrong with `filters`; nil where each is about something that an entry has.
    static func mistake(in filters: [(name: String, value: String)]) -> String? {
        let names = [
            "call", "service", "operation", "account", "region", "status", "error", "attempt", "requestId",
        ]
        let wrong = filters.first { !names.contains($0.name) && !$0.name.hasPrefix("parameters.") }
        return wrong.map { filter in
            let hint = suggestion(for: filter.name, among: names).map { "; \($0)" } ?? ""
            return "there is no filter \(filter.name)\(hint)"
        }
    }

    mutating func miss(_ text: String) {
        // As many kinds as the ring has places: a client that asks for ever new things must not fill the memory.
        if misses[text] != nil || misses.count < size { misses[text, default: 0] += 1 }
    }

    mutating func clear() { self = Journal(size: size, log: log) }

    /// The entries that fit `filters`, the oldest first.
    func entries(_ filters: [(name: String, value: String)]) -> [Value] {
        (Array(ring[at...]) + ring[..<at]).map(\.value).filter { entry in
            filters.allSatisfy { filter in
                let path = filter.name.split(separator: ".", maxSplits: 1).map(String.init)
                let member = path.count > 1 ? entry["parameters"]?[path[1]] : entry[filter.name]
                return switch member {
                case .string(let text)?: glob(filter.value, text)
                case let other?: "\(other)" == filter.value
                case nil: false
                }
            }
        }
    }
}
