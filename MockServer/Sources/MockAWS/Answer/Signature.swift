internal import COpenSSL
import AWSWire
import Documents

/// A Signature Version 4 as it came in: in the header, or in the query string.
///
/// Written apart from the signing side, so that a mistake in one does not hide in the other.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html>
struct Signature: Sendable {
    /// Why a signature can't be read.
    struct Malformed: Error { let message: String }

    let keyID: String
    let date: String
    let region: String
    let service: String
    let signedHeaders: [Substring]
    let signature: String
    /// The session token that came along.
    let token: String?
    /// When it says it was signed, as text.
    let signedAt: String
    /// For how many seconds a signature in the query string holds.
    let expires: Int?

    /// The signature of `request`; nil where it has none.
    init?(_ request: IncomingRequest, query: [(name: String, value: String)]) throws(Malformed) {
        if let header = request.header("authorization") {
            guard header.hasPrefix("AWS4-HMAC-SHA256") else {
                throw Malformed(message: "Unsupported AWS 'algorithm' in Authorization=\(header.prefix(40))")
            }
            var parts = [Substring: String]()
            for part in header.dropFirst("AWS4-HMAC-SHA256".count).split(separator: ",") {
                let pair = part.drop { $0 == " " }.split(separator: "=", maxSplits: 1)
                if pair.count == 2 { parts[pair[0]] = String(pair[1].prefix { $0 != " " }) }
            }
            try self.init(
                credential: parts["Credential"], headers: parts["SignedHeaders"],
                signature: parts["Signature"],
                at: request.header("x-amz-date") ?? request.header("date").flatMap { Timestamp($0)?.basic },
                token: request.header("x-amz-security-token"), expires: nil)
            return
        }
        func value(_ name: String) -> String? { query.first { $0.name == name }?.value }
        guard value("X-Amz-Algorithm") != nil else { return nil }
        try self.init(
            credential: value("X-Amz-Credential"), headers: value("X-Amz-SignedHeaders"),
            signature: value("X-Amz-Signature"), at: value("X-Amz-Date"),
            token: value("X-Amz-Security-Token"),
            expires: value("X-Amz-Expires").flatMap { Int($0) } ?? 900)
    }

    private init(
        credential: String?, headers: String?, signature: String?, at: String?, token: String?, expires: Int?
    ) throws(Malformed) {
        guard let credential else { throw Self.lacks("Credential") }
        guard let signature else { throw Self.lacks("Signature") }
        guard let headers else { throw Self.lacks("SignedHeaders") }
        guard let at else {
            throw Malformed(
                message:
                    "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.")
        }
        let scope = credential.split(separator: "/", omittingEmptySubsequences: false)
        guard scope.count >= 5, scope.last == "aws4_request" else {
            throw Malformed(
                message: "Credential must have at least 5 slash-delimited elements, not \(scope.count)")
        }
        let tail = scope.suffix(4).map(String.init)
        keyID = scope.dropLast(4).joined(separator: "/")
        date = tail[0]
        region = tail[1]
        service = tail[2]
        signedHeaders = headers.split(separator: ";")
        self.signature = signature
        self.token = token
        self.expires = expires
        signedAt = at
    }

    private static func lacks(_ part: String) -> Malformed {
        Malformed(message: "Authorization header requires '\(part)' parameter.")
    }

    /// Whether `secret` made this signature over `request`.
    func matches(_ request: IncomingRequest, query: [(name: String, value: String)], key: [UInt8]) -> Bool {
        var text = Array("AWS4-HMAC-SHA256\n\(signedAt)\n\(date)/\(region)/\(service)/aws4_request\n".utf8)
        text += Self.hex(Self.digest(canonical(request, query)))
        return Self.hex(Self.hmac(key, text)).elementsEqual(signature.utf8)
    }

    /// The key that signs in this scope.
    func signingKey(_ secret: Secret) -> [UInt8] {
        var key = Array("AWS4\(secret.reveal())".utf8)
        for part in [date, region, service, "aws4_request"] { key = Self.hmac(key, Array(part.utf8)) }
        return key
    }

    private func canonical(_ request: IncomingRequest, _ query: [(name: String, value: String)]) -> [UInt8] {
        let isS3 = service == "s3" || service == "s3-outposts"
        var out = [UInt8]()
        out.reserveCapacity(512)
        out += request.method.utf8
        out.append(10)
        let path = request.target.prefix { $0 != "?" }
        // The path is encoded once more by all services but S3.
        if path == "/" || isS3 {
            out += path.utf8
        } else {
            out += Percent.encode(String(path), keepingSlashes: true).utf8
        }
        out.append(10)
        let pairs = query.filter { $0.name != "X-Amz-Signature" }
            .map { (Percent.encode($0.name), Percent.encode($0.value)) }.sorted { $0 < $1 }
        out += pairs.map { "\($0)=\($1)" }.joined(separator: "&").utf8
        out.append(10)
        for name in signedHeaders {
            out += name.utf8
            out.append(UInt8(ascii: ":"))
            out += Self.value(request, name)
            out.append(10)
        }
        out.append(10)
        out += signedHeaders.joined(separator: ";").utf8
        out.append(10)
        if let given = request.header("x-amz-content-sha256") {
            out += given.utf8
        } else if expires != nil, isS3 {
            out += "UNSIGNED-PAYLOAD".utf8
        } else {
            out += Self.hex(Self.digest(request.body))
        }
        return out
    }

    /// The values of a header, joined with commas, runs of spaces made one.
    private static func value(_ request: IncomingRequest, _ name: Substring) -> [UInt8] {
        var out = [UInt8]()
        var isFirst = true
        let wanted = name.utf8
        for field in request.fields where field.name.count == wanted.count {
            let same = zip(request.head[field.name], wanted).allSatisfy { byte, want in
                (byte >= 65 && byte <= 90 ? byte | 0x20 : byte) == want
            }
            guard same else { continue }
            if !isFirst { out.append(UInt8(ascii: ",")) }
            isFirst = false
            var space = false
            for byte in request.head[field.value] {
                if byte == 32, space { continue }
                space = byte == 32
                out.append(byte)
            }
        }
        return out
    }

    /// Whether the payload is what the header `x-amz-content-sha256` says; true where there is no such header.
    static func hasTruePayload(_ request: IncomingRequest) -> Bool {
        guard let given = request.bytes(ofHeader: "x-amz-content-sha256"), given.count == 64 else {
            return true
        }
        return given.elementsEqual(hex(digest(request.body)))
    }

    private static func digest(_ bytes: [UInt8]) -> [UInt8] {
        var out = [UInt8](repeating: 0, count: 32)
        SHA256(bytes, bytes.count, &out)
        return out
    }

    private static func hmac(_ key: [UInt8], _ bytes: [UInt8]) -> [UInt8] {
        var out = [UInt8](repeating: 0, count: 32)
        var count: UInt32 = 32
        HMAC(EVP_sha256(), key, Int32(key.count), bytes, bytes.count, &out, &count)
        return out
    }

    private static func hex(_ bytes: [UInt8]) -> [UInt8] {
        let digits = Array("0123456789abcdef".utf8)
        var out = [UInt8]()
        out.reserveCapacity(64)
        for byte in bytes {
            out.append(digits[Int(byte >> 4)])
            out.append(digits[Int(byte & 15)])
        }
        return out
    }
}
