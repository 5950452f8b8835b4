/// A flag of a command: one entry for the parser, the help, the man page and the completions.
struct Flag: Sendable {
    /// The long name, without the dashes.
    let name: String
    /// What its value is called, such as `DIR`; nil for a switch.
    let value: String?
    /// What it does, a sentence without full stop.
    let help: String
    /// Whether it may be given several times.
    let repeats: Bool
    /// Whether the value may be left out.
    let isValueOptional: Bool
    /// The values that it takes, where they are few.
    let choices: [String]

    init(
        _ name: String, _ value: String? = nil, repeats: Bool = false, isValueOptional: Bool = false,
        choices: [String] = [], help: String
    ) {
        self.name = name
        self.value = value
        self.help = help
        self.repeats = repeats
        self.isValueOptional = isValueOptional
        self.choices = choices
    }

    /// The flag as it is typed, its value in capitals.
    var synopsis: String {
        let value = value.map { isValueOptional ? "[=\($0)]" : " \($0)" } ?? ""
        return "--\(name)\(value)"
    }
}

/// Wrong use of the program: what is wrong and what to do, in one line.
struct UsageError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

/// What was typed behind a command's name.
struct Arguments: Sendable {
    /// The values of each flag that was given; of a switch an empty text.
    private(set) var flags: [String: [String]] = [:]
    /// What is no flag, in order.
    private(set) var words: [String] = []

    /// Whether the flag was given.
    func has(_ name: String) -> Bool { flags[name] != nil }

    /// The last value of the flag.
    func value(_ name: String) -> String? { flags[name]?.last }

    /// All values of the flag; those with commas in them are taken apart.
    func values(_ name: String) -> [String] {
        (flags[name] ?? []).flatMap { $0.split(separator: ",").map(String.init) }
    }

    /// All values of the flag as typed.
    func rawValues(_ name: String) -> [String] { flags[name] ?? [] }
}

extension Arguments {
    /// Reads `typed` by the flags of `command`.
    init(_ typed: [String], of command: Command) throws(UsageError) {
        var rest = typed[...]
        while let word = rest.popFirst() {
            if word == "--" {
                words += rest
                break
            }
            guard word.hasPrefix("-"), word.count > 1 else {
                words.append(word)
                continue
            }
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name =
                parts[0] == "-h" ? "help" : parts[0].hasPrefix("--") ? String(parts[0].dropFirst(2)) : ""
            guard let flag = command.allFlags.first(where: { $0.name == name }) else {
                throw UsageError(command.unknownFlag(String(parts[0])))
            }
            var value = parts.count == 2 ? String(parts[1]) : nil
            if let expected = flag.value {
                if flag.isValueOptional {
                    // Behind such a flag, what is no flag is its value.
                    if value == nil, let next = rest.first, !next.hasPrefix("-") {
                        value = rest.removeFirst()
                    }
                } else if value == nil {
                    guard let next = rest.popFirst() else {
                        throw UsageError("--\(name) needs a value: --\(name) \(expected)")
                    }
                    value = next
                }
                if let value, !flag.choices.isEmpty, !flag.choices.contains(value) {
                    throw UsageError(command.unknownChoice(flag, value))
                }
            } else if value != nil {
                throw UsageError("--\(name) takes no value")
            }
            if flags[name] != nil, !flag.repeats { throw UsageError("--\(name) may be given once") }
            flags[name, default: []].append(value ?? "")
        }
    }
}
