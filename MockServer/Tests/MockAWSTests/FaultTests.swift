import AWSWire
import Documents
import Testing

@testable import MockAWS

/// Faults as a client's socket sees them.
@Suite struct FaultTests {
    private func outcome(_ fault: Value) throws -> (text: String, end: RawSocket.End?) {
        var world = TestClient.world(["example.com"])
        world.faults = try Fault.list([["service": "ses", "fault": fault]], file: "t")
        let client = TestClient(world)
        let server = try MockServer(world, options: TestClient.unchecked())
        let request = try client.request("ses", "ListIdentities")
        var text = "\(request.method) \(request.target) HTTP/1.1\r\n"
        for header in request.headers { text += "\(header.name): \(header.value)\r\n" }
        let socket = RawSocket(port: server.port)
        socket.send(text + "Connection: close\r\n\r\n" + String(decoding: request.body, as: UTF8.self))
        let (bytes, end) = socket.read()
        return (String(decoding: bytes, as: UTF8.self), end)
    }

    @Test(arguments: ["reset", "reset-in-head", "reset-after-head"])
    func `a reset is a real one`(fault: String) throws {
        let (text, end) = try outcome(.string(fault))
        #expect(end == .reset)
        switch fault {
        case "reset": #expect(text.isEmpty)
        case "reset-in-head": #expect(text.hasPrefix("HTTP/1.1 200 OK") && !text.contains("\r\n\r\n"))
        default: #expect(text.hasSuffix("\r\n\r\n"))
        }
    }

    @Test func `a close before the first byte`() throws {
        let (text, end) = try outcome("close")
        #expect(text.isEmpty && end == .closed)
    }

    @Test func `a body cut short`() throws {
        let (text, end) = try outcome(["cut": 5])
        #expect(end == .closed && text.hasSuffix("\r\n\r\n<List"))
    }

    @Test func `a wrong length`() throws {
        let (wrong, _) = try outcome(["wrong-length": 7])
        let (right, _) = try outcome("through")
        #expect(
            try TestClient.parse(Array(wrong.utf8)).body.count
                == TestClient.parse(Array(right.utf8)).body.count)
        let length = { (text: String) in
            try TestClient.parse(Array(text.utf8)).headers["Content-Length"].flatMap { Int($0) } ?? 0
        }
        #expect(try length(wrong) == length(right) + 7)
    }

    @Test func `a drip and a delay carry the whole answer`() throws {
        for fault: Value in [["drip": ["bytes": 20, "every": 1]], ["latency": ["from": 1, "to": 5]]] {
            let (text, end) = try outcome(fault)
            #expect(end == .closed && text.hasSuffix("</ListIdentitiesResponse>\n"))
        }
    }

    @Test func `a malformed body has the length that it says`() throws {
        let response = try TestClient.parse(Array(try outcome("malformed").text.utf8))
        #expect(response.headers["Content-Length"] == String(response.body.count))
        #expect(throws: XML.Failure.self) { try XML.parse(response.body) }
    }

    @Test func `a status with HTML, or with nothing`() throws {
        #expect(try outcome("html-503").text.hasPrefix("HTTP/1.1 503 Service Unavailable\r\n"))
        #expect(try outcome("html-500").text.contains("<html>"))
        #expect(try outcome("empty-500").text.hasSuffix("\r\n\r\n"))
    }

    @Test func `a misspelt fault is refused with a suggestion`() {
        #expect { try Fault.list([["fault": "rset"]], file: "t") } throws: {
            "\($0)".contains("did you mean reset?")
        }
    }
}
