import Files
import MockAWS

#if canImport(Glibc)
    internal import Glibc
#endif

/// The program. The environment enters here and is passed down.
@main struct Main {
    static func main() {
        let words = Array(CommandLine.arguments.dropFirst())
        do {
            exit(try run(words, RunningProgram.environment))
        } catch {
            Console.error("mock-aws: \(error)")
            exit(2)
        }
    }

    private static func run(_ words: [String], _ environment: [String: String]) throws -> Int32 {
        let rest = Array(words.dropFirst())
        if rest.contains("--help") || rest.contains("-h") {
            Console.out(Help.text)
            return 0
        }
        switch words.first {
        case nil, "--help", "-h", "help":
            Console.out(Help.text)
            return words.isEmpty ? 2 : 0
        case "serve":
            return try Serve(try Arguments(rest, Serve.options), environment: environment).run()
        case "record":
            return try Record(try Arguments(rest, Record.options), environment: environment).run()
        case "generate": return try Generate(try Arguments(rest, Generate.options)).run()
        case "operations":
            return try Operations(try Arguments(rest, Operations.options), environment: environment).run()
        case "worlds":
            guard rest.first == "validate" else { throw Usage("write `mock-aws worlds validate PATH`") }
            return try Validate(try Arguments(Array(rest.dropFirst()), Validate.options)).run()
        case let word?:
            throw Usage(
                "there is no command \(word)", among: word,
                ["serve", "record", "generate", "worlds", "operations", "help"])
        }
    }
}
