import Findings

/// A check in the `html` format: what it asks, how to mend what fails, which controls it touches.
enum HTMLCheck {
    static func write(
        _ check: CheckInfo, _ summary: Summary, _ controls: [ControlReference], to writer: inout ReportWriter
    ) throws {
        let counts = [(Status.fail, "failed"), (.unknown, "unknown"), (.pass, "passed"), (.manual, "manual")]
            .filter { summary[$0.0] > 0 }.map {
                "<span class=\"chip \($0.0.rawValue)\">\(summary[$0.0]) \($0.1)</span>"
            }
        try writer.line(
            "<details class=\"check\" id=\"check-\(check.id.markup)\"><summary><h3>\(check.title.markup)</h3>"
                + "<small>\(check.id.markup) · \(check.severity.rawValue)</small>\(counts.joined(separator: " "))</summary><div>"
        )
        try writer.line("<p>\(check.description.markup)</p>")
        if !check.rationale.isEmpty {
            try writer.line("<h4>Why it matters</h4><p>\(check.rationale.markup)</p>")
        }
        try steps("How to look", check.audit, &writer)
        try steps("How to mend it", check.remediation, &writer)
        if !controls.isEmpty {
            try writer.write("<h4>Controls</h4><ul>")
            for control in controls {
                try writer.write(
                    "<li>\(control.title.markup) <b>\(control.control.markup)</b> \(control.label.markup)"
                        + (control.basis == "analogy" ? " <small>by analogy</small>" : "") + "</li>")
            }
            try writer.line("</ul>")
        }
        if !check.references.isEmpty {
            try writer.write("<h4>Read more</h4><ul>")
            for reference in check.references { try writer.write("<li>\(link(reference))</li>") }
            try writer.line("</ul>")
        }
        try writer.line(
            "<p class=\"links\"><small>\(check.file.markup):\(check.line)</small></p></div></details>")
    }

    private static func steps(_ title: String, _ steps: CheckInfo.Steps, _ writer: inout ReportWriter) throws
    {
        guard !steps.console.isEmpty || !steps.cli.isEmpty else { return }
        try writer.write("<h4>\(title)</h4>")
        if !steps.console.isEmpty {
            try writer.write("<p class=\"label\">In the console</p><ol>")
            for step in steps.console { try writer.write("<li>\(inline(step))</li>") }
            try writer.write("</ol>")
        }
        if !steps.cli.isEmpty {
            try writer.write(
                "<p class=\"label\">With the AWS CLI</p><pre>\(steps.cli.joined(separator: "\n").markup)</pre>"
            )
        }
        try writer.line()
    }

    /// Only a web address becomes a link.
    private static func link(_ reference: String) -> String {
        let text = reference.markup
        return reference.hasPrefix("https://") && !reference.contains(" ")
            ? "<a href=\"\(text)\" rel=\"noopener noreferrer\">\(text)</a>" : text
    }

    /// Markdown's inline form: `*x*` and `**x**` for emphasis, backticks for code; everything else is text.
    static func inline(_ text: String) -> String {
        var html = ""
        for (place, part) in text.split(separator: "`", omittingEmptySubsequences: false).enumerated() {
            if place % 2 == 1 {
                html += "<code>\(String(part).markup)</code>"
                continue
            }
            let pieces = String(part).replacing("**", with: "*").split(
                separator: "*", omittingEmptySubsequences: false)
            for (number, piece) in pieces.enumerated() {
                let isEmphasis = number % 2 == 1 && number < pieces.count - 1
                html +=
                    isEmphasis
                    ? "<em>\(String(piece).markup)</em>" : (number % 2 == 1 ? "*" : "") + String(piece).markup
            }
        }
        return html
    }
}
