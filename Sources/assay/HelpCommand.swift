import Documents

extension Command {
    static let version = Command(
        path: ["version"], summary: "Print the version", words: "", flags: [], examples: []
    ) { _, console in
        try console.print("assay \(Version.text)\n")
        return 0
    }

    static let help = Command(
        path: ["help"], summary: "Print what there is, or the help of a command", words: "[COMMAND]",
        flags: [],
        examples: [("assay help run", "every flag of a scan")]
    ) { arguments, console in
        if !arguments.words.isEmpty {
            let (command, rest) = try CommandTable.find(arguments.words)
            guard rest.isEmpty else { throw UsageError("assay help takes the name of a command") }
            try console.print(command.help)
            return 0
        }
        var text = """
            assay: is anything in these AWS accounts open that should not be?

            Examples:
              assay run --profile audit --region eu-west-1
                  scan one account and region with every check
              assay run --check ses_identity_not_publicly_accessible --output html=report.html
                  one check, as a page to look at
              assay checks test
                  run the cases that lie beside the checks, without AWS

            Commands:

            """
        let width = CommandTable.all.map(\.name.count).max() ?? 0
        for command in CommandTable.all {
            let gap = String(repeating: " ", count: width - command.name.count + 2)
            text += "  \(command.name)\(gap)\(command.summary)\n"
        }
        text += "\nassay COMMAND --help tells more.\n"
        try console.print(text)
        return 0
    }
}

/// The version of this program.
enum Version {
    static let text = "0.1.0"
}
