import Documents
import Findings

/// The `markdown` format (GitHub's), for pull requests, wikis and job summaries.
enum MarkdownReport {
    /// More rows than this make a page that nobody reads and that GitHub cuts off; the rest is counted.
    private static let mostRows = 500

    static func write(_ report: Report, _ options: ReportOptions, to writer: inout ReportWriter) throws {
        let summary = report.summary
        let scan = report.scan
        try writer.line("# Compliance report\n")
        let accounts = scan.accounts.map(\.id).joined(separator: ", ")
        try writer.line(
            "Scan of \(escaped(accounts)) at \(scan.started.iso8601), assay \(escaped(scan.version)), "
                + "\(scan.checks.count) checks, \(scan.calls) calls."
                + (scan.isInterrupted ? " **The scan was interrupted: it is not complete.**" : "") + "\n")
        try writer.line("| failed | unknown | passed | manual | not applicable | accepted | gaps |")
        try writer.line("|---:|---:|---:|---:|---:|---:|---:|")
        try writer.line(
            "| **\(summary[.fail])** | **\(summary[.unknown])** | \(summary[.pass]) | \(summary[.manual]) "
                + "| \(summary[.notApplicable]) | \(summary.accepted) | \(report.gaps.count) |")
        if let changes = options.changes {
            try writer.line(
                "\nSince \(changes.since.iso8601): \(changes.count(.new)) new, \(changes.count(.worse)) worse, "
                    + "\(changes.count(.fixed)) fixed, \(changes.count(.gone)) gone.")
        }
        let open = report.findings.filter { !$0.isAccepted }
        try section("Failed", open.filter { $0.status == .fail }, &writer)
        try section("Could not be determined", open.filter { $0.status == .unknown }, &writer)
        try section("Accepted", report.findings.filter(\.isAccepted), &writer)
        try section("To be answered by a person", open.filter { $0.status == .manual }, &writer)
        try section("Passed", open.filter { $0.status == .pass }, &writer)
        try section("Not applicable", open.filter { $0.status == .notApplicable }, &writer)
        if !report.gaps.isEmpty {
            try writer.line("\n## Not seen (\(report.gaps.count))\n")
            try writer.line("| call | account | region | error | unseen |\n|---|---|---|---|---|")
            for gap in report.gaps.prefix(mostRows) {
                try row(
                    [
                        gap.call, gap.account, gap.region, "\(gap.code): \(gap.message)", gap.unseen,
                    ], &writer)
            }
            try rest(report.gaps.count, &writer)
        }
        if !report.notes.isEmpty {
            try writer.line("\n## Notes\n")
            for note in report.notes { try writer.line("- \(escaped(note))") }
        }
    }

    private static func section(_ title: String, _ findings: [FiledFinding], _ writer: inout ReportWriter)
        throws
    {
        guard !findings.isEmpty else { return }
        try writer.line("\n## \(title) (\(findings.count))\n")
        try writer.line(
            "| status | severity | check | resource | account | region | why |\n|---|---|---|---|---|---|---|"
        )
        for filed in findings.prefix(mostRows) {
            let finding = try filed.whole()
            var why = finding.reason
            if let exception = finding.exception {
                why +=
                    exception.isExpired
                    ? " (the exception of \(exception.owner) ended on \(exception.expires))"
                    : " (accepted by \(exception.owner) until \(exception.expires): \(exception.reason))"
            }
            let part = finding.part.isEmpty ? "" : " (\(finding.part))"
            try row(
                [
                    finding.status.rawValue, finding.severity.rawValue, finding.check,
                    finding.resource ?? "every \(finding.resourceType)\(part)", finding.account,
                    finding.region, why,
                ], &writer)
        }
        try rest(findings.count, &writer)
    }

    private static func rest(_ count: Int, _ writer: inout ReportWriter) throws {
        if count > mostRows { try writer.line("\n… and \(count - mostRows) more, in the other formats.") }
    }

    private static func row(_ cells: [String], _ writer: inout ReportWriter) throws {
        try writer.line("| " + cells.map { escaped($0.shortened(to: 2000)) }.joined(separator: " | ") + " |")
    }

    /// `text` as text only: nothing in it is markup, a mention or a link.
    private static func escaped(_ text: String) -> String {
        var out = ""
        for character in text.visible {
            switch character {
            case "&", "<", ">", "|", "`", "@", "#", "~", "$":
                out += "&#\(character.unicodeScalars.first!.value);"
            case "\\", "*", "_", "[", "]", "!": out += "\\\(character)"
            default: out.append(character)
            }
        }
        return out.replacing("://", with: "&#58;//").replacing("www.", with: "www&#46;")
    }
}
