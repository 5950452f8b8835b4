import Documents
import Findings

/// What a manager asks first: how many failed, where, under which control, and what changed.
struct HTMLSummary {
    private let report: Report
    private let options: ReportOptions
    /// A plot of more rows than this is no plot; the rest is counted.
    private static let mostRows = 12
    /// Of more frameworks than this each opens to its controls when it is asked to.
    private static let mostOpen = 2

    init(_ report: Report, _ options: ReportOptions) {
        self.report = report
        self.options = options
    }

    func write(to writer: inout ReportWriter) throws {
        let summary = report.summary
        try writer.line(
            "<section id=\"summary\" aria-labelledby=\"summary-title\">\n<h2 id=\"summary-title\">Summary</h2>"
        )
        try writer.line("<p class=\"verdict\">\(verdict(summary))</p>")
        try tiles(summary, &writer)
        if summary.total > 0 {
            try writer.line("<div class=\"whole\">\(bar(summary, of: summary.total))</div>")
        }
        try changes(&writer)
        try writer.line("<div class=\"plots\">")
        let findings = report.findings
        let services = report.checks.mapValues(\.service)
        let severities = Tally(findings) { $0.severity.rawValue }.rows.sorted {
            (Severity(rawValue: $0.name)?.rank ?? 0) > (Severity(rawValue: $1.name)?.rank ?? 0)
        }
        try plot("By severity", "v", severities, &writer)
        try plot("By service", "e", Tally(findings) { services[$0.check] ?? $0.service }.rows, &writer)
        try plot("By region", "r", Tally(findings) { $0.region }.rows, &writer)
        try plot(
            "By account", "a", Tally(findings) { $0.account.isEmpty ? "not known" : $0.account }.rows, &writer
        )
        try plot("By check", "c", Tally(findings) { $0.check }.rows, &writer)
        try writer.line("</div>")
        let counts = report.countsByCheck
        let isOpen = report.frameworks.count <= Self.mostOpen
        for framework in report.frameworks { try controls(framework, counts, isOpen, &writer) }
        try writer.line("</section>")
    }

    private func verdict(_ summary: Summary) -> String {
        func count(_ number: Int, _ one: String, _ many: String) -> String {
            "\(number) \(number == 1 ? one : many)"
        }
        var parts = [String]()
        if summary[.fail] > 0 {
            parts.append("<b class=\"t-fail\">\(count(summary[.fail], "finding fails", "findings fail"))</b>")
        }
        if summary[.unknown] > 0 {
            parts.append("<b class=\"t-unknown\">\(summary[.unknown]) could not be determined</b>")
        }
        if parts.isEmpty {
            return summary.total == 0
                ? "Nothing was judged." : "Nothing fails, and everything asked for could be determined."
        }
        return parts.joined(separator: " and ")
            + ", of \(count(summary.total, "finding", "findings")) in all."
    }

    private static let kinds: [(name: String, label: String)] = [
        ("fail", "failed"), ("unknown", "unknown"), ("accepted", "accepted"), ("manual", "manual"),
        ("pass", "passed"), ("not-applicable", "not applicable"),
    ]

    private func number(_ kind: String, _ summary: Summary) -> Int {
        kind == "accepted" ? summary.accepted : summary[Status(rawValue: kind)!]
    }

    private func tiles(_ summary: Summary, _ writer: inout ReportWriter) throws {
        try writer.line("<ul class=\"tiles\">")
        for kind in Self.kinds {
            let count = number(kind.name, summary)
            try writer.line(
                "<li class=\"\(kind.name)\(count == 0 ? " zero" : "")\"><a href=\"#findings\" data-k=\"s\" data-v=\"\(kind.name)\">"
                    + "<b>\(count)</b><span>\(kind.label)</span></a></li>")
        }
        try writer.line("</ul>")
    }

    private func changes(_ writer: inout ReportWriter) throws {
        guard let changes = options.changes else { return }
        try writer.write(
            "<h3>Since the scan of \(changes.since.iso8601.prefix(10))</h3>\n<ul class=\"changes\">")
        for (kind, label) in [
            (ScanChanges.Kind.new, "new"), (.worse, "worse"), (.fixed, "fixed"), (.gone, "gone"),
        ] {
            try writer.write("<li class=\"c-\(kind.rawValue)\"><b>\(changes.count(kind))</b> \(label)</li>")
        }
        try writer.line("</ul>")
    }

