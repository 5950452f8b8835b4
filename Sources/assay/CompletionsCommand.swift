extension Command {
    static let completions = Command(
        path: ["completions"], summary: "Print what makes a shell complete commands and flags",
        words: "SHELL", wordChoices: Shell.allCases.map(\.rawValue), flags: [],
        examples: [
            ("source <(assay completions bash)", "in ~/.bashrc"),
            ("assay completions zsh > ~/.zfunc/_assay", "in a folder of fpath"),
            ("assay completions fish > ~/.config/fish/completions/assay.fish", "for fish"),
        ]
    ) { arguments, console in
        let names = Shell.allCases.map(\.rawValue).joined(separator: ", ")
        guard arguments.words.count == 1, let shell = Shell(rawValue: arguments.words[0]) else {
            throw UsageError("assay completions takes one of \(names)")
        }
        try console.print(shell.script(CommandTable.all))
        return 0
    }
}

/// A shell that completes.
enum Shell: String, CaseIterable {
    case bash
    case zsh
    case fish

    /// What makes the shell complete `commands`.
    func script(_ commands: [Command]) -> String {
        switch self {
        case .bash: Completions.bash(commands)
        case .zsh: Completions.zsh(commands)
        case .fish: Completions.fish(commands)
        }
    }
}

/// What a shell offers for a value.
enum Offer {
    /// Some of these words.
    case words([String])
    /// The ids of the checks that are found.
    case checks
    case files
    case folders
    /// Nothing: only the user knows.
    case nothing
}

extension Flag {
    /// What a shell offers for the flag's value; nil where it takes none.
    var offer: Offer? {
        guard let value else { return nil }
        if !choices.isEmpty { return .words(choices) }
        if name == "check" { return .checks }
        if value == "DIR" { return .folders }
        return ["FILE", "LOG"].contains(value) ? .files : .nothing
    }
}

extension Command {
    /// What a shell offers for the words behind the flags.
    var offer: Offer {
        if !wordChoices.isEmpty { return .words(wordChoices) }
        if path.first == "checks", words.contains("ID"), path.last != "new" { return .checks }
        return ["FILE", "LOG"].contains { words.contains($0) } ? .files : .nothing
    }
}
