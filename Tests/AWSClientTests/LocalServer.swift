import Glibc
import Synchronization

/// An HTTP/1.1 server on a free port of the loopback interface, whose answers a test writes itself.
final class LocalServer: Sendable {
    struct Request: Sendable {
        var method: String
        var target: String
        var headers: [String: String]
        var body: String
        var connection: Int32
    }
    struct Response: Sendable {
        var status = 200
        var headers: [(String, String)] = []
        var body = ""
        /// Bytes sent in place of a response; the connection is closed behind them.
        var raw: String?
        init(_ status: Int = 200, _ body: String = "", headers: [(String, String)] = []) {
            self.status = status
            self.body = body
            self.headers = headers
        }
        static func raw(_ text: String) -> Response {
            var response = Response()
            response.raw = text
            return response
        }
    }
    typealias Handler = @Sendable (Request) -> Response

    let port: UInt16
    private let listener: Int32
    private let log = Journal<Request>()
    var url: String { "http://127.0.0.1:\(port)" }
    var requests: [Request] { log.all }

    init(_ handler: @escaping Handler) {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                _ = bind(listener, pointer, size)
                listen(listener, 512)
                _ = getsockname(listener, pointer, &size)
            }
        }
        self.listener = listener
        port = UInt16(bigEndian: address.sin_port)
        Self.thread { [log] in
            while true {
                let connection = accept(listener, nil, nil)
                guard connection >= 0 else { return }
                Self.thread {
                    Self.serve(connection) { request in
                        log.append(request)
                        return handler(request)
                    }
                }
            }
        }
    }

    deinit { shutdown(listener, Int32(SHUT_RDWR)) }

    private final class Body {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    static func thread(_ run: @escaping @Sendable () -> Void) {
        var thread = pthread_t()
        pthread_create(
            &thread, nil,
            {
                Unmanaged<Body>.fromOpaque($0!).takeRetainedValue().run()
                return nil
            }, Unmanaged.passRetained(Body(run)).toOpaque())
        pthread_detach(thread)
    }

    private static func serve(_ connection: Int32, _ handler: Handler) {
        defer { close(connection) }
        var buffer = [UInt8]()
        var chunk = [UInt8](repeating: 0, count: 65536)
        func more() -> Bool {
            let count = recv(connection, &chunk, chunk.count, 0)
            guard count > 0 else { return false }
            buffer += chunk[..<count]
            return true
        }
        while true {
            var end: Int?
            while end == nil {
                end = (0..<max(0, buffer.count - 3)).first {
                    buffer[$0..<($0 + 4)].elementsEqual([13, 10, 13, 10])
                }
                if end == nil, !more() { return }
            }
            let lines = String(decoding: buffer[..<end!], as: UTF8.self).split(separator: "\r\n")
            let first = lines[0].split(separator: " ")
            var headers = [String: String]()
            for line in lines.dropFirst() {
                guard let colon = line.firstIndex(of: ":") else { continue }
                headers[line[..<colon].lowercased()] =
                    String(line[line.index(after: colon)...].drop { $0 == " " })
            }
            let length = Int(headers["content-length"] ?? "0") ?? 0
            while buffer.count < end! + 4 + length { if !more() { return } }
            let body = String(decoding: buffer[(end! + 4)..<(end! + 4 + length)], as: UTF8.self)
            buffer.removeFirst(end! + 4 + length)
            let response = handler(
                Request(
                    method: String(first[0]), target: String(first[1]), headers: headers, body: body,
                    connection: connection))
            var text = response.raw ?? ""
            if response.raw == nil {
                text = "HTTP/1.1 \(response.status) X\r\nContent-Length: \(response.body.utf8.count)\r\n"
                for (name, value) in response.headers { text += "\(name): \(value)\r\n" }
                text += "\r\n" + response.body
            }
            let bytes = Array(text.utf8)
            _ = send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL))
            if response.raw != nil { return }
        }
    }
}

/// Blocks the thread of a connection for as long as the tests run.
func pauseForever() { while true { pause() } }

/// What happened, in order, from any thread.
final class Journal<Entry: Sendable>: Sendable {
    private let entries = Mutex<[Entry]>([])
    var all: [Entry] { entries.withLock { $0 } }
    func append(_ entry: Entry) { entries.withLock { $0.append(entry) } }
}
