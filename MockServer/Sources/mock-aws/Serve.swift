import Documents
import Files
import MockAWS
import ServiceModels

#if canImport(Glibc)
    internal import Glibc
#endif

/// `mock-aws serve`.
struct Serve {
    static let options = [
        "--world": true, "--auth": true, "--rates": true, "--faults": true, "--seed": true, "--journal": true,
        "--log": true, "--no-reload": false, "--quiet": false,
    ].merging(ServerSettings.words) { $1 }

    private let arguments: Arguments
    private let environment: [String: String]
    private let worlds: [String]

    init(_ arguments: Arguments, environment: [String: String]) throws(Usage) {
        self.arguments = arguments
        self.environment = environment
        worlds = (arguments.values["--world"] ?? []) + arguments.rest
        guard !worlds.isEmpty else { throw Usage("name a world with --world PATH") }
    }

    func run() throws -> Int32 {
        var mock = MockOptions()
        mock.modelPaths = ModelLibrary.standardPaths(environment: environment)
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
        if let path = arguments.last("--log") {
            let file = try LineFile(path)
            mock.log = { file.append($0) }
        }
        let server = try ServerSettings(arguments, environment)
        defer { server.cleanUp() }
        let signals = Signals()
        let paths = worlds
        let faults = arguments.last("--faults")
        let running = try MockServer(
            try Self.load(paths, faults: faults), options: mock, server: server.options,
            reload: { try Self.load(paths, faults: faults) })
        server.announce(port: running.port)
        let isQuiet = arguments.has("--quiet")
        if !isQuiet {
            for problem in running.core.problems { Console.error("warning: \(problem)") }
            server.warn()
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
    private func watch(_ running: MockServer, _ signals: Signals, _ isQuiet: Bool) {
        var signals = signals
        let files = worlds + (arguments.values["--faults"] ?? [])
        var stamp = Self.stamp(files)
        let watches = !arguments.has("--no-reload")
        while true {
            let wish = signals.wait(seconds: 1)
            if wish == .end { return }
            let now = watches || wish == .lookAgain ? Self.stamp(files) : stamp
            guard now != stamp || wish == .lookAgain else { continue }
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

    /// The files at `paths`, and below, with their sizes and times, as one number.
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
