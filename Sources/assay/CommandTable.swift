import Documents

/// Every command.
enum CommandTable {
    static let all: [Command] = [
        .run, .evaluate, .plan,
        .fix, .backout,
        .history, .diff,
        .exceptionsList, .exceptionsAdd,
        .checksList, .checksShow, .checksValidate, .checksTest, .checksNew, .checksSchema,
        .frameworksList,
        .policyExplain, .policySimulate, .policyDiff,
        .call, .query, .scrub,
        .help, .completions, .version,
    ]

    /// The first words of all commands, each once, sorted.
    static var firstWords: [String] { Set(all.map { $0.path[0] }).sorted() }

    /// The command that `typed` begins with, and what stands behind its name.
    static func find(_ typed: [String]) throws(UsageError) -> (Command, [String]) {
        guard let first = typed.first else { return (.help, []) }
        if ["--help", "-h"].contains(first) { return (.help, Array(typed.dropFirst())) }
        if ["--version", "-V"].contains(first) { return (.version, Array(typed.dropFirst())) }
        let matching = all.filter { typed.starts(with: $0.path) }
        if let command = matching.max(by: { $0.path.count < $1.path.count }) {
            return (command, Array(typed.dropFirst(command.path.count)))
        }
        let names = all.filter { $0.path.count > 1 && $0.path[0] == first }.map { $0.path[1] }
        if !names.isEmpty {
            let second = typed.dropFirst().first
            if let second, ["--help", "-h"].contains(second) { return (.help, [first]) }
            let hint = second.flatMap { suggestion(for: $0, among: names) }.map { "; " + $0 } ?? ""
            throw UsageError("assay \(first) is followed by one of \(names.joined(separator: ", "))\(hint)")
        }
        let hint = suggestion(for: first, among: firstWords).map { "; " + $0 } ?? ""
        throw UsageError("there is no command \(first)\(hint); assay help lists them")
    }

    /// The list of the commands that begin with `words`, where those are no command themselves.
    static func group(_ words: [String]) -> String? {
        let members = all.filter { $0.path.starts(with: words) && $0.path.count > words.count }
        guard !members.isEmpty, !all.contains(where: { $0.path == words }) else { return nil }
        return "Commands:\n" + Command.listing(members.map { ($0.name, $0.summary) })
            + "\nassay COMMAND --help tells more.\n"
    }
}
