import Documents

extension Command {
    static let version = Command(
        path: ["version"], summary: "Print the version", words: "", flags: [], examples: []
    ) { _, console in
        try console.print("assay \(Version.text)\n")
        return 0
    }

    static let help = Command(
        path: ["help"], summary: "Print what there is, or the help of a command or a topic",
        words: "[COMMAND|TOPIC]", wordChoices: HelpTopic.all.map(\.name),
        flags: [Flag("man", help: "print the manual page")],
        examples: [
            ("assay help run", "every flag of a scan"),
            ("assay help exit-codes", "a topic"),
            ("assay help --man | man -l -", "the manual page"),
        ]
    ) { arguments, console in
        if arguments.has("man") {
            try console.print(ManualPage.text(CommandTable.all, HelpTopic.all))
        } else if arguments.words.isEmpty {
            try console.print(overview)
        } else {
            try console.print(page(arguments.words))
        }
        return 0
    }

    /// The help of a command, of the commands that begin with a word, or of a topic.
    static func page(_ words: [String]) throws(UsageError) -> String {
        let topic = words.count == 1 ? HelpTopic.all.first { $0.name == words[0] }?.text : nil
        let command = CommandTable.group(words) ?? CommandTable.all.first { $0.path == words }?.help
        if topic != nil || command != nil {
            return [topic, command].compactMap { $0 }.joined(separator: "\n")
        }
        if words.count == 1, !CommandTable.firstWords.contains(words[0]) {
            let names = HelpTopic.all.map(\.name) + CommandTable.firstWords
            let hint = suggestion(for: words[0], among: names).map { "; " + $0 } ?? ""
            throw UsageError("there is no command or topic \(words[0])\(hint); assay help lists them")
        }
        // The words behind a group's first one are wrong: the search says which there are.
        _ = try CommandTable.find(words)
        throw UsageError("assay help takes the name of one command or topic")
    }

    private static var overview: String {
        """
        assay: is anything in these AWS accounts open that should not be?

        Examples:
          assay run --profile audit --region eu-west-1
              scan one account and region with every check
          assay run --check ses_identity_not_publicly_accessible --output html=report.html
              one check, as a page to look at
          assay checks test
              run the cases that lie beside the checks, without AWS

        Commands:
        \(listing(CommandTable.all.map { ($0.name, $0.summary) }))
        Topics of assay help:
        \(listing(HelpTopic.all.map { ($0.name, $0.summary) }))
        assay COMMAND --help tells more.

        """
    }

    static func listing(_ rows: [(name: String, summary: String)]) -> String {
        let width = rows.map(\.name.count).max() ?? 0
        return rows.map { "  \($0.name.padded(to: width + 2))\($0.summary)\n" }.joined()
    }
}

/// The version of this program.
enum Version {
    static let text = "0.1.0"
}
