import Documents
import Files
import Findings

/// A report as a large organisation gets it: a third fails with policies as evidence, some are unknown, some accepted.
enum SampleFindings {
    static func report(_ count: Int) -> Report {
        let started = Timestamp(seconds: 1_790_000_000)
        let accounts = (0..<20).map { String(111_122_220_000 + $0) }
        let regions = ["eu-west-1", "us-east-1", "ap-south-1", "eu-central-1"]
        let ids = (0..<80).map { "ses_identity_check_number_\($0)" }
        var filer = FindingFiler(SpillFile(folder: "/tmp"))
        let findings = (0..<count).map { place in
            filer.file(
                finding(place, ids[place % 80], accounts[place / 7 % 20], regions[place / 3 % 4]))
        }
        let checks = ids.map { id in
            CheckInfo(
                id: id, title: "SES identities are as \(id) asks", service: "ses",
                resourceType: "ses.identity",
                severity: .high, description: String(repeating: "What the check asks, in prose. ", count: 12),
                rationale: String(repeating: "Why it matters, in prose. ", count: 12),
                remediation: .init(
                    console: ["Open the identity.", "Change it."],
                    cli: ["aws sesv2 get-email-identity --email-identity IDENTITY"]),
                references: ["https://docs.aws.amazon.com/ses/latest/dg/sending-authorization.html"],
                file: "ses/\(id).yaml", line: 12)
        }
        let info = ScanInfo(
            id: "scan", started: started, finished: started, version: "1", checks: ids,
            accounts: accounts.map {
                .init(id: $0, regions: regions, caller: "arn:aws:iam::\($0):role/audit")
            },
            folders: [.init(path: "checks.d", digest: String(repeating: "0", count: 64))], calls: count)
        return Report(
            scan: info, checks: Dictionary(uniqueKeysWithValues: checks.map { ($0.id, $0) }),
            findings: findings,
            gaps: (0..<50).map { gap(accounts[$0 % 20], $0) })
    }

    private static func gap(_ account: String, _ place: Int) -> Gap {
        Gap(
            account: account, region: "eu-west-1", call: "sesv2:GetEmailIdentity",
            parameters: ["EmailIdentity": .string("host-\(place).example.com")],
            code: "AccessDeniedException",
            message:
                "User: arn:aws:iam::\(account):role/audit is not authorized to perform: ses:GetEmailIdentity",
            unseen: "email identity host-\(place).example.com")
    }

    private static func finding(_ place: Int, _ check: String, _ account: String, _ region: String) -> Finding
    {
        let statuses: [Status] = [
            .fail, .pass, .pass, .fail, .unknown, .pass, .manual, .fail, .notApplicable,
        ]
        let status = statuses[place % statuses.count]
        let arn = "arn:aws:ses:\(region):\(account):identity/host-\(place).example.com"
        let statement: Value = [
            "Sid": "Anyone", "Effect": "Allow", "Principal": ["AWS": "*"],
            "Action": ["ses:SendEmail", "ses:SendRawEmail"], "Resource": .string(arn),
        ]
        let evidence = Evidence(
            path: "policies",
            text:
                "policy open, statement 0 (Anyone): any AWS account can call ses:SendEmail as host-\(place)",
            call: "sesv2:GetEmailIdentity",
            policy: PolicyEvidence(
                verdict: "public", statements: [.init(policy: "open", index: 0, sid: "Anyone")],
                witness: [
                    "principal": "arn:aws:iam::666677778888:role/visitor", "action": "ses:SendEmail",
                    "resource": .string(arn), "context": ["aws:sourceip": "203.0.113.7"],
                ], documents: ["open": ["Version": "2012-10-17", "Statement": [statement]]]))
        return Finding(
            check: check, status: status, severity: place % 3 == 0 ? .critical : .medium, resource: arn,
            resourceType: "ses.identity", account: account, region: region,
            reason: status == .fail
                ? "the identity's own policies let anyone use it: \(evidence.text!)" : "as it should be",
            evidence: status == .fail
                ? [evidence, Evidence(path: "verification", value: "SUCCESS")]
                : [Evidence(path: "verification", value: "SUCCESS")],
            gaps: status == .unknown ? [gap(account, place)] : [],
            exception: place % 40 == 0
                ? AppliedException(
                    reason: "moves to another provider", owner: "mail@example.com", expires: "2027-03-31",
                    ticket: "SEC-1", isExpired: false) : nil)
    }
}
