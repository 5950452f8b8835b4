/// How a user asked AWS's tools to try again: `AWS_RETRY_MODE`, `retry_mode`.
///
/// <https://docs.aws.amazon.com/boto3/latest/guide/retries.html>
public enum RetryMode: String, Sendable, CaseIterable {
    /// Five attempts, pauses that double from one second, no budget that calls share.
    case legacy
    /// Three attempts and a budget that the calls to a service share.
    case standard
    /// ``standard``, and calls are held back to the rate that the service takes; a client does this in every mode.
    case adaptive
}

extension RetryPolicy {
    /// The policy of `mode`, with `attempts` in all where a user said so.
    ///
    /// A number that somebody chose bounds every attempt; else throttled ones are counted apart.
    public init(_ mode: RetryMode, attempts: Int? = nil) {
        self.init()
        if mode == .legacy {
            maximumAttempts = 5
            base = 1
            cost = 0
            throttledCost = 0
        }
        if let attempts {
            maximumAttempts = attempts
            isPatient = false
        }
    }
}
