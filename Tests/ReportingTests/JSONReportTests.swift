import Documents
import Findings
import Reporting
import TestSupport
import Testing

@Suite struct JSONReportTests {
    @Test func `the whole report as one object`() throws {
        let text = try ReportFormat.json.text(
            SampleReport.report, ReportOptions(changes: SampleReport.changes))
        try Golden.expect(text, is: "report.json")
    }

    @Test func `it reads back as what went in, hostile names and all`() throws {
        let value = try JSON.parse(try ReportFormat.json.text(SampleReport.report))
        let findings = try #require(value["findings"]?.array)
        #expect(findings.count == SampleReport.findings.count)
        for (document, finding) in zip(findings, try SampleReport.report.findings.map { try $0.whole() }) {
            #expect(document["resource"] == finding.resource.map(Value.string) ?? .null)
            #expect(document["status"]?.string == finding.status.rawValue)
            #expect(document["evidence"]?.array?.count == finding.evidence.count)
        }
        #expect(value["gaps"]?[0]?["error"]?["code"] == "AccessDeniedException")
        #expect(value["summary"]?["fail"] == 4)
        #expect(value["scan"]?["calls"] == 42)
    }

    @Test func `a terminal that shows it is not steered`() throws {
        let text = try ReportFormat.json.text(SampleReport.report)
        #expect(
            text.unicodeScalars.allSatisfy { scalar in
                scalar == "\n"
                    || scalar.value >= 0x20 && !(0x7F..<0xA0).contains(scalar.value)
                        && scalar != "\u{202e}"
            })
    }

    @Test func `a report of nothing is still a report`() throws {
        let empty = Report(scan: SampleReport.scan, checks: [:], findings: [], gaps: [])
        let value = try JSON.parse(try ReportFormat.json.text(empty))
        #expect(value["findings"] == [])
        #expect(value["summary"]?["total"] == 0)
    }

    @Test func `a failing sink stops the report`() {
        struct Full: Error {}
        #expect(throws: Full.self) { try ReportFormat.json.write(SampleReport.report) { _ in throw Full() } }
    }
}
