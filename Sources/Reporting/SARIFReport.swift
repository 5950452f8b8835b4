import Documents
import Findings

/// The `sarif` format, 2.1.0 (<https://docs.oasis-open.org/sarif/sarif/v2.1.0/>), as GitHub's code scanning takes it.
///
/// Code scanning shows every result as an alert, whatever its kind, so what passed or is not applicable is counted in the
/// run's properties instead. A place in a file is asked for: it is the check's own file. GitHub tells alerts apart by
/// `primaryLocationLineHash`, which is therefore the finding's fingerprint.
enum SARIFReport {
    /// What GitHub takes of one run
    /// (<https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning>).
    static let mostResults = 25_000
    /// Keeps a file of that many results below GitHub's 10 MB of gzip.
    private static let longestMessage = 1_500

    static func write(
        _ report: Report, _ options: ReportOptions, most: Int = mostResults, to writer: inout ReportWriter
    ) throws {
        let checks = report.checks.values.sorted { $0.id < $1.id }
        let places = Dictionary(uniqueKeysWithValues: checks.enumerated().map { ($1.id, $0) })
        let controls = report.controlsByCheck
        try writer.write(
            "{\n\"$schema\": \"https://json.schemastore.org/sarif-2.1.0.json\",\n\"version\": \"2.1.0\",\n"
                + "\"runs\": [{\n\"tool\": {\"driver\": {\"name\": \"assay\", \"version\": ")
        try writer.json(.string(report.scan.version))
        try writer.write(", \"rules\": [")
        for (place, check) in checks.enumerated() {
            try writer.write(place == 0 ? "\n" : ",\n")
            try writer.json(rule(check, controls[check.id] ?? []))
        }
        try writer.write(
            "\n]}},\n\"automationDetails\": {\"id\": \"assay/\"},\n\"columnKind\": \"unicodeCodePoints\",\n\"results\": ["
        )
        let reported = report.findings.lazy.filter { $0.status != .pass && $0.status != .notApplicable }
        var count = 0
        var omitted = 0
        for finding in reported {
            if count == most {
                omitted += 1
                continue
            }
            try writer.write(count == 0 ? "\n" : ",\n")
            let place = places[finding.check]
            try writer.json(
                result(finding.whole(), place.map { checks[$0] }, place, report.scan, options.changes))
            count += 1
        }
        try writer.write("\n],\n\"invocations\": ")
        try writer.json(invocation(report, omitted))
        try writer.write(",\n\"properties\": ")
        try writer.json(["summary": report.summary.document, "omittedResults": .integer(omitted)])
        try writer.write("\n}]\n}\n")
    }

    private static func rule(_ check: CheckInfo, _ controls: [ControlReference]) -> Value {
        var rule = Object()
        rule["id"] = .string(check.id)
        rule["name"] = .string(check.id)
        rule["shortDescription"] = ["text": .string(check.title.visible.shortened(to: 1000))]
        rule["fullDescription"] = ["text": .string(check.description.visible.shortened(to: 1000))]
        if let link = check.references.first(where: { $0.hasPrefix("https://") }) {
            rule["helpUri"] = .string(link)
        }
        let steps = check.remediation.console + check.remediation.cli.map { "`\($0)`" }
        let help = ([check.rationale] + steps).filter { !$0.isEmpty }.joined(separator: "\n\n")
        rule["help"] = [
            "text": .string(help.isEmpty ? check.title : help),
            "markdown": .string(help.isEmpty ? check.title : help),
        ]
        rule["defaultConfiguration"] = ["level": .string(level(check.severity))]
        let score: [Severity: String] = [
            .informational: "0.0", .low: "2.0", .medium: "5.0", .high: "8.0", .critical: "9.5",
        ]
        // GitHub refuses a rule with more than 20 tags.
        let tags = ["security", check.service] + controls.prefix(18).map { "\($0.framework)/\($0.control)" }
        rule["properties"] = [
            "tags": .array(tags.map(Value.string)), "security-severity": .string(score[check.severity]!),
            "precision": "very-high", "problem.severity": .string(problem(check.severity)),
        ]
        return .object(rule)
    }

