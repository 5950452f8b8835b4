import Documents
import Findings
import TestSupport
import Testing

@Suite struct FindingsTests {
    private func finding(_ status: Status, _ severity: Severity = .high, accepted: Bool? = nil) -> Finding {
        Finding(
            check: "c", status: status, severity: severity, resource: "arn:aws:ses:eu-west-1:1:identity/x",
            resourceType: "ses.identity", account: "111122223333", region: "eu-west-1", reason: "r",
            exception: accepted.map {
                AppliedException(reason: "r", owner: "o", expires: "2027-01-01", ticket: nil, isExpired: !$0)
            })
    }

    private func report(_ findings: [Finding]) -> Report {
        Report(
            scan: ScanInfo(
                id: "s", started: Timestamp(seconds: 0), finished: Timestamp(seconds: 1), version: "0",
                checks: ["c"],
                accounts: [], folders: [], calls: 0),
            checks: [:], findings: findings.filed, gaps: [])
    }

    @Test(arguments: [
        ([Status.pass, .manual, .notApplicable], RunStatus.fine),
        ([.pass, .unknown], .incomplete),
        ([.unknown, .fail], .failed),
    ])
    func `the worst status decides`(statuses: [Status], expected: RunStatus) {
        #expect(RunStatus(report(statuses.map { finding($0) }), threshold: .low) == expected)
    }

    @Test func `what is below the threshold or accepted does not count, what expired does`() {
        #expect(RunStatus(report([finding(.fail, .low)]), threshold: .medium) == .fine)
        #expect(RunStatus(report([finding(.fail, accepted: true)]), threshold: .low) == .fine)
        #expect(RunStatus(report([finding(.fail, accepted: false)]), threshold: .low) == .failed)
    }

    @Test func `a scope that could not be seen is never fine`() {
        #expect(RunStatus(report([finding(.pass)]), threshold: .low, scopeIsIncomplete: true) == .incomplete)
    }

    @Test func `failures come first, then what is unknown`() {
        let sorted = report([
            finding(.pass), finding(.unknown), finding(.fail, .low), finding(.fail, .critical),
        ])
        #expect(sorted.findings.map(\.status) == [.fail, .fail, .unknown, .pass])
        #expect(sorted.findings[0].severity == .critical)
    }

    @Test func `a fingerprint stays when the reason changes and differs between resources`() {
        let one = finding(.pass)
        #expect(one.fingerprint == finding(.fail, .low).fingerprint)
        #expect(one.fingerprint.count == 32)
        let other = Finding(
            check: "c", status: .pass, severity: .high, resource: nil, resourceType: "ses.identity",
            account: "111122223333", region: "eu-west-1", reason: "r")
        #expect(one.fingerprint != other.fingerprint)
    }

    @Test func `findings without a resource differ by check, account, region and part`() {
        var all = Set<String>()
        var count = 0
        for check in ["c", "d"] {
            for account in ["", "111122223333", "444455556666"] {
                for region in ["eu-west-1", "global"] {
                    for part in ["", "the list of regions", "arn:aws:iam::111122223333:role/a"] {
                        let finding = Finding(
                            check: check, status: .unknown, severity: .high, resource: nil, part: part,
                            resourceType: "ses.identity", account: account, region: region, reason: "r")
                        all.insert(finding.fingerprint)
                        count += 1
                    }
                }
            }
        }
        #expect(all.count == count)
        // The parts of one do not run into each other.
        #expect(Finding.fingerprint(of: ["a", "b"]) != Finding.fingerprint(of: ["ab", ""]))
    }
}
