import Synchronization

/// The keys derived from secret keys, remembered: a scan signs thousands of requests with a few of them.
public final class SigningKeys: Sendable {
    private struct Known {
        let secret: Secret
        let key: [UInt8]
    }
    private let keys = Mutex<[String: Known]>([:])
    /// Sessions come and go in a scan of many accounts; past this many keys all are forgotten.
    private static let most = 250

    /// Remembers nothing yet.
    public init() {}

    func key(_ scope: SigV4.Scope, _ credentials: Credentials) -> [UInt8] {
        let name = "\(credentials.accessKeyID)/\(scope.day)/\(scope.region)/\(scope.service)"
        let secret = credentials.secretAccessKey
        return keys.withLock { keys in
            if let known = keys[name], known.secret == secret { return known.key }
            if keys.count >= Self.most { keys = [:] }
            let key = Self.derive(scope, credentials)
            keys[name] = Known(secret: secret, key: key)
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
