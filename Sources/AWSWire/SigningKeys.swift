import Synchronization

/// The keys derived from secret keys, remembered: a scan signs thousands of requests with a few of them.
public final class SigningKeys: Sendable {
    private struct Name: Hashable {
        let scope: SigV4.Scope
        let credentials: Credentials
    }
    private let keys = Mutex<[Name: [UInt8]]>([:])
    /// Sessions come and go in a scan of many accounts; past this many keys all are forgotten.
    private static let most = 500

    /// Remembers nothing yet.
    public init() {}

    func key(_ scope: SigV4.Scope, _ credentials: Credentials) -> [UInt8] {
        let name = Name(scope: scope, credentials: credentials)
        return keys.withLock { keys in
            if let key = keys[name] { return key }
            if keys.count >= Self.most { keys = [:] }
            let key = Self.derive(scope, credentials)
            keys[name] = key
            return key
        }
    }

    static func derive(_ scope: SigV4.Scope, _ credentials: Credentials) -> [UInt8] {
        var key = Array("AWS4\(credentials.secretAccessKey.reveal())".utf8)
        for part in [scope.day, scope.region, scope.service, "aws4_request"] {
            key = Digest.hmac(key: key, Array(part.utf8))
        }
        return key
    }
}
