import AWSWire
import Documents

/// The faults that are set, and how far each has come. The same seed and the same calls give the same faults.
struct FaultPlan: Sendable {
    private struct Running: Sendable {
        let fault: Fault
        var seen = 0
        var met = 0
        var random: Random
    }

    private var running: [Running] = []
    private let seed: UInt64

    init(_ faults: [Fault], seed: UInt64) {
        self.seed = seed
        add(faults)
    }

    var isEmpty: Bool { running.isEmpty }

    mutating func add(_ faults: [Fault]) {
        for fault in faults {
            running.append(
                Running(fault: fault, random: Random(seed: seed &+ UInt64(running.count) &* 0x9e37)))
        }
    }

    mutating func clear() { running = [] }

    /// Whether any fault is about calls like `call`.
    func meets(_ call: Call) -> Bool { running.contains { $0.fault.matches(call) } }

    /// What each fault has met, for the control API.
    var json: Value {
        .array(
            running.map { one in
                [
                    "service": .string(one.fault.service), "operation": .string(one.fault.operation),
                    "matched": .integer(one.seen), "met": .integer(one.met),
                ]
            })
    }

    /// What happens to `call`: every latency that meets it, and the first other effect.
    mutating func effects(_ call: Call) -> [Fault.Effect] {
        var effects = [Fault.Effect]()
        var isHit = false
        for place in running.indices where running[place].fault.matches(call) {
            let fault = running[place].fault
            running[place].seen += 1
            guard running[place].seen >= fault.from, running[place].met < fault.times ?? Int.max else {
                continue
            }
            guard fault.probability >= 1 || running[place].random.unit() < fault.probability else { continue }
            let step = running[place].met
            guard step < fault.sequence.count || fault.repeats else { continue }
            let effect = fault.sequence[min(step, fault.sequence.count - 1)]
            if let wait = effect.wait(&running[place].random) {
                running[place].met += 1
                effects.append(.latency(from: wait, to: wait))
            } else if !isHit {
                running[place].met += 1
                isHit = true
                effects.append(effect)
            }
        }
        return effects
    }
}

extension Fault.Effect {
    /// For how many milliseconds it delays an answer; nil where it does something else.
    func wait(_ random: inout Random) -> Double? {
        switch self {
        case .latency(let from, let to): from + (to - from) * random.unit()
        // Twelve even numbers add up to a normal one.
        case .spread(let mean, let deviation):
            max(0, mean + deviation * ((0..<12).reduce(-6.0) { sum, _ in sum + random.unit() }))
        default: nil
        }
    }
}

/// Numbers from a seed (SplitMix64).
struct Random: Sendable {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var x = state
        x = (x ^ x >> 30) &* 0xbf58_476d_1ce4_e5b9
        x = (x ^ x >> 27) &* 0x94d0_49bb_1331_11eb
        return x ^ x >> 31
    }

    /// A number from 0 up to 1, without it.
    mutating func unit() -> Double { Double(next() >> 11) / 9_007_199_254_740_992 }

    /// A number from 0 up to `bound`, without it.
    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
}
