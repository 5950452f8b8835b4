import Documents
import Findings

/// The `table` format: what a person at a terminal reads, the most urgent first.
struct TableReport {
    private let report: Report
    private let options: ReportOptions
    private let text: TerminalText
    /// A terminal of at least this many columns shows a finding's place and reason beside each other.
    private static let wide = 120

    init(_ report: Report, _ options: ReportOptions) {
        self.report = report
        self.options = options
        text = TerminalText(hasColour: options.colour)
    }

    func write(to writer: inout ReportWriter) throws {
        try head(&writer)
        let accepted = report.findings.filter(\.isAccepted)
        let open = report.findings.filter { !$0.isAccepted }
        try section("FAILED", .failed, open.filter { $0.status == .fail }, &writer)
        try section("COULD NOT BE DETERMINED", .unknown, open.filter { $0.status == .unknown }, &writer)
        if options.detail != .brief {
            try section("ACCEPTED", .accepted, accepted, &writer)
            try section("TO BE ANSWERED BY A PERSON", .bold, open.filter { $0.status == .manual }, &writer)
        }
        if options.detail == .full {
            try section("PASSED", .passed, open.filter { $0.status == .pass }, &writer)
            try section("NOT APPLICABLE", .dim, open.filter { $0.status == .notApplicable }, &writer)
        }
        try counts(&writer)
        if options.detail != .brief {
            try gaps(&writer)
            try notes(&writer)
            try next(&writer)
        }
    }

    // The parts, from the top.

    private func head(_ writer: inout ReportWriter) throws {
        let scan = report.scan
        let accounts = scan.accounts.map { $0.id.isEmpty ? "account not known" : $0.id }
        let regions = Set(scan.accounts.flatMap(\.regions)).sorted()
        try writer.line(
            text.styled("assay \(scan.version.visible)", .bold)
                + text.styled("  \(minute(scan.started)) UTC", .dim))
        try row("accounts", few(accounts), &writer)
        try row("regions", few(regions), &writer)
        try row("checks", "\(scan.checks.count), \(count(scan.calls, "call"))", &writer)
        if scan.isInterrupted {
            try writer.line(text.styled("The scan was interrupted: it is not complete.", .unknown))
        }
    }

    private func section(
        _ title: String, _ style: TerminalText.Style, _ findings: [FiledFinding], _ writer: inout ReportWriter
    ) throws {
        guard !findings.isEmpty else { return }
        try writer.line()
        try writer.line(text.styled("\(title) (\(findings.count))", style))
        var last: (check: String, severity: Severity)?
        for filed in findings {
            let finding = try filed.whole()
            if last?.check != finding.check || last?.severity != finding.severity {
                if last != nil || options.detail == .full { try writer.line() }
                try heading(finding, style, &writer)
            }
            last = (finding.check, finding.severity)
            if options.width >= Self.wide {
                try beside(finding, &writer)
            } else {
                try below(finding, &writer)
            }
        }
    }

    private func heading(
        _ finding: Finding, _ style: TerminalText.Style, _ writer: inout ReportWriter
    ) throws {
        let severity = text.styled(TerminalText.padded(finding.severity.rawValue, 14), style)
        let lines = TerminalText.wrapped(finding.check.visible, options.width - 14)
        for (place, line) in lines.enumerated() {
            let left = place == 0 ? severity : String(repeating: " ", count: 14)
            try writer.line(left + text.styled(line, .bold))
        }
        if let title = report.checks[finding.check]?.title {
            try block(title.visible, indent: 14, .dim, &writer)
        }
    }

    /// The narrow layout: the resource, and below it why.
    private func below(_ finding: Finding, _ writer: inout ReportWriter) throws {
        try block(place(finding), indent: 2, .plain, &writer)
        for line in explanation(finding) { try block(line.text, indent: 4, line.style, &writer) }
    }

    /// The wide layout: the resource on the left, why on the right.
    private func beside(_ finding: Finding, _ writer: inout ReportWriter) throws {
        let left = options.width * 2 / 5
        let right = options.width - left - 4
        var places = TerminalText.wrapped(place(finding), left)
        var reasons = explanation(finding).flatMap { line in
            TerminalText.wrapped(line.text, right).map { (text: $0, style: line.style) }
        }
        while places.count < reasons.count { places.append("") }
        while reasons.count < places.count { reasons.append(("", .plain)) }
        for (place, reason) in zip(places, reasons) {
            let line =
                "  "
                + (reason.text.isEmpty ? place : TerminalText.padded(place, left) + "  ")
                + text.styled(reason.text, reason.style)
            try writer.line(line)
        }
    }

    private func counts(_ writer: inout ReportWriter) throws {
        let summary = report.summary
        let numbers: [(count: Int, word: String, style: TerminalText.Style)] = [
            (summary[.fail], "failed", .failed), (summary[.unknown], "unknown", .unknown),
            (summary[.pass], "passed", .passed), (summary[.manual], "manual", .bold),
            (summary[.notApplicable], "not applicable", .plain), (summary.accepted, "accepted", .accepted),
        ]
        let plain = numbers.map { "\($0.count) \($0.word)" }
        let styled = zip(plain, numbers).map { text.styled($0, $1.count > 0 ? $1.style : .dim) }
        let fits = plain.joined(separator: ", ").utf8.count <= options.width
        try writer.line()
        try writer.line(styled.joined(separator: fits ? ", " : "\n"))
        if let changes = options.changes {
            try block(
                "since \(minute(changes.since)): \(changes.count(.new)) new, \(changes.count(.worse)) worse, "
                    + "\(changes.count(.fixed)) fixed, \(changes.count(.gone)) gone",
                indent: 0, .plain, &writer)
        }
    }

