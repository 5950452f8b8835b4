import Collection
import Inventory

/// How many calls a saved scan made, and how long they take at least.
struct PlanCount {
    private var buckets: [String: [String: Int]] = [:]

    /// Counts the exchanges of a log.
    init(_ exchanges: [Exchange]) {
        for exchange in exchanges {
            buckets[exchange.key.call, default: [:]][
                "\(exchange.key.account) \(exchange.key.region)", default: 0] += 1
        }
    }

    /// How often `step` was called.
    func calls(_ step: Plan.Step) -> Int { buckets[step.call]?.values.reduce(0, +) ?? 0 }

    /// How long its calls take at least, in seconds: each account and region has a rate of its own.
    func seconds(_ step: Plan.Step) -> Double { Double(buckets[step.call]?.values.max() ?? 0) / step.rate }

    /// The least time of a scan: all operations go on at once, and the slowest ends it.
    func summary(_ steps: [Plan.Step]) -> String {
        let calls = steps.map { self.calls($0) }.reduce(0, +)
        guard let slowest = steps.max(by: { seconds($0) < seconds($1) }), calls > 0 else {
            return "the log holds none of these calls"
        }
        let least = Int(seconds(slowest).rounded(.up))
        return "\(calls) calls, at least \(least) s at these rates, for \(slowest.call)"
    }
}
