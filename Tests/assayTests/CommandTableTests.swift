import Testing

@testable import assay

/// A command and one of its flags, as a row of a table.
struct FlagRow: Sendable, CustomTestStringConvertible {
    let command: Command
    let flag: Flag

    var testDescription: String { "\(command.name) --\(flag.name)" }

    static let all = CommandTable.all.flatMap { command in
        command.flags.map { FlagRow(command: command, flag: $0) }
    }
}

@Suite struct CommandTableTests {
    @Test func `each command has a name of its own and says what it does`() {
        let names = CommandTable.all.map(\.name)
        #expect(Set(names).count == names.count)
        for command in CommandTable.all {
            #expect(!command.summary.isEmpty && !command.summary.hasSuffix("."), "\(command.name)")
            let flags = command.allFlags.map(\.name)
            #expect(Set(flags).count == flags.count, "\(command.name)")
        }
    }

    @Test(arguments: FlagRow.all)
    func `each flag is in the help and in the manual`(row: FlagRow) {
        #expect(row.command.help.contains("  \(row.flag.synopsis)\n      \(row.flag.help)"))
        let escaped = row.flag.synopsis.split(separator: "-", omittingEmptySubsequences: false).joined(
            separator: "\\-")
        #expect(ManualPage.text([row.command], []).contains(".B \(escaped)\n"))
    }

    @Test(arguments: FlagRow.all)
    func `a flag with a letter missing is refused, with what was meant`(row: FlagRow) throws {
        let typed = "--" + row.flag.name.dropLast()
        guard !row.command.allFlags.contains(where: { "--" + $0.name == typed }) else { return }
        let mistake = #expect(throws: UsageError.self) { try Arguments([typed], of: row.command) }
        #expect(mistake?.description.contains("has no flag \(typed); did you mean --") == true)
    }

    @Test(arguments: FlagRow.all.filter { !$0.flag.choices.isEmpty })
    func `a value that is no choice is refused, with the choices`(row: FlagRow) {
        let mistake = #expect(throws: UsageError.self) {
            try Arguments(["--\(row.flag.name)", "nonesuch"], of: row.command)
        }
        for choice in row.flag.choices { #expect(mistake?.description.contains(choice) == true) }
    }

    @Test func `values stand behind a flag or an equals sign`() throws {
        let arguments = try Arguments(
            ["--region", "eu-west-1,us-east-1", "--region=eu-north-1", "--quiet", "--", "--word"], of: .run)
        #expect(arguments.values("region") == ["eu-west-1", "us-east-1", "eu-north-1"])
        #expect(arguments.has("quiet") && !arguments.has("verbose"))
        #expect(arguments.words == ["--word"])
    }

    @Test(arguments: [
        (["--profile"], "--profile needs a value: --profile NAME"),
        (["--quiet=yes"], "--quiet takes no value"),
        (["--profile", "a", "--profile", "b"], "--profile may be given once"),
    ])
    func `a flag is used as it is meant`(typed: [String], message: String) {
        let mistake = #expect(throws: UsageError.self) { try Arguments(typed, of: .run) }
        #expect(mistake?.description == message)
    }

    @Test(arguments: [
        (["chekcs"], "there is no command chekcs; did you mean checks?; assay help lists them"),
        (
            ["policy", "explan"],
            "assay policy is followed by one of explain, simulate, diff; did you mean explain?"
        ),
    ])
    func `a command that is not there is refused, with what was meant`(typed: [String], message: String) {
        let mistake = #expect(throws: UsageError.self) { try CommandTable.find(typed) }
        #expect(mistake?.description == message)
    }
}
