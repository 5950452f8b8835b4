import Documents
import Findings
import TestSupport

/// A report with every status, exceptions, gaps and hostile names: what every format has to bear.
enum SampleReport {
    static let account = "111122223333"

    /// What somebody who can name things may put into a name.
    static let hostile =
        "=cmd|' /C calc'!A0\"><script>alert(1)</script>\u{1b}[2J\u{202e}txt.exe\r\n| `x` ]]> &amp; \u{0}\u{9b}31m"

    static let largePolicy: Value = [
        "Version": "2012-10-17",
        "Statement": .array(
            (0..<400).map { number in
                [
                    "Sid": .string("Statement\(number)"), "Effect": "Allow",
                    "Principal": ["AWS": .string("arn:aws:iam::444455556666:role/sender-\(number)")],
                    "Action": ["ses:SendEmail", "ses:SendRawEmail"], "Resource": "*",
                ]
            }),
    ]

    private static func finding(
        _ check: String, _ status: Status, _ severity: Severity, _ resource: String?, _ reason: String,
        region: String = "eu-west-1", evidence: [Evidence] = [], gaps: [Gap] = [],
        exception: AppliedException? = nil
    ) -> Finding {
        Finding(
            check: check, status: status, severity: severity, resource: resource,
            resourceType: check.hasPrefix("sns") ? "sns.topic" : "ses.identity", account: account,
            region: region, reason: reason, evidence: evidence, gaps: gaps, exception: exception)
    }

    static func identity(_ name: String) -> String { "arn:aws:ses:eu-west-1:\(account):identity/\(name)" }

    static let denied = Gap(
        account: account, region: "eu-west-1", call: "sesv2:GetEmailIdentity",
        parameters: ["EmailIdentity": "closed.example.com"], code: "AccessDeniedException",
        message:
            "User: arn:aws:iam::111122223333:user/auditor is not authorized to perform: ses:GetEmailIdentity",
        unseen: "email identity closed.example.com", requestID: "5a1b3c2d-0000-4000-8000-1234567890ab")
    static let unlisted = Gap(
        account: account, region: "eu-central-1", call: "sesv2:ListEmailIdentities", code: "timeout",
        message: "no answer within 30 s", unseen: "the identities of eu-central-1")

    private static func policyEvidence(_ documents: Value, sid: String?, resource: String) -> Evidence {
        Evidence(
            path: "policies", value: nil, text: "anyone may ses:SendEmail, for example account 999988887777",
            call: "sesv2:GetEmailIdentity",
            policy: PolicyEvidence(
                verdict: "public",
                statements: [PolicyEvidence.Statement(policy: "open", index: 0, sid: sid)],
                witness: [
                    "principal": "arn:aws:iam::999988887777:user/outsider", "action": "ses:SendEmail",
                    "resource": .string(resource), "context": ["aws:SourceIp": "203.0.113.7"],
                ], documents: documents))
    }

    static let findings: [Finding] = [
        finding(
            "ses_identity_not_publicly_accessible", .fail, .critical, identity("example.com"),
            "own policies let anyone send: statement 0 (AnyoneSends) of policy open",
            evidence: [
                policyEvidence(
                    [
                        "open": [
                            "Version": "2012-10-17",
                            "Statement": [
                                [
                                    "Sid": "AnyoneSends", "Effect": "Allow", "Principal": "*",
                                    "Action": "ses:SendEmail", "Resource": "*",
                                ]
                            ],
                        ]
                    ], sid: "AnyoneSends", resource: identity("example.com"))
            ]),
        finding(
            "ses_identity_not_publicly_accessible", .fail, .critical, identity(hostile),
            "a name that attacks: \(hostile)",
            evidence: [
                policyEvidence(
                    [
                        "open": largePolicy,
                        "not json": .string("{\"Version\": </script>\(hostile)"),
                    ], sid: nil, resource: identity(hostile))
            ]),
        finding(
            "ses_identity_not_publicly_accessible", .unknown, .critical, identity("closed.example.com"),
            "sesv2:GetEmailIdentity was denied (AccessDeniedException), so its policies could not be seen",
            gaps: [denied]),
        finding(
            "ses_identity_not_publicly_accessible", .unknown, .critical, nil,
            "the identities could not be listed: sesv2:ListEmailIdentities gave timeout",
            region: "eu-central-1", gaps: [unlisted]),
        finding(
            "ses_identity_not_publicly_accessible", .pass, .critical, identity("private.example.com"),
            "no policy lets outsiders in"),
        finding(
            "ses_identity_verified", .fail, .low, identity("old.example.com"), "the status is FAILED",
            evidence: [
                Evidence(
                    path: "detail.VerificationStatus", value: "FAILED", text: nil,
                    call: "sesv2:GetEmailIdentity")
            ]),
        finding(
            "ses_identity_verified", .fail, .low, identity("legacy.example.com"), "the status is PENDING",
            exception: AppliedException(
                reason: "moves to another provider", owner: "mail-team@example.com", expires: "2027-03-31",
                ticket: "SEC-101", isExpired: false)),
        finding(
            "ses_identity_verified", .unknown, .low, identity("gone.example.com"),
            "sesv2:GetEmailIdentity was denied (AccessDeniedException)",
            gaps: [denied],
            exception: AppliedException(
                reason: "=HYPERLINK(\"http://evil\")", owner: "<b>owner</b>", expires: "2027-01-15",
                ticket: nil,
                isExpired: false)),
        finding(
            "sns_topic_not_publicly_accessible", .fail, .high,
            "arn:aws:sns:eu-west-1:444455556666:bounces", "anyone may sns:Subscribe",
            exception: AppliedException(
                reason: "until the migration", owner: "platform", expires: "2026-10-31", ticket: "SEC-7",
                isExpired: true)),
        finding(
            "ses_identity_dns_records_reviewed", .manual, .medium, identity("example.com"),
            "does a record of the domain let others send in its name?"),
        finding(
            "sns_topic_not_publicly_accessible", .notApplicable, .high,
            "arn:aws:sns:eu-west-1:111122223333:local", "the topic has no subscriptions"),
        finding(
            "sns_topic_not_publicly_accessible", .pass, .high,
            "arn:aws:sns:eu-west-1:111122223333:邮件通知", "only the owner is let in"),
    ]

