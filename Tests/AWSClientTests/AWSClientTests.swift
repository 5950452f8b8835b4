import AWSWire
import Documents
import ServiceModels
import Testing

@testable import AWSClient

/// A client of a local server, with keys of its own.
func client(
    of server: LocalServer, environment: [String: String] = [:],
    change: (inout ClientConfiguration) -> Void = { _ in }
) -> AWSClient {
    var configuration = ClientConfiguration(
        settings: Settings(environment: environment, configuration: SharedConfiguration()))
    configuration.endpointURL = server.url
    configuration.timeFactor = 1000
    change(&configuration)
    return AWSClient(models: ModelLibrary(), configuration: configuration)
}

let exampleKeys = Credentials(
    accessKeyID: "AKIAEXAMPLE", secretAccessKey: Secret("secret-key-example"),
    sessionToken: Secret("session-token-example"))
let example = Session(CredentialCache(exampleKeys), account: "111122223333")

extension AWSClient {
    func identity(_ session: Session = example) async -> Attempted {
        await send(
            service: "sesv2", operation: "GetEmailIdentity",
            parameters: Object([("EmailIdentity", "a b@example.com")]),
            region: "eu-west-1", session: session)
    }
}

@Suite struct AWSClientTests {
    @Test func `a call is encoded, signed, sent and decoded`() async throws {
        let server = LocalServer { _ in
            .init(
                200, #"{"IdentityType":"DOMAIN","Policies":{"p":"{}"}}"#, headers: [("x-amzn-RequestId", "1")]
            )
        }
        let attempted = await client(of: server).identity()
        #expect(attempted.output?["Policies"]?["p"] == "{}")
        #expect(attempted.response?.status == 200)
        #expect(attempted.response?.headers["x-amzn-requestid"] == "1")
        let request = try #require(server.requests.first)
        #expect(request.target == "/v2/email/identities/a%20b%40example.com")
        #expect(request.headers["host"] == "127.0.0.1:\(server.port)")
        #expect(request.headers["authorization"]?.contains("/eu-west-1/ses/aws4_request") == true)
        #expect(request.headers["x-amz-security-token"] == "session-token-example")
        #expect(request.headers["amz-sdk-request"] == "attempt=1; max=3")
    }

