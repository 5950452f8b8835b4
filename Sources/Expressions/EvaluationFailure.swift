public import Documents

/// Why an expression has no value.
public enum EvaluationFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// It touched something that nobody could see.
    case unseen(Unseen)
    /// It went wrong.
    case failed(Reason, message: String)

    /// What can go wrong while an expression is evaluated.
    public enum Reason: String, Sendable, Hashable {
        /// A value of a type that the function does not take.
        case invalidType = "invalid-type"
        /// A value of the right type that the function can't take.
        case invalidValue = "invalid-value"
        /// A variable that has no value.
        case undefinedVariable = "undefined-variable"
        /// More work, or a larger result, than the limits allow.
        case limit
    }

    /// The message, or that something is unseen.
    public var description: String {
        switch self {
        case .unseen: "something that it reads could not be seen"
        case .failed(_, let message): message
        }
    }
}
