import Testing

@testable import MockAWS

@Suite struct HTTPServerTests {
    private func echo(_ options: ServerOptions = ServerOptions()) throws -> HTTPServer {
        try HTTPServer(options) { request in
            let body = Array("\(request.method) \(request.target) ".utf8) + request.body
            let answer = ReplyHead.write(200, [("Content-Length", String(body.count))]) + body
            switch request.target {
            case "/reset": return Delivery([.reset])
            case "/reset-inside": return Delivery([.bytes(Array(answer[..<20])), .reset])
            case "/cut": return Delivery([.bytes(Array(answer.dropLast(3))), .close])
            case "/drip": return Delivery(answer.flatMap { [.bytes([$0]), .wait(1)] })
            case "/slow": return Delivery([.wait(60_000), .bytes(answer)])
            case "/large":
                let large = [UInt8](repeating: 120, count: 8 << 20)
                return Delivery([
                    .bytes(ReplyHead.write(200, [("Content-Length", String(large.count))]) + large)
                ])
            default: return Delivery([.bytes(answer)])
            }
        }
    }

    private let get = { (path: String) in "GET \(path) HTTP/1.1\r\nHost: x\r\n\r\n" }

    @Test func `a connection carries request after request`() throws {
        let server = try echo()
        let socket = RawSocket(port: server.port)
        for number in 1...3 {
            socket.send(get("/\(number)"))
            #expect(socket.answer().hasSuffix("\r\n\r\nGET /\(number) "))
        }
    }

    @Test func `pipelined requests are answered in order, a slow one first`() throws {
        let server = try echo()
        let socket = RawSocket(port: server.port)
        socket.send(get("/drip") + get("/2") + get("/3"))
        for path in ["/drip", "/2", "/3"] { #expect(socket.answer().hasSuffix("GET \(path) ")) }
    }

    @Test func `a client that half closes still gets its answers`() throws {
        let server = try echo()
        let socket = RawSocket(port: server.port)
        socket.send(get("/drip") + get("/2"))
        socket.closeHalf()
        let (bytes, end) = socket.read()
        #expect(end == .closed)
        #expect(String(decoding: bytes, as: UTF8.self).hasSuffix("GET /2 "))
    }

    @Test func `the body is asked for with 100 continue`() throws {
        let server = try echo()
        let socket = RawSocket(port: server.port)
        socket.send("PUT / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n")
        #expect(socket.answer() == "HTTP/1.1 100 Continue\r\n\r\n")
        socket.send("ok")
        #expect(socket.answer().hasSuffix("PUT / ok"))
    }

    @Test func `a reset is a reset, before and inside the answer`() throws {
        let server = try echo()
        var socket = RawSocket(port: server.port)
        socket.send(get("/reset"))
        var result = socket.read()
        #expect(result.bytes.isEmpty && result.end == .reset)
        socket = RawSocket(port: server.port)
        socket.send(get("/reset-inside"))
        result = socket.read()
        #expect(result.bytes.count == 20 && result.end == .reset)
    }

    @Test func `a cut answer ends with a close`() throws {
        let server = try echo()
        let socket = RawSocket(port: server.port)
        socket.send(get("/cut"))
        let (bytes, end) = socket.read()
        #expect(end == .closed)
        #expect(String(decoding: bytes, as: UTF8.self).hasSuffix("GET /c"))
    }

    @Test func `a slow answer does not delay another connection, nor does a client that reads nothing`()
        throws
    {
        let server = try echo()
        let slow = RawSocket(port: server.port)
        slow.send(get("/slow"))
        let deaf = RawSocket(port: server.port)
        deaf.send(get("/large") + get("/large"))
        let quick = RawSocket(port: server.port)
        quick.send(get("/quick"))
        #expect(quick.answer().hasSuffix("GET /quick "))
        let (bytes, _) = deaf.read(16 << 20)
        #expect(bytes.count == 16 << 20)
    }

    @Test func `what is ambiguous is refused and the connection closed`() throws {
        let server = try echo()
        let socket = RawSocket(port: server.port)
        socket.send(
            "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab" + get("/next"))
        let (bytes, end) = socket.read()
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(end == .closed)
        #expect(text.hasPrefix("HTTP/1.1 400 Bad Request\r\n") && !text.contains("/next"))
    }

    @Test func `a request that never ends is given up`() throws {
        var options = ServerOptions()
        options.requestTime = 0.2
        let server = try echo(options)
        let socket = RawSocket(port: server.port)
        socket.send("POST / HTTP/1.1\r\n")
        let (bytes, end) = socket.read()
        #expect(end == .closed)
        #expect(String(decoding: bytes, as: UTF8.self).hasPrefix("HTTP/1.1 408 "))
    }

    @Test func `connections above the bound are closed`() throws {
        var options = ServerOptions()
        options.connections = 1
        let server = try echo(options)
        let first = RawSocket(port: server.port)
        first.send(get("/1"))
        #expect(first.answer().hasSuffix("GET /1 "))
        let second = RawSocket(port: server.port)
        #expect(second.read().end != nil)
        first.send(get("/2"))
        #expect(first.answer().hasSuffix("GET /2 "))
    }

    @Test func `stopping lets an answer under way finish`() throws {
        let server = try echo()
        let socket = RawSocket(port: server.port)
        socket.send(get("/drip"))
        #expect(socket.read(1).bytes.count == 1)
        server.stop(drainingFor: 10)
        let (bytes, end) = socket.read()
        #expect(end == .closed)
        #expect(String(decoding: bytes, as: UTF8.self).hasSuffix("GET /drip "))
    }
}
