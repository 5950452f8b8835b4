import Files

/// The tables of the store, and how an older store gets them.
struct Schema {
    /// The statements that lead from each version to the next; the first make version 1 of an empty file.
    let steps: [String]

    /// What marks a file as ours (`PRAGMA application_id`): "assy".
    private static let mark = 0x6173_7379

    static let current = Schema(steps: [first])

    /// A scan's observations are kept one by one, so that any two scans can be compared. What happened to a finding is
    /// kept as events: a row only where something changed.
    private static let first = """
        CREATE TABLE scope (id INTEGER PRIMARY KEY, document TEXT NOT NULL UNIQUE) STRICT;
        CREATE TABLE scan (
            number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, started REAL NOT NULL,
            finished REAL NOT NULL, version TEXT NOT NULL, scope INTEGER NOT NULL REFERENCES scope, calls INTEGER NOT NULL,
            interrupted INTEGER NOT NULL, counts TEXT NOT NULL) STRICT;
        CREATE TABLE reason (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;
        CREATE TABLE finding (
            id INTEGER PRIMARY KEY, fingerprint TEXT NOT NULL UNIQUE, check_id TEXT NOT NULL, resource_type TEXT NOT NULL,
            resource TEXT, account TEXT NOT NULL, region TEXT NOT NULL, first_scan INTEGER NOT NULL REFERENCES scan,
            last_scan INTEGER NOT NULL REFERENCES scan, status TEXT NOT NULL, accepted INTEGER NOT NULL,
            failing INTEGER NOT NULL, failed INTEGER NOT NULL) STRICT;
        CREATE INDEX finding_check ON finding (check_id);
        CREATE INDEX finding_resource ON finding (resource);
        CREATE INDEX finding_account ON finding (account);
        CREATE TABLE observation (
            scan INTEGER NOT NULL REFERENCES scan, finding INTEGER NOT NULL REFERENCES finding, status TEXT NOT NULL,
            severity TEXT NOT NULL, accepted INTEGER NOT NULL, reason INTEGER NOT NULL REFERENCES reason,
            PRIMARY KEY (scan, finding)) STRICT, WITHOUT ROWID;
        CREATE TABLE event (
            finding INTEGER NOT NULL REFERENCES finding, scan INTEGER NOT NULL REFERENCES scan, change TEXT NOT NULL,
            status TEXT NOT NULL, accepted INTEGER NOT NULL, PRIMARY KEY (finding, scan)) STRICT, WITHOUT ROWID;
        PRAGMA application_id = \(mark);
        """

    /// Brings the store in `database` to this schema. Before an older one is changed, a copy of it is kept beside it, as
    /// `PATH.version-N`.
    func apply(to database: Database) throws(StoreFailure) {
        guard try version(of: database) < steps.count else { return }
        try database.transaction(writing: true) { () throws(StoreFailure) in
            // Another process may have been faster.
            let version = try self.version(of: database)
            guard version < steps.count else { return }
            if version > 0 { try keepCopy(of: database, version) }
            for step in steps[version...] { try database.run(step) }
            try database.run("PRAGMA user_version = \(steps.count)")
        }
    }

    /// The version of the store in `database`; 0 for an empty file. Refuses what is no store, or a later one.
    private func version(of database: Database) throws(StoreFailure) -> Int {
        func refusal(_ message: String) -> StoreFailure {
            StoreFailure(
                path: database.path, attempt: "open", message: message + "; name another file with --store")
        }
        let version = try database.number("PRAGMA user_version")
        if version == 0, try database.number("SELECT count(*) FROM sqlite_schema") == 0 { return 0 }
        guard try database.number("PRAGMA application_id") == Self.mark, version > 0 else {
            throw refusal("it is a database of another program")
        }
        guard version <= steps.count else {
            throw refusal(
                "a later version of assay wrote it (format \(version), this one knows \(steps.count))")
        }
        return version
    }

    /// The copy is read through a connection of its own while this one keeps others from writing. It gets its name last,
    /// so that a copy that was cut short is never taken for one.
    private func keepCopy(of database: Database, _ version: Int) throws(StoreFailure) {
        let copy = "\(database.path).version-\(version)"
        guard !Files.exists(copy) else { return }
        do {
            let partial = copy + ".partial"
            try Files.remove(partial)
            try Files.makePrivateFile(partial)
            try Database(path: database.path).prepare("VACUUM INTO ?").bind(.text(partial)).run()
            try Files.move(partial, to: copy)
        } catch {
            throw StoreFailure(
                path: database.path, attempt: "migrate", message: "no copy could be made: \(error)")
        }
    }
}
