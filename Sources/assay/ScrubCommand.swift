import Documents
import Files
import Inventory

extension Command {
    static let scrub = Command(
        path: ["scrub"], summary: "Make a saved scan that can be shown to others", words: "LOG",
        flags: [Flag("output", "FILE", help: "the new log (default: stdout); must not be there yet")],
        examples: [
            (
                "assay scrub scan.log --output shown.log",
                "accounts, addresses, domains, names and keys replaced, each always by the same"
            )
        ]
    ) { arguments, console in
        guard arguments.words.count == 1 else { throw UsageError("assay scrub takes one log") }
        let path = arguments.words[0]
        let output = arguments.value("output")
        if let output, Files.exists(output) {
            throw UsageError("\(output) is there already; name another file or remove it")
        }
        let contents = try ExchangeLog.read(path)
        for line in contents.unreadable {
            console.say("\(path):\(line.line): left out, it is no exchange")
        }
        guard !contents.exchanges.isEmpty else { throw UsageError("\(path) holds no exchange") }
        var scrubber = ExchangeScrubber(models: LibraryOptions.models(console))
        var lines = [UInt8]()
        for exchange in scrubber.scrubbed(contents.exchanges) {
            JSON.write(exchange.json, to: &lines)
            lines.append(UInt8(ascii: "\n"))
        }
        guard let output else {
            try console.print(lines)
            return 0
        }
        try Files.write(lines, to: output)
        console.say(
            "wrote \(contents.exchanges.count) exchanges to \(output); look through it before you show it")
        return 0
    }
}
