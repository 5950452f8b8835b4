/// What `assay run` tells the shell.
public enum RunStatus: Int32, Sendable {
    /// Everything asked for was seen, and nothing at or above the threshold failed.
    case fine = 0
    /// A finding at or above the threshold failed and nobody accepted it.
    case failed = 1
    /// Nothing was judged: wrong use, configuration or credentials.
    case unusable = 2
    /// A finding at or above the threshold is unknown, or part of the scope could not be seen.
    case incomplete = 3

    /// The status of a report: `failed` before `incomplete` before `fine`.
    ///
    /// - Parameters:
    ///   - report: what was found.
    ///   - threshold: the least severity that counts.
    ///   - scopeIsIncomplete: whether an account or region that was asked for could not be seen at all.
    public init(_ report: Report, threshold: Severity, scopeIsIncomplete: Bool = false) {
        var isUnknown = scopeIsIncomplete || report.scan.isInterrupted
        for finding in report.findings where !finding.isAccepted && finding.severity >= threshold {
            if finding.status == .fail {
                self = .failed
                return
            }
            if finding.status == .unknown { isUnknown = true }
        }
        self = isUnknown ? .incomplete : .fine
    }
}
