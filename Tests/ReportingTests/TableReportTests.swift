import Findings
import Reporting
import TestSupport
import Testing

@Suite struct TableReportTests {
    @Test(arguments: [60, 80, 160])
    func `the table of a terminal`(width: Int) throws {
        let text = try ReportFormat.table.text(
            SampleReport.report, ReportOptions(width: width, changes: SampleReport.changes))
        try Golden.expect(text, is: "table-\(width).txt")
    }

    @Test func `every finding and its evidence on demand, in colour`() throws {
        let text = try ReportFormat.table.text(
            SampleReport.report, ReportOptions(width: 80, colour: true, detail: .full))
        try Golden.expect(text.replacing("\u{1b}", with: "<ESC>"), is: "table-full-colour.txt")
    }

    @Test(arguments: [60, 80, 160], [ReportOptions.Detail.brief, .normal, .full])
    func `no line is wider than the terminal and none steers it`(width: Int, detail: ReportOptions.Detail)
        throws
    {
        let text = try ReportFormat.table.text(
            SampleReport.report, ReportOptions(width: width, detail: detail))
        for line in text.split(separator: "\n") {
            // The sample has wide characters in a topic's name, each of two columns.
            let wide = line.unicodeScalars.count { $0.value >= 0x2E80 }
            #expect(line.unicodeScalars.count + wide <= width, "\(line)")
            #expect(line.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F..<0xA0).contains($0.value) })
            #expect(!line.unicodeScalars.contains("\u{202e}"))
        }
    }

    @Test func `what could not be determined is listed in the shortest form too`() throws {
        let text = try ReportFormat.table.text(SampleReport.report, ReportOptions(detail: .brief))
        #expect(text.contains("COULD NOT BE DETERMINED (2)"))
        #expect(text.contains("closed.example.com"))
    }
}
