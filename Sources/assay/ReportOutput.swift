import Documents
import Files
import Findings
import Reporting

/// The flags by which a report is judged and written.
enum ReportOutput {
    /// The word by which `--fail-on` means failures that were not there when last looked at.
    static let new = "new"

    static let flags =
        common + [
            Flag(
                "fail-on", "SEVERITY", choices: Severity.allCases.map(\.rawValue),
                help: "the least severity that counts for the exit status (default: low)")
        ]

    /// Those of a scan that goes into the history.
    static let flagsWithHistory =
        common + [
            Flag(
                "fail-on", "SEVERITY", choices: Severity.allCases.map(\.rawValue) + [new],
                help: "the least severity that counts for the exit status, or new (default: low)"),
            HistoryOptions.newOnly, HistoryOptions.store, HistoryOptions.noStore,
        ]

    /// The file of exceptions that is taken where none is named.
    static let usualExceptions = "assay-exceptions.yaml"

    private static let common = [
        Flag(
            "format", "FORMAT", choices: ReportFormat.allCases.map(\.rawValue),
            help:
                "how the report on stdout is written: \(ReportFormat.allCases.map(\.rawValue).joined(separator: ", "))"
        ),
        Flag(
            "output", "FORMAT=FILE", repeats: true,
            help: "also write the report to a file, whole or not at all"),
        Flag(
            "exceptions", "FILE", help: "accepted findings (default: assay-exceptions.yaml where it is there)"
        ),
        Flag("quiet", help: "only failures, what is unknown, and counts"),
        Flag("verbose", help: "also what passed, and the evidence of each"),
    ]

    /// The files that were asked for.
    static func files(_ arguments: Arguments) throws(UsageError) -> [ReportFiles.Output] {
        var files = [ReportFiles.Output]()
        for text in arguments.rawValues("output") {
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(
                String.init)
            let names = ReportFormat.allCases.map(\.rawValue)
            guard parts.count == 2, !parts[1].isEmpty, let format = ReportFormat(rawValue: parts[0]) else {
                let hint = suggestion(for: parts[0], among: names).map { "; " + $0 } ?? ""
                throw UsageError(
                    "--output takes FORMAT=FILE with one of \(names.joined(separator: ", ")), not \(text)\(hint)"
                )
            }
            let folder = parts[1].lastIndex(of: "/").map { String(parts[1][...$0]) } ?? "."
            guard Files.isFolder(folder) else {
                throw UsageError("--output \(text): there is no folder \(folder)")
            }
            guard !Files.isFolder(parts[1]) else {
                throw UsageError("--output \(text): \(parts[1]) is a folder; name a file")
            }
            files.append(.init(format: format, path: parts[1]))
        }
        return files
    }

    /// The exceptions that were asked for, or lie here.
    static func exceptions(_ arguments: Arguments) throws -> Exceptions? {
        let usual = usualExceptions
        guard let path = arguments.value("exceptions") ?? (Files.exists(usual) ? usual : nil) else {
            return nil
        }
        return try Exceptions(Files.text(path), file: path)
    }

    /// Writes `report` where it was asked for.
    static func write(
        _ report: Report, _ arguments: Arguments, _ console: Console, changes: ScanChanges? = nil
    ) throws {
        try ReportFiles.write(report, ReportOptions(changes: changes), to: files(arguments))
        let format = arguments.value("format").flatMap { ReportFormat(rawValue: $0) } ?? .table
        let detail: ReportOptions.Detail =
            arguments.has("quiet") ? .brief : arguments.has("verbose") ? .full : .normal
        let options = ReportOptions(
            width: console.width, colour: console.usesColour, detail: detail, changes: changes)
        try format.write(report, options) { try console.print($0) }
    }

    /// What the shell is told of `report`.
    static func status(_ report: Report, _ arguments: Arguments, scopeIsIncomplete: Bool) -> RunStatus {
        let threshold = arguments.value("fail-on").flatMap { Severity(rawValue: $0) } ?? .low
        return RunStatus(report, threshold: threshold, scopeIsIncomplete: scopeIsIncomplete)
    }
}
