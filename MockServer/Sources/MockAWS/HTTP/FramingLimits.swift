/// How large a request may be.
public struct FramingLimits: Sendable, Hashable {
    /// The request line and the header fields together, in bytes.
    public var head = 32 << 10
    /// How many header fields there may be.
    public var fields = 128
    /// The request target, in bytes.
    public var target = 16 << 10
    /// The body, in bytes.
    public var body = 16 << 20

    /// The limits that the mock starts with.
    public init() {}
}

/// Why a request is refused: the connection is closed after the answer, because what follows can't be told apart.
public struct FramingRefusal: Error, Sendable, Hashable {
    /// The status that says so: 400, 413, 414, 417, 431, 501 or 505.
    public let status: Int
    /// What is wrong: lower case, no full stop.
    public let reason: String
}
