import Files
import Glibc
import TestSupport

/// A program of this package that runs as a process of its own.
final class Program: Sendable {
    /// What a program that has ended left.
    struct Outcome: Sendable {
        /// The exit status; 128 and the signal where one ended it.
        let status: Int32
        let out: String
        let err: String

        /// The lines of stderr.
        var errorLines: [Substring] { err.split(separator: "\n") }
    }

    struct Failure: Error, CustomStringConvertible {
        let description: String
        init(_ description: String) { self.description = description }
    }

    /// The process.
    let id: pid_t
    private let folder: TemporaryFolder

    /// The folder of the built programs: the one of the test's own bundle.
    static let built: String = {
        let path = RunningProgram.path ?? CommandLine.arguments[0]
        if let tests = CommandLine.arguments.first(where: { $0.hasSuffix(".xctest") }) {
            return parent(tests)
        }
        return parent(path)
    }()

    /// The root of the repository.
    static let root = parent(parent(parent(#filePath)))

    private static func parent(_ path: String) -> String {
        path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
    }

    /// Starts `path`, or the program of that name beside the tests, in the folder `here` with nothing in its
    /// environment but PATH and `environment`; a `terminal` is its stdin and stderr.
    init(
        _ name: String, _ arguments: [String], environment: [String: String] = [:],
        in here: String = Program.root, terminal: Terminal? = nil
    ) throws {
        let path = name.hasPrefix("/") ? name : "\(Self.built)/\(name)"
        folder = try TemporaryFolder()
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, terminal?.path ?? "/dev/null", O_RDWR | O_NOCTTY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, folder.path + "/out", O_WRONLY | O_CREAT, 0o600)
        let err = terminal?.path ?? folder.path + "/err"
        posix_spawn_file_actions_addopen(&actions, 2, err, O_WRONLY | O_CREAT | O_NOCTTY, 0o600)
        var environment = environment
        environment["PATH"] = Environment.value("PATH") ?? "/usr/bin:/bin"
        environment["HOME"] = environment["HOME"] ?? folder.path
        var words: [UnsafeMutablePointer<CChar>?] =
            (["/usr/bin/env", "-C", here, path] + arguments).map { strdup($0) } + [nil]
        var settings: [UnsafeMutablePointer<CChar>?] =
            environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for text in words + settings { free(text) } }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        var id = pid_t()
        let code = posix_spawn(&id, "/usr/bin/env", &actions, &attributes, &words, &settings)
        guard code == 0 else { throw Failure("\(path) can't be started: \(String(cString: strerror(code)))") }
        self.id = id
        terminal?.isOpened()
    }

    /// What it has written to stdout so far.
    var out: String { (try? Files.text(folder.path + "/out")) ?? "" }

    /// What it has written to stderr so far.
    var err: String { (try? Files.text(folder.path + "/err")) ?? "" }

    func send(_ signal: Int32) { kill(id, signal) }

    /// Whether it runs no more; it is not reaped.
    var hasEnded: Bool {
        var info = siginfo_t()
        return waitid(P_PID, id_t(id), &info, WEXITED | WNOHANG | WNOWAIT) != 0 || info.si_signo == SIGCHLD
    }

    /// Waits for its end.
    func end() -> Outcome {
        var status: Int32 = 0
        while waitpid(id, &status, 0) < 0, errno == EINTR {}
        let signal = status & 0x7f
        return Outcome(status: signal == 0 ? status >> 8 & 0xff : 128 + signal, out: out, err: err)
    }

    /// Runs a program to its end.
    static func run(
        _ name: String, _ arguments: [String], environment: [String: String] = [:],
        in here: String = Program.root
    ) throws -> Outcome {
        try Program(name, arguments, environment: environment, in: here).end()
    }

    /// Where the shell would find `name`; nil where it is not installed.
    static func installed(_ name: String) -> String? {
        (Environment.value("PATH") ?? "").split(separator: ":").map { "\($0)/\(name)" }.first {
            access($0, X_OK) == 0
        }
    }
}
