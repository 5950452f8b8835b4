/// Why a recording can't begin or go on.
public struct RecordingFailure: Error, Sendable, CustomStringConvertible {
    /// What is wrong, and what to do; holds no secret.
    public let description: String

    /// A failure.
    public init(_ description: String) { self.description = description }
}
