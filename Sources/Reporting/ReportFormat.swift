public import Findings

/// A form in which a report can be written.
public enum ReportFormat: String, Sendable, CaseIterable {
    /// For people at a terminal.
    case table
    /// One JSON object with everything; a promise to other programs.
    case json
    /// A JSON object a line: the scan, each finding, each gap, each note, the summary.
    case jsonl
    /// A line for each finding, for spreadsheets (RFC 4180).
    case csv
    /// For people, where Markdown is shown: pull requests, wikis, job summaries.
    case markdown
    /// For people in a browser: one file with everything in it.
    case html
    /// JUnit's XML, for CI systems.
    case junit
    /// SARIF 2.1.0, for code scanning.
    case sarif
    /// OCSF Compliance Findings (class 2003), for data lakes.
    case ocsf
    /// AWS Security Finding Format, for Security Hub.
    case asff
    /// OSCAL assessment results, for auditors' tools.
    case oscal

    /// What it is for, in a few words.
    public var purpose: String {
        switch self {
        case .table: "for people at a terminal"
        case .json: "one JSON object with everything"
        case .jsonl: "a JSON object a line"
        case .csv: "a line for each finding, for spreadsheets"
        case .markdown: "for pull requests, wikis and job summaries"
        case .html: "one file for a browser, with plots and search"
        case .junit: "for the test views of CI systems"
        case .sarif: "SARIF 2.1.0, for code scanning; without what passed"
        case .ocsf: "OCSF Compliance Findings, for data lakes"
        case .asff: "AWS Security Finding Format, for Security Hub"
        case .oscal: "OSCAL assessment results, for auditors' tools"
        }
    }

    /// Writes `report` in this format, chunk by chunk, to `sink`.
    ///
    /// - Throws: what `sink` throws, and that a finding could not be read back.
    public func write(
        _ report: Report, _ options: ReportOptions = ReportOptions(), to sink: @escaping ReportSink
    )
        throws
    {
        var writer = ReportWriter(sink)
        switch self {
        case .table: try TableReport(report, options).write(to: &writer)
        case .json: try JSONReport.write(report, options, to: &writer)
        case .jsonl: try JSONLinesReport.write(report, to: &writer)
        case .csv: try CSVReport.write(report, to: &writer)
        case .markdown: try MarkdownReport.write(report, options, to: &writer)
        case .html: try HTMLReport(report, options).write(to: &writer)
        case .junit: try JUnitReport.write(report, to: &writer)
        case .sarif: try SARIFReport.write(report, options, to: &writer)
        case .ocsf: try OCSFReport.write(report, options, to: &writer)
        case .asff: try ASFFReport.write(report, to: &writer)
        case .oscal: try OSCALReport.write(report, to: &writer)
        }
        try writer.flush()
    }
}
