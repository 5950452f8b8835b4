import Documents
import TestSupport
import Testing

/// What the first slice must show: every verdict of the flagship, by the real programs against the demo world.
@Suite struct VerdictTests {
    static let flagship = "ses_identity_not_publicly_accessible"

    /// One scan of the demo world in three regions, shared by the tests, which only read it.
    static let scanned = Result<
        (outcome: Program.Outcome, report: JSONReport, requests: [Mock.Request]), any Error
    > {
        let folder = try TemporaryFolder()
        let mock = try Mock(Mock.demo)
        let outcome = try Assay.run(
            Assay.scan(
                mock,
                [
                    "--check", flagship, "--format", "json", "--region", "eu-west-1,us-east-1,eu-central-1",
                ]), in: folder.path)
        return (outcome, try JSONReport(outcome), try mock.requests())
    }

    struct Expected: Sendable, CustomTestStringConvertible {
        let identity: String
        let status: String
        let reason: String
        var testDescription: String { "\(identity) \(status)" }
    }

    static let expected = [
        Expected(
            identity: "newsletter@example.org", status: "fail",
            reason: "any AWS account can call ses:SendEmail as newsletter@example.org"),
        Expected(identity: "team3@example.org", status: "fail", reason: "policy open, statement 0 (s1)"),
        Expected(identity: "example.com", status: "fail", reason: "the identity's own policies"),
        Expected(identity: "split.example.net", status: "fail", reason: "the identity's own policies"),
        Expected(
            identity: "press@example.com", status: "fail",
            reason: "the address has no policies, and those of its domain"),
        Expected(identity: "bounce.example.net", status: "fail", reason: "can call sns:Publish on bounces"),
        Expected(
            identity: "foreign.example.net", status: "fail", reason: "can call sns:Publish on shared-bounces"),
        Expected(
            identity: "events.example.net", status: "fail", reason: "topic of the default configuration set"),
        Expected(identity: "broken.example.net", status: "unknown", reason: "not a JSON object"),
        Expected(
            identity: "denied.example.net", status: "unknown",
            reason: "sesv2:GetEmailIdentity: AccessDeniedException"),
        Expected(
            identity: "unreadable.example.net", status: "unknown",
            reason: "sns:GetTopicAttributes: AuthorizationError"),
        Expected(identity: "closed.example.net", status: "pass", reason: ""),
        Expected(identity: "organisation.example.net", status: "pass", reason: ""),
        Expected(identity: "legal@example.com", status: "pass", reason: ""),
        Expected(identity: "orphan.example.net", status: "pass", reason: ""),
        Expected(identity: "private-topic.example.net", status: "pass", reason: ""),
        Expected(identity: "pending@example.org", status: "pass", reason: ""),
        Expected(identity: "quiet.example.net", status: "pass", reason: ""),
        Expected(identity: "team1@example.org", status: "pass", reason: ""),
        Expected(identity: "team2@example.org", status: "pass", reason: ""),
    ]

    @Test(arguments: expected)
    func `each kind of access to an identity gets its verdict`(_ expected: Expected) throws {
        let finding = try Self.scanned.get().report.finding("identity/\(expected.identity)")
        #expect(finding.status == expected.status, "\(finding)")
        #expect(expected.reason.isEmpty || finding.reason.contains(expected.reason), "\(finding)")
        #expect(finding.check == Self.flagship && finding.account == "111122223333")
    }

    @Test func `both pages of identities are judged and nothing else`() throws {
        let (_, report, requests) = try Self.scanned.get()
        let found = report.findings.filter { $0.region == "eu-west-1" }.map {
            String($0.resource?.split(separator: "/").last ?? "")
        }
        #expect(found.sorted() == Self.expected.map(\.identity).sorted())
        let pages = requests.filter { $0.call == "sesv2:ListEmailIdentities" && $0.region == "eu-west-1" }
        #expect(pages.count == 2, "\(pages)")
        #expect(pages.first?.parameters["NextToken"] == nil && pages.last?.parameters["NextToken"] != nil)
    }

    @Test func `a denied region is a gap and an unknown finding, and the other regions stand`() throws {
        let report = try Self.scanned.get().report
        let denied = report.findings.filter { $0.region == "eu-central-1" }
        #expect(denied.count == 1)
        #expect(denied.first?.status == "unknown" && denied.first?.resource == nil, "\(denied)")
        #expect(denied.first?.reason.contains("sesv2:ListEmailIdentities") == true, "\(denied)")
        #expect(
            report.gapWords.contains("eu-central-1 sesv2:ListEmailIdentities AccessDeniedException"),
            "\(report.gapWords)")
        #expect(report.findings.contains { $0.region == "us-east-1" && $0.status != "unknown" })
    }

    @Test func `every distinct call is made once`() throws {
        let asked = Dictionary(grouping: try Self.scanned.get().requests, by: \.asked)
        #expect(asked.count > 30)
        for (call, times) in asked { #expect(times.count == 1, "\(call)") }
    }

    @Test func `the exit status and the counts are those of the findings`() throws {
        let (outcome, report, _) = try Self.scanned.get()
        #expect(outcome.status == 1)
        #expect(outcome.err == "")
        for status in ["pass", "fail", "unknown"] {
            #expect(
                report.value["summary"]?[status]?.int == report.findings.filter { $0.status == status }.count)
        }
        #expect(report.value["summary"]?["total"]?.int == report.findings.count)
        #expect(report.value["scan"]?["calls"]?.int == (try Self.scanned.get().requests.count))
    }

    @Test func `a finding names a witness, and a gap what it leaves unseen`() throws {
        let report = try Self.scanned.get().report
        let finding = try #require(
            report.value["findings"]?.array?.first {
                $0["resource"]?.string?.hasSuffix("/split.example.net") == true
            })
        let policy = finding["evidence"]?.array?.compactMap { $0["policy"] }.first
        #expect(policy?["verdict"] == "public")
        #expect(policy?["witness"]?["action"] == "ses:SendEmail")
        #expect(policy?["documents"]?.object?.keys.sorted() == ["high", "low"])
        for gap in report.gaps {
            #expect(
                gap["unseen"]?.string?.isEmpty == false && gap["error"]?["message"]?.string != nil, "\(gap)")
        }
    }
}
