internal import CLibEvent
import Synchronization

#if canImport(Glibc)
    internal import Glibc
#endif

/// The HTTP server: a thread with an event loop that frames requests and delivers answers.
///
/// What to answer is the business of its handler, which runs on that thread, a request at a time.
public final class HTTPServer: Sendable {
    /// Answers a request; the connection is closed after it where `keepsAlive` is false.
    public typealias Handler = @Sendable (IncomingRequest) -> Delivery

    /// The port that it listens on.
    public let port: Int
    private let wake: WakeUp
    private let thread: Mutex<pthread_t?>

    /// Starts listening, and the thread that serves.
    public init(_ options: ServerOptions, handler: @escaping Handler) throws(ServerFailure) {
        signal(SIGPIPE, SIG_IGN)
        wake = try WakeUp()
        let loop = try EventLoop(options, wake: wake, handler: handler)
        port = loop.port
        var thread = pthread_t()
        let box = Unmanaged.passRetained(loop)
        let status = pthread_create(
            &thread, nil,
            { context in
                let loop = Unmanaged<EventLoop>.fromOpaque(context!).takeRetainedValue()
                loop.run()
                return nil
            }, box.toOpaque())
        guard status == 0 else {
            box.release()
            throw ServerFailure(description: "cannot start a thread: \(String(cString: strerror(status)))")
        }
        self.thread = Mutex(thread)
    }

    /// Stops: no new connection is taken, requests that have begun are answered for at most `seconds`, then all
    /// connections are closed. Returns when the thread has ended.
    public func stop(drainingFor seconds: Double = 0) {
        let running = thread.withLock { thread in
            defer { thread = nil }
            return thread
        }
        guard let running else { return }
        wake.stop(after: seconds)
        pthread_join(running, nil)
    }

    deinit { stop() }
}

/// How other threads reach the loop: a descriptor that wakes it, and what it is to do.
final class WakeUp: Sendable {
    let descriptor: Int32
    private let draining = Mutex<Double?>(nil)
    private let ready = Mutex<[ObjectIdentifier]>([])

    init() throws(ServerFailure) {
        descriptor = eventfd(0, Int32(O_CLOEXEC | O_NONBLOCK))
        guard descriptor >= 0 else { throw ServerFailure(description: "cannot make an eventfd") }
    }

    deinit { close(descriptor) }

    func stop(after seconds: Double) {
        draining.withLock { $0 = seconds }
        ring()
    }

    /// Lets the connection `id` go on; one that is gone by then is passed over.
    func resume(_ id: ObjectIdentifier) {
        ready.withLock { $0.append(id) }
        ring()
    }

    private func ring() {
        var one: UInt64 = 1
        _ = write(descriptor, &one, 8)
    }

    /// The connections that may go on; takes note of the ringing.
    func take() -> [ObjectIdentifier] {
        var count: UInt64 = 0
        _ = read(descriptor, &count, 8)
        return ready.withLock { ready in
            defer { ready = [] }
            return ready
        }
    }

    /// How long to drain, once the loop is to stop.
    var stopping: Double? { draining.withLock { $0 } }
}
