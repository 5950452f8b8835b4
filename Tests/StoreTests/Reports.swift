import Documents
import Findings
import TestSupport

/// A finding of check `c` on `resource`; without one it is about the account and region.
func finding(
    _ resource: String?, _ status: Status, check: String = "c", region: String = "eu-west-1",
    account: String = "111122223333", accepted: Bool = false, reason: String = "because"
) -> Finding {
    Finding(
        check: check, status: status, severity: .high, resource: resource, resourceType: "ses.identity",
        account: account, region: region, reason: reason,
        exception: accepted
            ? AppliedException(reason: "r", owner: "o", expires: "2027-01-01", ticket: nil, isExpired: false)
            : nil)
}

/// A scan that began on day `day`, of the checks `c` and `d` in one account and region unless told otherwise.
func report(
    _ day: Int, _ findings: [Finding], id: String? = nil, checks: [String] = ["c", "d"],
    accounts: [String] = ["111122223333"], regions: [String] = ["eu-west-1"],
    caller: String? = "arn:aws:iam::1:root",
    interrupted: Bool = false
) -> Report {
    let start = time(day)
    return Report(
        scan: ScanInfo(
            id: id ?? "scan-\(day)", started: start, finished: Timestamp(seconds: start.seconds + 60),
            version: "1.0",
            checks: checks, accounts: accounts.map { .init(id: $0, regions: regions, caller: caller) },
            folders: [.init(path: "checks.d", digest: "ab")], calls: 7, isInterrupted: interrupted),
        checks: [:], findings: findings.filed, gaps: [])
}

/// When the scan of day `day` began.
func time(_ day: Int) -> Timestamp { Timestamp(seconds: 1_700_000_000 + Double(day) * 86_400) }
