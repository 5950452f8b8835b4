import Glibc
import Synchronization

/// A server on a free port that says the same bytes to whoever writes to it, until the value goes.
final class PlainServer: Sendable {
    /// The port.
    let port: Int
    private let listening: Int32
    private let taken = Connections()

    /// How many connections there were.
    var connections: Int { taken.number.withLock { $0 } }

    /// Answers `reply` to anything.
    init(_ reply: String) throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        listening = descriptor
        var place = Loopback.address(0)
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = withUnsafeMutablePointer(to: &place) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, size) == 0 && listen(descriptor, 16) == 0
                    ? getsockname(descriptor, $0, &size) : -1
            }
        }
        guard code == 0 else { throw Program.Failure("no port to listen on") }
        port = Int(in_port_t(bigEndian: place.sin_port))
        let box = Unmanaged.passRetained(Work { [taken] in Self.serve(descriptor, reply, taken) })
        var thread = pthread_t()
        pthread_create(
            &thread, nil,
            { argument in
                Unmanaged<Work>.fromOpaque(argument!).takeRetainedValue().body()
                return nil
            }, box.toOpaque())
        pthread_detach(thread)
    }

    deinit { shutdown(listening, Int32(SHUT_RDWR)) }

    private final class Work: Sendable {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    private final class Connections: Sendable {
        let number = Mutex(0)
    }

    private static func serve(_ descriptor: Int32, _ reply: String, _ taken: Connections) {
        var chunk = [UInt8](repeating: 0, count: 65536)
        while case let client = accept(descriptor, nil, nil), client >= 0 {
            taken.number.withLock { $0 += 1 }
            if recv(client, &chunk, chunk.count, 0) > 0 { Loopback.send(reply, to: client) }
            shutdown(client, Int32(SHUT_WR))
            while recv(client, &chunk, chunk.count, 0) > 0 {}
            close(client)
        }
        close(descriptor)
    }
}
