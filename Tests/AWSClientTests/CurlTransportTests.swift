import AWSWire
import Glibc
import Testing

@testable import AWSClient

@Suite struct CurlTransportTests {
    @Test func `a request and its reply pass through as they are`() async throws {
        let server = LocalServer { _ in .init(201, "héllo", headers: [("X-One", " 1 "), ("X-Two", "")]) }
        let response = try await CurlTransport().send(
            TransportRequest(
                method: "PUT", url: server.url + "/a/../b%2Fc?x=%20y",
                headers: [("X-Empty", ""), ("X-A", "b: c")],
                body: Array("text".utf8))
        ).get()
        #expect(response.status == 201)
        #expect(String(decoding: response.body, as: UTF8.self) == "héllo")
        #expect(response.headers.fields.map(\.name) == ["Content-Length", "X-One", "X-Two"])
        #expect(response.headers.fields.map(\.value) == ["6", "1", ""])
        let request = try #require(server.requests.first)
        #expect(request.method == "PUT")
        #expect(request.target == "/a/../b%2Fc?x=%20y")
        #expect(request.body == "text")
        #expect(request.headers["x-empty"] == "")
        #expect(request.headers["x-a"] == "b: c")
        #expect(request.headers["content-type"] == nil && request.headers["accept"] == nil)
    }

    @Test(arguments: ["GET", "POST", "DELETE", "HEAD", "PATCH"])
    func `a handle that is used again keeps nothing of the last request`(method: String) async throws {
        let server = LocalServer { _ in .init(204) }
        let transport = CurlTransport()
        for (verb, body) in [("PUT", "abc"), (method, ""), ("POST", "de"), (method, ""), ("GET", "")] {
            _ = try await transport.send(
                TransportRequest(method: verb, url: server.url, body: Array(body.utf8))
            ).get()
        }
        #expect(server.requests.map(\.method) == ["PUT", method, "POST", method, "GET"])
        #expect(server.requests.map(\.body) == ["abc", "", "de", "", ""])
        #expect(Set(server.requests.map(\.connection)).count == 1)
    }

    @Test func `tasks that prefer the transport run on its one thread, before and after each wait`() async {
        func thread() -> UInt { UInt(pthread_self()) }
        let server = LocalServer { .init(200, $0.target) }
        let transport = CurlTransport()
        let (threads, bodies) = await withTaskGroup(of: ([UInt], [UInt8]?).self) { group in
            for number in 0..<20 {
                group.addTask(executorPreference: transport) {
                    var threads = [thread()]
                    await transport.sleep(seconds: 0.001)
                    threads.append(thread())
                    let reply = await transport.send(TransportRequest(url: server.url + "/\(number)"))
                    threads.append(thread())
                    await withTaskGroup(of: UInt.self) { inner in
                        inner.addTask { thread() }
                        for await child in inner { threads.append(child) }
                    }
                    return (threads, try? reply.get().body)
                }
            }
            var all = (threads: Set<UInt>(), bodies: Set<String>())
            for await (threads, body) in group {
                #expect(threads.count == 4)
                all.threads.formUnion(threads)
                if let body { all.bodies.insert(String(decoding: body, as: UTF8.self)) }
            }
            return all
        }
        #expect(threads.count == 1)
        #expect(bodies == Set((0..<20).map { "/\($0)" }))
    }

    @Test(.timeLimit(.minutes(1)))
    func `a transport whose last reference goes on its own thread ends there`() async {
        let ended = await withUnsafeContinuation { (waiter: UnsafeContinuation<Bool, Never>) in
            let transport = CurlTransport()
            // From here on the task alone holds the transport.
            Task(executorPreference: transport) {
                for _ in 0..<100 { await Task.yield() }
                waiter.resume(returning: true)
            }
        }
        #expect(ended)
    }

