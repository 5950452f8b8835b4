extension Completions {
    /// For zsh: a function of `_arguments` for each command.
    static func zsh(_ commands: [Command]) -> String {
        var text = "#compdef assay\n# zsh completion of assay\n"
        text += "_assay_checks() { compadd -- ${(f)\"$(\(checkIDs))\"} }\n"
        text += "_assay() {\n    local -a names\n    local command=$words[2]\n"
        text += "    if (( CURRENT == 2 )); then\n        names=(\n"
        for group in CommandGroup.all(commands) {
            let members = commands.filter { $0.path[0] == group.first }
            let meaning = members.count == 1 ? members[0].summary : group.seconds.joined(separator: ", ")
            text += "            \(quoted("\(group.first):\(meaning)"))\n"
        }
        text += "        )\n        _describe command names\n        return\n    fi\n"
        text += "    case $command in\n"
        for group in CommandGroup.all(commands) where !group.seconds.isEmpty {
            text += "    \(group.first))\n        if (( CURRENT == 3 )); then\n            names=(\n"
            for command in commands where command.path[0] == group.first && command.path.count > 1 {
                text += "                \(quoted("\(command.path[1]):\(command.summary)"))\n"
            }
            text += "            )\n            _describe command names\n            return\n        fi\n"
            text += "        command=\"$command $words[3]\"\n        shift words; (( CURRENT-- )) ;;\n"
        }
        text += "    esac\n    shift words; (( CURRENT-- ))\n    case $command in\n"
        for command in commands {
            text += "    \(quoted(command.name))) _arguments -s"
            for flag in command.allFlags {
                let star = flag.repeats ? "*" : ""
                let meaning = flag.help.filter { !"[]".contains($0) }
                let value = flag.value.map { value in
                    (flag.isValueOptional ? "::" : ":") + value.filter { !":[]".contains($0) } + ":"
                        + zsh(flag.offer ?? .nothing)
                }
                text += " \\\n        \(quoted("\(star)--\(flag.name)[\(meaning)]\(value ?? "")"))"
            }
            if case .nothing = command.offer {
            } else {
                text += " \\\n        \(quoted("*:word:\(zsh(command.offer))"))"
            }
            text += " ;;\n"
        }
        return text
            + "    esac\n}\nif [ \"$funcstack[1]\" = _assay ]; then _assay \"$@\"; else compdef _assay assay; fi\n"
    }

    private static func zsh(_ offer: Offer) -> String {
        switch offer {
        case .words(let words): "(\(words.joined(separator: " ")))"
        case .checks: "_assay_checks"
        case .files: "_files"
        case .folders: "_files -/"
        case .nothing: " "
        }
    }

    /// For fish: a line for each command and flag.
    static func fish(_ commands: [Command]) -> String {
        let groups = CommandGroup.all(commands)
        let firsts = groups.map(\.first).joined(separator: " ")
        var text = "# fish completion of assay\ncomplete -c assay -f\n"
        for group in groups {
            let members = commands.filter { $0.path[0] == group.first }
            let meaning = members.count == 1 ? members[0].summary : group.seconds.joined(separator: ", ")
            let none = "not __fish_seen_subcommand_from \(firsts)"
            text += "complete -c assay -n \(quoted(none)) -a \(group.first) -d \(quoted(meaning))\n"
        }
        for command in commands {
            var condition = "__fish_seen_subcommand_from \(command.path[0])"
            if command.path.count > 1 {
                let seconds = groups.first { $0.first == command.path[0] }?.seconds ?? []
                let open =
                    condition + "; and not __fish_seen_subcommand_from \(seconds.joined(separator: " "))"
                text += "complete -c assay -n \(quoted(open)) -a \(command.path[1])"
                text += " -d \(quoted(command.summary))\n"
                condition += "; and __fish_seen_subcommand_from \(command.path[1])"
            }
            let line = "complete -c assay -n \(quoted(condition))"
            if let offered = fish(command.offer) { text += "\(line) \(offered)\n" }
            for flag in command.allFlags {
                let value = flag.offer.map { offer in
                    let only = if case .files = offer { " -r " } else { " -x " }
                    return (flag.isValueOptional ? " " : only) + (fish(offer) ?? "")
                }
                text += "\(line) -l \(flag.name)\(value ?? "") -d \(quoted(flag.help))\n"
            }
        }
        return text
    }

    private static func fish(_ offer: Offer) -> String? {
        switch offer {
        case .words(let words): "-a \(quoted(words.joined(separator: " ")))"
        case .checks: "-a \(quoted("(\(checkIDs))"))"
        case .files: "-F"
        case .folders: "-a '(__fish_complete_directories)'"
        case .nothing: nil
        }
    }

    /// `text` as one word of a shell.
    private static func quoted(_ text: String) -> String {
        "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
}
