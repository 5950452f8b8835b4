public import Files
public import Findings

/// Reports written to files, several at once, whole or not at all.
public enum ReportFiles {
    /// A report to write: in which format, and where.
    public struct Output: Sendable, Hashable {
        /// The format.
        public let format: ReportFormat
        /// The file.
        public let path: String
        /// A report to write.
        public init(format: ReportFormat, path: String) {
            self.format = format
            self.path = path
        }
    }

    /// Writes `report` to each of `outputs`. All are complete on the disk before the first takes its place, so that a
    /// full disk or an unwritable folder leaves every earlier report as it was.
    public static func write(
        _ report: Report, _ options: ReportOptions = ReportOptions(), to outputs: [Output]
    ) throws(FileFailure) {
        var staged = [StagedFile]()
        for output in outputs {
            let file = try StagedFile(output.path)
            do {
                try output.format.write(report, options) { try file.append($0) }
            } catch let failure as FileFailure {
                throw failure
            } catch {
                preconditionFailure("a format throws what its sink and its findings throw, and nothing else")
            }
            try file.sync()
            staged.append(file)
        }
        for file in staged { try file.place() }
    }
}
