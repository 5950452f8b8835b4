import Documents
import Glibc

/// A `mock-aws` that serves on a free port until the value goes.
final class Mock: Sendable {
    private let program: Program
    /// The port.
    let port: Int
    /// Where it listens.
    var url: String { "\(scheme)://127.0.0.1:\(port)" }
    private let scheme: String

    /// The world that the repository shows what a scan is with.
    static let demo = Program.root + "/MockServer/Worlds/demo"

    /// Serves `worlds`, laid over each other.
    init(_ worlds: String..., options: [String] = []) throws {
        let named = worlds.flatMap { ["--world", $0] }
        program = try Program(
            "mock-aws", ["serve", "--port", "0", "--no-reload", "--journal", "200000"] + named + options)
        scheme = options.contains { $0.hasPrefix("--tls") } ? "https" : "http"
        let start = "listening on \(scheme)://127.0.0.1:"
        while !program.out.hasSuffix("\n") {
            if program.hasEnded { throw Program.Failure("mock-aws: \(program.end().err)") }
            usleep(2000)
        }
        let line = program.out.split(separator: "\n")[0]
        guard line.hasPrefix(start), let port = Int(line.dropFirst(start.count)) else {
            throw Program.Failure("mock-aws says \(line)")
        }
        self.port = port
    }

    deinit {
        program.send(SIGKILL)
        _ = program.end()
    }

    /// The body of what the control API answers.
    @discardableResult
    func control(_ method: String, _ path: String, _ body: String = "") throws -> String {
        let reply = try Loopback.exchange(
            port,
            "\(method) /_mock/\(path) HTTP/1.1\r\nHost: mock\r\nConnection: close\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
        )
        guard let end = reply.firstRange(of: "\r\n\r\n") else { throw Program.Failure("no answer: \(reply)") }
        return String(reply[end.upperBound...])
    }

    /// A request that the mock has seen.
    struct Request: Hashable, Sendable, CustomStringConvertible {
        let call: String
        let account: String
        let region: String
        let parameters: Value
        let status: Int

        /// What was asked, whatever came of it.
        var asked: String { "\(account) \(region) \(call) \(parameters)" }
        var description: String { "\(asked) \(status)" }
    }

    /// Every request since the start or the last ``forget()``.
    func requests() throws -> [Request] {
        try control("GET", "requests").split(separator: "\n").map { line in
            let value = try JSON.parse(Array(line.utf8))
            return Request(
                call: value["call"]?.string ?? "", account: value["account"]?.string ?? "",
                region: value["region"]?.string ?? "", parameters: value["parameters"] ?? .null,
                status: value["status"]?.int ?? 0)
        }
    }

    /// How many requests there were since then.
    func count() throws -> Int {
        let counts = try JSON.parse(Array(try control("GET", "counts").utf8)).object ?? Object([])
        return counts.reduce(0) { $0 + ($1.value.int ?? 0) }
    }

    /// Empties the journal.
    func forget() throws { try control("DELETE", "requests") }
}

/// Sockets on this machine.
enum Loopback {
    /// A socket that is connected to `port`.
    static func connect(_ port: Int) throws -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var place = address(port)
        let code = withUnsafePointer(to: &place) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard code == 0 else {
            close(descriptor)
            throw Program.Failure("nothing listens on \(port)")
        }
        return descriptor
    }

    static func address(_ port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        return address
    }

    /// Sends `request` and reads until the other side closes.
    static func exchange(_ port: Int, _ request: String) throws -> String {
        let descriptor = try connect(port)
        defer { close(descriptor) }
        send(request, to: descriptor)
        var all = [UInt8]()
        var chunk = [UInt8](repeating: 0, count: 65536)
        while case let got = recv(descriptor, &chunk, chunk.count, 0), got > 0 { all += chunk[..<got] }
        return String(decoding: all, as: UTF8.self)
    }

    static func send(_ text: String, to descriptor: Int32) {
        let bytes = Array(text.utf8)
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            sent += count
        }
    }
}
