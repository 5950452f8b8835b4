internal import Synchronization

/// How often and after which pause a failed attempt is tried again.
///
/// The standard mode of AWS's SDKs: <https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html>.
public struct RetryPolicy: Sendable, Hashable {
    /// How often a call is tried in all.
    public var maximumAttempts = 3
    /// How often a call is tried in all while the service throttles it; what a scan asks is too dear to lose.
    public var maximumThrottledAttempts = 12
    /// Whether throttled attempts count against ``maximumThrottledAttempts`` alone, and cost no budget.
    public var isPatient = true
    /// The first pause after a failure, in seconds; it doubles with each.
    public var base = 0.05
    /// The first pause after a throttle, in seconds; it doubles with each.
    public var throttledBase = 1.0
    /// The factor of the doubling.
    public var power = 2.0
    /// No computed pause is longer, in seconds.
    public var maximumPause = 20.0
    /// The tokens that all calls' retries share.
    public var budget = 500
    /// The tokens that a retry after a failure costs.
    public var cost = 14
    /// The tokens that a retry after a throttle costs.
    public var throttledCost = 5

    /// The standard mode.
    public init() {}

    /// The pause before the attempt after `attempt` (from 1).
    ///
    /// - Parameters:
    ///   - jitter: between 0 and 1; the pause is that share of the longest.
    ///   - isThrottle: whether the service asked for patience.
    ///   - askedFor: the seconds that the service named; between the computed pause and 5 s more.
    func pause(after attempt: Int, isThrottle: Bool, jitter: Double, askedFor: Double? = nil) -> Double {
        var longest = isThrottle ? throttledBase : base
        for _ in 1..<max(1, attempt) where longest < maximumPause { longest *= power }
        let computed = min(longest, maximumPause) * jitter
        guard let askedFor else { return computed }
        return min(max(askedFor, computed), computed + 5)
    }
}

/// The tokens that retries cost, shared by the calls of one service in one region: a service that is down is not
/// hammered.
final class RetryBudget: Sendable {
    private let tokens: Mutex<Int>
    private let capacity: Int

    /// A budget of `capacity` tokens, of which `left` are there; by default all.
    init(_ capacity: Int, left: Int? = nil) {
        self.capacity = capacity
        tokens = Mutex(left ?? capacity)
    }

    /// What is left.
    var left: Int { tokens.withLock { $0 } }

    /// Takes `cost`; false when there is not enough.
    func take(_ cost: Int) -> Bool {
        tokens.withLock { tokens in
            guard tokens >= cost else { return false }
            tokens -= cost
            return true
        }
    }

    /// Gives back what the last retry of a call that succeeded cost, or one token for a call that needed none.
    func give(_ cost: Int?) {
        tokens.withLock { $0 = min(capacity, $0 + (cost ?? 1)) }
    }
}
