import Documents
import Files
import Glibc
import ServiceModels
import TestSupport
import Testing

/// Fixes are planned, applied as reviewed, proved and put back, by the real programs.
@Suite struct FixTests {
    private static let check = "ses_identity_not_publicly_accessible"
    private static let identities = ["example.com", "bounce.example.net", "newsletter@example.org"]
    private static let changing = ["Delete", "Create", "Set", "Update", "Put"]

    private let folder: TemporaryFolder
    private let mock: Mock

    init() throws {
        folder = try TemporaryFolder()
        mock = try Mock(Mock.demo)
    }

    private func reach(_ mock: Mock) -> [String] {
        ["--endpoint-url", mock.url, "--checks", Assay.checks, "--rate-factor", "10000"]
    }

    private func fix(_ arguments: [String]) throws -> Program.Outcome {
        try Assay.run(["fix"] + arguments + reach(mock), in: folder.path)
    }

    private func backout(_ arguments: [String] = []) throws -> Program.Outcome {
        try Assay.run(["backout", "plan.json.journal", "--yes"] + arguments + reach(mock), in: folder.path)
    }

    /// Writes a plan of so many steps for `identities`, and gives its digest.
    private func plan(_ identities: [String] = Self.identities, steps: Int = 3, _ more: [String] = []) throws
        -> String
    {
        let named = identities.flatMap {
            ["--resource", "arn:aws:ses:eu-west-1:111122223333:identity/\($0)"]
        }
        let outcome = try fix(
            ["--plan", "plan.json", "--check", Self.check, "--region", "eu-west-1"] + named + more)
        #expect(outcome.status == 0, "\(outcome.out)\(outcome.err)")
        let plan = try JSON.parse(Array(try Files.text(folder.path + "/plan.json").utf8))
        #expect(plan["steps"]?.array?.count == steps, "\(outcome.out)")
        return try #require(plan["digest"]?.string)
    }

    /// What AWS says of what the plan touches, byte for byte.
    private func state(_ identities: [String] = Self.identities) throws -> [String] {
        var texts = [String]()
        for identity in identities {
            for (call, parameters) in [
                ("sesv2:GetEmailIdentity", "{\"EmailIdentity\": \"\(identity)\"}"),
                ("ses:GetIdentityNotificationAttributes", "{\"Identities\": [\"\(identity)\"]}"),
                (
                    "sesv2:GetConfigurationSetEventDestinations",
                    "{\"ConfigurationSetName\": \"transactional\"}"
                ),
            ] {
                let outcome = try Assay.run(
                    [
                        "call", call, "--parameters", parameters, "--region", "eu-west-1", "--endpoint-url",
                        mock.url, "--rate-factor", "10000",
                    ], in: folder.path)
                #expect(outcome.status == 0, "\(outcome.err)")
                // The names of policies are a map, which has no order; their texts are compared byte for byte.
                texts.append(JSON.text(try JSON.parse(Array(outcome.out.utf8)), .sorted))
            }
        }
        return texts
    }

    private func statuses(_ identities: [String] = Self.identities) throws -> Set<String> {
        let report = try JSONReport(
            Assay.run(
                Assay.scan(mock, ["--check", Self.check, "--region", "eu-west-1", "--format", "json"]),
                in: folder.path))
        return Set(try identities.map { try report.finding("identity/\($0)").status })
    }

    /// The calls that changed something, or tried.
    private func changes() throws -> [Mock.Request] {
        try mock.requests().filter { request in
            Self.changing.contains { request.call.split(separator: ":")[1].hasPrefix($0) }
        }
    }

    @Test func `a plan is applied, proved and put back byte for byte`() throws {
        let before = try state()
        #expect(try statuses() == ["fail"])
        let digest = try plan()
        #expect(try changes().isEmpty)
        let applied = try fix(["--apply", "plan.json", "--digest", digest, "--yes"])
        #expect(applied.status == 0, "\(applied.err)")
        #expect(applied.out.split(separator: "\n").count { $0.hasPrefix("fixed: ") } == 3)
        #expect(try statuses() == ["pass"])
        #expect(try changes().count == 3)
        let again = try fix(["--apply", "plan.json", "--digest", digest, "--yes"])
        #expect(again.status == 0, "\(again.err)")
        #expect(try changes().count == 3, "a second time changes nothing")
        let back = try backout()
        #expect(back.status == 0, "\(back.out)\(back.err)")
        #expect(try state() == before)
        #expect(try statuses() == ["fail"])
        let made = try changes().count
        #expect(try backout().status == 0)
        #expect(try changes().count == made, "a second time puts nothing back")
    }

