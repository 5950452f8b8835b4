/// What an attempt came to, as far as retrying goes.
enum AttemptOutcome: Sendable, Hashable {
    case success
    /// The service asks for fewer calls.
    case throttled
    /// The service or the network failed; the same call may go through later.
    case transient
    /// Trying again would give the same.
    case final
}

/// What follows an attempt.
enum RetryDecision: Sendable, Hashable {
    /// Nothing: the call is done.
    case done
    /// Another attempt after so many seconds.
    case retry(after: Double)
    /// No other attempt: the failure is of a kind that stays.
    case fail
    /// No other attempt: there were as many as allowed.
    case attemptsSpent
    /// No other attempt: the shared budget is spent. A call that polls waits so many seconds before it says so.
    case budgetSpent(after: Double)
}

/// The attempts of one call.
struct RetrySession {
    let policy: RetryPolicy
    let budget: RetryBudget
    /// Whether throttled attempts count against ``RetryPolicy/maximumThrottledAttempts`` instead, and cost no budget.
    var isPatient = false
    /// Whether the operation waits at the service for something to come, as SQS's ReceiveMessage does.
    var isLongPolling = false
    /// How many attempts were made.
    private(set) var attempts = 0
    private var throttled = 0
    private var lastCost: Int?

    init(_ policy: RetryPolicy, _ budget: RetryBudget, isPatient: Bool = false) {
        self.policy = policy
        self.budget = budget
        self.isPatient = isPatient
    }

    /// Notes the outcome of an attempt and says what follows.
    mutating func next(_ outcome: AttemptOutcome, jitter: @autoclosure () -> Double, askedFor: Double? = nil)
        -> RetryDecision
    {
        attempts += 1
        switch outcome {
        case .success:
            budget.give(lastCost)
            return .done
        case .final: return .fail
        case .throttled, .transient: break
        }
        let isThrottle = outcome == .throttled
        if isThrottle { throttled += 1 }
        let isFree = isThrottle && isPatient
        if isFree {
            guard throttled < policy.maximumThrottledAttempts else { return .attemptsSpent }
        } else {
            guard attempts - (isPatient ? throttled : 0) < policy.maximumAttempts else {
                return .attemptsSpent
            }
        }
        let pause = policy.pause(
            after: isFree ? throttled : attempts, isThrottle: isThrottle, jitter: jitter(), askedFor: askedFor
        )
        if !isFree {
            let cost = isThrottle ? policy.throttledCost : policy.cost
            guard budget.take(cost) else { return .budgetSpent(after: isLongPolling ? pause : 0) }
            lastCost = cost
        }
        return .retry(after: pause)
    }
}
