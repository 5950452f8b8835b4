import AWSWire
import Documents
import Testing

@testable import MockAWS

/// Faults as a client's socket sees them: exactly which bytes, and how the connection ends.
@Suite struct FaultTests {
    private let now = Timestamp("20261123T175845Z")!

    private func server(_ faults: Value) throws -> (server: MockServer, client: TestClient) {
        var world = TestClient.world(["example.com", "example.org"])
        world.faults = try Fault.list(faults, file: "t")
        let server = try MockServer(world, options: TestClient.unchecked(), clock: { [now] in now })
        return (server, TestClient(world))
    }

    private func bytes(_ request: IncomingRequest, closes: Bool = true) -> [UInt8] {
        var text = "\(request.method) \(request.target) HTTP/1.1\r\n"
        for header in request.headers { text += "\(header.name): \(header.value)\r\n" }
        return Array((text + (closes ? "Connection: close\r\n\r\n" : "\r\n")).utf8) + request.body
    }

    /// What comes back for a call that meets `fault`, with its request IDs masked, and how it ends.
    private func outcome(_ fault: Value, _ service: String = "ses", _ operation: String = "ListIdentities")
        throws
        -> (text: String, end: RawSocket.End?)
    {
        let (server, client) = try server([["service": .string(service), "fault": fault]])
        let socket = RawSocket(port: server.port)
        socket.send(bytes(try client.request(service, operation)))
        let (bytes, end) = socket.read()
        return (Self.masked(String(decoding: bytes, as: UTF8.self)), end)
    }

    private static func masked(_ text: String) -> String {
        text.replacing(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/, with: "ID")
    }

    /// The answer that nothing happens to: its head with the empty line, and its body.
    private func plain(_ service: String = "ses", _ operation: String = "ListIdentities") throws -> (
        head: String, body: String
    ) {
        let text = try outcome("through", service, operation).text
        let end = try #require(text.firstRange(of: "\r\n\r\n")).upperBound
        return (String(text[..<end]), String(text[end...]))
    }

    @Test func `a reset is a real one: before the head, in its middle, after it`() throws {
        let head = try plain().head
        let before = try outcome("reset")
        #expect(before.text == "" && before.end == .reset)
        let middle = try outcome("reset-in-head")
        #expect(middle.end == .reset)
        #expect(head.hasPrefix(middle.text) && middle.text.hasPrefix("HTTP/1.1 200 OK\r\n"))
        #expect(!middle.text.contains("\r\n\r\n"))
        let after = try outcome("reset-after-head")
        #expect(after.text == head && after.end == .reset)
    }

    @Test func `a close before the first byte`() throws {
        let (text, end) = try outcome("close")
        #expect(text.isEmpty && end == .closed)
    }

    @Test func `a body cut short, at a byte or in its middle`() throws {
        let (head, body) = try plain()
        let five = try outcome(["cut": 5])
        #expect(five.text == head + body.prefix(5) && five.end == .closed)
        let half = try outcome("cut")
        #expect(half.end == .closed && half.text.hasPrefix(head + body.prefix(20)))
        #expect(half.text.utf8.count < (head + body).utf8.count)
    }

    @Test(arguments: [7, -7]) func `a wrong length, and all else as it is`(difference: Int) throws {
        let (head, body) = try plain()
        let response = try TestClient.parse(Array((head + body).utf8))
        let length = try #require(response.headers["Content-Length"].flatMap { Int($0) })
        let wrong = try outcome(["wrong-length": .integer(difference)])
        #expect(wrong.end == .closed)
        let changed = head.replacing(
            "Content-Length: \(length)", with: "Content-Length: \(length + difference)")
        #expect(wrong.text == changed + body)
    }

    @Test func `a drip and a delay carry the whole answer`() throws {
        let (head, body) = try plain()
        for fault: Value in [
            ["drip": ["bytes": 20, "every": 1]], ["latency": ["from": 1, "to": 5]], ["latency": 2],
            ["latency": ["mean": 3, "deviation": 1]],
        ] {
            let (text, end) = try outcome(fault)
            #expect(end == .closed && text == head + body, "\(fault)")
        }
    }

