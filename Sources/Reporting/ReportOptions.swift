public import Findings

/// How a report is written, where its format leaves a choice.
public struct ReportOptions: Sendable {
    /// How much the terminal is told.
    public enum Detail: Sendable {
        /// Failures, what could not be determined, and counts.
        case brief
        /// Also gaps, notes and what to do next.
        case normal
        /// Also every finding that passed, and the evidence of each.
        case full
    }
    /// The columns of the terminal, for `table`; 60 at the least.
    public var width: Int
    /// Whether `table` may use colours.
    public var colour: Bool
    /// How much `table` says.
    public var detail: Detail
    /// What changed since an earlier scan, where one is known.
    public var changes: ScanChanges?
    /// How many bytes of evidence `html` shows in all; that of further findings is left to the other formats, so that the
    /// page stays small enough for a browser.
    public var evidenceLimit: Int

    /// The choices; by default those of a pipe.
    public init(
        width: Int = 80, colour: Bool = false, detail: Detail = .normal, changes: ScanChanges? = nil,
        evidenceLimit: Int = 9_000_000
    ) {
        self.width = max(60, width)
        self.colour = colour
        self.detail = detail
        self.changes = changes
        self.evidenceLimit = evidenceLimit
    }
}
