import Documents
import Files
import Findings

/// Writes one scan into the store, inside a transaction of its caller's.
struct Recorder {
    private let database: Database
    private let number: Int
    private let started: Timestamp
    private let find: Statement
    private let add: Statement
    private let update: Statement
    private let observe: Statement
    private let addReason: Statement
    private let findReason: Statement
    private let addEvent: Statement
    private var reasons: [String: Int] = [:]
    private var entries: [Changes.Entry] = []

    /// Makes the scan's row.
    init(_ database: Database, _ scan: ScanInfo) throws(StoreFailure) {
        self.database = database
        started = scan.started
        let document = JSON.text(scan.scopeDocument)
        try database.prepare("INSERT OR IGNORE INTO scope (document) VALUES (?)").bind(.text(document)).run()
        let scope = try database.prepare("SELECT id FROM scope WHERE document = ?").bind(.text(document))
        _ = try scope.step()
        let known = try database.prepare("SELECT 1 FROM scan WHERE id = ?").bind(.text(scan.id))
        if try known.step() {
            throw StoreFailure(
                path: database.path, attempt: "write", message: "the scan \(scan.id) is in it already")
        }
        try database.prepare(
            """
            INSERT INTO scan (id, started, finished, version, scope, calls, interrupted, counts)
            VALUES (?, ?, ?, ?, ?, ?, ?, '{}')
            """
        ).bind(
            .text(scan.id), .real(scan.started.seconds), .real(scan.finished.seconds), .text(scan.version),
            .int(scope.int(0)), .int(scan.calls), .int(scan.isInterrupted ? 1 : 0)
        ).run()
        number = database.lastRow
        find = try database.prepare(
            """
            SELECT f.id, f.status, f.accepted, f.failing, f.failed, s.started
            FROM finding f JOIN scan s ON s.number = f.first_scan WHERE f.fingerprint = ?
            """)
        add = try database.prepare(
            """
            INSERT INTO finding (fingerprint, check_id, resource_type, resource, account, region, first_scan, last_scan,
                status, accepted, failing, failed)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, '', 0, 0, 0)
            """)
        update = try database.prepare(
            "UPDATE finding SET last_scan = ?, status = ?, accepted = ?, failing = ?, failed = ? WHERE id = ?"
        )
        observe = try database.prepare("INSERT INTO observation VALUES (?, ?, ?, ?, ?, ?)")
        addReason = try database.prepare("INSERT OR IGNORE INTO reason (text) VALUES (?)")
        findReason = try database.prepare("SELECT id FROM reason WHERE text = ?")
        addEvent = try database.prepare("INSERT INTO event VALUES (?, ?, ?, ?, ?)")
    }

    /// Writes the findings and what became of those that are no longer there.
    mutating func record(_ report: Report) throws(StoreFailure) -> Changes {
        var firstSeen = [String: Timestamp](minimumCapacity: report.findings.count)
        var new = Set<String>()
        // Two findings with one fingerprint are one; the report's order puts the worse first.
        for filed in report.findings {
            let fingerprint = filed.fingerprint
            guard firstSeen[fingerprint] == nil else { continue }
            let finding = try whole(filed)
            let (first, before) = try record(finding, fingerprint)
            firstSeen[fingerprint] = first
            let wasOpen = before.map { $0.status == .fail && !$0.isAccepted } ?? false
            if finding.status == .fail, !finding.isAccepted, !wasOpen { new.insert(fingerprint) }
        }
        let incomplete = report.findings.filter { $0.resource == nil && $0.status == .unknown }
        let coverage = Coverage(report.scan, incomplete: incomplete.map { ($0.check, $0.account, $0.region) })
        for account in coverage.accounts { try recordGone(in: account, coverage) }
        let counts = try database.prepare("UPDATE scan SET counts = ? WHERE number = ?")
        try counts.bind(.text(JSON.text(report.summary.document)), .int(number)).run()
        return Changes(
            scan: number, entries: entries.sorted { $0.name < $1.name }, firstSeen: firstSeen, new: new)
    }

    private func whole(_ finding: FiledFinding) throws(StoreFailure) -> Finding {
        do throws(FileFailure) {
            return try finding.whole()
        } catch {
            throw StoreFailure(path: database.path, attempt: "write", message: "\(error)")
        }
    }

    private mutating func record(
        _ finding: Finding, _ fingerprint: String
    ) throws(StoreFailure) -> (first: Timestamp, before: FindingState?) {
        let name = FindingName(
            fingerprint: fingerprint, check: finding.check, resourceType: finding.resourceType,
            resource: finding.resource, account: finding.account, region: finding.region)
        var first = started
        var before: FindingState?
        var id: Int
        if try find.bind(.text(fingerprint)).step() {
            id = find.int(0)
            before = FindingState(find, from: 1)
            first = Timestamp(seconds: find.real(5))
        } else {
            try add.bind(
                .text(fingerprint), .text(name.check), .text(name.resourceType), .text(name.resource),
                .text(name.account), .text(name.region), .int(number), .int(number)
            ).run()
            id = database.lastRow
        }
        let after = FindingState(after: before, status: finding.status, isAccepted: finding.isAccepted)
        try observe.bind(
            .int(number), .int(id), .text(finding.status.rawValue), .text(finding.severity.rawValue),
            .int(finding.isAccepted ? 1 : 0), .int(try reason(finding.reason))
        ).run()
        try keep(id, name, before, after, seenIn: number)
        return (first, before)
    }

    private mutating func reason(_ text: String) throws(StoreFailure) -> Int {
        if let id = reasons[text] { return id }
        try addReason.bind(.text(text)).run()
        _ = try findReason.bind(.text(text)).step()
        reasons[text] = findReason.int(0)
        return findReason.int(0)
    }

    /// What was there before and would have been seen is gone.
    private mutating func recordGone(in account: String, _ coverage: Coverage) throws(StoreFailure) {
        let rows = try database.prepare(
            """
            SELECT id, status, accepted, failing, failed, last_scan, \(FindingName.columns)
            FROM finding f WHERE account = ? AND last_scan < ? AND status <> '\(FindingState.gone)'
            """
        ).bind(.text(account), .int(number))
        var gone = [(id: Int, name: FindingName, state: FindingState, last: Int)]()
        while try rows.step() {
            let name = FindingName(rows, from: 6)
            if coverage.includes(name) {
                gone.append((rows.int(0), name, FindingState(rows, from: 1), rows.int(5)))
            }
        }
        for row in gone {
            let after = FindingState(after: row.state, status: nil, isAccepted: false)
            try keep(row.id, row.name, row.state, after, seenIn: row.last)
        }
    }

    private mutating func keep(
        _ id: Int, _ name: FindingName, _ before: FindingState?, _ after: FindingState, seenIn scan: Int
    ) throws(StoreFailure) {
        let status = after.status?.rawValue ?? FindingState.gone
        try update.bind(
            .int(scan), .text(status), .int(after.isAccepted ? 1 : 0), .int(after.isFailing ? 1 : 0),
            .int(after.hasFailed ? 1 : 0), .int(id)
        ).run()
        guard let change = after.change(from: before) else { return }
        try addEvent.bind(
            .int(id), .int(number), .text(change.rawValue), .text(status), .int(after.isAccepted ? 1 : 0)
        ).run()
        entries.append(
            Changes.Entry(
                name: name, change: change, before: before?.status, after: after.status,
                isAccepted: after.isAccepted))
    }
}