    @Test func `a malformed body has the length that it says, and is neither XML nor JSON`() throws {
        let xml = try TestClient.parse(Array(try outcome("malformed").text.utf8))
        #expect(throws: XML.Failure.self) { try XML.parse(xml.body) }
        let (text, end) = try outcome("malformed", "sesv2", "ListEmailIdentities")
        let json = try TestClient.parse(Array(text.utf8))
        #expect(json.headers["Content-Length"] == String(json.body.count) && end == .closed)
        #expect(throws: JSON.Failure.self) { try JSON.parse(json.body) }
        #expect(
            try plain("sesv2", "ListEmailIdentities").body.hasPrefix(
                String(decoding: json.body, as: UTF8.self)))
    }

    @Test func `a status with HTML, or with nothing`() throws {
        for (fault, status, isEmpty): (Value, String, Bool) in [
            ("html-500", "500 Internal Server Error", false), ("html-503", "503 Service Unavailable", false),
            ("empty-500", "500 Internal Server Error", true), ("empty-503", "503 Service Unavailable", true),
            (["status": ["status": 502, "body": "<html>", "type": "text/html"]], "502 Bad Gateway", false),
        ] {
            let (text, end) = try outcome(fault)
            #expect(text.hasPrefix("HTTP/1.1 \(status)\r\n") && end == .closed)
            let body = try TestClient.parse(Array(text.utf8)).body
            #expect(body.isEmpty == isEmpty && (isEmpty || body.starts(with: "<html>".utf8)))
        }
    }

    @Test func `an error of the model has its status`() throws {
        let (server, client) = try server([["service": "sesv2", "fault": ["error": "NotFoundException"]]])
        let socket = RawSocket(port: server.port)
        let request = try client.request(
            "sesv2", "GetEmailIdentity", Object([("EmailIdentity", "example.com")]))
        socket.send(bytes(request))
        let text = String(decoding: socket.read().bytes, as: UTF8.self)
        #expect(
            text.hasPrefix("HTTP/1.1 404 Not Found\r\n")
                && text.contains("x-amzn-ErrorType: NotFoundException"))
    }

    @Test func `a page token that repeats is the one that was asked with`() throws {
        let (server, client) = try server([["fault": "repeat-token", "from": 2]])
        let socket = RawSocket(port: server.port)
        var parameters = Object([("PageSize", 1)])
        var tokens = [String]()
        for _ in 0..<3 {
            let request = try client.request("sesv2", "ListEmailIdentities", parameters)
            socket.send(bytes(request, closes: false))
            let body = try TestClient.parse(Array(socket.answer().utf8)).body
            parameters["NextToken"] = try JSON.parse(body)["NextToken"]
            tokens.append(parameters["NextToken"]?.string ?? "")
        }
        #expect(!tokens[0].isEmpty && Set(tokens).count == 1)
    }

    @Test(
        arguments: [
            ["latency": 60_000], ["drip": ["bytes": 1, "every": 1000]],
        ] as [Value]) func `a slow answer delays no other connection`(fault: Value) throws
    {
        let (server, client) = try server([["fault": fault, "times": 1]])
        let slow = RawSocket(port: server.port), quick = RawSocket(port: server.port)
        let request = try client.request("ses", "ListIdentities")
        slow.send(bytes(request))
        // The slow one is begun once the mock has counted it.
        while !String(decoding: MockAnswer.get(server, "/_mock/counts"), as: UTF8.self).contains(
            "ListIdentities")
        {}
        quick.send(bytes(request))
        let (answer, end) = quick.read()
        #expect(end == .closed && answer.starts(with: "HTTP/1.1 200 OK".utf8))
        withExtendedLifetime(slow) {}
    }

    @Test func `the same seed and requests give the same faults, another seed gives others`() throws {
        func outcomes(_ seed: UInt64) throws -> [Int] {
            var world = TestClient.world(["example.com"])
            world.faults = try Fault.list(
                [
                    ["fault": 503, "probability": 0.3],
                    ["fault": "throttle", "probability": 0.3, "service": "ses"],
                ], file: "t")
            var options = TestClient.unchecked()
            options.seed = seed
            let client = TestClient(world, options)
            let request = try client.request("ses", "ListIdentities")
            return try (0..<60).map { _ in try TestClient.parse(client.core.respond(to: request).bytes).status
            }
        }
        #expect(try outcomes(7) == outcomes(7))
        #expect(try outcomes(7) != outcomes(8))
        #expect(Set(try outcomes(7)) == [200, 400, 503])
    }

    @Test func `a misspelt fault is refused with a suggestion`() {
        #expect { try Fault.list([["fault": "rset"]], file: "t") } throws: {
            "\($0)".contains("did you mean reset?")
        }
    }
}

/// A GET of a mock's control API.
enum MockAnswer {
    static func get(_ server: MockServer, _ path: String) -> [UInt8] {
        server.core.respond(to: IncomingRequest(method: "GET", target: path)).bytes
    }
}
