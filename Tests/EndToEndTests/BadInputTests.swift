import Files
import TestSupport
import Testing

/// What is wrong with what a user typed or wrote is said in one line that helps, and nothing is called.
@Suite struct BadInputTests {
    struct Mistake: Sendable, CustomTestStringConvertible {
        let arguments: [String]
        let says: [String]
        var testDescription: String { arguments.joined(separator: " ") }
    }

    static let typed = [
        Mistake(arguments: ["--chek", "x"], says: ["--chek", "did you mean --check?"]),
        Mistake(
            arguments: ["--check", "ses_identity_not_publicly_accesible"],
            says: ["did you mean ses_identity_not_publicly_accessible?"]),
        Mistake(arguments: ["--region", "eu-wst-1"], says: ["eu-wst-1", "did you mean eu-west-1?"]),
        Mistake(arguments: ["--format", "jsn"], says: ["jsn", "did you mean json?"]),
        Mistake(arguments: ["--fail-on", "hgh"], says: ["hgh", "did you mean high?"]),
        Mistake(arguments: ["--output", "htlm=x"], says: ["htlm", "did you mean html?"]),
        Mistake(arguments: ["--rate-factor", "fast"], says: ["--rate-factor", "fast"]),
        Mistake(arguments: ["--role-arn", "audit"], says: ["ARN of a role", "audit"]),
        Mistake(
            arguments: ["--role-arn", "arn:aws:iam::1111:role/audit"], says: ["ARN of a role", "1111"]),
        Mistake(
            arguments: [
                "--role-arn", "arn:aws:iam::111122223333:role/a", "--role-arn",
                "arn:aws:iam::111122223333:role/b",
            ], says: ["two roles of account 111122223333"]),
        Mistake(arguments: ["--organization"], says: ["--role-name"]),
        Mistake(arguments: ["--role-name", "audit"], says: ["--organization", "--role-arn"]),
        Mistake(arguments: ["--external-id", "x"], says: ["--role-arn"]),
        Mistake(arguments: ["--region", "all,eu-west-1"], says: ["not both"]),
        Mistake(arguments: ["--profile", "nobody"], says: ["there is no profile nobody"]),
        Mistake(arguments: ["--checks", "nowhere"], says: ["nowhere"]),
        Mistake(arguments: ["--exceptions", "nowhere.yaml"], says: ["nowhere.yaml", "No such file"]),
        Mistake(arguments: ["--exceptions", "."], says: ["Is a directory"]),
        Mistake(arguments: ["--accounts", "nowhere.yaml"], says: ["nowhere.yaml", "No such file"]),
        Mistake(arguments: ["--save", "nowhere/scan.log"], says: ["nowhere/scan.log", "No such file"]),
        Mistake(arguments: ["--resume", "nowhere.log"], says: ["nowhere.log", "No such file"]),
        Mistake(arguments: ["--resume"], says: ["assay-scan.log", "No such file"]),
        Mistake(arguments: ["more"], says: ["more"]),
    ]