    @Test func `many requests share a bounded number of connections`() async {
        let server = LocalServer { .init(200, $0.target) }
        var settings = TransportSettings()
        settings.connectionsPerHost = 8
        let transport = CurlTransport(settings)
        let right = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<500 {
                group.addTask {
                    let reply = await transport.send(TransportRequest(url: server.url + "/\(number)"))
                    return (try? reply.get().body).map { String(decoding: $0, as: UTF8.self) } == "/\(number)"
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(right == 500)
        #expect(Set(server.requests.map(\.connection)).count <= 8)
    }

    @Test(arguments: [
        ("", TransportFailure.Kind.reset), ("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", .reset),
        ("nonsense\r\n\r\n", .malformed),
    ])
    func `a broken reply is a failure that says so`(raw: String, kind: TransportFailure.Kind) async {
        let server = LocalServer { _ in .raw(raw) }
        let outcome = await CurlTransport().send(TransportRequest(url: server.url))
        #expect(throws: TransportFailure.self) { try outcome.get() }
        if case .failure(let failure) = outcome { #expect(failure.kind == kind, "\(failure)") }
    }

    @Test func `a reply may not be larger than allowed`() async {
        let server = LocalServer { _ in .init(200, String(repeating: "x", count: 1000)) }
        var limits = TransportLimits()
        limits.responseBytes = 999
        let outcome = await CurlTransport().send(TransportRequest(url: server.url, limits: limits))
        #expect(outcome.failureKind == .size)
    }

    @Test func `a refused connection and an unknown host are told apart`() async {
        let transport = CurlTransport()
        #expect(await transport.send(TransportRequest(url: "http://127.0.0.1:1/")).failureKind == .connect)
        #expect(
            await transport.send(TransportRequest(url: "http://no-such-host.invalid/")).failureKind
                == .resolve)
        #expect(await transport.send(TransportRequest(url: "file:///etc/passwd")).failureKind == .malformed)
    }

    @Test func `time that runs out and a cancelled task end a request`() async {
        let server = LocalServer { _ in
            pauseForever()
            return .init()
        }
        let transport = CurlTransport()
        var limits = TransportLimits()
        limits.totalMilliseconds = 20
        #expect(
            await transport.send(TransportRequest(url: server.url, limits: limits)).failureKind == .timeout)
        for executor in [nil, transport] as [(any TaskExecutor)?] {
            let task = Task(executorPreference: executor) {
                await transport.send(TransportRequest(url: server.url))
            }
            await withTaskExecutorPreference(executor) { task.cancel() }
            #expect(await task.value.failureKind == .cancelled)
        }
    }

    @Test func `a header with a line break is refused before anything is sent`() async {
        let server = LocalServer { _ in .init() }
        let request = TransportRequest(url: server.url, headers: [("X", "a\r\nY: b")])
        #expect(await CurlTransport().send(request).failureKind == .request)
        #expect(server.requests.isEmpty)
    }

    @Test func `a proxy is used for its scheme and passed by where it must be`() async throws {
        let proxy = LocalServer { .init(200, "proxy " + $0.target) }
        let server = LocalServer { _ in .init(200, "server") }
        var settings = TransportSettings()
        settings.proxies = Proxies(environment: ["http_proxy": proxy.url])
        let transport = CurlTransport(settings)
        func body(_ request: TransportRequest) async throws -> String {
            String(decoding: try await transport.send(request).get().body, as: UTF8.self)
        }
        #expect(try await body(TransportRequest(url: server.url + "/x")) == "proxy \(server.url)/x")
        #expect(try await body(TransportRequest(url: server.url + "/x", isDirect: true)) == "server")
        #expect(try await body(TransportRequest(url: server.url + "/x")) == "proxy \(server.url)/x")
    }

    @Test func `sleepers wake when their moments have come`() async {
        let transport = CurlTransport()
        let woken = Journal<Bool>()
        let now = Monotonic.nanoseconds
        await withTaskGroup(of: Void.self) { group in
            for place in [3, 1, 2, 0] {
                group.addTask {
                    await transport.sleep(untilNanoseconds: now + UInt64(place) * 5_000_000)
                    woken.append(Monotonic.nanoseconds >= now + UInt64(place) * 5_000_000)
                }
            }
        }
        #expect(woken.all == [true, true, true, true])
        #expect(Monotonic.nanoseconds >= now + 15_000_000)
    }
}

extension Result where Success == TransportResponse, Failure == TransportFailure {
    var failureKind: TransportFailure.Kind? {
        if case .failure(let failure) = self { failure.kind } else { nil }
    }
}
