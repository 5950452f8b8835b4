import Documents
import Files
import Glibc
import TestSupport
import Testing

/// Scans of many accounts that end early: no account is silent, and the scan goes on to the whole truth.
@Suite struct FleetEndTests {
    /// A scan of 50 accounts that `signal` ends when the mock has seen `count` requests.
    private func ended(
        _ signal: Int32, after count: Int, _ fleet: Fleet, _ mock: Mock
    ) throws -> Program.Outcome {
        try mock.control("PUT", "faults", #"[{"fault": {"latency": {"from": 2, "to": 12}}}]"#)
        let program = try Program(
            "assay", Assay.scan(mock, try fleet.flags()), environment: Assay.keys, in: fleet.folder.path)
        while !program.hasEnded, try mock.count() < count { usleep(1000) }
        #expect(!program.hasEnded)
        program.send(signal)
        return program.end()
    }

    private func resumed(_ fleet: Fleet, _ mock: Mock) throws -> JSONReport {
        try mock.control("DELETE", "faults")
        return try JSONReport(
            try Assay.run(
                Assay.scan(mock, try fleet.flags() + ["--resume", ResumeTests.usual]), in: fleet.folder.path))
    }

    private func statuses(_ report: JSONReport) -> [String: String] {
        Dictionary(report.findings.map { ($0.resource ?? "", $0.status) }, uniquingKeysWith: { $1 })
    }

    @Test(arguments: [60, 300, 600])
    func `interrupted, each account has its findings or a gap, and none is wrong`(_ count: Int) throws {
        let fleet = try Fleet(accounts: 50)
        let mock = try fleet.mock()
        let outcome = try ended(SIGINT, after: count, fleet, mock)
        #expect(outcome.status == 1 || outcome.status == 3)
        let report = try JSONReport(outcome)
        #expect(Set(report.findings.map(\.account)) == Set(fleet.accounts))
        let whole = Set(report.findings.filter { $0.resource == nil }.map { "\($0.account) \($0.region)" })
        let entered = Set(report.findings.filter { $0.resource != nil }.map(\.account))
        let found = statuses(report)
        for (arn, status) in fleet.truth {
            let (region, account) = Fleet.place(arn)
            if let seen = found[arn] {
                #expect(seen == status || seen == "unknown", "\(arn)")
            } else {
                let isSaid = whole.contains("\(account) \(region)") || !entered.contains(account)
                #expect(isSaid, "\(arn) is silent")
            }
        }
        #expect(report.findings.contains { $0.status == "unknown" })
        #expect(try statuses(resumed(fleet, mock)) == fleet.truth)
    }

    @Test(arguments: [60, 300, 600])
    func `killed, it goes on to the whole truth and asks for nothing twice`(_ count: Int) throws {
        let fleet = try Fleet(accounts: 50)
        let mock = try fleet.mock()
        #expect(try ended(SIGKILL, after: count, fleet, mock).status == 128 + SIGKILL)
        let before = try ResumeTests.recorded(fleet.folder)
        try mock.forget()
        let report = try resumed(fleet, mock)
        #expect(statuses(report) == fleet.truth)
        #expect(report.gaps == [])
        let again = try mock.requests().filter { before.contains($0.asked) }
        #expect(again == [], "\(before.count) exchanges are in the log")
    }
}
