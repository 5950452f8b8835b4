public import Files
public import Findings

/// Lines that GitHub Actions turns into annotations of a run
/// (<https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions>).
public enum GitHubAnnotations {
    /// GitHub shows no more errors and no more warnings of one step.
    private static let most = 10

    /// The lines for `report`, to be written to standard error or output of a step: failures as errors, what is unknown as
    /// warnings, the most severe first, and a notice with the counts.
    public static func lines(_ report: Report) throws(FileFailure) -> [String] {
        let open = report.findings.lazy.filter { !$0.isAccepted }
        let failed = open.filter { $0.status == .fail }
        let unknown = open.filter { $0.status == .unknown }
        var lines = [String]()
        for finding in failed.prefix(most) { lines.append(line("error", try finding.whole(), report)) }
        for finding in unknown.prefix(most) { lines.append(line("warning", try finding.whole(), report)) }
        let summary = report.summary
        if summary.total > 0 {
            lines.append(
                "::notice title=assay::"
                    + data(
                        "\(summary[.fail]) failed, \(summary[.unknown]) unknown, \(summary[.pass]) passed, "
                            + "\(summary[.manual]) manual, \(summary.accepted) accepted"))
        }
        return lines
    }

    private static func line(_ command: String, _ finding: Finding, _ report: Report) -> String {
        var properties = [String]()
        if let check = report.checks[finding.check] {
            properties.append("file=\(property(check.path(in: report.scan)))")
            properties.append("line=\(check.line)")
        }
        let title = "\(finding.check) (\(finding.severity.rawValue), \(finding.status.rawValue))"
        properties.append("title=\(property(title.visible))")
        let message = "\(finding.subject): \(finding.reason)".visible.shortened(to: 2000)
        return "::\(command) \(properties.joined(separator: ","))::\(data(message))"
    }

    private static func data(_ text: String) -> String {
        text.replacing("%", with: "%25").replacing("\r", with: "%0D").replacing("\n", with: "%0A")
    }

    private static func property(_ text: String) -> String {
        data(text).replacing(":", with: "%3A").replacing(",", with: "%2C")
    }
}