    @Test func `causes in other resources, and in several policies, are mended and put back`() throws {
        // A domain's policy, an event destination of the configuration set, two policies of which each is open.
        let identities = ["press@example.com", "events.example.net", "split.example.net"]
        let before = try state(identities + ["example.com"])
        let digest = try plan(identities, steps: 4)
        let applied = try fix(["--apply", "plan.json", "--digest", digest, "--yes"])
        #expect(applied.status == 0, "\(applied.out)\(applied.err)")
        #expect(try statuses(identities + ["example.com"]) == ["pass"])
        let back = try backout()
        #expect(back.status == 0, "\(back.out)\(back.err)")
        #expect(try state(identities + ["example.com"]) == before)
        #expect(try statuses(identities) == ["fail"])
    }

    @Test func `every call of applying and backing out has its permission in the plan`() throws {
        let models = ModelLibrary(searchPaths: [])
        func permissions() throws -> Set<String> {
            Set(
                try mock.requests().map { request in
                    let parts = request.call.split(separator: ":").map(String.init)
                    return try models.model(parts[0]).permission(parts[1]).action
                })
        }
        let digest = try plan(["example.com", "events.example.net"], steps: 2)
        let plan = try JSON.parse(Array(try Files.text(folder.path + "/plan.json").utf8))
        let named = Set((plan["permissions"]?.array ?? []).compactMap(\.string))
        #expect(named.isSuperset(of: ["ses:ListEmailIdentities", "sns:GetTopicAttributes"]))
        for work in [
            { try fix(["--apply", "plan.json", "--digest", digest, "--yes"]) }, { try backout() },
        ] {
            try mock.forget()
            let outcome = try work()
            #expect(outcome.status == 0, "\(outcome.out)\(outcome.err)")
            #expect(try permissions().subtracting(named) == ["sts:GetCallerIdentity"])
        }
    }

    @Test func `a plan or a journal of another account is refused`() throws {
        let digest = try plan()
        let other = ["--role-arn", "arn:aws:iam::444455556666:role/audit"]
        let refused = try fix(["--apply", "plan.json", "--digest", digest, "--yes"] + other)
        #expect(refused.status == 2, "\(refused.err)")
        #expect(refused.err.contains("is for account 111122223333"), "\(refused.err)")
        #expect(try changes().isEmpty)
        #expect(!Files.exists(folder.path + "/plan.json.journal"))
        #expect(try fix(["--apply", "plan.json", "--digest", digest, "--yes"]).status == 0)
        let made = try changes().count
        let back = try backout(other)
        #expect(back.status == 2, "\(back.err)")
        #expect(back.err.contains("is of account 111122223333"), "\(back.err)")
        #expect(try changes().count == made)
    }

    @Test func `what was not reviewed is not applied`() throws {
        let digest = try plan()
        let path = folder.path + "/plan.json"
        let text = try Files.text(path)
        func refused(_ arguments: [String], _ words: String) throws {
            let outcome = try fix(["--apply", "plan.json"] + arguments)
            #expect(outcome.status == 2, "\(outcome.err)")
            #expect(outcome.err.contains(words), "\(outcome.err)")
        }
        try refused(["--yes"], "--digest")
        try refused(["--digest", digest], "--yes")
        try refused(
            ["--digest", String(repeating: "0", count: 64), "--yes"], "not the plan that was reviewed")
        for (old, new, words) in [
            ("example.com", "example.net", "edited"), ("assay-plan/1", "assay-plan/9", "format"),
        ] {
            try Files.write(Array(text.replacing(old, with: new).utf8), to: path)
            try refused(["--digest", digest, "--yes"], words)
        }
        try Files.write(Array(text.utf8), to: path)
        #expect(try changes().isEmpty)
    }

