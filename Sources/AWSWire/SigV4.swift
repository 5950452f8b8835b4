public import Documents

/// AWS's Signature Version 4 (<https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html>).
public enum SigV4 {
    /// How a service wants requests signed.
    public struct Options: Sendable, Hashable {
        /// Whether the path is percent-encoded once more: everywhere but in S3.
        public var encodesPathTwice = true
        /// Whether `.`, `..` and empty segments are taken out of the path: everywhere but in S3.
        public var normalizesPath = true
        /// Whether the body's hash is also a header, `X-Amz-Content-Sha256`, which S3 wants.
        public var sendsBodyHash = false
        /// Whether the body stays out of the signature.
        public var leavesBodyUnsigned = false
        /// Whether the session's token is added behind the signature, which a few services want.
        public var signsSessionToken = true

        /// What nearly every service wants.
        public init() {}

        /// What S3 wants.
        public static var s3: Options {
            var options = Options()
            options.encodesPathTwice = false
            options.normalizesPath = false
            options.sendsBodyHash = true
            return options
        }

        /// What the service with this signing name wants.
        public static func of(signingName: String) -> Options {
            ["s3", "s3express", "s3-outposts", "s3-object-lambda"].contains(signingName) ? .s3 : Options()
        }
    }

    static let algorithm = "AWS4-HMAC-SHA256"
    static let emptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    static let unsigned = "UNSIGNED-PAYLOAD"

    /// `request` with the headers of a signature. Its `Host` header must be there.
    ///
    /// - Parameter keys: remembers the keys derived for a day, region and service.
    public static func sign(
        _ request: HTTPRequest, credentials: Credentials, region: String, service: String,
        at moment: Timestamp,
        options: Options = Options(), keys: SigningKeys? = nil
    ) -> HTTPRequest {
        var request = request
        let date = moment.basic
        request.headers["X-Amz-Date"] = date
        let hash = bodyHash(request, options)
        if options.sendsBodyHash { request.headers["X-Amz-Content-Sha256"] = hash }
        if let token = credentials.sessionToken, options.signsSessionToken {
            request.headers["X-Amz-Security-Token"] = token.reveal()
        }
        let canonical = Canonical(request, hash: hash, options: options)
        let scope = Scope(day: String(date.prefix(8)), region: region, service: service)
        let signature = signature(canonical, date, scope, credentials, keys)
        var text = [UInt8]()
        text.reserveCapacity(256)
        text.append(algorithm)
        text.append(" Credential=")
        text.append(credentials.accessKeyID)
        text.append("/")
        scope.append(to: &text)
        text.append(", SignedHeaders=")
        text.append(canonical.signedHeaders)
        text.append(", Signature=")
        text.append(signature)
        request.headers["Authorization"] = String(decoding: text, as: UTF8.self)
        if let token = credentials.sessionToken, !options.signsSessionToken {
            request.headers["X-Amz-Security-Token"] = token.reveal()
        }
        return request
    }

    /// `request` with a signature in its query string, valid for `expires` seconds.
    public static func presign(
        _ request: HTTPRequest, credentials: Credentials, region: String, service: String,
        at moment: Timestamp,
        expires: Int, options: Options = Options(), keys: SigningKeys? = nil
    ) -> HTTPRequest {
        var request = request
        let date = moment.basic
        let scope = Scope(day: String(date.prefix(8)), region: region, service: service)
        let hash = bodyHash(request, options)
        var pairs = [
            ("X-Amz-Algorithm", algorithm), ("X-Amz-Credential", "\(credentials.accessKeyID)/\(scope.text)"),
            ("X-Amz-Date", date), ("X-Amz-Expires", String(expires)),
            ("X-Amz-SignedHeaders", Canonical(request, hash: hash, options: options).signedHeaders),
        ]
        let token = credentials.sessionToken.map { ("X-Amz-Security-Token", $0.reveal()) }
        if let token, options.signsSessionToken { pairs.append(token) }
        func add(_ pairs: [(String, String)]) {
            let text = pairs.map { "\($0.0)=\(Percent.encode($0.1))" }.joined(separator: "&")
            request.query += (request.query.isEmpty ? "" : "&") + text
        }
        add(pairs)
        let canonical = Canonical(request, hash: hash, options: options)
        let signature = signature(canonical, date, scope, credentials, keys)
        if let token, !options.signsSessionToken { add([token]) }
        add([("X-Amz-Signature", signature)])
        return request
    }

    /// The canonical form of a request whose headers of signing are all there.
    public static func canonicalRequest(_ request: HTTPRequest, options: Options = Options()) -> String {
        Canonical(request, hash: bodyHash(request, options), options: options).text
    }

    /// What is signed: the algorithm, the date, the scope and the hash of the canonical request.
    public static func stringToSign(canonicalRequest: String, date: String, region: String, service: String)
        -> String
    {
        let scope = Scope(day: String(date.prefix(8)), region: region, service: service)
        return String(
            decoding: stringToSign(Array(canonicalRequest.utf8), date, scope), as: UTF8.self)
    }

    static func stringToSign(_ canonical: [UInt8], _ date: String, _ scope: Scope) -> [UInt8] {
        var out = [UInt8]()
        out.reserveCapacity(192)
        out.append(algorithm)
        out.append("\n")
        out.append(date)
        out.append("\n")
        scope.append(to: &out)
        out.append("\n")
        Digest.appendHex(Digest.sha256(canonical), to: &out)
        return out
    }

    static func signature(
        _ canonical: Canonical, _ date: String, _ scope: Scope, _ credentials: Credentials,
        _ keys: SigningKeys?
    ) -> String {
        let key = keys?.key(scope, credentials) ?? SigningKeys.derive(scope, credentials)
        return Digest.hex(Digest.hmac(key: key, stringToSign(canonical.bytes, date, scope)))
    }

    static func bodyHash(_ request: HTTPRequest, _ options: Options) -> String {
        if options.leavesBodyUnsigned { return unsigned }
        return request.body.isEmpty ? emptyHash : Digest.hex(Digest.sha256(request.body))
    }

    /// Where a signature holds: a day, a region and a service.
    struct Scope: Sendable, Hashable {
        let day: String
        let region: String
        let service: String
        var text: String { "\(day)/\(region)/\(service)/aws4_request" }

        /// Appends ``text``.
        func append(to out: inout [UInt8]) {
            for part in [day, region, service] {
                out.append(part)
                out.append(47)
            }
            out.append("aws4_request")
        }
    }
}
