public import AWSWire
public import Documents

/// What a call came to, after all its attempts.
public struct Attempted: Sendable {
    /// What a call came to.
    public enum Outcome: Sendable {
        /// The members of the output.
        case output(Value)
        /// AWS said no.
        case error(ServiceError)
        /// No answer that means anything.
        case failure(CallFailure)
    }

    /// What it came to.
    public let outcome: Outcome
    /// The response that AWS sent last; nil when none came.
    public let response: HTTPResponse?
    /// How often it was tried; 0 when nothing was sent.
    public let attempts: Int
    /// How many of the attempts were throttled.
    public let throttled: Int
    /// When the last attempt was sent.
    public let at: Timestamp

    /// The members of the output, where there is one.
    public var output: Value? { if case .output(let value) = outcome { value } else { nil } }

    static func unsent(_ failure: CallFailure) -> Attempted {
        Attempted(outcome: .failure(failure), response: nil, attempts: 0, throttled: 0, at: .now())
    }
}
