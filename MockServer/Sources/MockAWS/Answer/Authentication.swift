import AWSWire
import Documents

/// How strictly requests are authenticated.
public enum AuthenticationMode: String, Sendable, CaseIterable {
    /// Nothing is checked; an access key that is known names the account, else it is the default one.
    case off
    /// Signatures by known keys are checked; unknown keys and unsigned requests act in the default account.
    case lenient
    /// As AWS does it.
    case strict
}

/// Who calls.
struct Caller: Sendable {
    let account: String
    let arn: String
    let userID: String
    var keyID: String?
}

/// Checks signatures, and says who calls.
struct Authentication: Sendable {
    let mode: AuthenticationMode
    private let hash = SignatureHash()
    private var signingKeys: [Scope: [UInt8]] = [:]
    /// The key that was used last: most clients sign with one.
    private var latest: (scope: Scope, key: [UInt8])?

    /// What a signing key is good for.
    private struct Scope: Hashable {
        let keyID: String
        let date: String
        let region: String
        let service: String
    }

    init(_ mode: AuthenticationMode) { self.mode = mode }

    /// Who signed the request in `asked`, or how the service refuses it.
    mutating func caller(_ asked: Asked, ring: KeyRing, words: ErrorWords) throws(ServiceError) -> Caller {
        var anyone: Caller {
            let account = ring.defaultAccount
            return Caller(account: account, arn: "arn:aws:iam::\(account):user/mock", userID: "AIDAMOCK")
        }
        let found: Signature?
        switch asked.signature {
        case .success(let signature): found = signature
        case .failure(let malformed):
            if mode == .off { return anyone }
            throw words.incomplete(malformed.message)
        }
        guard let found else {
            if mode == .strict { throw words.unsigned }
            return anyone
        }
        guard let key = ring[found.keyID] else {
            if mode == .strict { throw words.unknownKey() }
            var caller = anyone
            caller.keyID = found.keyID
            return caller
        }
        let caller = Caller(account: key.account, arn: key.caller, userID: key.userID, keyID: found.keyID)
        if mode == .off { return caller }
        if let token = key.token {
            guard found.token == token else { throw words.unknownKey(isToken: true) }
            if let expires = key.expires, expires <= asked.now { throw words.expiredSession }
        } else if found.token != nil {
            throw words.unknownKey(isToken: true)
        }
        try checkClock(found, words, asked.now)
        guard found.service == words.signingName || words.family == .s3 else {
            throw words.mismatch("Credential should be scoped to correct service: '\(words.signingName)'. ")
        }
        guard found.signs("host") else {
            throw words.mismatch(
                "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.")
        }
        let signing = signingKey(found, key.secret)
        guard Signature.hasTruePayload(asked.request, hash: hash),
            found.matches(asked.request, query: asked.pairs, key: signing, hash: hash)
        else { throw words.wrongSignature }
        return caller
    }

    private mutating func signingKey(_ signature: Signature, _ secret: Secret) -> [UInt8] {
        let scope = Scope(
            keyID: signature.keyID, date: signature.date, region: signature.region, service: signature.service
        )
        if let latest, latest.scope == scope { return latest.key }
        if signingKeys.count > 4096 { signingKeys.removeAll() }
        let key = signingKeys[scope] ?? signature.signingKey(secret, hash: hash)
        signingKeys[scope] = key
        latest = (scope, key)
        return key
    }

    /// The services whose window is 15 minutes, back and ahead; the others' is 5, as measured on AWS.
    private static let wide: Set<String> = ["sts", "iam", "sqs", "dynamodb", "s3", "s3control"]

    private func checkClock(_ signature: Signature, _ words: ErrorWords, _ now: Timestamp)
        throws(ServiceError)
    {
        guard let signed = Timestamp(signature.signedAt), signature.signedAt.utf8.count == 16 else {
            throw words.incomplete(
                "Date must be in ISO-8601 'basic format'. Got '\(signature.signedAt.prefix(40))'.")
        }
        guard signature.signedAt.hasPrefix(signature.date) else {
            throw words.skew(
                "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: "
                    + "'\(signature.date)' != '\(signature.signedAt.prefix(8))', from '\(signature.signedAt)'."
            )
        }
        let minutes = Self.wide.contains(words.service) ? 15 : 5
        let window = signature.expires.map(Double.init) ?? Double(minutes * 60)
        let earliest = Timestamp(seconds: now.seconds - window)
        if signed < earliest {
            let span = Int(window) % 60 == 0 ? "\(Int(window) / 60) min" : "\(Int(window)) sec"
            let text =
                "Signature expired: \(signature.signedAt) is now earlier than \(earliest.basic) "
                + "(\(now.basic) - \(span).)"
            throw signature.expires == nil ? words.skew(text) : words.expiredLink(text)
        }
        let latest = Timestamp(seconds: now.seconds + Double(minutes * 60))
        if signed > latest {
            throw words.skew(
                "Signature not yet current: \(signature.signedAt) is still later than \(latest.basic) "
                    + "(\(now.basic) + \(minutes) min.)")
        }
    }
}
