import Documents
import Findings

/// The `html` format: one file that needs no network and no script, and is better with its script.
///
/// Text from AWS gets in as escaped text only; and should that ever fail, the page's content security policy runs no
/// script and applies no style but our own two, which it knows by their digests.
struct HTMLReport {
    let report: Report
    let options: ReportOptions

    init(_ report: Report, _ options: ReportOptions) {
        self.report = report
        self.options = options
    }

    func write(to writer: inout ReportWriter) throws {
        try head(&writer)
        try HTMLSummary(report, options).write(to: &writer)
        try findings(&writer)
        try remarks(&writer)
        try checks(&writer)
        try foot(&writer)
    }

    private func head(_ writer: inout ReportWriter) throws {
        let scan = report.scan
        let accounts = scan.accounts.map { $0.id.isEmpty ? "not known" : $0.id }
        let title = "Compliance report, \(scan.started.iso8601.prefix(10))"
        try writer.write(
            """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '\(HTMLStyle.digest)'; \
            script-src '\(HTMLScript.digest)'; img-src data:; base-uri 'none'; form-action 'none'">
            <meta name="referrer" content="no-referrer">
            <meta name="color-scheme" content="light dark">
            <link rel="icon" href="data:,">
            <title>\(title.markup)</title>
            <style>\(HTMLStyle.text)</style>
            </head>
            <body>
            <a class="skip" href="#findings">Go to the findings</a>
            <header>
            <p class="brand">assay <span>\(scan.version.markup)</span></p>
            <h1>Compliance report</h1>
            <p class="scope">\(scope(accounts, "account", "accounts")) · \(scope(regions, "region", "regions")) · \
            \(scan.checks.count) checks · \(scan.calls) calls · \
            <time datetime="\(scan.started.iso8601)">\(minute(scan.started)) UTC</time></p>

            """)
        if scan.isInterrupted {
            try writer.line(
                "<p class=\"alarm\" role=\"note\">The scan was interrupted: this report is not complete.</p>")
        }
        try writer.line(
            "<nav aria-label=\"Parts of the report\"><a href=\"#summary\">Summary</a> <a href=\"#findings\">Findings</a> "
                + (report.gaps.isEmpty ? "" : "<a href=\"#gaps\">Not seen</a> ")
                + "<a href=\"#checks\">Checks</a> <a href=\"#scan\">The scan</a></nav>\n</header>\n<main>")
    }

    private var regions: [String] { Set(report.scan.accounts.flatMap(\.regions)).sorted() }

    private func scope(_ names: [String], _ one: String, _ many: String) -> String {
        names.count == 1 ? "\(one) \(names[0].markup)" : "\(names.count) \(many)"
    }

    private func minute(_ time: Timestamp) -> String {
        String(time.iso8601.prefix(16).map { $0 == "T" ? " " : $0 })
    }

    private func findings(_ writer: inout ReportWriter) throws {
        try writer.line(
            """
            <section id="findings" aria-labelledby="findings-title">
            <h2 id="findings-title">Findings</h2>
            <form id="filter" hidden role="search" aria-label="Filter the findings">
            <label class="wide">Search <input id="q" type="search" autocomplete="off" placeholder="resource, check, reason …"></label>
            <label>Status <select data-k="s"></select></label>
            <label>Severity <select data-k="v"></select></label>
            <label>Service <select data-k="e"></select></label>
            <label>Account <select data-k="a"></select></label>
            <label>Region <select data-k="r"></select></label>
            <label class="wide">Check <select data-k="c"></select></label>
            <button type="reset">Clear</button>
            <output id="shown" aria-live="polite"></output>
            </form>
            <div id="list">
            """)
        if report.findings.isEmpty { try writer.line("<p class=\"none\">There is nothing to report.</p>") }
        var finding = HTMLFinding(report, options)
        for one in report.findings { try finding.write(one.whole(), to: &writer) }
        try writer.line(
            "</div>\n<p class=\"none\" id=\"nothing\" hidden>No finding is like that.</p>\n<button type=\"button\" id=\"more\" hidden></button>\n</section>"
        )
    }

    private func remarks(_ writer: inout ReportWriter) throws {
        if !report.gaps.isEmpty {
            try writer.line(
                """
                <section id="gaps" aria-labelledby="gaps-title">
                <h2 id="gaps-title">What could not be seen</h2>
                <p>Each of these calls gave no answer that could be used. What depends on it is reported as unknown, never as passed.</p>
                <div class="scroll" tabindex="0" role="region" aria-labelledby="gaps-title"><table>
                <thead><tr><th scope="col">Call</th><th scope="col">Account</th><th scope="col">Region</th>\
                <th scope="col">Error</th><th scope="col">Unseen</th></tr></thead><tbody>
                """)
            for gap in report.gaps {
                try writer.line(
                    "<tr><td><code>\(gap.call.markup)</code></td><td>\(gap.account.markup)</td><td>\(gap.region.markup)</td>"
                        + "<td><b>\(gap.code.markup)</b> \(gap.message.shortened(to: 500).markup)</td><td>\(gap.unseen.markup)</td></tr>"
                )
            }
            try writer.line("</tbody></table></div>\n</section>")
        }
        if !report.notes.isEmpty {
            try writer.line(
                "<section aria-labelledby=\"notes-title\">\n<h2 id=\"notes-title\">Notes</h2>\n<ul>")
            for note in report.notes { try writer.line("<li>\(note.markup)</li>") }
            try writer.line("</ul>\n</section>")
        }
    }

    private func checks(_ writer: inout ReportWriter) throws {
        try writer.line(
            "<section id=\"checks\" aria-labelledby=\"checks-title\">\n<h2 id=\"checks-title\">The checks, and how to mend what fails</h2>"
        )
        let controls = report.controlsByCheck
        let counts = report.countsByCheck
        for check in report.checks.values.sorted(by: { $0.id < $1.id }) {
            try HTMLCheck.write(check, counts[check.id] ?? Summary([]), controls[check.id] ?? [], to: &writer)
        }
        try writer.line("</section>")
    }

    private func foot(_ writer: inout ReportWriter) throws {
        let scan = report.scan
        try writer.line(
            """
            <section id="scan" aria-labelledby="scan-title">
            <h2 id="scan-title">The scan</h2>
            <dl class="facts">
            <dt>Id</dt><dd><code>\(scan.id.markup)</code></dd>
            <dt>From</dt><dd>\(scan.started.iso8601)</dd><dt>To</dt><dd>\(scan.finished.iso8601)</dd>
            """)
        for account in scan.accounts {
            try writer.line(
                "<dt>Account</dt><dd>\(account.id.isEmpty ? "not known" : account.id.markup): "
                    + "\(account.regions.joined(separator: ", ").markup)"
                    + (account.caller.map { "<br>as <code>\($0.markup)</code>" } ?? "<br>could not be entered")
                    + "</dd>")
        }
        for folder in scan.folders {
            try writer.line(
                "<dt>Checks</dt><dd><code>\(folder.path.markup)</code><br><code>\(folder.digest.markup)</code></dd>"
            )
        }
        try writer.write(
            "</dl>\n</section>\n</main>\n<script>\(HTMLScript.text)</script>\n</body>\n</html>\n")
    }
}
