import AWSWire
import Documents
import Testing

@testable import MockAWS

@Suite struct AuthenticationTests {
    /// When the requests say that they were signed.
    private let signedAt = Timestamp("20261123T175845Z")!

    private func core(_ now: Timestamp, _ mode: AuthenticationMode = .strict) -> MockCore {
        var options = MockOptions()
        options.authentication = mode
        return MockCore(World(), options: options, clock: { now })
    }

    private func request(_ service: String, key: String = KeyRing.exampleID) -> IncomingRequest {
        let path = service == "ses2" ? "/v2/email/identities" : "/"
        let bodies = [
            "ses": "Action=ListIdentities&Version=2010-12-01", "sns": "Action=ListTopics&Version=2010-03-31",
            "sts": "Action=GetCallerIdentity&Version=2011-06-15",
        ]
        let scope = service == "ses2" ? "ses" : service
        return IncomingRequest(
            method: service == "ses2" ? "GET" : "POST", target: path,
            headers: [
                ("Host", "127.0.0.1"), ("X-Amz-Date", "20261123T175845Z"),
                ("Content-Type", "application/x-www-form-urlencoded; charset=utf-8"),
                (
                    "Authorization",
                    "AWS4-HMAC-SHA256 Credential=\(key)/20261123/us-east-1/\(scope)/aws4_request, "
                        + "SignedHeaders=content-type;host;x-amz-date, Signature=\(String(repeating: "0", count: 64))"
                ),
            ], body: Array((bodies[service] ?? "").utf8))
    }

    private func text(_ core: MockCore, _ request: IncomingRequest) -> String {
        String(decoding: core.respond(to: request).bytes, as: UTF8.self)
    }

    @Test func `an old clock is told the window of the service`() {
        let later = Timestamp(seconds: signedAt.seconds + 3600)
        #expect(
            text(core(later), request("sts")).contains(
                "Signature expired: 20261123T175845Z is now earlier than 20261123T184345Z (20261123T185845Z - 15 min.)"
            ))
        #expect(text(core(later), request("ses")).contains("(20261123T185845Z - 5 min.)"))
        let newer = text(core(later), request("ses2"))
        #expect(
            newer.contains("x-amzn-ErrorType: InvalidSignatureException") && newer.hasPrefix("HTTP/1.1 403 "))
    }

    @Test func `a clock ahead is told so`() {
        let earlier = Timestamp(seconds: signedAt.seconds - 3600)
        #expect(
            text(core(earlier), request("sts")).contains(
                "Signature not yet current: 20261123T175845Z is still later than 20261123T170345Z"))
    }

    @Test func `a wrong signature, an unknown key and no signature are refused in the words of each service`()
    {
        let core = core(signedAt)
        #expect(text(core, request("sns")).contains("<Code>SignatureDoesNotMatch</Code>"))
        #expect(text(core, request("ses2")).contains("InvalidSignatureException"))
        #expect(
            text(core, request("sts", key: "AKIAX")).contains(
                "The security token included in the request is invalid</M"))
        #expect(
            text(core, request("ses", key: "AKIAX")).contains(
                "The security token included in the request is invalid.</M"))
        #expect(text(core, request("ses2", key: "AKIAX")).contains("UnrecognizedClientException"))
        let bare = IncomingRequest(
            headers: [("Host", "x")], body: Array("Action=ListTopics&Version=2010-03-31".utf8))
        #expect(text(core, bare).contains("<Code>MissingAuthenticationToken</Code>"))
    }

    @Test func `lenient lets strangers in, off lets everybody in`() {
        #expect(text(core(signedAt, .lenient), request("sts", key: "AKIAX")).hasPrefix("HTTP/1.1 200 "))
        #expect(text(core(signedAt, .lenient), request("sts")).hasPrefix("HTTP/1.1 403 "))
        #expect(text(core(signedAt, .off), request("sts")).hasPrefix("HTTP/1.1 200 "))
    }

    @Test func `an expired session is refused as expired`() throws {
        var world = World()
        world.keys = [
            [
                "id": "ASIAOLD", "secret": "s", "token": "t", "account": "444455556666",
                "expires": "2026-11-23T17:00:00Z",
            ]
        ]
        let core = MockCore(world, clock: { [signedAt] in signedAt })
        let old = request("sts", key: "ASIAOLD")
        let with = IncomingRequest(
            method: "POST", target: "/",
            headers: old.headers.filter { $0.name != "Content-Length" } + [("X-Amz-Security-Token", "t")],
            body: old.body)
        #expect(text(core, with).contains("<Code>ExpiredToken</Code>"))
        #expect(text(core, old).contains("<Code>InvalidClientTokenId</Code>"))
    }
}
