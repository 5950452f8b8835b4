import Files
import Glibc
import TestSupport
import Testing

@testable import assay

@Suite struct HelpTests {
    @Test(arguments: HelpTopic.all.map(\.name))
    func `a topic fits a terminal and ends with a line`(name: String) throws {
        let text = try Command.page([name])
        let topic = try #require(HelpTopic.all.first { $0.name == name })
        #expect(text.hasPrefix(topic.text))
        #expect(topic.text.hasSuffix("\n"))
        for line in topic.text.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
    }

    @Test(arguments: CommandTable.all.map(\.name))
    func `the help of each command is found by its name`(name: String) throws {
        let command = try #require(CommandTable.all.first { $0.name == name })
        #expect(try Command.page(name.split(separator: " ").map(String.init)).hasSuffix(command.help))
    }

    @Test func `the first word of several commands lists them`() throws {
        let text = try Command.page(["policy"])
        for name in ["policy explain", "policy simulate", "policy diff"] { #expect(text.contains(name)) }
    }

    @Test(arguments: Shell.allCases)
    func `completions know each command, flag and choice`(shell: Shell) {
        let script = shell.script(CommandTable.all)
        for command in CommandTable.all {
            for word in command.path { #expect(script.contains(word)) }
            for flag in command.allFlags {
                #expect(
                    script.contains(shell == .fish ? "-l \(flag.name) " : "--\(flag.name)"), "\(flag.name)")
                for choice in flag.choices { #expect(script.contains(choice)) }
            }
        }
    }

    @Test func `bash completes commands, flags and choices`() throws {
        let script =
            Shell.bash.script(CommandTable.all) + """
                complete_words() { COMP_WORDS=("$@"); COMP_CWORD=$(($#-1)); _assay; echo "${COMPREPLY[*]}"; }
                complete_words assay pol
                complete_words assay policy ''
                complete_words assay policy explain --k
                complete_words assay run --fail-on cr
                complete_words assay help exit

                """
        let folder = try TemporaryFolder()
        try Files.write(Array(script.utf8), to: folder.path + "/complete")
        let bash = try #require(popen("/bin/bash \(folder.path)/complete", "r"))
        var bytes = [UInt8]()
        while case let byte = fgetc(bash), byte != EOF { bytes.append(UInt8(byte)) }
        let said = String(decoding: bytes, as: UTF8.self)
        #expect(pclose(bash) == 0)
        #expect(said == "policy\nexplain simulate diff\n--kind\ncritical\nexit-codes\n")
    }
}
