/// How the mock listens, and what it bounds.
public struct ServerOptions: Sendable {
    /// The address to listen on; only a loopback one keeps the mock private.
    public var address = "127.0.0.1"
    /// The port; 0 picks a free one.
    public var port = 0
    /// How large a request may be.
    public var limits = FramingLimits()
    /// How many connections may be open; those above are closed at once.
    public var connections = 1024
    /// How long a client may take to send a request, in seconds.
    public var requestTime = 30.0
    /// How long a client may leave what is ready for it unread, in seconds.
    public var answerTime = 60.0
    /// How long a connection may stay open between requests, in seconds.
    public var idleTime = 120.0
    /// The certificate chain and private key in PEM; nil speaks plain HTTP.
    public var certificate: (chain: [UInt8], key: [UInt8])?

    /// Plain HTTP on a free port of 127.0.0.1.
    public init() {}
}

/// Why the server could not start.
public struct ServerFailure: Error, Sendable, CustomStringConvertible {
    /// What went wrong and with what.
    public let description: String
}