    /// A bar in which each kind of `summary` has its share of `whole`, drawn by us.
    private func bar(_ summary: Summary, of whole: Int) -> String {
        var at = 0.0
        var parts = ""
        var words = [String]()
        for kind in Self.kinds {
            let count = number(kind.name, summary)
            guard count > 0 else { continue }
            words.append("\(count) \(kind.label)")
            let width = Double(count) / Double(max(1, whole)) * 1000
            parts +=
                "<rect class=\"\(kind.name)\" x=\"\(digits(at))\" width=\"\(digits(max(width, 3)))\" height=\"12\"/>"
            at += width
        }
        return
            "<svg viewBox=\"0 0 1000 12\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"\(words.joined(separator: ", "))\">\(parts)</svg>"
    }

    private func digits(_ number: Double) -> String { String((number * 10).rounded() / 10) }

    private func plot(_ title: String, _ key: String, _ rows: [Tally.Row], _ writer: inout ReportWriter)
        throws
    {
        guard !rows.isEmpty else { return }
        let most = rows.prefix(Self.mostRows).map(\.summary.total).max() ?? 1
        try writer.line(
            "<figure\(key == "c" ? " class=\"wide\"" : "")><figcaption>\(title)</figcaption><ul class=\"bars\">"
        )
        for row in rows.prefix(Self.mostRows) {
            let failed = row.summary[.fail]
            let unknown = row.summary[.unknown]
            var words = [String]()
            if failed > 0 { words.append("<b class=\"t-fail\">\(failed) failed</b>") }
            if unknown > 0 { words.append("<b class=\"t-unknown\">\(unknown) unknown</b>") }
            words.append("of \(row.summary.total)")
            try writer.line(
                "<li><a href=\"#findings\" data-k=\"\(key)\" data-v=\"\(row.name.markup)\">\(row.name.markup)</a>"
                    + "<span class=\"n\">\(words.joined(separator: " "))</span>\(bar(row.summary, of: most))</li>"
            )
        }
        try writer.line("</ul>")
        if rows.count > Self.mostRows {
            try writer.line("<p class=\"more\">and \(rows.count - Self.mostRows) more</p>")
        }
        try writer.line("</figure>")
    }

    private func controls(
        _ framework: FrameworkInfo, _ counts: [String: Summary], _ isOpen: Bool, _ writer: inout ReportWriter
    ) throws {
        let results = report.results(of: framework, counts: counts).filter { $0.status != nil }
        guard !results.isEmpty else { return }
        let failed = results.count { $0.status == .fail }
        let unknown = results.count { $0.status == .unknown }
        var whole = Summary([])
        for result in results { whole.add(result.summary) }
        let title = framework.fullTitle
        try writer.line(
            "<details class=\"framework\"\(isOpen ? " open" : "")><summary><h3>\(title.markup)</h3> <span class=\"n\">\(results.count) controls touched, "
                + "\(failed) with failures, \(unknown) not determined</span>\(bar(whole, of: whole.total))</summary>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"\(title.markup)\"><table>\n"
                + "<thead><tr><th scope=\"col\">Control</th><th scope=\"col\">Status</th><th scope=\"col\">Findings</th><th scope=\"col\">Checks</th></tr></thead><tbody>"
        )
        for result in results {
            let status = result.status!.rawValue
            let checks = result.selected.map { check in
                "<a href=\"#check-\(check.markup)\">\(check.markup)</a>"
                    + (result.control.checks[check] == "analogy" ? " <small>by analogy</small>" : "")
            }
            try writer.line(
                "<tr><th scope=\"row\">\(result.control.id.markup) <small>\(result.control.title.markup)</small></th>"
                    + "<td><span class=\"chip \(status)\">\(status)</span></td>"
                    + "<td class=\"bar\">\(bar(result.summary, of: result.summary.total))</td><td>\(checks.joined(separator: "<br>"))</td></tr>"
            )
        }
        try writer.line("</tbody></table></div></details>")
    }
}

extension Finding.Headline {
    /// The service that the resource type belongs to, such as `ses`.
    var service: String { resourceType.split(separator: ".").first.map(String.init) ?? resourceType }
}
