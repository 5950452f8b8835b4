import AWSWire
import Documents
import Testing

@testable import MockAWS

/// The journal and its questions under `/_mock/`.
@Suite struct ControlTests {
    private func ask(_ client: TestClient, _ method: String, _ path: String, _ body: String = "") throws
        -> (status: Int, text: String)
    {
        let request = IncomingRequest(method: method, target: "/_mock/" + path, body: Array(body.utf8))
        let response = try TestClient.parse(client.core.respond(to: request).bytes)
        return (response.status, String(decoding: response.body, as: UTF8.self))
    }

    private func get(_ client: TestClient, _ path: String) throws -> (status: Int, text: String) {
        try ask(client, "GET", path)
    }

    /// A mock that was asked for two identities, one of them twice.
    private func asked(journal: Int = 1000) throws -> TestClient {
        var options = TestClient.unchecked()
        options.journal = journal
        let client = TestClient(TestClient.world(["a.example", "b.example"]), options)
        for name in ["a.example", "b.example", "b.example"] {
            _ = try client.call("sesv2", "GetEmailIdentity", Object([("EmailIdentity", .string(name))]))
        }
        return client
    }

    @Test(arguments: [
        ("operation=GetEmailIdentity&times=3", 200), ("operation=GetEmailIdentity&times=1", 409),
        ("parameters.EmailIdentity=b.*&times=2", 200), ("parameters.EmailIdentity=c.*&times=0", 200),
        ("service=sns&atMost=0", 200), ("atLeast=4", 409), ("status=200&atLeast=3&atMost=3", 200),
    ])
    func `a request can be verified to have come so often`(question: String, status: Int) throws {
        #expect(try get(try asked(), "verify?\(question)").status == status)
    }

    @Test(arguments: [
        ("verify?operatoin=GetEmailIdentity&times=0", "operation"), ("verify?operation=X", "how often"),
        ("verify?times=one", "number"), ("requests?servic=ses", "service"), ("requests?limit=few", "number"),
        ("requests?limit=-1", "number"),
    ])
    func `a question that makes no sense is no answer`(question: String, words: String) throws {
        let reply = try get(try asked(), question)
        #expect(reply.status == 400 && reply.text.contains(words), "\(reply)")
    }

    @Test func `a journal that has forgotten requests verifies no number of them`() throws {
        let client = try asked(journal: 2)
        #expect(try get(client, "verify?operation=GetEmailIdentity&times=2").status == 409)
        #expect(try get(client, "verify?operation=GetEmailIdentity&atMost=2").text.contains("--journal"))
        #expect(try get(client, "verify?operation=GetEmailIdentity&atLeast=2").status == 200)
        #expect(try get(client, "counts").text.contains("\"sesv2:GetEmailIdentity\": 3"))
        _ = try ask(client, "DELETE", "requests")
        #expect(try get(client, "verify?times=0").status == 200)
    }

    @Test func `the journal shows what was asked, a line for each, the last ones where few are wanted`()
        throws
    {
        let lines = try get(try asked(), "requests?limit=2").text.split(separator: "\n")
        #expect(lines.count == 2)
        #expect(try JSON.parse(Array(lines[0].utf8))["parameters"]?["EmailIdentity"] == "b.example")
    }

    @Test func `a world read again keeps the journal`() throws {
        let client = try asked()
        client.core.replace(TestClient.world([]))
        #expect(try get(client, "verify?times=3").status == 200)
        #expect(
            try client.call("sesv2", "GetEmailIdentity", Object([("EmailIdentity", "a.example")])).code != nil
        )
    }

    @Test func `a reset brings back the world, and forgets`() throws {
        let client = try asked()
        _ = try client.call("sesv2", "DeleteEmailIdentity", Object([("EmailIdentity", "a.example")]))
        #expect(try ask(client, "POST", "reset").status == 200)
        #expect(try get(client, "verify?times=0").status == 200)
        #expect(
            try client.call("sesv2", "GetEmailIdentity", Object([("EmailIdentity", "a.example")])).code == nil
        )
    }
}