    @Test(arguments: [
        (500, "{}", ""), (503, "", ""), (429, #"{"message":"Rate exceeded"}"#, "TooManyRequestsException"),
        (400, #"{"message":"Rate exceeded"}"#, "ThrottlingException"),
    ])
    func `what may go through later is tried again`(status: Int, body: String, code: String) async {
        let calls = Journal<Int>()
        let server = LocalServer { _ in
            calls.append(1)
            return calls.all.count < 3
                ? .init(status, body, headers: [("x-amzn-ErrorType", code)]) : .init(200, "{}")
        }
        let attempted = await client(of: server).identity()
        #expect(attempted.output != nil)
        #expect(
            server.requests.map { $0.headers["amz-sdk-request"] } == [1, 2, 3].map { "attempt=\($0); max=3" })
        #expect(attempted.throttled == (status == 429 || status == 400 ? 2 : 0))
    }

    @Test func `a call that is throttled on and on ends as an error`() async {
        let server = LocalServer { _ in
            .init(429, "{}", headers: [("x-amzn-ErrorType", "TooManyRequestsException")])
        }
        let attempted = await client(of: server) { $0.retries.maximumThrottledAttempts = 5 }.identity()
        #expect(attempted.throttled == 5)
        guard case .error(let error) = attempted.outcome else {
            Issue.record("\(attempted.outcome)")
            return
        }
        #expect(error.code == "TooManyRequestsException")
    }

    @Test(arguments: [
        (404, "NotFoundException"), (403, "AccessDeniedException"), (400, "BadRequestException"),
    ])
    func `what stays is not tried again`(status: Int, code: String) async {
        let server = LocalServer { _ in
            .init(status, #"{"message":"no"}"#, headers: [("x-amzn-ErrorType", code)])
        }
        let attempted = await client(of: server).identity()
        guard case .error(let error) = attempted.outcome else {
            Issue.record("\(attempted.outcome)")
            return
        }
        #expect(error.code == code)
        #expect(server.requests.count == 1)
    }

    @Test func `HTML in place of an answer is a failure`() async {
        let server = LocalServer { _ in .init(200, "<html>hello</html>") }
        let attempted = await client(of: server).identity()
        guard case .failure(.malformed) = attempted.outcome else {
            Issue.record("\(attempted.outcome)")
            return
        }
        #expect(attempted.response?.status == 200)
    }

    @Test func `a server with another clock is asked again by its clock, once`() async throws {
        let server = LocalServer { request in
            let isRight = request.headers["x-amz-date"]?.hasPrefix("20301231T") == true
            return isRight
                ? .init(200, "{}")
                : .init(
                    403, "{}",
                    headers: [
                        ("x-amzn-ErrorType", "InvalidSignatureException"),
                        ("Date", "Tue, 31 Dec 2030 12:00:00 GMT"),
                    ])
        }
        let client = client(of: server)
        #expect(await client.identity().output != nil)
        #expect(server.requests.count == 2)
        #expect(await client.identity().output != nil)
        #expect(server.requests.count == 3)
    }

    @Test func `what changes something is refused unless the session allows it, secrets always`() async {
        let server = LocalServer { _ in .init(200, "{}") }
        let client = client(of: server)
        func send(_ service: String, _ operation: String, _ session: Session) async -> String? {
            let attempted = await client.send(
                service: service, operation: operation,
                parameters: Object([
                    ("EmailIdentity", "x"), ("PolicyName", "p"),
                ]), region: "eu-west-1", session: session)
            if case .failure(let failure) = attempted.outcome { return failure.kind }
            return nil
        }
        #expect(await send("sesv2", "DeleteEmailIdentityPolicy", example) == "refused")
        #expect(server.requests.isEmpty)
        #expect(await send("sesv2", "DeleteEmailIdentityPolicy", example.allowingChanges) == nil)
        #expect(await send("sts", "AssumeRole", example.allowingChanges) == "refused")
        #expect(await send("sesv2", "GetEmailIdentitie", example) == "refused")
        #expect(server.requests.count == 1)
    }

    @Test func `credentials that AWS calls expired are loaded anew, once`() async {
        let server = LocalServer { request in
            request.headers["authorization"]?.contains("NEW") == true
                ? .init(200, "{}")
                : .init(403, "{}", headers: [("x-amzn-ErrorType", "ExpiredTokenException")])
        }
        let loads = Journal<Int>()
        let cache = CredentialCache {
            loads.append(1)
            return .success(
                Credentials(
                    accessKeyID: loads.all.count == 1 ? "OLD" : "NEW", secretAccessKey: Secret("x"),
                    expiration: Timestamp(seconds: Timestamp.now().seconds + 3600)))
        }
        #expect(await client(of: server).identity(Session(cache)).output != nil)
        #expect(loads.all.count == 2)
    }

    @Test func `what is shown of an attempt holds no secret`() async throws {
        let server = LocalServer { _ in .init(200, #"{"shown":1}"#, headers: [("X-Session-Token", "hidden")])
        }
        let events = Journal<AttemptEvent>()
        _ = await client(of: server) { $0.observe = { events.append($0) } }.identity()
        let text = try #require(events.all.first).debugText
        #expect(text.contains("> GET http://127.0.0.1"))
        #expect(text.contains(#"< {"shown":1}"#))
        #expect(text.contains("> Authorization: AWS4-HMAC-SHA256 ***"))
        for secret in ["AKIAEXAMPLE", "secret-key-example", "session-token-example", "Signature=", "hidden"] {
            #expect(!text.contains(secret), "\(secret)")
        }
    }

    @Test func `pages are followed to the end, as large as allowed`() async {
        let server = LocalServer { request in
            (request.target + request.body).contains(#""NextToken":"b""#)
                ? .init(200, #"{"EmailIdentities":[{"IdentityName":"y"}]}"#)
                : .init(200, #"{"EmailIdentities":[{"IdentityName":"x"}],"NextToken":"b"}"#)
        }
        var names = [String]()
        let end = await client(of: server).pages(
            service: "sesv2", operation: "ListEmailIdentities", parameters: Object(), region: "eu-west-1",
            session: example
        ) { _, page in
            names += (page.output?["EmailIdentities"]?.array ?? []).compactMap { $0["IdentityName"]?.string }
            return true
        }
        #expect(end == .complete)
        #expect(names == ["x", "y"])
    }

    @Test func `a page token that comes again and pages without end are said to be broken`() async {
        let calls = Journal<Int>()
        let same = LocalServer { _ in .init(200, #"{"NextToken":"b"}"#) }
        let endless = LocalServer { _ in
            calls.append(1)
            return .init(200, #"{"NextToken":"\#(calls.all.count)"}"#)
        }
        func end(_ server: LocalServer) async -> PagesEnd {
            await client(of: server).pages(
                service: "sesv2", operation: "ListEmailIdentities", parameters: Object(), region: "eu-west-1",
                session: example, maximumPages: 5
            ) { _, _ in true }
        }
        #expect(await end(same) == .broken("a page token came a second time"))
        #expect(await end(endless) == .broken("there are more than 5 pages"))
        #expect(endless.requests.count == 5)
    }
}
