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
    /// The names of the signed headers, with semicolons between them.
    let signedHeaders: ArraySlice<UInt8>
    let signature: ArraySlice<UInt8>
    /// The session token that came along.
    let token: String?
    /// When it says it was signed, as text.
    let signedAt: String
    /// For how many seconds a signature in the query string holds.
    let expires: Int?

    /// The signature of `request`; nil where it has none.
    init?(_ request: IncomingRequest, query: [(name: String, value: String)]) throws(Malformed) {
        if let header = request.bytes(ofHeader: "authorization") {
            let algorithm = "AWS4-HMAC-SHA256"
            guard header.starts(with: algorithm.utf8) else {
                let start = String(decoding: header.prefix(40), as: UTF8.self)
                throw Malformed(message: "Unsupported AWS 'algorithm' in Authorization=\(start)")
            }
            let parts = AuthorizationParts(header.dropFirst(algorithm.utf8.count))
            try self.init(
                credential: parts.credential, headers: parts.signedHeaders, signature: parts.signature,
                at: request.header("x-amz-date") ?? request.header("date").flatMap { Timestamp($0)?.basic },
                token: request.header("x-amz-security-token"), expires: nil)
            return
        }
        if query.isEmpty { return nil }
        func text(_ name: String) -> String? { query.first { $0.name == name }?.value }
        func value(_ name: String) -> ArraySlice<UInt8>? { text(name).map { Array($0.utf8)[...] } }
        guard value("X-Amz-Algorithm") != nil else { return nil }
        try self.init(
            credential: value("X-Amz-Credential"), headers: value("X-Amz-SignedHeaders"),
            signature: value("X-Amz-Signature"), at: text("X-Amz-Date"),
            token: text("X-Amz-Security-Token"),
            expires: try Self.lifetime(text("X-Amz-Expires")))
    }

    private init(
        credential: ArraySlice<UInt8>?, headers: ArraySlice<UInt8>?, signature: ArraySlice<UInt8>?,
        at: String?, token: String?, expires: Int?
    ) throws(Malformed) {
        guard let credential else { throw Self.lacks("Credential") }
        guard let signature else { throw Self.lacks("Signature") }
        guard let headers else { throw Self.lacks("SignedHeaders") }
        guard let at else {
            throw Malformed(
                message:
                    "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.")
        }
        // The last four parts; what stands before them, slashes and all, is the key.
        var ends = [credential.endIndex]
        ends.reserveCapacity(5)
        var place = credential.endIndex
        while place > credential.startIndex, ends.count < 5 {
            place -= 1
            if credential[place] == 47 { ends.append(place) }
        }
        func part(_ number: Int) -> String {
            String(decoding: credential[(ends[number + 1] + 1)..<ends[number]], as: UTF8.self)
        }
        guard ends.count == 5, part(0) == "aws4_request" else {
            let count = credential.count { $0 == 47 } + 1
            throw Malformed(message: "Credential must have at least 5 slash-delimited elements, not \(count)")
        }
        keyID = String(decoding: credential[..<ends[4]], as: UTF8.self)
        date = part(3)
        region = part(2)
        service = part(1)
        signedHeaders = headers
        self.signature = signature
        self.token = token
        self.expires = expires
        signedAt = at
    }

    /// Whether the header `name`, in lower case, is signed.
    func signs(_ name: StaticString) -> Bool {
        signedHeaders.split(separator: 59).contains { part in
            name.withUTF8Buffer { $0.elementsEqual(part) }
        }
    }

    /// For how many seconds a query string says that its signature holds: from 1 to a week, 15 minutes by default.
    private static func lifetime(_ text: String?) throws(Malformed) -> Int {
        guard let text else { return 900 }
        guard let seconds = Int(text), (1...604_800).contains(seconds) else {
            throw Malformed(
                message: "X-Amz-Expires must be from 1 to 604800 seconds, not '\(text.prefix(20))'")
        }
        return seconds
    }

    private static func lacks(_ part: String) -> Malformed {
        Malformed(message: "Authorization header requires '\(part)' parameter.")
    }

    /// Whether `key` made this signature over `request`.
    func matches(
        _ request: IncomingRequest, query: [(name: String, value: String)], key: [UInt8], hash: SignatureHash
    ) -> Bool {
        var text = [UInt8]()
        text.reserveCapacity(192)
        text.append("AWS4-HMAC-SHA256\n")
        text.append(signedAt)
        text.append(10)
        for part in [date, region, service] {
            text.append(part)
            text.append(47)
        }
        text.append("aws4_request\n")
        SignatureHash.appendHex(hash.digest(canonical(request, query, hash)), to: &text)
        var made = [UInt8]()
        made.reserveCapacity(64)
        SignatureHash.appendHex(hash.hmac(key, text), to: &made)
        return made.elementsEqual(signature)
    }

    /// The key that signs in this scope.
    func signingKey(_ secret: Secret, hash: SignatureHash) -> [UInt8] {
        var key = Array("AWS4\(secret.reveal())".utf8)
        for part in [date, region, service, "aws4_request"] { key = hash.hmac(key, Array(part.utf8)) }
        return key
    }

    private func canonical(
        _ request: IncomingRequest, _ query: [(name: String, value: String)], _ hash: SignatureHash
    ) -> [UInt8] {
        let isS3 = service == "s3" || service == "s3-outposts"
        var out = [UInt8]()
        out.reserveCapacity(512)
        out.append(request.method)
        out.append(10)
        let target = Substring(request.target.utf8.prefix { $0 != 63 })
        // S3 takes the path as it is; the others tidy it and encode it once more.
        let path = isS3 ? String(target) : Self.tidied(target)
        if path == "/" || isS3 {
            out.append(path)
        } else {
            out += Percent.encode(path, keepingSlashes: true).utf8
        }
        out.append(10)
        if !query.isEmpty {
            let pairs = query.filter { $0.name != "X-Amz-Signature" }
                .map { (Percent.encode($0.name), Percent.encode($0.value)) }.sorted { $0 < $1 }
            out += pairs.map { "\($0)=\($1)" }.joined(separator: "&").utf8
        }
        out.append(10)
        for name in signedHeaders.split(separator: 59) {
            out += name
            out.append(UInt8(ascii: ":"))
            Self.appendValue(of: name, request, to: &out)
            out.append(10)
        }
        out.append(10)
        out += signedHeaders
        out.append(10)
        if let given = request.bytes(ofHeader: "x-amz-content-sha256") {
            out += given
        } else if expires != nil, isS3 {
            out += "UNSIGNED-PAYLOAD".utf8
        } else {
            SignatureHash.appendHex(hash.digest(request.body), to: &out)
        }
        return out
    }

    /// `path` without empty segments and steps up or in place (RFC 3986, 5.2.4).
    private static func tidied(_ path: Substring) -> String {
        // A slash and then a slash or a dot.
        let needsIt = zip(path.utf8, path.utf8.dropFirst()).contains { $0 == 47 && ($1 == 47 || $1 == 46) }
        guard needsIt else { return String(path) }
        var kept = [Substring]()
        for segment in path.split(separator: "/") where segment != "." {
            if segment != ".." { kept.append(segment) } else { _ = kept.popLast() }
        }
        let tail = path.last == "/" && !kept.isEmpty ? "/" : ""
        return "/" + kept.joined(separator: "/") + tail
    }

    /// Appends the values of a header, joined with commas, runs of spaces made one.
    private static func appendValue(
        of name: ArraySlice<UInt8>, _ request: IncomingRequest, to out: inout [UInt8]
    ) {
        name.withUnsafeBufferPointer { name in
            request.head.withUnsafeBufferPointer { head in
                var isFirst = true
                for field in request.fields where field.name.count == name.count {
                    let isSame = name.indices.allSatisfy { place in
                        let byte = head[field.name.lowerBound + place]
                        return (byte >= 65 && byte <= 90 ? byte | 0x20 : byte) == name[place]
                    }
                    guard isSame else { continue }
                    if !isFirst { out.append(UInt8(ascii: ",")) }
                    isFirst = false
                    var last: UInt8 = 0
                    for place in field.value where head[place] != 32 || last != 32 {
                        last = head[place]
                        out.append(last)
                    }
                }
            }
        }
    }

    /// Whether the payload is what the header `x-amz-content-sha256` says; true where there is no such header.
    static func hasTruePayload(_ request: IncomingRequest, hash: SignatureHash) -> Bool {
        guard let given = request.bytes(ofHeader: "x-amz-content-sha256"), given.count == 64 else {
            return true
        }
        var made = [UInt8]()
        SignatureHash.appendHex(hash.digest(request.body), to: &made)
        return given.elementsEqual(made)
    }
}

