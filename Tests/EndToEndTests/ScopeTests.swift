import Documents
import Files
import TestSupport
import Testing

/// Which regions and accounts a scan looks at, and what it says when it can't know.
@Suite struct ScopeTests {
    /// A world laid over the demo world: exchanges, and settings.
    private func mock(_ folder: TemporaryFolder, _ exchanges: [Value], deny: [Value] = []) throws -> Mock {
        let world = folder.path + "/world"
        try Files.makeFolder(world)
        let settings: Value = ["format": "world/1", "deny": .array(deny)]
        try Files.write(Array(JSON.text(settings).utf8), to: world + "/world.json", mode: 0o644)
        for (number, exchange) in exchanges.enumerated() {
            var whole = exchange.object ?? Object([])
            whole["format"] = "exchange/1"
            whole["account"] = whole["account"] ?? "111122223333"
            whole["source"] = "derived"
            whole["from"] = "the test"
            try Files.write(Array(JSON.text(.object(whole)).utf8), to: "\(world)/\(number).json", mode: 0o644)
        }
        return try Mock(Mock.demo, world)
    }

    private static let ec2: Value = [
        "region": "eu-west-1", "service": "ec2", "operation": "DescribeRegions", "parameters": [:],
        "output": ["Regions": [["RegionName": "eu-west-1"], ["RegionName": "us-east-1"]]],
    ]
    private static let account: Value = [
        "region": "eu-west-1", "service": "account", "operation": "ListRegions",
        "parameters": ["RegionOptStatusContains": ["ENABLED", "ENABLED_BY_DEFAULT"]],
        "output": ["Regions": [["RegionName": "eu-west-1", "RegionOptStatus": "ENABLED_BY_DEFAULT"]]],
    ]

    private func scan(_ mock: Mock, _ folder: TemporaryFolder, _ flags: [String]) throws -> Program.Outcome {
        var environment = Assay.keys
        environment["AWS_REGION"] = "eu-west-1"
        return try Assay.run(
            Assay.scan(mock, ["--check", VerdictTests.flagship, "--format", "json"] + flags),
            environment: environment,
            in: folder.path)
    }

    @Test func `all regions are those that EC2 names`() throws {
        let folder = try TemporaryFolder()
        let mock = try mock(folder, [Self.ec2, Self.account])
        let report = try JSONReport(try scan(mock, folder, ["--region", "all"]))
        #expect(Set(report.findings.map(\.region)) == ["eu-west-1", "us-east-1"])
        let requests = try mock.requests()
        #expect(requests.count { $0.call == "ec2:DescribeRegions" } == 1)
        #expect(!requests.contains { $0.call == "account:ListRegions" })
        #expect(!report.gaps.contains { $0["call"] == "ec2:DescribeRegions" })
    }

