/// Why text is no expression, or no template: the first mistake in it.
public struct ExpressionFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong, in the words of JMESPath's specification.
    public enum Kind: String, Sendable, Hashable {
        /// The grammar does not allow it.
        case syntax
        /// A function that nobody has registered.
        case unknownFunction = "unknown-function"
        /// More or fewer arguments than the function takes.
        case invalidArity = "invalid-arity"
        /// An expression reference (`&x`) where a value is wanted, or the other way round.
        case invalidType = "invalid-type"
        /// A value that its place can never take, such as a slice's step of 0.
        case invalidValue = "invalid-value"
    }

    /// The kind of mistake.
    public let kind: Kind
    /// Where it is: so many characters (Unicode scalars) from the start of the text.
    public let offset: Int
    /// What is wrong: lower case, no full stop.
    public let message: String
    /// What to write instead, where there is a good guess.
    public let hint: String?

    /// A mistake at `offset`.
    public init(_ kind: Kind = .syntax, at offset: Int, _ message: String, hint: String? = nil) {
        self.kind = kind
        self.offset = offset
        self.message = message
        self.hint = hint
    }

    /// `character N: message; hint`, with N counted from 1.
    public var description: String {
        "character \(offset + 1): \(message)" + (hint.map { "; \($0)" } ?? "")
    }
}
