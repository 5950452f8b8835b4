import Documents
import Files
import Findings
import Store

/// The flags by which the history of scans is found and written.
enum HistoryOptions {
    static let store = Flag(
        "store", "FILE",
        help: "the history of scans (default: assay/history.db in XDG_STATE_HOME or ~/.local/state)")
    static let noStore = Flag("no-store", help: "do not write this scan to the history")
    static let newOnly = Flag(
        "new-only", help: "report only failures that were not there when last looked at; needs the history")

    /// The file of the history: what was named, or the place in the user's state folder.
    ///
    /// <https://specifications.freedesktop.org/basedir-spec/latest/> wants a relative XDG_STATE_HOME passed over.
    static func path(_ arguments: Arguments, _ environment: [String: String]) throws(UsageError) -> String {
        if let path = arguments.value("store") { return path }
        if let state = environment["XDG_STATE_HOME"], state.hasPrefix("/") {
            return state + "/assay/history.db"
        }
        if let home = environment["HOME"], home.hasPrefix("/") {
            return home + "/.local/state/assay/history.db"
        }
        throw UsageError("there is no place for the history: HOME is not set; name a file with --store")
    }

    /// The history, to read; one that is not there is not made.
    static func existing(_ arguments: Arguments, _ environment: [String: String]) throws -> Store {
        let path = try path(arguments, environment)
        guard Files.exists(path) else {
            throw UsageError("there is no history at \(path); assay run writes one, or name it with --store")
        }
        return try Store(path: path)
    }

    /// Whether what is asked for can be had without the history.
    static func check(_ arguments: Arguments) throws(UsageError) {
        guard arguments.has("no-store") else { return }
        if arguments.has("store") { throw UsageError("--store and --no-store exclude each other") }
        if arguments.has("new-only") {
            throw UsageError("--new-only needs the history: leave out --no-store")
        }
        if arguments.value("fail-on") == ReportOutput.new {
            throw UsageError("--fail-on new needs the history: leave out --no-store")
        }
    }

    /// What storing a report told.
    struct Recorded {
        /// The fingerprints of the failures that are new.
        let new: Set<String>
        /// What changed since the scan before; nil for the first scan.
        let changes: ScanChanges?
    }

    /// Stores `report`; nil where that is not wanted. What fails is said, and the report goes on without.
    static func record(_ report: Report, _ arguments: Arguments, _ console: Console) -> Recorded? {
        guard !arguments.has("no-store") else { return nil }
        do {
            let store = try Store(path: path(arguments, console.environment))
            let before = try store.scan("latest")
            let changes = try store.record(report)
            return Recorded(new: changes.new, changes: before.map { changes.since($0) })
        } catch {
            console.say("assay: \(error); this scan is not in the history")
            return nil
        }
    }
}

extension Changes {
    /// What changed as a report tells it, `before` being the scan before.
    func since(_ before: Scan) -> ScanChanges {
        var kinds: [String: ScanChanges.Kind] = [:]
        for entry in entries where !entry.isAccepted {
            kinds[entry.name.fingerprint] = ScanChanges.Kind(before: entry.before, after: entry.after)
        }
        return ScanChanges(scan: before.info.id, since: before.info.started, kinds: kinds)
    }
}

extension Report {
    /// The report with those failures only that are among `new`; everything that is no failure stays.
    func keeping(new: Set<String>) -> Report {
        var report = self
        report.findings.removeAll { $0.status == .fail && !new.contains($0.fingerprint) }
        return report
    }
}
