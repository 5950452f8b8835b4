/// The manual page, made from the table of commands and the topics.
///
/// <https://man7.org/linux/man-pages/man7/man-pages.7.html> says which sections there are, and in which order.
enum ManualPage {
    /// The page of `commands` and `topics` for `man`.
    static func text(_ commands: [Command], _ topics: [HelpTopic]) -> String {
        var text = """
            .TH ASSAY 1 "" "assay \(Version.text)" "User Commands"
            .SH NAME
            assay \\- scan AWS accounts for what is open that should not be
            .SH SYNOPSIS

            """
        for command in commands { text += ".B \(plain(command.usage))\n.br\n" }
        text += ".SH DESCRIPTION\n"
        text += "Checks are YAML files. assay works out which calls they need, makes each once, judges\n"
        text += "what it saw, and reports. What could not be read is reported as unknown, never as a pass.\n"
        text += ".SH COMMANDS\n"
        for command in commands { text += page(of: command) }
        for topic in topics {
            text += ".SH \(plain(topic.name.uppercased()))\n"
            text += ".nf\n\(plain(topic.text)).fi\n"
        }
        text += ".SH ENVIRONMENT\n"
        for (name, meaning) in environment { text += ".TP\n.B \(plain(name))\n\(plain(meaning))\n" }
        return text
    }

    private static let environment = [
        ("AWS_PROFILE, AWS_REGION, AWS_ENDPOINT_URL, AWS_CA_BUNDLE", "and their kin, as for the AWS CLI"),
        ("AWS_DATA_PATH", "folders of service models, as for the AWS CLI"),
        ("NO_COLOR", "no colours when it is not empty"),
        ("COLUMNS", "the width of the table"),
        ("XDG_STATE_HOME, XDG_CONFIG_HOME", "where the history and the user's checks are"),
    ]

    private static func page(of command: Command) -> String {
        var text = ".SS \(plain(command.usage))\n\(plain(command.summary)).\n"
        for flag in command.flags {
            text += ".TP\n.B \(plain(flag.synopsis))\n\(plain(flag.help))."
            text += flag.repeats ? " May be given several times.\n" : "\n"
        }
        for example in command.examples {
            text +=
                ".PP\nExample: \(plain(example.purpose)):\n.PP\n.RS\n.nf\n\(plain(example.line))\n.fi\n.RE\n"
        }
        return text
    }

    /// `text` with what means something to roff made plain.
    private static func plain(_ text: String) -> String {
        var out = ""
        var isLineStart = true
        for character in text {
            if isLineStart, character == "." || character == "'" { out += "\\&" }
            switch character {
            case "\\": out += "\\e"
            case "-": out += "\\-"
            case _ where !character.isASCII:
                for scalar in character.unicodeScalars {
                    let digits = String(scalar.value, radix: 16, uppercase: true)
                    out += "\\[u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "]"
                }
            default: out.append(character)
            }
            isLineStart = character == "\n"
        }
        return out
    }
}
