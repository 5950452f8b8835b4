import MockAWS

#if canImport(Glibc)
    internal import Glibc
#endif

@main struct Main {
    static func main() {
        let words = Array(CommandLine.arguments.dropFirst())
        do {
            exit(try run(words))
        } catch {
            Console.error("mock-aws: \(error)")
            exit(2)
        }
    }

    private static func run(_ words: [String]) throws -> Int32 {
        let rest = Array(words.dropFirst())
        if rest.contains("--help") || rest.contains("-h") {
            Console.out(Help.text)
            return 0
        }
        switch words.first {
        case nil, "--help", "-h", "help":
            Console.out(Help.text)
            return words.isEmpty ? 2 : 0
        case "serve": return try Serve(try Arguments(rest, Serve.options)).run()
        case "generate": return try Generate(try Arguments(rest, Generate.options)).run()
        case "operations": return Operations.run()
        case "worlds":
            guard rest.first == "validate" else { throw Usage("write `mock-aws worlds validate PATH`") }
            return try Validate(try Arguments(Array(rest.dropFirst()), Validate.options)).run()
        case let word?:
            throw Usage(
                "there is no command \(word)", among: word,
                ["serve", "generate", "worlds", "operations", "help"])
        }
    }
}