    @Test(arguments: typed)
    func `what is typed wrong is said in one line`(_ mistake: Mistake) throws {
        let folder = try TemporaryFolder()
        let outcome = try Program.run(
            "assay",
            ["run", "--endpoint-url", "http://127.0.0.1:1"]
                + Self.without("--checks", mistake) + Self.without("--region", mistake) + mistake.arguments,
            environment: Assay.keys, in: folder.path)
        #expect(outcome.status == 2)
        #expect(outcome.out == "")
        #expect(outcome.errorLines.count == 1, "\(outcome.err)")
        for words in mistake.says { #expect(outcome.err.contains(words), "\(outcome.err)") }
        #expect(!outcome.err.contains("127.0.0.1"), "nothing is called")
        #expect(try Files.walk(folder.path) == [], "nothing is left behind")
    }

    private static func without(_ flag: String, _ mistake: Mistake) -> [String] {
        let usual = ["--checks": Assay.checks, "--region": "eu-west-1"]
        return mistake.arguments.contains(flag) ? [] : [flag, usual[flag]!]
    }

    struct Edit: Sendable, CustomTestStringConvertible {
        let file: String
        let from: String
        let to: String
        let says: [String]
        var testDescription: String { to }
    }

    static let flagship = "ses/ses_identity_not_publicly_accessible.yaml"

    static let edits = [
        Edit(
            file: flagship, from: "\nseverity:", to: "\nseverty:",
            says: [":3:1: ", "'severty'", "did you mean severity?"]),
        Edit(
            file: flagship, from: "policies: detail.Policies", to: "policies: detail.Polices",
            says: [":12:", "Polices", "did you mean Policies?"]),
        Edit(
            file: flagship, from: "resource: ses.identity", to: "resource: ses.identiy",
            says: [":2:11: ", "ses.identiy", "did you mean ses.identity?"]),
        Edit(
            file: flagship, from: "none: topics", to: "non: topics",
            says: [":19:7: ", "did you mean none?"]),
        Edit(file: flagship, from: "\nassert:", to: "\nassert: [", says: ["not YAML"]),
        Edit(
            file: "ses/resources.yaml", from: "sesv2:ListEmailIdentities", to: "sesv2:ListEmailIdentites",
            says: ["ListEmailIdentites", "did you mean ListEmailIdentities?"]),
    ]

    @Test(arguments: edits)
    func `a mistake in a check file has its place and what to write`(_ edit: Edit) throws {
        let folder = try TemporaryFolder()
        _ = try Program.run("/bin/cp", ["-r", Assay.checks, folder.path + "/checks.d"])
        let path = "\(folder.path)/checks.d/\(edit.file)"
        let text = try Files.text(path)
        let place = try #require(text.firstRange(of: edit.from))
        try Files.write(
            Array(text.replacing(edit.from, with: edit.to, subrange: place).utf8), to: path, mode: 0o644)
        let mock = try Mock(Mock.demo)
        let outcome = try Assay.run(
            [
                "run", "--endpoint-url", mock.url, "--checks", "checks.d", "--no-store", "--region",
                "eu-west-1",
            ], in: folder.path)
        #expect(outcome.status == 2)
        #expect(outcome.out == "")
        #expect(outcome.err.contains("checks.d/\(edit.file):"), "\(outcome.err)")
        for words in edit.says { #expect(outcome.err.contains(words), "\(outcome.err)") }
        for line in outcome.errorLines { #expect(line.contains("checks.d/"), "\(line)") }
        #expect(try mock.requests() == [])
    }

    @Test func `all mistakes of all check files are said at once`() throws {
        let folder = try TemporaryFolder()
        for name in ["one", "two"] {
            try Files.write(
                Array(
                    "title: \(name)\nresource: ses.identity\nseverty: high\nassert: {value: nothing, is: 1}\n"
                        .utf8),
                to: "\(folder.path)/\(name).yaml", mode: 0o644)
        }
        let outcome = try Assay.run(
            [
                "run", "--endpoint-url", "http://127.0.0.1:1", "--checks", Assay.checks, "--checks",
                folder.path,
                "--region", "eu-west-1",
            ], in: folder.path)
        #expect(outcome.status == 2)
        for name in ["one", "two"] {
            #expect(outcome.err.contains("\(name).yaml:3:1: "), "\(outcome.err)")
            #expect(outcome.err.contains("\(name).yaml:4:"), "\(outcome.err)")
        }
    }

    @Test func `a world that is not there is said in one line`() throws {
        let outcome = try Program.run("mock-aws", ["serve", "--world", "/nowhere"])
        #expect(outcome.status == 2)
        #expect(outcome.out == "")
        #expect(outcome.errorLines.count == 1 && outcome.err.contains("/nowhere"), "\(outcome.err)")
    }
}
