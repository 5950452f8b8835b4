import Findings

/// The `csv` format (RFC 4180): a line for each finding.
///
/// A spreadsheet takes a cell that begins with `=`, `+`, `-` or `@` for a formula; such a cell gets an apostrophe in front
/// (<https://owasp.org/www-community/attacks/CSV_Injection>). Control characters are made visible, so that a line of the
/// file is always a finding.
enum CSVReport {
    /// A spreadsheet's cell holds no more characters.
    private static let longest = 32_000
    private static let header = [
        "check", "title", "status", "severity", "accepted", "resource", "resource_type", "account", "region",
        "reason", "evidence", "gaps", "exception_owner", "exception_expires", "exception_reason",
        "exception_ticket", "controls", "fingerprint",
    ]

    static func write(_ report: Report, to writer: inout ReportWriter) throws {
        try writer.write(header.joined(separator: ",") + "\r\n")
        let controls = report.controlsByCheck.mapValues { references in
            references.map { "\($0.framework) \($0.control)" }.joined(separator: "; ")
        }
        for filed in report.findings {
            let finding = try filed.whole()
            let exception = finding.exception
            let cells = [
                finding.check, report.checks[finding.check]?.title ?? "", finding.status.rawValue,
                finding.severity.rawValue, finding.isAccepted ? "yes" : "no", finding.resource ?? "",
                finding.resourceType, finding.account, finding.region, finding.reason,
                finding.evidence.compactMap(\.text).joined(separator: "; "),
                finding.gaps.map { "\($0.call) \($0.code): \($0.unseen)" }.joined(separator: "; "),
                exception?.owner ?? "", exception?.expires ?? "", exception?.reason ?? "",
                exception?.ticket ?? "",
                controls[finding.check] ?? "", finding.fingerprint,
            ]
            try writer.write(cells.map(cell).joined(separator: ",") + "\r\n")
        }
    }

    private static func cell(_ text: String) -> String {
        var text = text.visible.shortened(to: longest)
        if let first = text.first(where: { $0 != " " }),
            "=+-@\u{FF1D}\u{FF0B}\u{FF0D}\u{FF20}|".contains(first)
        {
            text = "'" + text
        }
        guard text.utf8.contains(where: { $0 == 0x22 || $0 == 0x2C || $0 == 0x27 || $0 == 0x3B }) else {
            return text
        }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}
