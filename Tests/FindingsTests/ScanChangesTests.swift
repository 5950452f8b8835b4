import Documents
import Findings
import TestSupport
import Testing

@Suite struct ScanChangesTests {
    @Test(
        arguments: [
            (nil, Status.fail, ScanChanges.Kind.new), (nil, .unknown, .new), (nil, .pass, nil),
            (.pass, .fail, .worse), (.unknown, .fail, .worse), (.pass, .unknown, .worse),
            (.manual, .fail, .worse),
            (.fail, .unknown, nil), (.fail, .fail, nil), (.unknown, .unknown, nil),
            (.fail, .pass, .fixed), (.unknown, .notApplicable, .fixed), (.pass, .pass, nil),
            (.fail, nil, .gone), (.unknown, nil, .gone), (.pass, nil, nil),
        ] as [(Status?, Status?, ScanChanges.Kind?)])
    func `a finding differs by what it was and what it is`(
        before: Status?, after: Status?, kind: ScanChanges.Kind?
    ) {
        #expect(ScanChanges.Kind(before: before, after: after) == kind)
    }

    @Test func `what is accepted is not told of, and what is gone is counted`() {
        func finding(_ resource: String, accepted: Bool) -> Finding {
            Finding(
                check: "c", status: .fail, severity: .low, resource: resource, resourceType: "t",
                account: "1",
                region: "r", reason: "x",
                exception: accepted
                    ? AppliedException(
                        reason: "r", owner: "o", expires: "2027-01-01", ticket: nil, isExpired: false)
                    : nil)
        }
        let changes = ScanChanges(
            scan: "s", since: Timestamp(seconds: 0), previous: ["0": .fail, "1": .pass],
            findings: [finding("a", accepted: false), finding("b", accepted: true)].filed)
        #expect(changes.count(.new) == 1)
        #expect(changes.count(.gone) == 1)
        #expect(changes.kinds.count == 2)
    }
}
