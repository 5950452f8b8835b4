/// Why a message could not be written or read.
public struct WireFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// What kind of failure.
    public enum Kind: Sendable, Hashable {
        /// The parameters do not fit the operation.
        case parameters
        /// The message is not what the protocol or the model says.
        case message
        /// There is no such operation.
        case operation
        /// We do not speak what the operation needs.
        case unsupported
    }
    /// What kind of failure.
    public let kind: Kind
    /// What is wrong.
    public let message: String

    /// A failure.
    public init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }

    /// What is wrong.
    public var description: String { message }
}
