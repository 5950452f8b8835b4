import Documents
import Files
import MockAWS

#if canImport(Glibc)
    internal import Glibc
#endif

/// `mock-aws serve`.
struct Serve {
    static let options = [
        "--world": true, "--port": true, "--listen": true, "--auth": true, "--rates": true, "--faults": true,
        "--seed": true, "--tls-cert": true, "--tls-key": true, "--journal": true, "--no-reload": false,
        "--quiet": false,
    ]

    private let arguments: Arguments
    private let worlds: [String]

    init(_ arguments: Arguments) throws(Usage) {
        self.arguments = arguments
        worlds = (arguments.values["--world"] ?? []) + arguments.rest
        guard !worlds.isEmpty else { throw Usage("name a world with --world PATH") }
    }

    func run() throws -> Int32 {
        var mock = MockOptions()
        if let mode = arguments.last("--auth") {
            guard let known = AuthenticationMode(rawValue: mode) else {
                throw Usage("--auth is strict, lenient or off, not \(mode)")
            }
            mock.authentication = known
        }
        if let rates = arguments.last("--rates") {
            guard let speed = rates == "aws" ? 1 : Double(rates), speed >= 0 else {
                throw Usage("--rates is aws or a factor, not \(rates)")
            }
            mock.rates = speed
        }
        mock.seed = UInt64(try arguments.number("--seed", 0...Int.max, default: 1))
        mock.journal = try arguments.number("--journal", 1...1_000_000, default: 1000)
        var server = ServerOptions()
        server.port = try arguments.number("--port", 0...65535, default: 0)
        if let address = arguments.last("--listen") { server.address = address }
        if let certificate = arguments.last("--tls-cert"), let key = arguments.last("--tls-key") {
            server.certificate = (try Files.read(certificate), try Files.read(key))
        } else if arguments.has("--tls-cert") || arguments.has("--tls-key") {
            throw Usage("--tls-cert and --tls-key go together")
        }
        // Blocked before the server's thread starts, so that only this thread takes them.
        var signals = sigset_t()
        sigemptyset(&signals)
        for signal in [SIGTERM, SIGINT, SIGHUP] { sigaddset(&signals, signal) }
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        let paths = worlds
        let faults = arguments.last("--faults")
        let running = try MockServer(
            try Self.load(paths, faults: faults), options: mock, server: server,
            reload: { try Self.load(paths, faults: faults) })
        let scheme = server.certificate == nil ? "http" : "https"
        Console.out("listening on \(scheme)://\(server.address):\(running.port)")
        let isQuiet = arguments.has("--quiet")
        if !isQuiet {
            for problem in running.core.problems { Console.error("warning: \(problem)") }
            if !server.address.hasPrefix("127."), server.address != "::1" {
                Console.error(
                    "warning: \(server.address) is reachable by others; the mock is made for loopback")
            }
        }
        watch(running, signals, isQuiet)
        running.stop(drainingFor: 10)
        return 0
    }

    private static func load(_ paths: [String], faults: String?) throws -> World {
        var all = World()
        for path in paths { all.lay(try World(path: path)) }
        if let faults {
            let value: Value
            do { value = try JSON.parse(try Files.read(faults)) } catch let failure as JSON.Failure {
                throw Diagnostic(
                    file: faults, line: failure.line, column: failure.column, message: failure.message)
            }
            all.faults += try Fault.list(value, file: faults)
        }
        return all
    }

    /// Waits for a signal to end; in between reads the worlds again when their files have changed.
    private func watch(_ running: MockServer, _ signals: sigset_t, _ isQuiet: Bool) {
        var signals = signals
        var stamp = Self.stamp(worlds)
        let watches = !arguments.has("--no-reload")
        while true {
            var second = timespec(tv_sec: 1, tv_nsec: 0)
            let signal = sigtimedwait(&signals, nil, &second)
            if signal == SIGTERM || signal == SIGINT { return }
            let now = watches || signal == SIGHUP ? Self.stamp(worlds) : stamp
            guard now != stamp || signal == SIGHUP else { continue }
            stamp = now
            do {
                running.core.replace(try Self.load(worlds, faults: arguments.last("--faults")))
                if !isQuiet { Console.error("the world has changed and was read again") }
            } catch {
                if !isQuiet {
                    Console.error("the world has changed and can't be read; the old one stays: \(error)")
                }
            }
        }
    }

    /// The files of the worlds with their sizes and times, as one number.
    private static func stamp(_ paths: [String]) -> Int {
        var hasher = Hasher()
        for path in paths {
            for file in Files.isFolder(path) ? (try? Files.walk(path)) ?? [] : [path] {
                var status = stat()
                guard stat(file, &status) == 0 else { continue }
                hasher.combine(file)
                hasher.combine(status.st_size)
                hasher.combine(status.st_mtim.tv_sec)
                hasher.combine(status.st_mtim.tv_nsec)
            }
        }
        return hasher.finalize()
    }
}
