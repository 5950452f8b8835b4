import Documents
import Findings

extension Store {
    /// The lives of the findings of a check, or on a resource: `word` is a check's id, an ARN, or a finding's fingerprint.
    /// Ordered by check, account, region and resource; empty where the store knows none.
    public func lives(of word: String) throws(StoreFailure) -> [Life] {
        try database.transaction(writing: false) { () throws(StoreFailure) in
            let rows = try database.prepare(
                """
                SELECT f.id, a.started, b.started, o.severity, r.text, \(FindingName.columns)
                FROM finding f JOIN scan a ON a.number = f.first_scan JOIN scan b ON b.number = f.last_scan
                JOIN observation o ON o.scan = f.last_scan AND o.finding = f.id JOIN reason r ON r.id = o.reason
                WHERE f.check_id = ?1 OR f.resource = ?1 OR f.fingerprint = ?1
                """
            ).bind(.text(word))
            var lives = [Life]()
            while try rows.step() {
                lives.append(
                    Life(
                        name: FindingName(rows, from: 5),
                        severity: rows.text(3).flatMap(Severity.init) ?? .informational,
                        reason: rows.text(4) ?? "",
                        firstSeen: Timestamp(seconds: rows.real(1)),
                        lastSeen: Timestamp(seconds: rows.real(2)),
                        events: try events(of: rows.int(0))))
            }
            return lives.sorted { $0.name < $1.name }
        }
    }

    /// The names that ``lives(of:)`` knows: the checks and resources of all findings, sorted.
    public func names() throws(StoreFailure) -> [String] {
        try database.transaction(writing: false) { () throws(StoreFailure) in
            let rows = try database.prepare(
                """
                SELECT check_id FROM finding UNION SELECT resource FROM finding WHERE resource IS NOT NULL ORDER BY 1
                """)
            var names = [String]()
            while try rows.step() { names.append(rows.text(0) ?? "") }
            return names
        }
    }

    private func events(of finding: Int) throws(StoreFailure) -> [Event] {
        let rows = try database.prepare(
            """
            SELECT e.scan, s.started, e.change, e.status, e.accepted FROM event e JOIN scan s ON s.number = e.scan
            WHERE e.finding = ? ORDER BY e.scan
            """
        ).bind(.int(finding))
        var events = [Event]()
        while try rows.step() {
            events.append(
                Event(
                    scan: rows.int(0), at: Timestamp(seconds: rows.real(1)),
                    change: rows.text(2).flatMap(Change.init) ?? .changed,
                    status: rows.text(3).flatMap(Status.init),
                    isAccepted: rows.int(4) != 0))
        }
        return events
    }

    /// How `after` differs from `before`. A finding that only `before` has is fixed or gone only where `after` looked.
    public func difference(from before: Scan, to after: Scan) throws(StoreFailure) -> Difference {
        try database.transaction(writing: false) { () throws(StoreFailure) in
            let coverage = Coverage(after.info, incomplete: try incompleteListings(of: after))
            let old = try sights(of: before)
            let new = try sights(of: after)
            let names = try database.prepare("SELECT \(FindingName.columns) FROM finding f WHERE id = ?")
            func name(_ finding: Int) throws(StoreFailure) -> FindingName {
                _ = try names.bind(.int(finding)).step()
                return FindingName(names, from: 0)
            }
            var entries = [Difference.Entry]()
            var unchanged = 0
            for (id, now) in new {
                let then = old[id]
                guard let kind = Difference.Kind(from: then, to: now) else {
                    unchanged += 1
                    continue
                }
                entries.append(Difference.Entry(name: try name(id), kind: kind, before: then, after: now))
            }
            for (id, then) in old where new[id] == nil {
                let name = try name(id)
                let isGone = coverage.includes(name)
                let kind: Difference.Kind = !isGone ? .notLookedAt : then.status == .fail ? .fixed : .gone
                entries.append(Difference.Entry(name: name, kind: kind, before: then, after: nil))
            }
            entries.sort { ($0.kind.place, $0.name) < ($1.kind.place, $1.name) }
            return Difference(before: before, after: after, entries: entries, unchanged: unchanged)
        }
    }

    private func sights(of scan: Scan) throws(StoreFailure) -> [Int: Difference.Sight] {
        let rows = try database.prepare(
            """
            SELECT o.finding, o.status, o.accepted, o.severity, r.text FROM observation o JOIN reason r ON r.id = o.reason
            WHERE o.scan = ?
            """
        ).bind(.int(scan.number))
        var sights = [Int: Difference.Sight]()
        while try rows.step() {
            sights[rows.int(0)] = Difference.Sight(
                status: rows.text(1).flatMap(Status.init) ?? .unknown, isAccepted: rows.int(2) != 0,
                severity: rows.text(3).flatMap(Severity.init) ?? .informational, reason: rows.text(4) ?? "")
        }
        return sights
    }

    private func incompleteListings(
        of scan: Scan
    ) throws(StoreFailure) -> [(check: String, account: String, region: String)] {
        let rows = try database.prepare(
            """
            SELECT f.check_id, f.account, f.region FROM observation o JOIN finding f ON f.id = o.finding
            WHERE o.scan = ? AND o.status = 'unknown' AND f.resource IS NULL
            """
        ).bind(.int(scan.number))
        var listings = [(check: String, account: String, region: String)]()
        while try rows.step() {
            listings.append((rows.text(0) ?? "", rows.text(1) ?? "", rows.text(2) ?? ""))
        }
        return listings
    }
}

extension Difference.Kind {
    fileprivate var place: Int { Self.allCases.firstIndex(of: self)! }

    /// How a finding differs that the later scan has; nil: not at all.
    fileprivate init?(from before: Difference.Sight?, to after: Difference.Sight) {
        let wasOpen = before.map { $0.status == .fail && !$0.isAccepted } ?? false
        switch after.status {
        case .fail where !after.isAccepted && !wasOpen: self = .new
        case .unknown where before?.status != .unknown: self = .unknown
        case .pass where before?.status == .fail, .notApplicable where before?.status == .fail: self = .fixed
        default:
            guard let before else {
                self = .appeared
                return
            }
            if before.status == after.status, before.isAccepted == after.isAccepted { return nil }
            self = .changed
        }
    }
}
