import Documents
import Files
import TestSupport
import Testing

/// No secret that goes into a scan comes out of it.
@Suite struct SecretTests {
    static let secret = "fQ7zSecretOfTheTestThatNobodyMaySee4Wx9"
    static let token = "FwoGZXIvSessionTokenOfTheTestThatNobodyMaySee//7Jq=="
    static let external = "external-id-of-the-test-7Gk2"
    static let environment = [
        "AWS_ACCESS_KEY_ID": "ASIATESTSESSION00001", "AWS_SECRET_ACCESS_KEY": secret,
        "AWS_SESSION_TOKEN": token,
    ]

    /// The demo world, and a key of a session that opens it.
    private func mock(_ folder: TemporaryFolder) throws -> Mock {
        let settings: Value = [
            "format": "world/1",
            "keys": [
                [
                    "id": "ASIATESTSESSION00001", "secret": .string(Self.secret),
                    "token": .string(Self.token),
                    "account": "111122223333", "caller": "arn:aws:sts::111122223333:assumed-role/audit/test",
                ]
            ],
        ]
        try Files.makeFolder(folder.path + "/world")
        try Files.write(Array(JSON.text(settings).utf8), to: folder.path + "/world/world.json", mode: 0o644)
        return try Mock(Mock.demo, folder.path + "/world")
    }

    /// Everything that `outcome` and the files in `folder` say.
    private func said(_ outcome: Program.Outcome, _ folder: String) throws -> [(place: String, text: String)]
    {
        try [("stdout", outcome.out), ("stderr", outcome.err)]
            + Files.walk(folder).filter { !$0.contains("/world/") }.map { ($0, try Files.text($0)) }
    }

    private func expectNoSecret(_ outcome: Program.Outcome, _ folder: String) throws {
        for (place, text) in try said(outcome, folder) {
            for secret in [Self.secret, Self.token, Self.external, "Signature=", "SecretAccessKey>m"] {
                #expect(!text.contains(secret), "\(secret) in \(place)")
            }
            // What the mock issues, as it issues it.
            #expect(text.firstMatch(of: /mock[A-Z2-7]{40}/) == nil, "\(place)")
        }
    }

    static let formats = [
        "table", "json", "jsonl", "csv", "markdown", "html", "junit", "sarif", "ocsf", "asff", "oscal",
    ]

    @Test func `neither a report, a log nor what is shown of HTTP has a secret in it`() throws {
        let folder = try TemporaryFolder()
        let mock = try mock(folder)
        let outputs = Self.formats.flatMap { ["--output", "\($0)=report.\($0)"] }
        let arguments =
            [
                "--service", "ses,sns,sts", "--region", "eu-west-1,us-east-1", "--debug-http", "--verbose",
                "--save", "scan.log", "--role-arn", "arn:aws:iam::444455556666:role/audit",
                "--role-arn", "arn:aws:iam::999999999999:role/audit", "--external-id", Self.external,
            ] + outputs
        let outcome = try Assay.run(
            Assay.scan(mock, arguments), environment: Self.environment, in: folder.path)
        #expect([1, 3].contains(outcome.status), "\(outcome.err.suffix(500))")
        #expect(outcome.err.contains("AssumeRole"), "requests are shown")
        #expect(try said(outcome, folder.path).count == 3 + Self.formats.count)
        #expect(try Set(mock.requests().map(\.account)) == ["111122223333", "444455556666"])
        try expectNoSecret(outcome, folder.path)
    }

    @Test(arguments: ["reset", "malformed", "html-500", "throttle"])
    func `no error has a secret in it`(_ fault: String) throws {
        let folder = try TemporaryFolder()
        let mock = try mock(folder)
        for service in ["sts", "sesv2"] {
            let faults: Value = [["service": .string(service), "fault": .string(fault)]]
            try mock.control("PUT", "faults", JSON.text(faults))
            let outcome = try Assay.run(
                Assay.scan(
                    mock,
                    [
                        "--check", VerdictTests.flagship, "--region", "eu-west-1", "--debug-http",
                        "--role-arn", "arn:aws:iam::444455556666:role/audit", "--external-id", Self.external,
                    ]), environment: Self.environment, in: folder.path)
            #expect(outcome.status == (service == "sts" ? 2 : 3), "\(outcome.err.suffix(500))")
            try expectNoSecret(outcome, folder.path)
        }
    }

    @Test(arguments: ["444455556666", "999999999999"])
    func `a code for MFA is typed unseen, sent once and shown nowhere`(account: String) throws {
        let folder = try TemporaryFolder()
        let mock = try mock(folder)
        let config = """
            [profile mfa]
            role_arn = arn:aws:iam::\(account):role/audit
            mfa_serial = arn:aws:iam::111122223333:mfa/me
            credential_source = Environment
            """
        try Files.write(Array(config.utf8), to: folder.path + "/config")
        let outputs = Self.formats.flatMap { ["--output", "\($0)=report.\($0)"] }
        let arguments =
            [
                "--profile", "mfa", "--check", VerdictTests.flagship, "--region", "eu-west-1", "--debug-http",
                "--save", "scan.log",
            ] + outputs
        let terminal = try Terminal()
        let program = try Program(
            "assay", Assay.scan(mock, arguments),
            environment: Self.environment.merging(["AWS_CONFIG_FILE": folder.path + "/config"]) { $1 },
            in: folder.path, terminal: terminal)
        try terminal.wait(for: "MFA code of arn:aws:iam::111122223333:mfa/me: ", type: "997761")
        terminal.readToEnd()
        let outcome = program.end()
        let isEntered = account == "444455556666"
        #expect((outcome.status != 2) == isEntered, "\(terminal.shown.suffix(500))")
        #expect(terminal.shown.contains("AssumeRole"), "requests are shown")
        let sent = try mock.requests().filter { $0.call == "sts:AssumeRole" }
        #expect(sent.map { $0.parameters["TokenCode"]?.string } == ["997761"])
        for (place, text) in try said(outcome, folder.path) + [("the terminal", terminal.shown)] {
            #expect(text.firstMatch(of: /(^|[^0-9a-f])997761($|[^0-9a-f])/) == nil, "the code is in \(place)")
            #expect(!text.contains(Self.secret) && !text.contains(Self.token), "\(place)")
        }
    }

    @Test func `a credential process's words are not repeated`() throws {
        let folder = try TemporaryFolder()
        let config =
            "[default]\ncredential_process = /bin/echo {\"Version\": 1, \"SecretAccessKey\": \"\(Self.secret)\"\n"
        try Files.write(Array(config.utf8), to: folder.path + "/config", mode: 0o600)
        let outcome = try Program.run(
            "assay",
            [
                "run", "--endpoint-url", "http://127.0.0.1:1", "--checks", Assay.checks, "--region",
                "eu-west-1",
                "--debug-http",
            ],
            environment: ["AWS_CONFIG_FILE": folder.path + "/config", "AWS_EC2_METADATA_DISABLED": "true"],
            in: folder.path)
        #expect(outcome.status == 2)
        #expect(outcome.err.contains("process"), "\(outcome.err)")
        #expect(!outcome.out.contains(Self.secret) && !outcome.err.contains(Self.secret))
    }
}
