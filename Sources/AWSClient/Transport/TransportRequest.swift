/// One HTTP request as it goes over the wire: what was signed, to the byte.
struct TransportRequest: Sendable {
    /// `GET`, `POST` …
    var method: String
    /// The whole URL, percent-encoded; sent as it is.
    var url: String
    /// Name and value of each header, in the order in which they are sent.
    var headers: [(name: String, value: String)]
    /// The body; empty for none.
    var body: [UInt8]
    /// Bounds on the time that the request may take and on the size of its reply.
    var limits: TransportLimits
    /// Whether proxies are passed by, as they must be for the metadata services of an instance or a container.
    var isDirect: Bool

    init(
        method: String = "GET", url: String, headers: [(name: String, value: String)] = [],
        body: [UInt8] = [], limits: TransportLimits = TransportLimits(), isDirect: Bool = false
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.limits = limits
        self.isDirect = isDirect
    }

    /// Scheme, host and port: what connections are shared by.
    var origin: Substring {
        var slashes = 0
        for place in url.utf8.indices where url.utf8[place] == UInt8(ascii: "/") {
            slashes += 1
            if slashes == 3 { return url[..<place] }
        }
        return url[...]
    }
}

/// Bounds on one HTTP request.
public struct TransportLimits: Sendable, Hashable {
    /// Milliseconds until a connection stands, TLS included.
    public var connectMilliseconds = 5_000
    /// Milliseconds for the whole request, from the first byte sent to the last received.
    public var totalMilliseconds = 60_000
    /// Seconds without a byte in either direction after which the request is given up.
    public var silentSeconds = 30
    /// Bytes that the reply's body may have.
    public var responseBytes = 64 << 20

    /// The bounds that suit AWS's services.
    public init() {}
}
