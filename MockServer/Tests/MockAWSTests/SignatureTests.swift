import AWSWire
import Documents
import Files
import TestSupport
import Testing

@testable import MockAWS

/// The verifier against signatures that others made, and against those of our own signer, which shares no code with it.
@Suite struct SignatureTests {
    private static let example = Credentials(
        accessKeyID: KeyRing.exampleID, secretAccessKey: Secret("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"))
    private let now = Timestamp("2026-11-23T18:15:26Z")!

    private static func incoming(_ request: HTTPRequest) -> IncomingRequest {
        IncomingRequest(
            method: request.method, target: request.target,
            headers: request.headers.fields.map { ($0.name, $0.value) }, body: request.body)
    }

    private static func holds(_ request: HTTPRequest, secret: Secret = example.secretAccessKey) throws -> Bool
    {
        let query = Percent.pairs(request.query)
        let incoming = incoming(request)
        let signature = try #require(try Signature(incoming, query: query))
        let hash = SignatureHash()
        return Signature.hasTruePayload(incoming, hash: hash)
            && signature.matches(
                incoming, query: query, key: signature.signingKey(secret, hash: hash), hash: hash)
    }

    @Test func `real clients' requests verify`() throws {
        let path = "../shared/recordings/sigv4-vectors.json"
        guard Files.exists(path) else {
            print("skipped: no recorded signatures are here")
            return
        }
        let vectors = try #require(try JSON.parse(try Files.read(path))["vectors"]?.array)
        for vector in vectors {
            let target = vector["path"]?.string ?? "/"
            let path = target.prefix { $0 != "?" }
            let request = HTTPRequest(
                method: vector["method"]?.string ?? "", path: String(path),
                query: String(target.dropFirst(path.count + 1)),
                headers: Headers(
                    (vector["headers"]?.array ?? []).map { ($0[0]?.string ?? "", $0[1]?.string ?? "") }),
                body: Array((vector["body"]?.string ?? "").utf8))
            #expect(try Self.holds(request) == (vector["valid"]?.bool ?? true), "\(target)")
        }
        #expect(vectors.count > 5)
    }

    @Test func `signed requests of aws-c-auth's suite verify`() throws {
        guard let folder = Conformance.folder("sigv4-aws-c-auth") else { return }
        var count = 0
        for name in try Files.list("\(folder)/v4") {
            let at = "\(folder)/v4/\(name)"
            // A path that is signed as it is, is S3's alone; a token that is not signed no one's that we mock.
            guard !name.hasSuffix("unnormalized"),
                let context = (try? Files.read("\(at)/context.json")).flatMap({ try? JSON.parse($0) }),
                let text = try? Files.text("\(at)/header-signed-request.txt")
            else { continue }
            let request = Self.raw(text.replacing("\r\n", with: "\n"))
            let secret = Secret(context["credentials"]?["secret_access_key"]?.string ?? "")
            #expect(try Self.holds(request, secret: secret), "\(name)")
            count += 1
        }
        #expect(count > 10)
    }

    /// A request as the suite writes it: raw, with folded headers.
    private static func raw(_ text: String) -> HTTPRequest {
        let parts = text.split(separator: "\n\n", maxSplits: 1, omittingEmptySubsequences: false)
        var lines = parts[0].split(separator: "\n").map(String.init)
        let first = lines.removeFirst()
        let method = first.prefix { $0 != " " }
        let target = first.dropFirst(method.count + 1).replacing(" HTTP/1.1", with: "")
        let path = target.prefix { $0 != "?" }
        var headers = Headers()
        for line in lines {
            if line.hasPrefix(" "), let last = headers.fields.indices.last {
                headers.fields[last].value += " " + line
            } else if let colon = line.firstIndex(of: ":") {
                headers.append(
                    String(line[..<colon]), String(line[line.index(after: colon)...].drop { $0 == " " }))
            }
        }
        return HTTPRequest(
            method: String(method), path: String(path), query: String(target.dropFirst(path.count + 1)),
            headers: headers, body: parts.count > 1 ? Array(parts[1].utf8) : [])
    }

    private func signed(_ path: String, service: String = "ses") -> HTTPRequest {
        let request = HTTPRequest(
            method: "GET", path: path, query: "PageSize=5&a=b%20c&empty=&%C3%BC=%2B",
            headers: Headers([("Host", "127.0.0.1:4566"), ("X-Amz-Meta", "two   words")]))
        return SigV4.sign(
            request, credentials: Self.example, region: "eu-west-1", service: service, at: now,
            options: .of(signingName: service))
    }

    @Test(arguments: ["/", "/v2/email/identities/carol%2Bx%40v2.example.com", "/a//b/./c/../d/"])
    func `what was signed verifies, and what was changed since does not`(_ path: String) throws {
        let request = signed(path)
        #expect(try Self.holds(request))
        var changed = request
        changed.query = "PageSize=6&a=b%20c&empty=&%C3%BC=%2B"
        #expect(try !Self.holds(changed))
        changed = request
        changed.path += "x"
        #expect(try !Self.holds(changed))
        changed = request
        changed.body = [32]
        #expect(try !Self.holds(changed))
        changed = request
        changed.headers["X-Amz-Meta"] = "two wordz"
        #expect(try !Self.holds(changed))
        #expect(try !Self.holds(request, secret: Secret("other")))
        // S3 signs the path as it is.
        #expect(try Self.holds(signed(path, service: "s3")))
    }

    @Test func `a signature in the query string verifies`() throws {
        let request = SigV4.presign(
            HTTPRequest(method: "GET", path: "/", query: "Action=X", headers: Headers([("Host", "h")])),
            credentials: Self.example, region: "eu-west-1", service: "sts", at: now, expires: 60)
        #expect(try Self.holds(request))
        var changed = request
        changed.query = changed.query.replacing("Action=X", with: "Action=Y")
        #expect(try !Self.holds(changed))
        changed.query = request.query.replacing("X-Amz-Expires=60", with: "X-Amz-Expires=700000")
        #expect(throws: Signature.Malformed.self) { try Self.holds(changed) }
    }
}
