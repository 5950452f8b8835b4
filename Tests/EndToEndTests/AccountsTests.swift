import Documents
import TestSupport
import Testing

/// Many accounts and regions, entered by roles, each with denials of its own.
@Suite struct AccountsTests {
    /// What is denied in the account at a place of the list.
    enum Denied: Int, CaseIterable {
        case nothing, listing, identities, oneRegion, role

        static func of(_ index: Int) -> Denied { Denied(rawValue: index % 5)! }

        func rules(_ account: String) -> [Value] {
            switch self {
            case .nothing: []
            case .listing: [.string("ses:ListEmailIdentities in us-east-1 as \(account)")]
            case .identities: [.string("ses:GetEmailIdentity as \(account)")]
            case .oneRegion: [.string("* in us-west-2 as \(account)")]
            case .role: []
            }
        }
    }

    /// The refusal of the role in `account`, as its trust policy would.
    private static func closed(_ account: String) -> Value {
        let refusal: Value = [
            "code": "AccessDenied", "status": 403, "message": "not authorized to perform: sts:AssumeRole",
        ]
        return [
            "operation": "AssumeRole", "parameters": ["RoleArn": .string("*:\(account):*")],
            "fault": ["error": refusal],
        ]
    }

    private static let ids = ["111122223333"] + (1..<50).map { String(200_000_000_000 + $0 * 7_919) }

    static let scanned = Result<(fleet: Fleet, outcome: Program.Outcome, report: JSONReport), any Error> {
        let rules = ids.enumerated().flatMap { Denied.of($0.offset).rules($0.element) }
        let closed = ids.enumerated().filter { Denied.of($0.offset) == .role }.map { Self.closed($0.element) }
        let settings = Object([("deny", .array(rules)), ("faults", .array(closed))])
        let fleet = try Fleet(accounts: 50, settings: settings)
        let mock = try fleet.mock()
        let outcome = try Assay.run(
            Assay.scan(mock, try fleet.flags(more: ["999999999999"])), in: fleet.folder.path)
        return (fleet, outcome, try JSONReport(outcome))
    }

    @Test func `every identity of 50 accounts in 3 regions has its finding or its gap`() throws {
        let (fleet, outcome, report) = try Self.scanned.get()
        #expect(outcome.status == 1 && outcome.err == "", "\(outcome.err)")
        #expect(fleet.accounts == Self.ids && fleet.truth.count == 300)
        let found = Dictionary(grouping: report.findings, by: \.resource)
        for (arn, status) in fleet.truth {
            let (region, account) = Fleet.place(arn)
            let finding = found[arn]?.first
            switch Denied.of(Self.ids.firstIndex(of: account)!) {
            case .nothing: #expect(finding?.status == status, "\(arn)")
            case .listing:
                #expect(region == "us-east-1" ? finding == nil : finding?.status == status, "\(arn)")
            case .identities:
                #expect(finding?.status == "unknown", "\(arn)")
                #expect(finding?.reason.contains("sesv2:GetEmailIdentity: AccessDeniedException") == true)
            case .oneRegion:
                #expect(region == "us-west-2" ? finding == nil : finding?.status == status, "\(arn)")
            case .role: #expect(finding == nil, "\(arn)")
            }
        }
    }

    @Test func `what could not be listed is a finding and a gap of its account and region`() throws {
        let report = try Self.scanned.get().report
        let whole = report.findings.filter { $0.resource == nil }
        let places = Dictionary(grouping: whole) { "\($0.account) \($0.region)" }
        for (index, account) in Self.ids.enumerated() {
            let region: String
            switch Denied.of(index) {
            case .nothing, .identities:
                #expect(!whole.contains { $0.account == account })
                continue
            case .listing: region = "us-east-1"
            case .oneRegion: region = "us-west-2"
            case .role: region = "eu-west-1"
            }
            #expect(places["\(account) \(region)"]?.map(\.status) == ["unknown"], "\(account)")
            let gaps = report.gaps.filter { $0["account"]?.string == account }
            #expect(gaps.contains { $0["region"]?.string == region }, "\(account)")
        }
    }

    @Test func `an account that can't be entered is a gap and a finding of each check`() throws {
        let report = try Self.scanned.get().report
        let finding = try #require(report.findings.first { $0.account == "999999999999" })
        #expect(finding.status == "unknown" && finding.resource == nil)
        #expect(finding.reason.contains("sts:AssumeRole") && finding.reason.contains("AccessDenied"))
        let gap = try #require(report.gaps.first { $0["account"]?.string == "999999999999" })
        #expect(gap["call"] == "sts:AssumeRole")
    }

    @Test func `with nothing denied every truth is found, and the log goes`() throws {
        let fleet = try Fleet(accounts: 50)
        let mock = try fleet.mock()
        let outcome = try Assay.run(Assay.scan(mock, try fleet.flags()), in: fleet.folder.path)
        let report = try JSONReport(outcome)
        let found = Dictionary(uniqueKeysWithValues: report.findings.map { ($0.resource ?? "", $0.status) })
        #expect(found == fleet.truth)
        #expect(report.gaps == [])
        #expect(try Program.run("/bin/ls", [fleet.folder.path]).out == "accounts.yaml\ntruth\nworld\n")
        let asked = Dictionary(grouping: try mock.requests(), by: \.asked)
        #expect(asked.values.allSatisfy { $0.count == 1 })
    }

    @Test func `tokens that expire in the middle are renewed, and nothing is lost`() throws {
        let fleet = try Fleet(accounts: 10)
        let mock = try fleet.mock()
        let expired: Value = [
            "error": ["code": "ExpiredTokenException", "status": 403, "message": "the token has expired"]
        ]
        let faults: [Value] = fleet.accounts.map {
            ["service": "sesv2", "account": .string($0), "from": 4, "times": 2, "fault": expired]
        }
        try mock.control("PUT", "faults", JSON.text(.array(faults)))
        let report = try JSONReport(try Assay.run(Assay.scan(mock, try fleet.flags()), in: fleet.folder.path))
        let found = Dictionary(uniqueKeysWithValues: report.findings.map { ($0.resource ?? "", $0.status) })
        #expect(found == fleet.truth)
        #expect(report.gaps == [])
        let entered = try mock.requests().count { $0.call == "sts:AssumeRole" }
        #expect(entered > 10 && entered <= 30)
    }
}
