import Checks
import Documents
import Files

#if canImport(Glibc)
    import Glibc
#endif

/// The program. Clock, environment and output enter here and are passed down.
@main struct Main {
    static func main() async {
        signal(SIGPIPE, SIG_IGN)
        var environment: [String: String] = [:]
        var entry = environ
        while let text = entry.pointee {
            let parts = String(cString: text).split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2 { environment[String(parts[0])] = String(parts[1]) }
            entry += 1
        }
        let console = Console(environment: environment)
        exit(await run(Array(CommandLine.arguments.dropFirst()), console))
    }

    /// Finds the command, runs it, and says what went wrong in words that help.
    static func run(_ typed: [String], _ console: Console) async -> Int32 {
        do {
            let (command, rest) = try CommandTable.find(typed)
            let arguments = try Arguments(rest, of: command)
            if arguments.has("help") {
                try console.print(command.help)
                return 0
            }
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
            console.say("assay: \(error)")
        }
        return 2
    }
}
