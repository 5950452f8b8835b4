/// An HTTP request, before it is known to which host it goes.
public struct HTTPRequest: Sendable, Hashable {
    /// The method.
    public var method: String
    /// The path, percent-encoded, from its first slash on.
    public var path: String
    /// The query string, percent-encoded, without its question mark; empty where there is none.
    public var query: String
    /// The headers.
    public var headers: Headers
    /// The body.
    public var body: [UInt8]
    /// What stands before the host's name; empty for most operations.
    public var hostPrefix: String

    /// A request.
    public init(
        method: String, path: String, query: String = "", headers: Headers = Headers(), body: [UInt8] = [],
        hostPrefix: String = ""
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
        self.hostPrefix = hostPrefix
    }

    /// Path and query string as the request line has them.
    public var target: String { query.isEmpty ? path : "\(path)?\(query)" }
}

/// An HTTP response.
public struct HTTPResponse: Sendable, Hashable {
    /// The status.
    public var status: Int
    /// The headers.
    public var headers: Headers
    /// The body.
    public var body: [UInt8]

    /// A response.
    public init(status: Int, headers: Headers = Headers(), body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}
