import Documents
import Findings

/// The `ocsf` format: a list of Compliance Findings, class 2003 of OCSF 1.5
/// (<https://schema.ocsf.io/1.5.0/classes/compliance_finding>), one a line.
enum OCSFReport {
    static func write(_ report: Report, _ options: ReportOptions, to writer: inout ReportWriter) throws {
        let controls = report.controlsByCheck
        try writer.write("[")
        for (place, finding) in report.findings.enumerated() {
            try writer.write(place == 0 ? "\n" : ",\n")
            try writer.json(
                event(
                    finding.whole(), report.checks[finding.check], controls[finding.check] ?? [], report.scan,
                    options.changes))
        }
        try writer.write("\n]\n")
    }

    private static func event(
        _ finding: Finding, _ check: CheckInfo?, _ controls: [ControlReference], _ scan: ScanInfo,
        _ changes: ScanChanges?
    ) -> Value {
        let fingerprint = finding.fingerprint
        let time = Value.integer(Int(scan.finished.seconds * 1000))
        let activity = activity(changes, fingerprint)
        var event = Object()
        event["class_uid"] = 2003
        event["class_name"] = "Compliance Finding"
        event["category_uid"] = 2
        event["category_name"] = "Findings"
        event["activity_id"] = .integer(activity.id)
        event["activity_name"] = .string(activity.name)
        event["type_uid"] = .integer(200300 + activity.id)
        event["type_name"] = .string("Compliance Finding: \(activity.name)")
        let severity = severity(finding.severity)
        event["severity_id"] = .integer(severity.id)
        event["severity"] = .string(severity.name)
        event["time"] = time
        event["message"] = .string(finding.reason.visible)
        event["status_id"] = finding.isAccepted ? 3 : 1
        event["status"] = finding.isAccepted ? "Suppressed" : "New"
        event["metadata"] = [
            "version": "1.5.0", "uid": .string("\(scan.id)/\(fingerprint)"), "profiles": ["cloud"],
            "product": ["name": "assay", "vendor_name": "assay", "version": .string(scan.version)],
        ]
        event["finding_info"] = [
            "uid": .string(fingerprint), "title": .string(check?.title ?? finding.check),
            "desc": .string(check?.description ?? finding.reason.visible), "created_time": time,
            "types": ["compliance"],
        ]
        event["compliance"] = compliance(finding, controls)
        event["resources"] = [resource(finding)]
        event["cloud"] = [
            "provider": "AWS", "region": .string(finding.region),
            "account": ["uid": .string(finding.account), "type_id": 10, "type": "AWS Account"],
        ]
        let steps = (check?.remediation.console ?? []) + (check?.remediation.cli ?? [])
        if !steps.isEmpty {
            event["remediation"] = [
                "desc": .string(steps.joined(separator: "\n")),
                "references": .array((check?.references ?? []).map(Value.string)),
            ]
        }
        // The class has no place for these.
        event["unmapped"] = [
            "status": .string(finding.status.rawValue), "account_is_known": .bool(!finding.account.isEmpty),
            "exception": finding.exception?.document ?? .null,
            "evidence": .array(finding.evidence.map(\.document)),
            "gaps": .array(finding.gaps.map(\.document)),
        ]
        return .object(event)
    }

    private static func activity(_ changes: ScanChanges?, _ fingerprint: String) -> (id: Int, name: String) {
        guard let changes else { return (1, "Create") }
        switch changes.kinds[fingerprint] {
        case .new: return (1, "Create")
        case .fixed, .gone: return (3, "Close")
        case .worse, nil: return (2, "Update")
        }
    }

    private static func severity(_ severity: Severity) -> (id: Int, name: String) {
        switch severity {
        case .informational: (1, "Informational")
        case .low: (2, "Low")
        case .medium: (3, "Medium")
        case .high: (4, "High")
        case .critical: (5, "Critical")
        }
    }

    private static func compliance(_ finding: Finding, _ controls: [ControlReference]) -> Value {
        let status: (id: Int, name: String) =
            switch finding.status {
            case .pass: (1, "Pass")
            case .fail: (3, "Fail")
            case .unknown: (0, "Unknown")
            case .manual: (99, "Manual")
            case .notApplicable: (99, "Not Applicable")
            }
        var details = [finding.reason.visible]
        details += finding.furtherWords.map(\.visible)
        details += finding.gaps.map { "not seen: \($0.sentence)".visible }
        var compliance = Object()
        compliance["control"] = .string(finding.check)
        compliance["status_id"] = .integer(status.id)
        compliance["status"] = .string(status.name)
        compliance["status_details"] = .array(details.map(Value.string))
        if !controls.isEmpty {
            var standards = [String]()
            for control in controls where !standards.contains(control.title) {
                standards.append(control.title)
            }
            compliance["standards"] = .array(standards.map(Value.string))
            compliance["requirements"] = .array(controls.map { .string($0.control) })
        }
        return .object(compliance)
    }

    private static func resource(_ finding: Finding) -> Value {
        [
            "uid": .string(finding.resource ?? finding.account), "name": .string(finding.subject.visible),
            "type": .string(finding.resource == nil ? "account" : finding.resourceType),
            "region": .string(finding.region), "cloud_partition": .string(finding.partition),
        ]
    }
}