    @Test func `each account is asked for its own regions`() throws {
        let folder = try TemporaryFolder()
        var other = Self.ec2.object ?? Object()
        other["account"] = "444455556666"
        other["output"] = ["Regions": [["RegionName": "eu-north-1"]]]
        let mock = try mock(folder, [Self.ec2, .object(other)])
        let roles = ["111122223333", "444455556666"].flatMap {
            ["--role-arn", "arn:aws:iam::\($0):role/audit"]
        }
        _ = try JSONReport(try scan(mock, folder, ["--region", "all"] + roles))
        let listed = try mock.requests().filter { $0.call == "sesv2:ListEmailIdentities" }
        #expect(
            Set(listed.map { "\($0.account) \($0.region)" }) == [
                "111122223333 eu-west-1", "111122223333 us-east-1", "444455556666 eu-north-1",
            ])
    }

    @Test func `an account without a role that is not the caller's is not entered`() throws {
        let folder = try TemporaryFolder()
        let mock = try mock(folder, [])
        try Files.write(
            Array("- account: '444455556666'\n".utf8), to: folder.path + "/accounts.yaml", mode: 0o644)
        let outcome = try scan(mock, folder, ["--accounts", "accounts.yaml"])
        #expect(outcome.status == 2)
        #expect(outcome.err.contains("the credentials are of account 111122223333"), "\(outcome.err)")
        #expect(try mock.requests().map(\.call) == ["sts:GetCallerIdentity"])
    }

    @Test func `where EC2 denies the list, the Account service is asked`() throws {
        let folder = try TemporaryFolder()
        let mock = try mock(folder, [Self.account], deny: ["ec2:DescribeRegions"])
        let report = try JSONReport(try scan(mock, folder, ["--region", "all"]))
        #expect(Set(report.findings.map(\.region)) == ["eu-west-1"])
        #expect(report.findings.count == 20)
    }

    @Test func `where both deny it, that is a gap and an unknown finding, and no list from memory`() throws {
        let folder = try TemporaryFolder()
        let mock = try mock(folder, [], deny: ["ec2:DescribeRegions", "account:ListRegions"])
        let outcome = try scan(mock, folder, ["--region", "all"])
        #expect(outcome.status == 3, "\(outcome.err)")
        let report = try JSONReport(outcome)
        #expect(report.findings.map(\.status) == ["unknown"])
        let finding = try #require(report.findings.first)
        #expect(finding.resource == nil && finding.account == "111122223333")
        #expect(finding.reason.contains("account:ListRegions"), "\(finding)")
        #expect(
            Set(report.gaps.compactMap { $0["call"]?.string }) == [
                "ec2:DescribeRegions", "account:ListRegions",
            ])
        #expect(!(try mock.requests()).contains { $0.call.hasPrefix("sesv2:") })
        #expect(try Files.list(folder.path) == ["world"])
    }

    @Test func `without --region it is the one of the environment or the profile`() throws {
        let folder = try TemporaryFolder()
        let mock = try mock(folder, [])
        let report = try JSONReport(try scan(mock, folder, []))
        #expect(Set(report.findings.map(\.region)) == ["eu-west-1"])
        let none = try Assay.run(Assay.scan(mock, []), in: folder.path)
        #expect(
            none.status == 2 && none.errorLines.count == 1 && none.err.contains("--region"), "\(none.err)")
    }

    private func members(_ states: [(id: String, status: String)]) -> Value {
        let accounts = states.map { state -> Value in
            [
                "Id": .string(state.id),
                "Arn": .string("arn:aws:organizations::111122223333:account/o-1/\(state.id)"),
                "Status": .string(state.status), "State": .string(state.status),
            ]
        }
        return [
            "region": "us-east-1", "service": "organizations", "operation": "ListAccounts", "parameters": [:],
            "output": ["Accounts": .array(accounts)],
        ]
    }

    @Test func `an organisation's accounts are scanned, and suspended ones are skipped and said so`() throws {
        let folder = try TemporaryFolder()
        let mock = try mock(
            folder,
            [
                members([
                    ("111122223333", "ACTIVE"), ("444455556666", "ACTIVE"), ("777788889999", "SUSPENDED"),
                ])
            ])
        let outcome = try scan(
            mock, folder, ["--organization", "--role-name", "audit", "--region", "us-east-1"])
        let report = try JSONReport(outcome)
        let entered = Set(
            try mock.requests().filter { $0.call == "sts:AssumeRole" }.compactMap {
                $0.parameters["RoleArn"]?.string
            })
        #expect(entered == ["arn:aws:iam::444455556666:role/audit"], "the caller is in its own account")
        #expect(try mock.requests().count { $0.call == "sts:GetCallerIdentity" } == 2)
        #expect(outcome.out.contains("account 777788889999 is suspended and was skipped"))
        #expect(report.findings.contains { $0.account == "111122223333" })
    }

    @Test func `an organisation that can't be listed is a gap and an unknown finding`() throws {
        let folder = try TemporaryFolder()
        let mock = try mock(folder, [], deny: ["organizations:*"])
        let outcome = try scan(
            mock, folder, ["--organization", "--role-name", "audit", "--region", "us-east-1"])
        #expect(outcome.status == 3, "\(outcome.err)")
        let report = try JSONReport(outcome)
        #expect(report.findings.map(\.status) == ["unknown"])
        #expect(report.gaps.compactMap { $0["call"]?.string } == ["organizations:ListAccounts"])
    }
}
