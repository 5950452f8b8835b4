public import Findings

/// A form in which a report can be written.
public enum ReportFormat: String, Sendable, CaseIterable {
    /// For people at a terminal.
    case table
    /// One JSON object with everything; a promise to other programs.
    case json

    /// What it is for, in a few words.
    public var purpose: String {
        switch self {
        case .table: "for people at a terminal"
        case .json: "one JSON object with everything"
        }
    }

    /// Writes `report` in this format, chunk by chunk, to `sink`.
    ///
    /// - Throws: what `sink` throws, and nothing else.
    public func write(
        _ report: Report, _ options: ReportOptions = ReportOptions(), to sink: @escaping ReportSink
    )
        throws
    {
        var writer = ReportWriter(sink)
        switch self {
        case .table: try TableReport(report, options).write(to: &writer)
        case .json: try JSONReport.write(report, options, to: &writer)
        }
        try writer.flush()
    }
}
