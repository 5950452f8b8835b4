import Documents
import Findings

/// The `jsonl` format: an object a line, each with its `type`; the scan first, the summary last.
enum JSONLinesReport {
    static func write(_ report: Report, to writer: inout ReportWriter) throws {
        try line("scan", report.scan.document, &writer)
        for finding in report.findings { try line("finding", finding.whole().document, &writer) }
        for gap in report.gaps { try line("gap", gap.document, &writer) }
        for note in report.notes { try line("note", ["text": .string(note)], &writer) }
        try line("summary", report.summary.document, &writer)
    }

    private static func line(_ type: String, _ value: Value, _ writer: inout ReportWriter) throws {
        try writer.json(.object(Object([("type", .string(type))] + (value.object?.members ?? []))))
        try writer.write("\n")
    }
}
