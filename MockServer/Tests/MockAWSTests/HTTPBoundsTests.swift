import Testing

@testable import MockAWS

/// What the server takes from a socket, in which forms, and where it stops.
@Suite struct HTTPBoundsTests {
    private func echo(_ change: (inout ServerOptions) -> Void = { _ in }) throws -> HTTPServer {
        var options = ServerOptions()
        change(&options)
        return try HTTPServer(options) { request in
            let body = Array("\(request.method) \(request.target) ".utf8) + request.body
            return Delivery([.bytes(ReplyHead.write(200, [("Content-Length", String(body.count))]) + body)])
        }
    }

    /// Everything that comes back for `text`, and how the connection ended.
    private func exchange(_ server: HTTPServer, _ text: String) -> (text: String, end: RawSocket.End?) {
        let socket = RawSocket(port: server.port)
        socket.send(text)
        let (bytes, end) = socket.read()
        return (String(decoding: bytes, as: UTF8.self), end)
    }

    private let next = "GET /next HTTP/1.1\r\nHost: x\r\n\r\n"
    private let post = "POST / HTTP/1.1\r\nHost: x\r\n"

    @Test func `a chunked upload arrives whole, byte by byte and with another request behind it`() throws {
        let server = try echo()
        let socket = RawSocket(port: server.port)
        let upload =
            post + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;note=x\r\nde\r\n0\r\nT: v\r\n\r\n"
        for byte in upload.utf8 { socket.send([byte]) }
        #expect(socket.answer().hasSuffix("\r\n\r\nPOST / abcde"))
        socket.send(upload + next)
        #expect(socket.answer().hasSuffix("\r\n\r\nPOST / abcde"))
        #expect(socket.answer().hasSuffix("\r\n\r\nGET /next "))
    }

    @Test func `a chunked upload waits for 100 continue, once`() throws {
        let server = try echo()
        let socket = RawSocket(port: server.port)
        socket.send(post + "Expect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n")
        #expect(socket.answer() == "HTTP/1.1 100 Continue\r\n\r\n")
        socket.send("1\r\na\r\n")
        socket.send("0\r\n\r\n")
        let answer = socket.answer()
        #expect(answer.hasPrefix("HTTP/1.1 200 ") && answer.hasSuffix("POST / a"))
    }

    @Test func `HTTP 1_0 closes after an answer unless it asks to stay`() throws {
        let server = try echo()
        let one = exchange(server, "GET /old HTTP/1.0\r\n\r\n" + next)
        #expect(one.end == .closed && one.text.hasSuffix("GET /old "))
        let kept = RawSocket(port: server.port)
        for _ in 1...2 {
            kept.send("GET /old HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
            #expect(kept.answer().hasSuffix("GET /old "))
        }
    }

    @Test func `a client that asks to close is answered and closed`() throws {
        let result = exchange(
            try echo(), "GET /last HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n" + next)
        #expect(result.end == .closed && result.text.hasSuffix("GET /last "))
    }

    @Test(arguments: [
        "Content-Length: 2\r\nContent-Length: 2\r\n\r\nab",
        "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n0\r\n\r\n",
        "Content-Length: 2,2\r\n\r\nab", "Content-Length: 0x2\r\n\r\nab", "Content-Length: -1\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\nzz\r\nab\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n2\nab\n0\n\n", "Transfer-Encoding: chunked\r\n\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\nno trailer\r\n\r\n",
        " X: y\r\n\r\n", "X : y\r\n\r\n", "X: y\n\r\n", "Host: y\r\n\r\n",
    ])
    func `what could be read in two ways gets 400, and what stands behind it is never read`(rest: String)
        throws
    {
        let result = exchange(try echo(), post + rest + next)
        #expect(result.end == .closed)
        #expect(result.text.hasPrefix("HTTP/1.1 400 Bad Request\r\n"))
        #expect(result.text.contains("\r\nConnection: close\r\n") && !result.text.contains("/next"))
    }

    @Test func `heads and bodies have bounds, and a body that is too long is not waited for`() throws {
        let server = try echo {
            $0.limits.head = 1000
            $0.limits.body = 100
        }
        func status(_ text: String) -> String { String(exchange(server, text).text.prefix(12)) }
        let long = String(repeating: "x", count: 1000)
        #expect(status("GET / HTTP/1.1\r\nHost: x\r\nX: \(long)\r\n\r\n") == "HTTP/1.1 431")
        // One that never ends, too.
        #expect(status("GET / HTTP/1.1\r\nHost: x\r\nX: \(long)") == "HTTP/1.1 431")
        #expect(status(post + "Content-Length: 101\r\n\r\n") == "HTTP/1.1 413")
        #expect(status(post + "Expect: 100-continue\r\nContent-Length: 101\r\n\r\n") == "HTTP/1.1 413")
        #expect(status(post + "Transfer-Encoding: chunked\r\n\r\n65\r\n") == "HTTP/1.1 413")
        let chunk = "32\r\n" + String(repeating: "y", count: 50) + "\r\n"
        #expect(
            status(post + "Transfer-Encoding: chunked\r\n\r\n" + chunk + chunk + "1\r\n") == "HTTP/1.1 413")
        let socket = RawSocket(port: server.port)
        socket.send(post + "Transfer-Encoding: chunked\r\n\r\n" + chunk + chunk + "0\r\n\r\n")
        #expect(socket.answer().hasPrefix("HTTP/1.1 200 "))
    }

    @Test func `a client that drips its request gets no more time than another`() throws {
        let server = try echo { $0.requestTime = 0.3 }
        let socket = RawSocket(port: server.port)
        // Longer than the bound, were each byte to begin it anew.
        socket.send(post + "Content-Length: 1000000\r\n\r\n")
        var answer = [UInt8]()
        var end: RawSocket.End?
        for _ in 1...10_000 where answer.isEmpty && end == nil {
            socket.send("x")
            (answer, end) = socket.readSoon(12, milliseconds: 5)
        }
        #expect(String(decoding: answer, as: UTF8.self) == "HTTP/1.1 408")
    }

    @Test func `a client that never reads its answer is cut off`() throws {
        var options = ServerOptions()
        options.answerTime = 0.2
        let size = 32 << 20
        let server = try HTTPServer(options) { request in
            Delivery([.bytes([UInt8](repeating: 120, count: request.target == "/next" ? size : 5)), .close])
        }
        let socket = RawSocket(port: server.port)
        socket.send(next)
        // Others are served meanwhile.
        #expect(exchange(server, "GET / HTTP/1.1\r\nHost: x\r\n\r\n").text == "xxxxx")
        #expect(socket.waitForEnd())
        let (bytes, end) = socket.read()
        #expect(end == .reset && bytes.count < size)
    }

    @Test func `a connection that stays silent between requests is closed without a word`() throws {
        let server = try echo { $0.idleTime = 0.2 }
        let socket = RawSocket(port: server.port)
        socket.send(next)
        #expect(socket.answer().hasSuffix("GET /next "))
        let (bytes, end) = socket.read()
        #expect(bytes.isEmpty && end == .closed)
    }
}
