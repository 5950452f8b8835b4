import Files
public import Findings

extension [Finding] {
    /// The findings as a report has them.
    public var filed: [FiledFinding] {
        let file = SpillFile(folder: "/tmp")
        return map { FiledFinding($0, in: file) }
    }
}
