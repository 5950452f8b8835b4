import Documents
import Findings

/// The `asff` format: a list of findings as Security Hub's `BatchImportFindings` takes them (100 in a call), one a line
/// (<https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-findings-format.html>).
enum ASFFReport {
    static func write(_ report: Report, to writer: inout ReportWriter) throws {
        let controls = report.controlsByCheck
        let fallback = report.scan.accounts.lazy.map(\.id).first { isAccount($0) } ?? "000000000000"
        try writer.write("[")
        for (place, finding) in report.findings.enumerated() {
            try writer.write(place == 0 ? "\n" : ",\n")
            let account = isAccount(finding.account) ? finding.account : fallback
            try writer.json(
                document(
                    finding.whole(), report.checks[finding.check], controls[finding.check] ?? [], account,
                    report.scan
                ))
        }
        try writer.write("\n]\n")
    }

    private static func isAccount(_ id: String) -> Bool {
        id.utf8.count == 12 && id.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }

    /// `text` as Security Hub takes it: visible, at most `limit` characters, never blank.
    private static func text(_ text: String, _ limit: Int) -> Value {
        let text = text.visible
        if !text.contains(where: { $0 != " " }) { return "-" }
        return .string(
            text.unicodeScalars.count <= limit
                ? text : String(String.UnicodeScalarView(text.unicodeScalars.prefix(limit - 1))) + "…")
    }

    private static func document(
        _ finding: Finding, _ check: CheckInfo?, _ controls: [ControlReference], _ account: String,
        _ scan: ScanInfo
    ) -> Value {
        let region = finding.region == "global" || finding.region.isEmpty ? "us-east-1" : finding.region
        let partition = finding.partition
        let time = Value.string(scan.finished.iso8601)
        var object = Object()
        object["SchemaVersion"] = "2018-10-08"
        object["Id"] = text("assay/\(finding.fingerprint)", 512)
        object["ProductArn"] = .string(
            "arn:\(partition):securityhub:\(region):\(account):product/\(account)/default")
        object["ProductName"] = "assay"
        object["GeneratorId"] = text("assay/\(finding.check)", 512)
        object["AwsAccountId"] = .string(account)
        object["Types"] = ["Software and Configuration Checks/AWS Security Best Practices"]
        object["CreatedAt"] = time
        object["UpdatedAt"] = time
        object["Severity"] = [
            "Label": .string(
                finding.status == .pass ? "INFORMATIONAL" : finding.severity.rawValue.uppercased()),
            "Original": .string(finding.severity.rawValue),
        ]
        object["Title"] = text(check?.title ?? finding.check, 256)
        object["Description"] = text(finding.reason, 1024)
        if let check, let step = (check.remediation.cli + check.remediation.console).first {
            var recommendation: [Object.Member] = [("Text", text(step, 512))]
            if let link = check.references.first(where: { $0.hasPrefix("https://") }) {
                recommendation.append(("Url", .string(link)))
            }
            object["Remediation"] = ["Recommendation": .object(Object(recommendation))]
        }
        object["ProductFields"] = fields(finding)
        object["Resources"] = [
            [
                "Type": .string(type(finding)),
                "Id": text(finding.resource ?? "AWS::::Account:\(account)", 512),
                "Partition": .string(partition), "Region": .string(region),
            ]
        ]
        object["Compliance"] = compliance(finding, controls)
        object["Workflow"] = [
            "Status": finding.isAccepted ? "SUPPRESSED" : finding.status == .pass ? "RESOLVED" : "NEW"
        ]
        object["RecordState"] = "ACTIVE"
        if let exception = finding.exception {
            let end = exception.isExpired ? "the exception ended on" : "accepted until"
            object["Note"] = [
                "Text": text("\(end) \(exception.expires): \(exception.reason)", 512),
                "UpdatedBy": text(exception.owner, 512), "UpdatedAt": time,
            ]
        }
        return .object(object)
    }

    private static func fields(_ finding: Finding) -> Value {
        var fields: [Object.Member] = [
            ("assay/status", .string(finding.status.rawValue)), ("assay/check", .string(finding.check)),
            ("assay/fingerprint", .string(finding.fingerprint)),
            ("assay/accepted", .string(finding.isAccepted ? "true" : "false")),
        ]
        if !isAccount(finding.account) { fields.append(("assay/account", "not known")) }
        for (place, gap) in finding.gaps.prefix(5).enumerated() {
            fields.append(("assay/gap/\(place)", text(gap.sentence, 1024)))
        }
        return .object(Object(fields))
    }

    private static func type(_ finding: Finding) -> String {
        if finding.resource == nil { return "AwsAccount" }
        let known = [
            "sns.topic": "AwsSnsTopic", "s3.bucket": "AwsS3Bucket", "sqs.queue": "AwsSqsQueue",
            "iam.role": "AwsIamRole", "iam.user": "AwsIamUser", "iam.policy": "AwsIamPolicy",
            "kms.key": "AwsKmsKey", "lambda.function": "AwsLambdaFunction",
            "secretsmanager.secret": "AwsSecretsManagerSecret", "ecr.repository": "AwsEcrRepository",
        ]
        return known[finding.resourceType] ?? "Other"
    }

    private static func compliance(_ finding: Finding, _ controls: [ControlReference]) -> Value {
        let status: (word: String, code: String) =
            switch finding.status {
            case .pass: ("PASSED", "PASSED")
            case .fail: ("FAILED", "FAILED")
            case .unknown: ("NOT_AVAILABLE", "UNKNOWN")
            case .manual: ("WARNING", "MANUAL")
            case .notApplicable: ("NOT_AVAILABLE", "NOT_APPLICABLE")
            }
        var compliance = Object()
        compliance["Status"] = .string(status.word)
        compliance["SecurityControlId"] = .string(finding.check)
        if !controls.isEmpty {
            compliance["RelatedRequirements"] = .array(
                controls.prefix(32).map { text("\($0.title) \($0.control)", 64) })
        }
        compliance["StatusReasons"] = [
            ["ReasonCode": .string(status.code), "Description": text(finding.reason, 2048)]
        ]
        return .object(compliance)
    }
}
