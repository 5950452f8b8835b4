import Documents

/// Every command.
enum CommandTable {
    static let all: [Command] = [
        .run, .evaluate, .plan,
        .history, .diff,
        .exceptionsList, .exceptionsAdd,
        .checksList, .checksShow, .checksValidate, .checksTest, .checksNew, .checksSchema,
        .frameworksList,
        .policyExplain, .policySimulate, .policyDiff,
        .call, .query,
        .help, .version,
    ]

    /// The command that `typed` begins with, and what stands behind its name.
    static func find(_ typed: [String]) throws(UsageError) -> (Command, [String]) {
        guard let first = typed.first, !["--help", "-h"].contains(first) else { return (.help, []) }
        if first == "--version" { return (.version, []) }
        let matching = all.filter { typed.starts(with: $0.path) }
        if let command = matching.max(by: { $0.path.count < $1.path.count }) {
            return (command, Array(typed.dropFirst(command.path.count)))
        }
        let group = all.filter { $0.path.count > 1 && $0.path[0] == first }
        if !group.isEmpty {
            let names = group.map { $0.path[1] }
            let second = typed.dropFirst().first
            let hint = second.flatMap { suggestion(for: $0, among: names) }.map { "; " + $0 } ?? ""
            throw UsageError("assay \(first) is followed by one of \(names.joined(separator: ", "))\(hint)")
        }
        let hint = suggestion(for: first, among: Set(all.map { $0.path[0] }).sorted()).map { "; " + $0 } ?? ""
        throw UsageError("there is no command \(first)\(hint); assay help lists them")
    }
}
