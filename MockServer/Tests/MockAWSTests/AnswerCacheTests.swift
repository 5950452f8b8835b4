import AWSWire
import Documents
import ServiceModels
import Synchronization
import Testing

@testable import MockAWS

/// Answers that are sent again from bytes are those that would be made anew.
@Suite struct AnswerCacheTests {
    private static let name = "example.com"

    /// The names of the policies, by the first version of SES and by the second, each asked twice.
    private func policies(_ client: TestClient) throws -> [[String]] {
        var seen = [[String]]()
        for _ in 1...2 {
            let v1 = try client.call("ses", "ListIdentityPolicies", Object([("Identity", "example.com")]))
                .get()
            seen.append((v1["PolicyNames"]?.array ?? []).compactMap(\.string).sorted())
            let v2 = try client.call(
                "sesv2", "GetEmailIdentity", Object([("EmailIdentity", "example.com")])
            ).get()
            seen.append((v2["Policies"]?.object?.keys ?? []).sorted())
        }
        return seen
    }

    @Test func `a change shows in each later answer`() throws {
        let client = TestClient(TestClient.world([Self.name]))
        #expect(try policies(client).allSatisfy { $0 == [] })
        let document =
            #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"ses:SendEmail","Resource":"*"}]}"#
        _ = try client.call(
            "ses", "PutIdentityPolicy",
            Object([("Identity", "example.com"), ("PolicyName", "a"), ("Policy", .string(document))])
        ).get()
        #expect(try policies(client).allSatisfy { $0 == ["a"] })
        _ = try client.call(
            "sesv2", "DeleteEmailIdentityPolicy",
            Object([("EmailIdentity", "example.com"), ("PolicyName", "a")])
        ).get()
        #expect(try policies(client).allSatisfy { $0 == [] })
    }

    @Test func `each answer has a request ID of its own`() throws {
        let client = TestClient(TestClient.world([Self.name]))
        let request = try client.request("sesv2", "ListEmailIdentities")
        var ids = Set<String>()
        var bodies = Set<String>()
        for _ in 1...5 {
            let response = try TestClient.parse(client.core.respond(to: request).bytes)
            ids.insert(response.headers["x-amzn-RequestId"] ?? "")
            bodies.insert(String(decoding: response.body, as: UTF8.self))
        }
        #expect(ids.count == 5 && !ids.contains(""))
        #expect(bodies.count == 1)
    }

    @Test func `a wrong signature is refused though the question was answered before`() throws {
        let now = Timestamp("20261123T175845Z")!
        let core = MockCore(TestClient.world([Self.name]), options: MockOptions(), clock: { now })
        func status(_ secret: String) throws -> Int {
            let model = try ModelLibrary().model("sesv2")
            var request = try Wire(model).encodeRequest(model.operation("ListEmailIdentities")!, Object())
            request.headers["Host"] = "localhost"
            request = SigV4.sign(
                request,
                credentials: Credentials(accessKeyID: KeyRing.exampleID, secretAccessKey: Secret(secret)),
                region: "eu-west-1", service: "ses", at: now)
            let incoming = IncomingRequest(
                method: request.method, target: request.path,
                headers: request.headers.fields.map { ($0.name, $0.value) }, body: request.body)
            return try TestClient.parse(core.respond(to: incoming).bytes).status
        }
        let right = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
        for _ in 1...2 { #expect(try status(right) == 200) }
        for _ in 1...2 { #expect(try status("another secret") == 403) }
        #expect(try status(right) == 200)
    }

    @Test func `a fault has only the answers made anew that it may meet`() throws {
        var world = TestClient.world([Self.name])
        world.faults = try Fault.list(
            [["service": "sesv2", "operation": "GetEmailIdentity", "from": 4, "fault": "throttle"]], file: "")
        let client = TestClient(world)
        let kept = { client.core.inner.withLock { $0.answers.count } }
        for _ in 1...3 {
            _ = try client.call("sesv2", "GetEmailIdentity", Object([("EmailIdentity", "example.com")])).get()
        }
        #expect(kept() == 0)
        for _ in 1...3 { _ = try client.call("sesv2", "ListEmailIdentities").get() }
        #expect(kept() == 1)
        #expect(throws: ServiceError.self) {
            try client.call("sesv2", "GetEmailIdentity", Object([("EmailIdentity", "example.com")])).get()
        }
    }

    @Test func `what is asked once is not kept`() throws {
        let client = TestClient(TestClient.world([Self.name]))
        for name in ["a", "b", "example.com"] {
            _ = try client.call("sesv2", "GetEmailIdentity", Object([("EmailIdentity", .string(name))]))
        }
        #expect(client.core.inner.withLock { $0.answers.count } == 0)
    }

    @Test func `regions do not share answers`() throws {
        var client = TestClient(TestClient.world([Self.name]))
        func count() throws -> Int? {
            try client.call("sesv2", "ListEmailIdentities").get()["EmailIdentities"]?.array?.count
        }
        for _ in 1...2 { #expect(try count() == 1) }
        client.region = "us-east-1"
        for _ in 1...2 { #expect(try count() != 1) }
    }
}
