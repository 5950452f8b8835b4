import Foundation
import Synchronization
import Testing

@testable import MockAWS

/// Answers that another thread makes.
@Suite struct LaterDeliveryTests {
    /// What was asked for below `/later` and is not answered yet.
    private final class Open: Sendable {
        private let open = Mutex<[String: LaterDelivery]>([:])

        func add(_ path: String) -> LaterDelivery {
            let later = LaterDelivery()
            open.withLock { $0[path] = later }
            return later
        }

        /// Returns when `path` was asked for.
        func wasAsked(_ path: String) async {
            while open.withLock({ $0[path] }) == nil { await Task.yield() }
        }

        /// Answers what was asked at `path`, as soon as it was.
        func answer(_ path: String) async {
            while true {
                if let later = open.withLock({ $0.removeValue(forKey: path) }) {
                    later.make(Delivery([.bytes(LaterDeliveryTests.answer(path))]))
                    return
                }
                await Task.yield()
            }
        }
    }

    private static func answer(_ path: String) -> [UInt8] {
        ReplyHead.write(200, [("Content-Length", String(path.utf8.count))]) + path.utf8
    }

    private let open = Open()
    private let server: HTTPServer

    init() throws {
        server = try HTTPServer(ServerOptions()) { [open] request in
            if request.target == "/made" {
                let later = LaterDelivery()
                later.make(Delivery([.bytes(Self.answer(request.target))]))
                return Delivery([.later(later)])
            }
            return request.target.hasPrefix("/later")
                ? Delivery([.later(open.add(request.target))])
                : Delivery([.bytes(Self.answer(request.target))])
        }
    }

    private let get = { (path: String) in "GET \(path) HTTP/1.1\r\nHost: x\r\n\r\n" }

    @Test func `it comes when it is made, in its turn`() async throws {
        let socket = RawSocket(port: server.port)
        socket.send(get("/later/1") + get("/2") + get("/later/3") + get("/made"))
        await open.answer("/later/1")
        #expect(socket.answer().hasSuffix("/later/1"))
        #expect(socket.answer().hasSuffix("/2"))
        await open.answer("/later/3")
        #expect(socket.answer().hasSuffix("/later/3"))
        #expect(socket.answer().hasSuffix("/made"))
    }

    @Test func `another connection does not wait for it`() async throws {
        let slow = RawSocket(port: server.port)
        slow.send(get("/later"))
        let quick = RawSocket(port: server.port)
        quick.send(get("/quick"))
        #expect(quick.answer().hasSuffix("/quick"))
        await open.answer("/later")
        #expect(slow.answer().hasSuffix("/later"))
    }

    @Test func `a client that has gone is no trouble`() async throws {
        do {
            let gone = RawSocket(port: server.port)
            gone.send(get("/later"))
        }
        await open.answer("/later")
        let socket = RawSocket(port: server.port)
        socket.send(get("/2"))
        #expect(socket.answer().hasSuffix("/2"))
    }

    @Test func `a server that stops waits for it`() async throws {
        let socket = RawSocket(port: server.port)
        socket.send(get("/later"))
        await open.wasAsked("/later")
        // A thread of its own: stopping blocks, and the tasks' threads may all be held by other tests.
        let stopping = Thread { [server] in server.stop(drainingFor: 60) }
        stopping.start()
        while RawSocket.isListening(server.port) { await Task.yield() }
        await open.answer("/later")
        #expect(socket.answer().hasSuffix("/later"))
    }
}