    static let checks: [CheckInfo] = [
        CheckInfo(
            id: "ses_identity_not_publicly_accessible",
            title: "SES identities are not usable by people outside the organisation", service: "ses",
            resourceType: "ses.identity", severity: .critical,
            description: "Asks whether the policies of an identity let anyone use it.",
            rationale: "Whoever may send as the identity can send mail in its owner's name.",
            audit: CheckInfo.Steps(
                console: ["Open Amazon SES, then *Identities*."],
                cli: ["aws sesv2 get-email-identity --email-identity IDENTITY"]),
            remediation: CheckInfo.Steps(
                console: [
                    "Open the identity in Amazon SES, then its *Authorization* tab.",
                    "Remove the statement, or name the accounts that may use it.",
                ],
                cli: [
                    "aws sesv2 delete-email-identity-policy --email-identity IDENTITY --policy-name POLICY"
                ]),
            references: [
                "https://docs.aws.amazon.com/ses/latest/dg/sending-authorization.html",
                "javascript:alert(1)",
            ],
            file: "ses/ses_identity_not_publicly_accessible.yaml", line: 41),
        CheckInfo(
            id: "ses_identity_verified", title: "SES identities are verified", service: "ses",
            resourceType: "ses.identity",
            severity: .low, description: "Asks whether the identity is verified.",
            remediation: CheckInfo.Steps(console: ["Publish the records."], cli: []),
            file: "ses/ses_identity_verified.yaml", line: 12),
        CheckInfo(
            id: "sns_topic_not_publicly_accessible", title: "SNS topics are not open to anyone",
            service: "sns",
            resourceType: "sns.topic", severity: .high,
            description: "Asks whether a topic's policy lets anyone in.",
            file: "sns/sns_topic_not_publicly_accessible.yaml", line: 20),
        CheckInfo(
            id: "ses_identity_dns_records_reviewed", title: "The DNS records of a domain were reviewed",
            service: "ses",
            resourceType: "ses.identity", severity: .medium,
            description: "A person looks at the records of the domain.",
            file: "ses/ses_identity_dns_records_reviewed.yaml", line: 9),
    ]

    static let frameworks: [FrameworkInfo] = [
        FrameworkInfo(
            name: "nist_800_53_r5", title: "NIST SP 800-53", version: "r5",
            source: "https://csrc.nist.gov/pubs/sp/800/53/r5/upd1/final",
            controls: [
                FrameworkInfo.Control(
                    id: "AC-3", title: "access enforcement",
                    checks: [
                        "ses_identity_not_publicly_accessible": "analogy",
                        "sns_topic_not_publicly_accessible": "published",
                    ]),
                FrameworkInfo.Control(
                    id: "IA-5(1)", title: "authenticators", checks: ["ses_identity_verified": "analogy"]),
                FrameworkInfo.Control(
                    id: "SC-8", title: "protection in transit", checks: ["not_selected": "analogy"]),
            ])
    ]

    static let scan = ScanInfo(
        id: "20261123T181344Z-5f0c", started: Timestamp("2026-11-23T18:13:44Z")!,
        finished: Timestamp("2026-11-23T18:14:02.5Z")!, version: "0.1.0", checks: checks.map(\.id).sorted(),
        accounts: [
            ScanInfo.Account(
                id: account, regions: ["eu-central-1", "eu-west-1"],
                caller: "arn:aws:iam::111122223333:user/auditor")
        ],
        folders: [
            ScanInfo.Folder(
                path: "checks.d", digest: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
        ], calls: 42)

    static let report = Report(
        scan: scan, checks: Dictionary(uniqueKeysWithValues: checks.map { ($0.id, $0) }),
        frameworks: frameworks,
        findings: findings.filed, gaps: [denied, unlisted],
        notes: ["exception assay-exceptions.yaml:12 matched nothing: \(hostile)"])

    static let changes = ScanChanges(
        scan: "20261122T180000Z-11aa", since: Timestamp("2026-11-22T18:00:00Z")!,
        previous: [
            findings[5].fingerprint: .pass, findings[4].fingerprint: .fail,
            "00000000000000000000000000000000": .fail,
        ], findings: findings.filed)

    /// A report of `count` findings, for measuring.
    static func large(_ count: Int) -> Report {
        var all = [Finding]()
        let statuses: [Status] = [.fail, .fail, .unknown, .pass, .pass, .pass, .manual, .notApplicable]
        for number in 0..<count {
            let model = findings[number % 2 == 0 ? 0 : 5]
            let status = statuses[number % statuses.count]
            let name = identity("host-\(number).example.com")
            all.append(
                finding(
                    model.check, status, model.severity, name, model.reason,
                    region: ["eu-west-1", "us-east-1", "ap-south-1"][number % 3],
                    evidence: status == .fail ? model.evidence : [], gaps: status == .unknown ? [denied] : [])
            )
        }
        return Report(
            scan: scan, checks: report.checks, frameworks: frameworks, findings: all.filed, gaps: [denied],
            notes: [])
    }
}
