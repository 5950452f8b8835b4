import Documents
import Files
import TestSupport
import Testing

private let topic = "arn:aws:sns:eu-west-1:111122223333:alerts"

private let open = """
    {
      "Version": "2012-10-17",
      "Statement": [
        {"Sid": "Own", "Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "sns:*", "Resource": "*"},
        {
          "Sid": "Members", "Effect": "Allow", "Principal": "*", "Action": "sns:Publish", "Resource": "*",
          "Condition": {"StringEqualsIfExists": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}
        }
      ]
    }
    """

/// The commands about policies, as somebody uses them at a prompt.
@Suite struct PolicyCommandTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try write("open.json", open)
        try write("closed.json", open.replacing("IfExists", with: ""))
        try write(
            "typo.json",
            open.replacing(
                "\"Effect\": \"Allow\", \"Principal\": \"*\"",
                with: "\"Efect\": \"Allow\", \"Principal\": \"*\""))
        try write("broken.json", "{\n  \"Statement\": [,]\n}\n")
    }

    private func write(_ name: String, _ text: String) throws {
        try Files.write(Array(text.utf8), to: folder.path + "/" + name, mode: 0o600)
    }

    private func policy(_ arguments: String...) throws -> Program.Outcome {
        try Assay.run(["policy"] + arguments, in: folder.path)
    }

    /// What a shell makes of `command`, where `assay` is the program.
    private func shell(_ command: String) throws -> Program.Outcome {
        try Program.run(
            "/bin/sh", ["-c", "PATH=\(Program.built):$PATH; \(command)"], environment: Assay.keys,
            in: folder.path)
    }

    @Test func `an open policy is explained with the place and a proof`() throws {
        let outcome = try policy("explain", "open.json", "--resource", topic)
        #expect(outcome.status == 1)
        #expect(
            outcome.out == """
                public: any AWS account can call sns:Publish on alerts, without aws:PrincipalOrgID
                actions   sns:Publish
                grantees  *
                granted   open.json:5:5: Statement[1] Members
                witness   arn:aws:iam::666677778888:role/visitor sns:Publish \(topic)
                          aws:PrincipalOrgID absent
                change    open.json:5:5: name the principals, or add a condition: StringEquals aws:PrincipalAccount 111122223333

                """)
        let piped = try shell("assay policy explain - --resource \(topic) --format json < open.json")
        #expect(piped.status == 1)
        let value = try JSON.parse(piped.out)
        #expect(value["verdict"] == "public")
        #expect(value["statements"]?[0]?["place"] == "standard input:5:5")
    }

    @Test func `a closed policy is fine, an invalid one is not`() throws {
        let closed = try policy(
            "explain", "closed.json", "--resource", topic, "--organization", "o-a1b2c3d4e5")
        #expect(closed.status == 0)
        #expect(closed.out.hasPrefix("cross-account-trusted: "))
        let typo = try policy("explain", "typo.json", "--resource", topic)
        #expect(typo.status == 1)
        #expect(
            typo.out.contains(
                "problem   typo.json:6:34: Statement[1].Efect: there is no such element; did you mean Effect?\n"
            ))
        let broken = try policy("explain", "broken.json", "--resource", topic)
        #expect(broken.status == 1)
        #expect(broken.out.contains("problem   broken.json:2:"))
    }

    @Test func `a request is answered with what decided it`() throws {
        func simulate(_ principal: String, _ more: String...) throws -> Program.Outcome {
            try Assay.run(
                [
                    "policy", "simulate", "open.json", "--resource", topic, "--action", "sns:Publish",
                    "--principal", principal,
                ]
                    + more, in: folder.path)
        }
        let allowed = try simulate("anonymous")
        #expect(allowed.status == 0)
        #expect(allowed.out == "allow\n  open.json:5:5: Statement[1] Members\n")
        let refused = try simulate("999900001111", "--context", "aws:PrincipalOrgID=o-other")
        #expect(refused.status == 1)
        #expect(
            refused.out == """
                implicit-deny
                  open.json:4:5: Statement[0] Own does not allow it: it is for other principals
                  open.json:5:5: Statement[1] Members does not allow it: StringEqualsIfExists does not hold: aws:PrincipalOrgID is o-other

                """)
    }

    @Test func `two policies are compared`() throws {
        let same = try policy("diff", "open.json", "open.json", "--resource", topic)
        #expect(same.status == 0)
        #expect(same.out == "the same: no request tells them apart\n")
        let changed = try policy("diff", "closed.json", "open.json", "--resource", topic)
        #expect(changed.status == 1)
        #expect(changed.out.hasPrefix("added     sns:Publish\n          "))
        let value = try JSON.parse(
            try policy("diff", "open.json", "closed.json", "--resource", topic, "--format", "json").out)
        #expect(value["removed"]?["witness"]?["statements"]?[0]?["policy"] == "open.json")
        #expect(value["added"]?["witness"]?.isNull == true)
    }

    @Test(arguments: [
        (["explain", "open.json"], "--resource ARN is needed"),
        (["explain", "none.json", "--resource", topic], "none.json"),
        (["explain", "open.json", "--resource", "alerts"], "--resource takes an ARN, this is alerts"),
        (["explain", "open.json", "--resource", "arn:aws:s3:::acme"], "say --account ID"),
        (
            ["explain", "open.json", "--resource", topic, "--trust", "12"],
            "an account is 12 digits, this is 12"
        ),
        (["explain", "-", "-", "--resource", topic], "standard input can be read but once"),
        (
            [
                "simulate", "open.json", "--resource", topic, "--action", "Publish", "--principal",
                "anonymous",
            ],
            "--action takes one action, written service:Action, this is Publish"
        ),
        (
            ["simulate", "open.json", "--resource", topic, "--action", "sns:Publish", "--principal", "bob"],
            "this is bob"
        ),
        (
            [
                "simulate", "typo.json", "--resource", topic, "--action", "sns:Publish", "--principal",
                "anonymous",
            ],
            "typo.json is not valid: Statement[1].Efect"
        ),
        (["diff", "open.json", "--resource", topic], "diff takes two files"),
    ])
    func `wrong use is told in one line`(_ arguments: [String], _ message: String) throws {
        let outcome = try Assay.run(["policy"] + arguments, in: folder.path)
        #expect(outcome.status == 2)
        #expect(outcome.out == "")
        #expect(outcome.errorLines.count == 1)
        #expect(outcome.err.contains(message))
    }

    @Test func `each line gets a line, whatever it holds`() throws {
        let policy =
            #"{"Statement": {"Effect": "Allow", "Principal": "*", "Action": "sns:Publish", "Resource": "*"}}"#
        func line(_ id: String, _ more: String) -> String {
            #"{"id": "\#(id)", "resource_arn": "\#(topic)", \#(more)}"#
        }
        var bytes = [UInt8]()
        let lines = [
            line("good", #""account": "111122223333", "policy": \#(policy)"#), "no JSON", "[]", "{}", "7",
            "\"text\"", "null",
            line("no policy", #""account": "111122223333""#), line("number", #""policy": 7"#),
            line(
                "types",
                #""policy": \#(policy), "account": [], "trusted_accounts": 4, "org_id": {}, "resource_type": 1"#
            ),
            line("extra", #""policy": {"Statement": []}, "extra_policies": [7]"#),
            line("text", #""policy": "{\"Statement\": 1}""#),
            line("deep", #""policy": \#(String(repeating: "[", count: 9000))"#),
        ]
        for line in lines { bytes += Array(line.utf8) + [0x0a] }
        bytes += Array(line("nul", "\"policy\": \"\u{0}\"").utf8) + [0x0a]
        bytes += [0xff, 0xfe, 0x0a, 0x0a, 0x20, 0x0a]
        bytes += [UInt8](repeating: 0x61, count: 5 << 20) + [0x0a]
        bytes += Array(line("last", #""policy": \#(policy)"#).utf8)
        try Files.write(bytes, to: folder.path + "/lines", mode: 0o600)
        let outcome = try shell("assay policy explain --jsonl < lines")
        #expect(outcome.status == 0)
        let answers = try outcome.out.split(separator: "\n").map { try JSON.parse(String($0)) }
        #expect(
            answers.map { $0["verdict"]?.string ?? "" }
                == ["public"] + [String](repeating: "invalid", count: 8) + ["public"]
                + [String](repeating: "invalid", count: 6) + ["public"])
        #expect(answers.first?["id"] == "good")
        #expect(answers.last?["id"] == "last")
        for answer in answers {
            #expect(answer.object?.keys == ["id", "verdict", "actions", "witness", "notes"])
            if answer["verdict"] == "invalid" { #expect(answer["notes"]?.array?.isEmpty == false) }
        }
    }
}
