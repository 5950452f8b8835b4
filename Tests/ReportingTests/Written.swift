import Findings
import Reporting

extension ReportFormat {
    /// The bytes of `report` in this format.
    func bytes(_ report: Report, _ options: ReportOptions = ReportOptions()) throws -> [UInt8] {
        let all = Bytes()
        try write(report, options) { all.bytes += $0 }
        return all.bytes
    }

    /// The text of `report` in this format.
    func text(_ report: Report, _ options: ReportOptions = ReportOptions()) throws -> String {
        String(decoding: try bytes(report, options), as: UTF8.self)
    }

    private final class Bytes {
        var bytes = [UInt8]()
    }
}
