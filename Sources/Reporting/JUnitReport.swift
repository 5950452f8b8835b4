import Documents
import Findings

/// The `junit` format, as Jenkins and its kin read it: a suite for each check, a case for each finding.
///
/// `unknown` is an error, never a pass; `manual`, `not-applicable` and accepted findings are skipped, with the reason.
enum JUnitReport {
    static func write(_ report: Report, to writer: inout ReportWriter) throws {
        try writer.line("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>")
        var suites = [String: [Int]]()
        for (place, finding) in report.findings.enumerated() {
            suites[finding.check, default: []].append(place)
        }
        for (number, suite) in suites.sorted(by: { $0.key < $1.key }).enumerated() {
            try write(suite.key, suite.value, number, report, &writer)
        }
        if !report.gaps.isEmpty || !report.notes.isEmpty {
            try write(remarks: report, suites.count, &writer)
        }
        try writer.line("</testsuites>")
    }

    private static func head(
        _ name: String, tests: Int, failures: Int, errors: Int, skipped: Int, _ number: Int, _ report: Report
    ) -> String {
        let time = String(report.scan.started.iso8601.prefix(19))
        return "  <testsuite name=\"\(name.visible.markup)\" tests=\"\(tests)\" failures=\"\(failures)\" "
            + "errors=\"\(errors)\" skipped=\"\(skipped)\" time=\"0\" timestamp=\"\(time)\" hostname=\"assay\" "
            + "id=\"\(number)\" package=\"assay\">\n    <properties/>"
    }

    private static func write(
        _ check: String, _ places: [Int], _ number: Int, _ report: Report, _ writer: inout ReportWriter
    ) throws {
        let findings = places.lazy.map { report.findings[$0] }
        var summary = Summary([])
        for finding in findings { summary.add(finding.headline) }
        try writer.line(
            head(
                check, tests: summary.total, failures: summary[.fail], errors: summary[.unknown],
                skipped: summary.accepted + summary[.manual] + summary[.notApplicable], number, report))
        for filed in findings {
            let finding = try filed.whole()
            let part = finding.part.isEmpty ? "" : ", \(finding.part)"
            let name = finding.resource ?? "every \(finding.resourceType) of \(finding.account)\(part)"
            let start =
                "    <testcase classname=\"\(check.visible.markup)\" "
                + "name=\"\("\(name) (\(finding.account) \(finding.region))".visible.markup)\" time=\"0\""
            guard let element = element(finding) else {
                try writer.line(start + "/>")
                continue
            }
            let type = element == "skipped" ? "" : " type=\"\(finding.severity.rawValue)\""
            try writer.line(
                start + "><\(element) message=\"\(message(finding).visible.markup)\"\(type)>"
                    + "\(details(finding, report.checks[check]).markup)</\(element)></testcase>")
        }
        try writer.line("    <system-out/>\n    <system-err/>\n  </testsuite>")
    }

    /// The gaps and notes, in the output of a suite without cases.
    private static func write(remarks report: Report, _ number: Int, _ writer: inout ReportWriter) throws {
        try writer.line(
            head("the scan itself", tests: 0, failures: 0, errors: 0, skipped: 0, number, report))
        try writer.line(
            "    <system-out>" + report.notes.map { $0.visible.markup }.joined(separator: "\n")
                + "</system-out>")
        try writer.write("    <system-err>")
        for gap in report.gaps { try writer.line(line(gap).visible.markup) }
        try writer.line("</system-err>\n  </testsuite>")
    }

    private static func element(_ finding: Finding) -> String? {
        if finding.isAccepted { return "skipped" }
        switch finding.status {
        case .pass: return nil
        case .fail: return "failure"
        case .unknown: return "error"
        case .manual, .notApplicable: return "skipped"
        }
    }

    private static func message(_ finding: Finding) -> String {
        if let exception = finding.exception, finding.isAccepted {
            return
                "accepted (\(finding.status.rawValue)) by \(exception.owner) until \(exception.expires): \(exception.reason)"
        }
        return "\(finding.status.rawValue): \(finding.reason)"
    }

    private static func line(_ gap: Gap) -> String {
        "not seen: \(gap.unseen): \(gap.call) in \(gap.account) \(gap.region) gave \(gap.code): \(gap.message)"
    }

    private static func details(_ finding: Finding, _ check: CheckInfo?) -> String {
        var lines = ["\(finding.status.rawValue), \(finding.severity.rawValue): \(finding.reason.visible)"]
        for evidence in finding.evidence {
            let value = evidence.text ?? evidence.value.map { JSON.text($0) } ?? "absent"
            lines.append("evidence: \(evidence.path): \(value)".visible.shortened(to: 2000))
        }
        lines += finding.gaps.map { line($0).visible.shortened(to: 1000) }
        if let exception = finding.exception, exception.isExpired {
            lines.append("the exception of \(exception.owner) ended on \(exception.expires)".visible)
        }
        lines += (check?.remediation.console ?? []).map { "to mend it: \($0)".visible }
        lines += (check?.remediation.cli ?? []).map { "to mend it: \($0)".visible }
        lines.append("fingerprint: \(finding.fingerprint)")
        return lines.joined(separator: "\n")
    }
}
