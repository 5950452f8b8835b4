import AWSWire
import Documents
import ServiceModels
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

    @Test func `a clock ahead is told the window of the service`() {
        let earlier = Timestamp(seconds: signedAt.seconds - 3600)
        #expect(
            text(core(earlier), request("sts")).contains(
                "Signature not yet current: 20261123T175845Z is still later than 20261123T171345Z (20261123T165845Z + 15 min.)"
            ))
        #expect(
            text(core(earlier), request("ses2")).contains(
                "is still later than 20261123T170345Z (20261123T165845Z + 5 min.)"))
        // Ten minutes are within one window and outside of the other.
        let near = core(Timestamp(seconds: signedAt.seconds - 600))
        #expect(!text(near, request("sts")).contains("not yet current"))
        #expect(text(near, request("ses2")).contains("not yet current"))
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

    @Test func `a scope of another service, and a host that is not signed, are refused`() {
        let core = core(signedAt)
        func with(_ old: String, _ new: String) -> IncomingRequest {
            let request = request("ses2")
            return IncomingRequest(
                method: request.method, target: request.target,
                headers: request.headers.map { ($0.name, $0.value.replacing(old, with: new)) })
        }
        #expect(
            text(core, with("/ses/", "/sns/")).contains(
                "Credential should be scoped to correct service: 'ses'."))
        #expect(text(core, with("host;", "")).contains("must be a 'SignedHeader'"))
    }

    @Test(arguments: [
        ("s3", "<Error><Code>InvalidAccessKeyId</Code>", 403),
        ("ec2", "<Code>AuthFailure</Code>", 401),
        ("kms", "UnrecognizedClientException", 400),
        ("sesv2", "UnrecognizedClientException", 403),
        ("route53", "<Code>InvalidClientTokenId</Code>", 403),
    ])
    func `an unknown key is refused as the service does`(_ service: String, _ text: String, _ status: Int)
        throws
    {
        let wire = Wire(try ModelLibrary().model(service))
        let error = ErrorWords(wire.model).unknownKey()
        #expect(error.status == status)
        let response = wire.encodeError(error, operation: nil, requestID: "id")
        let said =
            "\(response.headers["x-amzn-ErrorType"] ?? "")" + String(decoding: response.body, as: UTF8.self)
        #expect(said.contains(text), "\(said)")
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
