import Checks
import Documents
import Files
import Findings

/// Gathers what a scan found into a report.
struct ReportMaking {
    let library: CheckLibrary
    let checks: [Check]
    let started: Timestamp
    var accounts: [ScanInfo.Account] = []
    var findings: [FiledFinding] = []
    var gaps: [Gap] = []
    var notes: [String] = []
    var calls = 0
    var isInterrupted = false

    init(_ library: CheckLibrary, _ checks: [Check], started: Timestamp) {
        self.library = library
        self.checks = checks
        self.started = started
    }

    /// The report, exceptions applied.
    func report(_ exceptions: Exceptions?, id: String, now: Timestamp) -> Report {
        var findings = findings
        var notes = notes
        if let exceptions {
            let applied = exceptions.apply(
                to: findings, selected: checks.map(\.id), known: library.checkNames.sorted(), at: now)
            findings = applied.findings
            notes += applied.notes
        }
        let folders = library.folders.map { folder in
            var path = folder.path[...]
            while path.count > 1, path.hasSuffix("/") { path.removeLast() }
            return String(path)
        }
        let infos = checks.map { check in
            // Of folders within each other the inner one holds it.
            let folder =
                folders.filter { check.place.file.hasPrefix($0 + "/") }.max { $0.count < $1.count } ?? ""
            return CheckInfo(
                id: check.id, title: check.title, service: check.service, resourceType: check.resource,
                severity: check.severity, description: check.prose.description,
                rationale: check.prose.rationale,
                audit: check.prose.audit, remediation: check.prose.remediation,
                references: check.prose.references, folder: folder,
                file: String(check.place.file.dropFirst(folder.isEmpty ? 0 : folder.count + 1)),
                line: check.place.line)
        }
        return Report(
            scan: ScanInfo(
                id: id, started: started, finished: now, version: Version.text, checks: checks.map(\.id),
                accounts: accounts.sorted { $0.id < $1.id }, folders: library.folders, calls: calls,
                isInterrupted: isInterrupted),
            checks: Dictionary(uniqueKeysWithValues: infos.map { ($0.id, $0) }),
            frameworks: library.frameworks,
            findings: findings, gaps: gaps.sorted(), notes: notes)
    }
}
