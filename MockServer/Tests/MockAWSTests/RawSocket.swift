import Glibc

/// A client that sends and sees bytes.
final class RawSocket {
    /// How reading ended.
    enum End: Equatable { case closed, reset, timedOut }

    let descriptor: Int32

    init(port: Int) {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        precondition(Self.connects(descriptor, port), "cannot connect to 127.0.0.1:\(port)")
        var time = timeval(tv_sec: 10, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit { close(descriptor) }

    /// Whether something takes connections at `port`.
    static func isListening(_ port: Int) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        return connects(descriptor, port)
    }

    private static func connects(_ descriptor: Int32, _ port: Int) -> Bool {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        } == 0
    }

    func send(_ text: String) { send(Array(text.utf8)) }

    func send(_ bytes: [UInt8]) {
        _ = bytes.withUnsafeBytes {
            Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
    }

    func closeHalf() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// Reads until `count` bytes have come or the connection ends.
    func read(_ count: Int = .max) -> (bytes: [UInt8], end: End?) {
        var all = [UInt8]()
        var chunk = [UInt8](repeating: 0, count: 65536)
        while all.count < count {
            let got = recv(descriptor, &chunk, min(chunk.count, count - all.count), 0)
            if got > 0 {
                all += chunk[..<got]
            } else if got == 0 {
                return (all, .closed)
            } else {
                return (all, errno == ECONNRESET ? .reset : .timedOut)
            }
        }
        return (all, nil)
    }

    /// Waits, without reading, until the other side has ended the connection in both directions.
    func waitForEnd() -> Bool {
        var wanted = pollfd(fd: descriptor, events: 0, revents: 0)
        return poll(&wanted, 1, 10_000) > 0
    }

    /// Reads at most `count` bytes that come within `milliseconds`; none where nothing comes.
    func readSoon(_ count: Int, milliseconds: Int32) -> (bytes: [UInt8], end: End?) {
        var wanted = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&wanted, 1, milliseconds) > 0 else { return ([], nil) }
        return read(count)
    }

    /// Reads one whole answer that has a Content-Length.
    func answer() -> String {
        var all = [UInt8]()
        while !all.suffix(4).elementsEqual([13, 10, 13, 10]) {
            let (more, end) = read(1)
            all += more
            if end != nil { return String(decoding: all, as: UTF8.self) }
        }
        let head = String(decoding: all, as: UTF8.self)
        let length =
            head.split(separator: "\r\n").first { $0.lowercased().hasPrefix("content-length:") }
            .flatMap { Int($0.split(separator: ":")[1].drop { $0 == " " }) } ?? 0
        return head + String(decoding: length == 0 ? [] : read(length).bytes, as: UTF8.self)
    }
}
