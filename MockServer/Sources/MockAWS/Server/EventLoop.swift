internal import CLibEvent

#if canImport(Glibc)
    internal import Glibc
#endif

/// libevent's loop (<https://libevent.org/doc/>) with a listener, a tick a second for time limits, and the connections.
///
/// `@unchecked Sendable`: made on one thread, handed to another that alone runs it.
final class EventLoop: @unchecked Sendable {
    let base: OpaquePointer
    let options: ServerOptions
    let handler: HTTPServer.Handler
    private(set) var port = 0
    private(set) var isDraining = false
    let wake: WakeUp
    private let tls: TLSContext?
    private var listener: OpaquePointer?
    private var events: [OpaquePointer] = []
    private var connections: [ObjectIdentifier: Connection] = [:]
    private var deadline: Double?

    init(_ options: ServerOptions, wake: WakeUp, handler: @escaping HTTPServer.Handler) throws(ServerFailure)
    {
        self.options = options
        self.wake = wake
        self.handler = handler
        if let certificate = options.certificate {
            tls = try TLSContext(chain: certificate.chain, key: certificate.key)
        } else {
            tls = nil
        }
        guard let made = event_base_new() else { throw ServerFailure(description: "cannot start libevent") }
        base = made
        let this = Unmanaged.passUnretained(self).toOpaque()
        try listen(this)
        let persistent = Int16(EV_READ | EV_PERSIST)
        let woken = event_new(
            base, wake.descriptor, persistent, { _, _, loop in EventLoop.of(loop).wakeUp() }, this)
        let tick = event_new(base, -1, Int16(EV_PERSIST), { _, _, loop in EventLoop.of(loop).tick() }, this)
        guard let woken, let tick else { throw ServerFailure(description: "libevent is out of memory") }
        event_add(woken, nil)
        var second = timeval(tv_sec: 0, tv_usec: 250_000)
        event_add(tick, &second)
        events = [woken, tick]
    }

    deinit {
        connections.removeAll()
        for event in events { event_free(event) }
        if let listener { evconnlistener_free(listener) }
        event_base_free(base)
    }

    private static func of(_ context: UnsafeMutableRawPointer?) -> EventLoop {
        Unmanaged<EventLoop>.fromOpaque(context!).takeUnretainedValue()
    }

    private func listen(_ this: UnsafeMutableRawPointer) throws(ServerFailure) {
        var storage = sockaddr_storage()
        var length = Int32(MemoryLayout<sockaddr_storage>.size)
        let host = options.address.contains(":") ? "[\(options.address)]" : options.address
        let text = "\(host):\(options.port)"
        let address = withUnsafeMutablePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address -> Bool in
                guard options.port < 65536, options.port >= 0,
                    evutil_parse_sockaddr_port(options.port == 0 ? "\(host):1" : text, address, &length) == 0
                else { return false }
                if options.port == 0 {
                    address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { $0.pointee.sin_port = 0 }
                }
                let flags = LEV_OPT_CLOSE_ON_FREE | LEV_OPT_REUSEABLE | LEV_OPT_CLOSE_ON_EXEC
                listener = evconnlistener_new_bind(
                    base, { _, descriptor, _, _, loop in EventLoop.of(loop).accept(descriptor) }, this, flags,
                    1024, address, length)
                return true
            }
        }
        guard address else { throw ServerFailure(description: "\(text) is no address to listen on") }
        guard let listener else {
            throw ServerFailure(description: "cannot listen on \(text): \(String(cString: strerror(errno)))")
        }
        var bound = sockaddr_storage()
        var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
        withUnsafeMutablePointer(to: &bound) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = getsockname(evconnlistener_get_fd(listener), $0, &size)
            }
            pointer.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
                port = Int(UInt16(bigEndian: $0.pointee.sin_port))
            }
        }
    }

    func run() {
        event_base_loop(base, 0)
        connections.removeAll()
    }

    /// Seconds of a clock that never goes back.
    var now: Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC_COARSE, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    private func accept(_ descriptor: Int32) {
        guard connections.count < options.connections,
            let connection = Connection(descriptor, loop: self, tls: tls)
        else {
            close(descriptor)
            return
        }
        connections[ObjectIdentifier(connection)] = connection
    }

    func remove(_ connection: Connection) {
        connections[ObjectIdentifier(connection)] = nil
        if isDraining, connections.isEmpty { event_base_loopbreak(base) }
    }

    private func tick() {
        let now = now
        for connection in Array(connections.values) { connection.tick(now) }
        if let deadline, now >= deadline { event_base_loopbreak(base) }
    }

    private func wakeUp() {
        for id in wake.take() { connections[id]?.resume() }
        guard let seconds = wake.stopping, !isDraining else { return }
        isDraining = true
        if let listener { evconnlistener_free(listener) }
        listener = nil
        deadline = now + seconds
        for connection in Array(connections.values) { connection.drain() }
        if connections.isEmpty || seconds <= 0 { event_base_loopbreak(base) }
    }
}
