/// What holds for every request of a transport.
struct TransportSettings: Sendable {
    /// A file of certificate authorities in PEM; nil for the system's.
    var certificateAuthorities: String?
    /// The proxies; none by default.
    var proxies = Proxies()
    /// How many requests may be open to one host at a time.
    var connectionsPerHost = 64
    /// How many requests may be open at a time.
    var connections = 512
}

/// Which proxy a URL goes through: the conventions of `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY`.
///
/// <https://everything.curl.dev/usingcurl/proxies/env.html>. Lower case goes before upper case.
public struct Proxies: Sendable, Hashable {
    /// For `http:` URLs.
    public var http: String?
    /// For `https:` URLs.
    public var https: String?
    /// Hosts that are reached without a proxy, separated by commas; `*` for all.
    public var exceptions: String?

    /// No proxy at all.
    public init() {}

    /// The proxies that `environment` names.
    public init(environment: [String: String]) {
        func named(_ names: String...) -> String? {
            names.lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
        }
        http = named("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY")
        https = named("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY")
        exceptions = named("no_proxy", "NO_PROXY")
    }
}
