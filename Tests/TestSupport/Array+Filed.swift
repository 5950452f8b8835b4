import Files
public import Findings

extension [Finding] {
    /// The findings as a report has them.
    public var filed: [FiledFinding] {
        var filer = FindingFiler(SpillFile(folder: "/tmp"))
        return map { filer.file($0) }
    }
}
