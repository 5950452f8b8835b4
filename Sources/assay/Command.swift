import Documents

/// A command: one entry for the parser, the help, the man page and the completions.
struct Command: Sendable {
    /// The words that call it, such as `["checks", "list"]`.
    let path: [String]
    /// What it does, a sentence without full stop.
    let summary: String
    /// What stands behind the flags, such as `[FILE]`; empty where nothing may.
    let words: String
    /// The words that may stand there, where they are few.
    var wordChoices: [String] = []
    /// Its flags.
    let flags: [Flag]
    /// Examples: a command line, and what it is for.
    let examples: [(line: String, purpose: String)]
    /// What it does; the result is the exit status.
    let run: @Sendable (Arguments, Console) async throws -> Int32

    /// The words that call it, as typed.
    var name: String { path.joined(separator: " ") }

    /// Its flags, and those that every command has.
    var allFlags: [Flag] { flags + [Flag("help", help: "print this help")] }

    func unknownFlag(_ typed: String) -> String {
        let hint = suggestion(for: typed, among: allFlags.map { "--" + $0.name }).map { "; " + $0 } ?? ""
        return "\(name.isEmpty ? "assay" : "assay \(name)") has no flag \(typed)\(hint)"
    }

    func unknownChoice(_ flag: Flag, _ typed: String) -> String {
        let hint = suggestion(for: typed, among: flag.choices).map { "; " + $0 } ?? ""
        return "--\(flag.name) takes one of \(flag.choices.joined(separator: ", ")), not \(typed)\(hint)"
    }

    /// The usage line.
    var usage: String {
        "assay \(name)" + (flags.isEmpty ? "" : " [FLAGS]") + (words.isEmpty ? "" : " \(words)")
    }

    /// The help text.
    var help: String {
        var text = "\(summary)\n\nUsage: \(usage)\n"
        if !examples.isEmpty {
            text += "\nExamples:\n"
            for example in examples { text += "  \(example.line)\n      \(example.purpose)\n" }
        }
        text += "\nFlags:\n"
        for flag in allFlags {
            text += "  \(flag.synopsis)\n      \(flag.help)"
            text += flag.repeats ? "; may be given several times\n" : "\n"
        }
        return text
    }
}
