import CLinux
import Checks
import Documents
import Files
import Reporting

#if canImport(Glibc)
    import Glibc
#endif

/// The program. Clock, environment and output enter here and are passed down.
@main struct Main {
    static func main() async {
        signal(SIGPIPE, SIG_IGN)
        // Each thread would get an arena of its own, most of it empty.
        mallopt(M_ARENA_MAX, 2)
        // A file that is opened later must not take the place of a closed standard stream: a report would end up in it.
        for stream: Int32 in 0...2 where fcntl(stream, F_GETFD) == -1 {
            _ = open("/dev/null", stream == 0 ? O_WRONLY : O_RDONLY)
        }
        let console = Console(environment: RunningProgram.environment)
        exit(await run(Array(CommandLine.arguments.dropFirst()), console))
    }

    /// Finds the command, runs it, and says what went wrong in words that help.
    static func run(_ typed: [String], _ console: Console) async -> Int32 {
        do {
            let (command, rest) = try CommandTable.find(typed)
            if rest.contains("--help") || rest.contains("-h"), command.path != Command.help.path {
                try console.print(command.help)
                return 0
            }
            let arguments = try Arguments(rest, of: command)
            if command.words.isEmpty, let word = arguments.words.first {
                throw UsageError("assay \(command.name) takes no \(word); see assay \(command.name) --help")
            }
            return try await command.run(arguments, console)
        } catch let failure as FileFailure where failure.code == EPIPE {
            return 0
        } catch let mistakes as Diagnostics {
            console.say(mistakes.description)
        } catch let mistake as Diagnostic {
            console.say(mistake.description)
        } catch {
            let lines = "\(error)".split(separator: "\n").map { String($0).visible }
            console.say("assay: " + lines.joined(separator: "\n"))
        }
        return 2
    }
}
