import AWSWire
import Documents
import Files
import ServiceModels
import Testing

/// Signing and verifying are each other's mirror, and refuse what they should.
@Suite struct SignatureTests {
    private let credentials = Credentials(
        accessKeyID: "AKIAIOSFODNN7EXAMPLE",
        secretAccessKey: Secret("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"))
    private let now = Timestamp("2026-11-23T18:15:26Z")!

    private func signed(_ path: String = "/v2/email/identities/carol%2Bx%40v2.example.com") -> HTTPRequest {
        let request = HTTPRequest(
            method: "GET", path: path, query: "PageSize=5&a=b%20c",
            headers: Headers([("Host", "127.0.0.1:4566")]))
        return SigV4.sign(request, credentials: credentials, region: "eu-west-1", service: "ses", at: now)
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
            let claim = try SigV4.claim(request)
            try SigV4.verify(request, claim, credentials: credentials(for: claim), now: claim.date)
        }
        #expect(vectors.count > 5)
    }

    private func credentials(for claim: SigV4.Claim) -> Credentials {
        Credentials(
            accessKeyID: claim.accessKeyID, secretAccessKey: credentials.secretAccessKey,
            sessionToken: claim.sessionToken)
    }

    @Test func `what was signed verifies, in headers and in the query string`() throws {
        for request in [
            signed(), signed("/"),
            SigV4.presign(
                HTTPRequest(method: "GET", path: "/", query: "Action=X", headers: Headers([("Host", "h")])),
                credentials: credentials, region: "eu-west-1", service: "sts", at: now, expires: 60),
        ] {
            let claim = try SigV4.claim(request)
            #expect(claim.region == "eu-west-1")
            try SigV4.verify(request, claim, credentials: credentials, now: now)
        }
    }

    @Test func `a changed request, key or clock is refused`() throws {
        let request = signed()
        let claim = try SigV4.claim(request)
        var changed = request
        changed.query = "PageSize=6&a=b%20c"
        #expect(throws: SigV4.Refusal.mismatch) {
            try SigV4.verify(changed, claim, credentials: credentials, now: now)
        }
        #expect(throws: SigV4.Refusal.unknownKey) {
            try SigV4.verify(request, claim, credentials: nil, now: now)
        }
        let other = Credentials(accessKeyID: credentials.accessKeyID, secretAccessKey: Secret("other"))
        #expect(throws: SigV4.Refusal.mismatch) {
            try SigV4.verify(request, claim, credentials: other, now: now)
        }
        let later = Timestamp(seconds: now.seconds + 1800)
        let old = #expect(throws: SigV4.Refusal.self) {
            try SigV4.verify(request, claim, credentials: credentials, now: later, skew: 900)
        }
        let sts = try ModelLibrary().model("sts")
        #expect(
            try #require(old).error(of: sts).message
                == "Signature expired: 20261123T181526Z is now earlier than 20261123T183026Z (20261123T184526Z - 15 min.)"
        )
        #expect(throws: SigV4.Refusal.missing) { try SigV4.claim(HTTPRequest(method: "GET", path: "/")) }
    }

    @Test func `secrets do not print`() {
        let session = Credentials(
            accessKeyID: "AKID", secretAccessKey: Secret("hush-key"), sessionToken: Secret("hush-token"))
        var dumped = ""
        dump(session, to: &dumped)
        for text in ["\(session)", String(reflecting: session), dumped] { #expect(!text.contains("hush")) }
    }
}
