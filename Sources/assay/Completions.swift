/// The scripts by which shells complete, made from the table of commands.
enum Completions {
    /// What prints the ids of the checks.
    static let checkIDs = "assay checks list --format ids 2>/dev/null"

    /// For bash: one function that knows the words before the cursor.
    static func bash(_ commands: [Command]) -> String {
        var cases = ""
        var values = ""
        for command in commands {
            let flags = command.allFlags.map { "--\($0.name)" }.joined(separator: " ")
            cases += "        \"\(command.name)\") flags=\"\(flags)\"; \(bash(command.offer)) ;;\n"
            for flag in command.flags {
                guard let offer = flag.offer else { continue }
                values += "        \"\(command.name) --\(flag.name)\") \(bash(offer)); return ;;\n"
            }
        }
        let groups = CommandGroup.all(commands)
        let firsts = groups.map(\.first).joined(separator: " ")
        var seconds = ""
        for group in groups where !group.seconds.isEmpty {
            seconds += "        \(group.first)) words=\"\(group.seconds.joined(separator: " "))\" ;;\n"
        }
        return """
            # bash completion of assay
            _assay() {
                local word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} words= flags= command=
                COMPREPLY=()
                if [ "$COMP_CWORD" -eq 1 ]; then
                    COMPREPLY=($(compgen -W "\(firsts) --help --version" -- "$word"))
                    return
                fi
                case ${COMP_WORDS[1]} in
            \(seconds)    esac
                command=${COMP_WORDS[1]}
                if [ -n "$words" ]; then
                    if [ "$COMP_CWORD" -eq 2 ]; then
                        COMPREPLY=($(compgen -W "$words" -- "$word"))
                        return
                    fi
                    command="$command ${COMP_WORDS[2]}"
                fi
                words=
                case "$command $previous" in
            \(values)    esac
                case $command in
            \(cases)    esac
                case $word in
                    -*) COMPREPLY=($(compgen -W "$flags" -- "$word")) ;;
                esac
            }
            complete -F _assay assay

            """
    }

    private static func bash(_ offer: Offer) -> String {
        switch offer {
        case .words(let words):
            "COMPREPLY=($(compgen -W \"\(words.joined(separator: " "))\" -- \"$word\"))"
        case .checks: "COMPREPLY=($(compgen -W \"$(\(checkIDs))\" -- \"$word\"))"
        case .files: "COMPREPLY=($(compgen -f -- \"$word\"))"
        case .folders: "COMPREPLY=($(compgen -d -- \"$word\"))"
        case .nothing: ":"
        }
    }
}

/// The commands that begin with one word.
struct CommandGroup {
    let first: String
    /// The second words; none for a command of one word.
    let seconds: [String]

    /// The groups of `commands`, in order.
    static func all(_ commands: [Command]) -> [CommandGroup] {
        var firsts = [String]()
        for command in commands where !firsts.contains(command.path[0]) { firsts.append(command.path[0]) }
        return firsts.map { first in
            CommandGroup(
                first: first,
                seconds: commands.filter { $0.path[0] == first && $0.path.count > 1 }.map { $0.path[1] })
        }
    }
}
