public import Findings
import Files

/// The history of scans, in a SQLite file that is private to its user (0600).
///
/// A scan is stored in one transaction, with SQLite's rollback journal and every write synced: after a kill or a power
/// cut the file holds the last whole scan. Processes that write at once wait for each other. A store belongs to whoever
/// made it; it is not for two tasks at once, and its calls block.
public final class Store {
    let database: Database

    /// The store in the file at `path`, which is made with the folders above it where it is not there.
    ///
    /// A store of an earlier version is brought up to date, with a copy kept beside it as `PATH.version-N`. Fails on a
    /// store of a later version, and on a file that is no store.
    public convenience init(path: String) throws(StoreFailure) {
        try self.init(path: path, schema: .current)
    }

    init(path: String, schema: Schema) throws(StoreFailure) {
        do {
            if let slash = path.lastIndex(of: "/"), slash != path.startIndex {
                try Files.makeFolder(String(path[..<slash]))
            }
            try Files.makePrivateFile(path)
        } catch {
            throw StoreFailure(path: path, attempt: "open", message: "\(error)")
        }
        database = try Database(path: path)
        try database.run(
            "PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF"
        )
        try schema.apply(to: database)
    }

    /// Stores `report` and tells what it changed. A report whose scan is stored already is refused.
    public func record(_ report: Report) throws(StoreFailure) -> Changes {
        try database.transaction(writing: true) { () throws(StoreFailure) in
            var recorder = try Recorder(database, report.scan)
            return try recorder.record(report)
        }
    }

    /// The scans, the latest first; at most `limit` of them.
    public func scans(limit: Int = .max) throws(StoreFailure) -> [Scan] {
        try readScans("ORDER BY number DESC LIMIT ?", .int(limit))
    }

    /// The scan with the number or id `word`; `latest` is the last one, and `latest-1` the one before it.
    public func scan(_ word: String) throws(StoreFailure) -> Scan? {
        if word.hasPrefix("latest") {
            let back = word == "latest" ? 0 : Int(word.dropFirst("latest".count)) ?? 1
            guard back <= 0, back > .min else { return nil }
            return try readScans("ORDER BY number DESC LIMIT 1 OFFSET ?", .int(-back)).first
        }
        if let number = Int(word), let scan = try readScans("WHERE number = ?", .int(number)).first {
            return scan
        }
        return try readScans("WHERE scan.id = ?", .text(word)).first
    }
}
