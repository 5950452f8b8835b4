public import Documents

/// Why an expression has no value.
public enum EvaluationFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// It touched something that nobody could see.
    case unseen(Unseen)
    /// It went wrong, so many characters (Unicode scalars) from the start of the text; nil where no part of it was at work.
    case failed(Reason, message: String, offset: Int? = nil)

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

    /// The message with the character, counted from 1, or that something is unseen.
    public var description: String {
        switch self {
        case .unseen: "something that it reads could not be seen"
        case .failed(_, let message, let offset): offset.map { "character \($0 + 1): \(message)" } ?? message
        }
    }

    /// The same failure in a part that begins `place` characters from the start of a text; where it says already which part
    /// of that went wrong, counted from there.
    func at(_ place: Int, isRelative: Bool = false) -> EvaluationFailure {
        guard case .failed(let reason, let message, let offset) = self else { return self }
        return .failed(
            reason, message: message, offset: isRelative ? place + (offset ?? 0) : offset ?? place)
    }
}
