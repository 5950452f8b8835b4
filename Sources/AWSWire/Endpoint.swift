/// Where a service is reached, and what signs for it.
public struct Endpoint: Sendable, Hashable {
    /// Scheme, host, port and base path, without a slash at the end: `https://email.eu-west-1.amazonaws.com`.
    public let url: String
    /// The region of the signature's scope.
    public let signingRegion: String
    /// The service's name in the signature's scope.
    public let signingName: String
    /// Whether the bucket is part of ``url``, so that the path of a request leaves it out.
    public let holdsBucket: Bool
    /// Whether ``url`` holds what an operation would put before the host's name, or can have nothing there.
    public let holdsHostPrefix: Bool
    /// Headers that the endpoint wants.
    public let headers: Headers
    /// Whether the path is encoded only once for the signature; nil where the endpoint does not say.
    public let disablesDoubleEncoding: Bool?

    /// `https` or `http`.
    public let scheme: String
    /// Host and port.
    public let authority: String
    /// The path in front of every request's own; empty for nearly all.
    public let basePath: String

    /// An endpoint.
    public init(
        url: String, signingRegion: String, signingName: String, holdsBucket: Bool = false,
        holdsHostPrefix: Bool = false,
        headers: Headers = Headers(), disablesDoubleEncoding: Bool? = nil
    ) {
        self.url = url.hasSuffix("/") ? String(url.dropLast()) : url
        let rest = self.url.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
        scheme = String(self.url.prefix { $0 != ":" })
        authority = rest.count > 2 ? String(rest[2].prefix { $0 != "/" }) : ""
        basePath = rest.count > 2 ? String(rest[2].dropFirst(authority.count)) : ""
        self.signingRegion = signingRegion
        self.signingName = signingName
        self.holdsBucket = holdsBucket
        self.holdsHostPrefix = holdsHostPrefix
        self.headers = headers
        self.disablesDoubleEncoding = disablesDoubleEncoding
    }

}

extension HTTPRequest {
    /// The request with the `Host` header, path and other headers that `endpoint` wants. The URL to ask is the
    /// endpoint's scheme, `://`, that host and ``target``.
    public func addressed(to endpoint: Endpoint) -> HTTPRequest {
        var request = self
        if endpoint.holdsBucket {
            // The path's first label is the bucket.
            let rest = path.dropFirst().drop { $0 != "/" }
            request.path = rest.isEmpty ? "/" : String(rest)
        }
        if !endpoint.basePath.isEmpty { request.path = endpoint.basePath + request.path }
        request.headers["Host"] = (endpoint.holdsHostPrefix ? "" : hostPrefix) + endpoint.authority
        for field in endpoint.headers.fields { request.headers[field.name] = field.value }
        return request
    }
}
