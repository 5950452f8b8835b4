public import Documents

extension SigV4 {
    /// What a request says of its own signature.
    public struct Claim: Sendable, Hashable {
        /// The access key that signed.
        public let accessKeyID: String
        /// The day of the scope: `20261123`.
        public let day: String
        /// The region of the scope.
        public let region: String
        /// The service of the scope.
        public let service: String
        /// When it was signed.
        public let date: Timestamp
        /// The date as written.
        public let dateText: String
        /// How long it holds, in seconds, where the signature is in the query string.
        public let expires: Int?
        /// The session's token.
        public let sessionToken: Secret?
        let signedHeaders: [String]
        let signature: String
    }

    /// Why a request is not let in.
    public enum Refusal: Error, Sendable, Hashable {
        /// There is no signature.
        case missing
        /// The signature lacks something, or something in it cannot be read.
        case incomplete(String)
        /// Nobody has the access key.
        case unknownKey
        /// The session's token is not the key's, or is not there.
        case badToken
        /// The credentials have expired.
        case expired
        /// The date is too far back: when signed, the earliest moment accepted, and now.
        case tooOld(signed: String, limit: String, now: String)
        /// The date is too far ahead.
        case tooNew(signed: String, limit: String, now: String)
        /// The scope is of another region or service: what the request has, and what is right.
        case wrongScope(String)
        /// The signature is not the one that the key makes.
        case mismatch
    }

    /// What the request's `Authorization` header or query string claims.
    public static func claim(_ request: HTTPRequest) throws(Refusal) -> Claim {
        var parts = [String: String]()
        let header = request.headers["Authorization"]
        if let header {
            guard header.hasPrefix(algorithm + " ") else {
                throw .incomplete("Authorization does not begin with \(algorithm)")
            }
            for part in header.dropFirst(algorithm.utf8.count + 1).split(separator: ",") {
                let pair = part.split(separator: "=", maxSplits: 1)
                if pair.count == 2 {
                    parts[Scalar.trimmed(String(pair[0]))] = Scalar.trimmed(String(pair[1]))
                }
            }
            parts["Date"] = request.headers["X-Amz-Date"] ?? request.headers["Date"]
            parts["Security-Token"] = request.headers["X-Amz-Security-Token"]
        } else {
            for pair in Percent.pairs(request.query) where pair.name.hasPrefix("X-Amz-") {
                parts[String(pair.name.dropFirst(6))] = pair.value
            }
            guard parts["Signature"] != nil || parts["Algorithm"] != nil else { throw .missing }
            guard parts["Algorithm"] == algorithm else {
                throw .incomplete("X-Amz-Algorithm is not \(algorithm)")
            }
        }
        for name in ["Credential", "SignedHeaders", "Signature", "Date"] where parts[name] == nil {
            throw .incomplete("the signature has no \(name)")
        }
        let scope = parts["Credential"]!.split(separator: "/", omittingEmptySubsequences: false).map(
            String.init)
        guard scope.count >= 5, scope.last == "aws4_request" else {
            throw .incomplete("the credential is not KEY/DATE/REGION/SERVICE/aws4_request")
        }
        guard let date = Timestamp(parts["Date"]!) else { throw .incomplete("the date cannot be read") }
        let day = scope[scope.count - 4]
        guard date.basic.hasPrefix(day) else { throw .incomplete("the credential's day is not the date's") }
        var expires: Int?
        if header == nil {
            guard let text = parts["Expires"], let seconds = Int(text), (0...604_800).contains(seconds) else {
                throw .incomplete("X-Amz-Expires must be from 0 to 604800")
            }
            expires = seconds
        }
        return Claim(
            accessKeyID: scope[..<(scope.count - 4)].joined(separator: "/"), day: day,
            region: scope[scope.count - 3],
            service: scope[scope.count - 2], date: date, dateText: date.basic, expires: expires,
            sessionToken: parts["Security-Token"].map { Secret($0) },
            signedHeaders: parts["SignedHeaders"]!.split(separator: ";").map { $0.lowercased() },
            signature: parts["Signature"]!)
    }

    /// Whether `request` is signed as it claims, with the key that `credentials` belongs to.
    ///
    /// - Parameters:
    ///   - now: the verifier's clock.
    ///   - skew: how many seconds the date may lie back or ahead.
    ///   - credentials: those of the claimed access key; nil when nobody has it.
    public static func verify(
        _ request: HTTPRequest, _ claim: Claim, credentials: Credentials?, now: Timestamp, skew: Double = 300,
        options: Options? = nil, keys: SigningKeys? = nil
    ) throws(Refusal) {
        guard let credentials else { throw .unknownKey }
        if credentials.sessionToken != claim.sessionToken { throw .badToken }
        if let expiration = credentials.expiration, expiration <= now { throw .expired }
        let oldest = now.seconds - (claim.expires.map(Double.init) ?? skew)
        if claim.date.seconds < oldest {
            throw .tooOld(signed: claim.dateText, limit: Timestamp(seconds: oldest).basic, now: now.basic)
        }
        if claim.date.seconds > now.seconds + skew {
            throw .tooNew(
                signed: claim.dateText, limit: Timestamp(seconds: now.seconds + skew).basic, now: now.basic)
        }
        for name in request.headers.fields.map({ $0.name.lowercased() })
        where (name == "host" || name.hasPrefix("x-amz-") && name != "x-amz-security-token")
            && !claim.signedHeaders.contains(name)
        {
            throw .incomplete("the header \(name) is not signed")
        }
        guard claim.signedHeaders.contains("host") else { throw .incomplete("the header host is not signed") }
        let options = options ?? .of(signingName: claim.service)
        let stated = request.headers["X-Amz-Content-Sha256"]
        var hash = bodyHash(request, options)
        if let stated, stated == unsigned {
            hash = unsigned
        } else if let stated, stated != hash {
            throw .mismatch
        }
        if claim.expires != nil, claim.service == "s3", stated == nil { hash = unsigned }
        let canonical = Canonical(request, hash: hash, options: options, signed: claim.signedHeaders)
        let scope = Scope(day: claim.day, region: claim.region, service: claim.service)
        let expected = signature(canonical, claim.dateText, scope, credentials, keys)
        guard Digest.same(expected, claim.signature) else { throw .mismatch }
    }
}