/// The parts of an `Authorization` header, which have commas between them.
private struct AuthorizationParts {
    private(set) var credential: ArraySlice<UInt8>?
    private(set) var signedHeaders: ArraySlice<UInt8>?
    private(set) var signature: ArraySlice<UInt8>?

    init(_ text: ArraySlice<UInt8>) {
        let offset = text.startIndex
        text.withUnsafeBufferPointer { bytes in
            var start = 0
            while start < bytes.count {
                var place = start
                while place < bytes.count, bytes[place] == 32 { place += 1 }
                let name = place
                while place < bytes.count, bytes[place] != 61, bytes[place] != 44 { place += 1 }
                let equals = place
                while place < bytes.count, bytes[place] != 44, bytes[place] != 32 { place += 1 }
                let end = place
                while place < bytes.count, bytes[place] != 44 { place += 1 }
                start = place + 1
                guard equals < end else { continue }
                let value = text[(offset + equals + 1)..<(offset + end)]
                switch equals - name {
                case 10 where Self.has(bytes, "Credential", at: name): credential = value
                case 13 where Self.has(bytes, "SignedHeaders", at: name): signedHeaders = value
                case 9 where Self.has(bytes, "Signature", at: name): signature = value
                default: continue
                }
            }
        }
    }

    private static func has(_ bytes: UnsafeBufferPointer<UInt8>, _ name: StaticString, at place: Int) -> Bool
    {
        for offset in 0..<name.utf8CodeUnitCount where bytes[place + offset] != name.utf8Start[offset] {
            return false
        }
        return true
    }
}
