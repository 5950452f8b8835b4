import Documents
import Findings
import TestSupport
import Testing

/// A finding that was put away is the finding that it was.
@Suite struct FiledFindingTests {
    private static let value: Value = [
        "text": "snowman ☃, \u{0}, and a long text that is in no register of the machine",
        "list": [nil, true, false, .integer(.min), .integer(.max), 0.1, .number(-1e300), "", [:], []],
        "deep": [["a": ["b": [["c": "d"]]]]],
        "unseen": .unseen(Unseen(gaps: [0, 127, 128, 70_000])),
    ]

    private static let gap = Gap(
        account: "111122223333", region: "eu-west-1", call: "sesv2:GetEmailIdentity", parameters: value,
        code: "AccessDenied", message: "no", unseen: "identity a.example.com", requestID: "id")

    private static func finding(_ evidence: [Evidence], _ gaps: [Gap], _ reason: String = "why") -> Finding {
        Finding(
            check: "a_check", status: .unknown, severity: .high, resource: nil, part: "the list",
            resourceType: "ses.identity", account: "111122223333", region: "eu-west-1", reason: reason,
            evidence: evidence, gaps: gaps,
            exception: AppliedException(
                reason: "r", owner: "o", expires: "2027-01-01", ticket: nil, isExpired: false))
    }

    @Test(arguments: [
        finding([], []),
        finding([], [gap, Gap(account: "", region: "", call: "", code: "", message: "", unseen: "")]),
        finding([Evidence(path: "p"), Evidence(path: "", value: value, text: "t", call: "c")], [], ""),
        finding(
            [
                Evidence(
                    path: "policies",
                    policy: PolicyEvidence(
                        verdict: "public",
                        statements: [
                            .init(policy: "a", index: 0, sid: nil), .init(policy: "", index: 300, sid: "s"),
                        ], witness: value, documents: value)),
                Evidence(
                    path: "none",
                    policy: PolicyEvidence(verdict: "", statements: [], witness: nil, documents: .null)),
            ], [gap], String(repeating: "long ", count: 30_000)),
    ])
    func `it comes back whole`(finding: Finding) throws {
        let filed = [finding, finding].filed
        #expect(try filed[1].whole() == finding)
        #expect(try filed[0].whole() == finding)
        #expect(filed[0].headline == finding.headline)
    }

    @Test func `a mark that it gets later is on what comes back`() throws {
        var filed = [Self.finding([], [])].filed[0]
        filed.headline.exception = nil
        #expect(try filed.whole().exception == nil)
    }
}