    @Test func `what changed since the plan is left alone`() throws {
        let digest = try plan()
        // Somebody else applies another plan first, which keeps one of the policies and cuts it down.
        let first = try fix([
            "--plan", "other.json", "--check", Self.check, "--region", "eu-west-1", "--fix",
            "restrict_policies",
            "--resource", "arn:aws:ses:eu-west-1:111122223333:identity/example.com",
        ])
        guard first.status == 0 else {
            Issue.record("\(first.out)\(first.err)")
            return
        }
        let otherPlan = try JSON.parse(Array(try Files.text(folder.path + "/other.json").utf8))
        let otherDigest = try #require(otherPlan["digest"]?.string)
        #expect(try fix(["--apply", "other.json", "--digest", otherDigest, "--yes"]).status == 0)
        let made = try changes().count
        let refused = try fix(["--apply", "plan.json", "--digest", digest, "--yes"])
        #expect(refused.status == 2, "\(refused.err)")
        #expect(refused.err.contains("identity/example.com: it is not as the plan says"), "\(refused.err)")
        #expect(try changes().count == made)
        let rest = try fix(["--apply", "plan.json", "--digest", digest, "--yes", "--keep-going"])
        #expect(rest.status == 1, "\(rest.err)")
        #expect(try changes().count == made + 2)
    }

    @Test(arguments: 1...7)
    func `killed at any line of the journal, it can be put back or gone on with`(_ lines: Int) throws {
        let before = try state()
        let digest = try plan()
        try mock.control("PUT", "faults", #"[{"fault": {"latency": {"from": 5, "to": 25}}}]"#)
        let program = try Program(
            "assay", ["fix", "--apply", "plan.json", "--digest", digest, "--yes"] + reach(mock),
            environment: Assay.keys, in: folder.path)
        let journal = folder.path + "/plan.json.journal"
        // A line is there when it is whole.
        while !program.hasEnded,
            (try? Files.read(journal))?.count(where: { $0 == UInt8(ascii: "\n") }) ?? 0 < lines
        {
            usleep(500)
        }
        program.send(SIGKILL)
        _ = program.end()
        try mock.control("DELETE", "faults")
        if lines % 2 == 0 {
            let outcome = try fix(["--apply", "plan.json", "--digest", digest, "--yes"])
            #expect(outcome.status == 0, "\(outcome.err)")
            #expect(try statuses() == ["pass"])
        }
        let back = try backout()
        #expect(back.status == 0, "\(back.out)\(back.err)")
        #expect(try state() == before)
    }

    @Test func `what fails on the way is named, and nothing is lost`() throws {
        let before = try state()
        let digest = try plan()
        let denied =
            #"{"error": {"code": "AccessDeniedException", "status": 403, "message": "not allowed"}}"#
        // AWS takes the first deletion, and its answer is lost; the topic may not be changed.
        try mock.control(
            "PUT", "faults",
            #"[{"operation": "DeleteEmailIdentityPolicy", "fault": "reset-after-head", "times": 1}, {"operation": "SetIdentityNotificationTopic", "fault": \#(denied)}]"#
        )
        let applied = try fix(["--apply", "plan.json", "--digest", digest, "--yes", "--keep-going"])
        #expect(applied.status == 1, "\(applied.out)\(applied.err)")
        #expect(applied.out.split(separator: "\n").count { $0.hasPrefix("fixed: ") } == 2)
        #expect(applied.out.contains("still failing: \(Self.check) of"), "\(applied.out)")
        #expect(applied.err.contains("not allowed"), "\(applied.err)")
        // One of the two policies can't be put back, and is printed.
        try mock.control(
            "PUT", "faults",
            #"[{"operation": "CreateEmailIdentityPolicy", "parameters": {"EmailIdentity": "example.com"}, "fault": \#(denied)}]"#
        )
        let first = try backout()
        #expect(first.status == 1, "\(first.out)\(first.err)")
        let left = first.out.split(separator: "\n").filter { $0.hasPrefix("not put back: ") }
        #expect(left.count == 1 && left[0].contains("identity/example.com, open"), "\(first.out)")
        #expect(first.out.contains(#"{"Version":"2012-10-17""#), "\(first.out)")
        #expect(try state(Array(Self.identities.dropFirst())) == Array(before.dropFirst(3)))
        try mock.control("DELETE", "faults")
        #expect(try backout().status == 0)
        #expect(try state() == before)
    }
}