    private static func level(_ severity: Severity) -> String {
        switch severity {
        case .critical, .high: "error"
        case .medium: "warning"
        case .low, .informational: "note"
        }
    }

    private static func problem(_ severity: Severity) -> String {
        let level = level(severity)
        return level == "note" ? "recommendation" : level
    }

    private static func kind(_ status: Status) -> String {
        switch status {
        case .fail: "fail"
        case .unknown: "open"
        case .manual: "review"
        case .pass: "pass"
        case .notApplicable: "notApplicable"
        }
    }

    private static func result(
        _ finding: Finding, _ check: CheckInfo?, _ place: Int?, _ scan: ScanInfo, _ changes: ScanChanges?
    ) -> Value {
        let fingerprint = finding.fingerprint
        var result = Object()
        result["ruleId"] = .string(finding.check)
        result["ruleIndex"] = place.map(Value.integer)
        result["kind"] = .string(kind(finding.status))
        result["level"] = .string(finding.status == .fail ? level(finding.severity) : "none")
        let said = (["\(finding.subject): \(finding.reason)"] + finding.furtherWords)
            .joined(separator: "; ")
        let word = finding.status == .fail ? "" : "\(finding.status.rawValue): "
        result["message"] = ["text": .string((word + said).visible.shortened(to: longestMessage))]
        result["locations"] = [
            [
                "physicalLocation": [
                    "artifactLocation": ["uri": .string(uri(check?.path(in: scan) ?? "checks.d"))],
                    "region": ["startLine": .integer(max(1, check?.line ?? 1))],
                ],
                "logicalLocations": [
                    [
                        "name": .string(finding.subject.visible),
                        "fullyQualifiedName": .string(
                            "\(finding.account)/\(finding.region)/\(finding.subject)".visible),
                        "kind": "resource",
                    ]
                ],
            ]
        ]
        result["partialFingerprints"] = [
            "primaryLocationLineHash": .string(fingerprint + ":1"), "assay/v1": .string(fingerprint),
        ]
        if let changes {
            let kind = changes.kinds[fingerprint]
            result["baselineState"] = kind == .new ? "new" : kind == nil ? "unchanged" : "updated"
        }
        if let exception = finding.exception {
            result["suppressions"] = [
                [
                    "kind": "external", "status": exception.isExpired ? "rejected" : "accepted",
                    "justification": .string(
                        "\(exception.reason) (\(exception.owner), until \(exception.expires))".visible),
                ]
            ]
        }
        result["properties"] = [
            "status": .string(finding.status.rawValue), "severity": .string(finding.severity.rawValue),
            "account": .string(finding.account), "region": .string(finding.region),
            "resourceType": .string(finding.resourceType), "accepted": .bool(finding.isAccepted),
        ]
        return .object(result)
    }

    private static func invocation(_ report: Report, _ omitted: Int) -> Value {
        func notification(_ level: String, _ text: String) -> Value {
            ["level": .string(level), "message": ["text": .string(text.visible.shortened(to: 1000))]]
        }
        var notifications = report.gaps.prefix(10_000).map {
            notification("error", "not seen: \($0.sentence)")
        }
        notifications += report.notes.map { notification("note", $0) }
        if omitted > 0 {
            notifications.append(
                notification("warning", "\(omitted) more findings than a run may hold; see the other formats")
            )
        }
        return [
            [
                "executionSuccessful": .bool(!report.scan.isInterrupted),
                "startTimeUtc": .string(report.scan.started.iso8601),
                "endTimeUtc": .string(report.scan.finished.iso8601),
                "toolExecutionNotifications": .array(notifications),
            ]
        ]
    }

    /// `path` as a relative URI: what RFC 3986 does not allow in a path is percent-encoded.
    private static func uri(_ path: String) -> String {
        var out = ""
        for byte in path.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x2F, 0x5F, 0x7E:
                out.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let hex = String(byte, radix: 16, uppercase: true)
                out += hex.count == 1 ? "%0\(hex)" : "%\(hex)"
            }
        }
        return out
    }
}
