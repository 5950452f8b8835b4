import Files

#if canImport(Glibc)
    import Glibc
#endif

/// Where the program meets the person: reports go to stdout, everything else to stderr.
final class Console: Sendable {
    /// The environment.
    let environment: [String: String]
    /// Whether stdout is a terminal.
    let outIsTerminal: Bool
    /// Whether stderr is a terminal.
    let errorIsTerminal: Bool
    /// Whether stdin is a terminal.
    let inIsTerminal: Bool

    init(environment: [String: String]) {
        self.environment = environment
        outIsTerminal = isatty(1) == 1
        errorIsTerminal = isatty(2) == 1
        inIsTerminal = isatty(0) == 1
    }

    /// Whether colour may go to stdout: on a terminal, and nobody asked for none (<https://no-color.org>).
    var usesColour: Bool {
        outIsTerminal && (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
    }

    /// How wide the terminal is, in columns; what COLUMNS says before all, 80 where there is no terminal.
    var width: Int {
        if let typed = environment["COLUMNS"].flatMap({ Int($0) }), typed > 0 { return min(typed, 1000) }
        var size = winsize()
        guard outIsTerminal, ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    /// A new place for what need not be in memory, in TMPDIR.
    var spillFile: SpillFile {
        let named = environment["TMPDIR"] ?? ""
        return SpillFile(folder: named.isEmpty ? "/tmp" : named)
    }

    /// Says where what was put away in `file` had to stay in memory.
    func tell(of file: SpillFile) {
        if let failure = file.failure { say("assay: \(failure); the findings stay in memory") }
    }

    /// Writes `text` to stdout.
    func print(_ text: String) throws(FileFailure) { try print(Array(text.utf8)) }

    /// Writes `bytes` to stdout.
    func print(_ bytes: [UInt8]) throws(FileFailure) { try Files.append(bytes, to: 1, path: "the output") }

    /// Writes a line to stderr; what comes from outside must have been made harmless.
    func say(_ line: String) { try? Files.append(Array((line + "\n").utf8), to: 2, path: "stderr") }

    /// Writes `text` to stderr as it is.
    func draw(_ text: String) { try? Files.append(Array(text.utf8), to: 2, path: "stderr") }

    /// All of stdin.
    func input() throws(FileFailure) -> [UInt8] { try Files.read("/dev/stdin") }

    /// Asks a question on the terminal and reads the answer, not shown where it is secret; nil without a terminal, and
    /// when the task is cancelled, so that the terminal is left as it was.
    func ask(_ question: String, secret: Bool = false) -> String? {
        guard inIsTerminal, errorIsTerminal else { return nil }
        var before = termios()
        tcgetattr(0, &before)
        if secret {
            var quiet = before
            quiet.c_lflag &= ~tcflag_t(ECHO)
            tcsetattr(0, TCSAFLUSH, &quiet)
        }
        defer {
            if secret {
                tcsetattr(0, TCSAFLUSH, &before)
                draw("\n")
            }
        }
        // After the echo is off: who types at once is not shown either.
        draw(question + " ")
        while !Task.isCancelled {
            var line = pollfd(fd: 0, events: Int16(POLLIN), revents: 0)
            if poll(&line, 1, 100) > 0 { return readLine() }
        }
        return nil
    }
}