    private func gaps(_ writer: inout ReportWriter) throws {
        guard !report.gaps.isEmpty else { return }
        try writer.line()
        try writer.line(text.styled("NOT SEEN (\(count(report.gaps.count, "gap")))", .unknown))
        for gap in report.gaps {
            let place = [gap.account.isEmpty ? "account not known" : gap.account, gap.region]
                .joined(separator: " ")
            try block("\(gap.call) in \(place): \(gap.unseen)".visible, indent: 2, .plain, &writer)
            try block("\(gap.code): \(gap.message)".visible.shortened(to: 400), indent: 4, .dim, &writer)
        }
    }

    private func notes(_ writer: inout ReportWriter) throws {
        guard !report.notes.isEmpty else { return }
        try writer.line()
        try writer.line(text.styled("NOTES", .bold))
        for note in report.notes { try block(note.visible, indent: 2, .plain, &writer) }
    }

    private func next(_ writer: inout ReportWriter) throws {
        var steps = [(command: String, purpose: String)]()
        let open = report.findings.lazy.filter { !$0.isAccepted }
        if let worst = open.first(where: { $0.status == .fail }) {
            steps.append(
                ("assay checks show \(worst.check.visible)", "what the check asks, and how to mend it"))
        }
        if !report.gaps.isEmpty || open.contains(where: { $0.status == .unknown }) {
            steps.append(("assay plan", "the calls and the permissions that a scan needs"))
        }
        guard !steps.isEmpty else { return }
        try writer.line()
        try writer.line(text.styled("NEXT", .bold))
        for step in steps {
            try writer.line("  \(step.command)")
            try block(step.purpose, indent: 4, .dim, &writer)
        }
    }

    // A finding in words.

    private func place(_ finding: Finding) -> String {
        let account = finding.account.isEmpty ? "account not known" : finding.account
        guard let resource = finding.resource else {
            let part = finding.part.isEmpty ? "" : " (\(finding.part))"
            return "every \(finding.resourceType) of \(account) in \(finding.region)\(part)".visible
        }
        let isPlain = resource.contains(":\(finding.region):") || finding.region == "global"
        let isOurs = resource.contains(":\(finding.account):")
        let rest = isPlain && isOurs ? "" : "  (\(account) \(finding.region))"
        return (resource + rest).visible
    }

    private func explanation(_ finding: Finding) -> [(text: String, style: TerminalText.Style)] {
        var lines = [(text: String, style: TerminalText.Style)]()
        lines.append((finding.reason.visible.shortened(to: 1000), .plain))
        for gap in finding.gaps {
            let said = "not seen: \(gap.call) gave \(gap.code) (\(gap.unseen))"
            if !finding.reason.contains(gap.code) || !finding.reason.contains(gap.call) {
                lines.append((said.visible.shortened(to: 400), .unknown))
            }
        }
        for evidence in finding.evidence where finding.status != .pass || options.detail == .full {
            if let text = evidence.text {
                // The reason says most of it already.
                if finding.reason.contains(text) { continue }
                lines.append(("\(evidence.path): \(text)".visible.shortened(to: 400), .dim))
            } else if options.detail == .full, evidence.policy == nil {
                let value = evidence.value.map { JSON.text($0) } ?? "(absent)"
                lines.append(("\(evidence.path) = \(value)".visible.shortened(to: 400), .dim))
            }
        }
        if let exception = finding.exception {
            let ticket = exception.ticket.map { ", \($0)" } ?? ""
            let end =
                exception.isExpired
                ? "the exception of \(exception.owner) ended on \(exception.expires)"
                : "accepted by \(exception.owner) until \(exception.expires)"
            lines.append(("\(end)\(ticket): \(exception.reason)".visible.shortened(to: 400), .accepted))
        }
        return lines
    }

    // Lines.

    private func block(
        _ words: String, indent: Int, _ style: TerminalText.Style, _ writer: inout ReportWriter
    ) throws {
        let space = String(repeating: " ", count: indent)
        for line in TerminalText.wrapped(words, options.width - indent) {
            try writer.line(space + text.styled(line, style))
        }
    }

    private func row(_ name: String, _ value: String, _ writer: inout ReportWriter) throws {
        let lines = TerminalText.wrapped(value.visible, options.width - 10)
        for (place, line) in lines.enumerated() {
            try writer.line(text.styled(TerminalText.padded(place == 0 ? name : "", 10), .dim) + line)
        }
    }

    private func few(_ names: [String]) -> String {
        if names.isEmpty { return "none" }
        let shown = names.prefix(6).joined(separator: ", ")
        return names.count > 6 ? "\(names.count): \(shown) and \(names.count - 6) more" : shown
    }

    private func count(_ number: Int, _ word: String) -> String {
        number == 1 ? "1 \(word)" : "\(number) \(word)s"
    }

    private func minute(_ time: Timestamp) -> String {
        String(time.iso8601.prefix(16).map { $0 == "T" ? " " : $0 })
    }
}
