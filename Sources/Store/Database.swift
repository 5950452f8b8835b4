internal import CSQLite

/// A connection to a SQLite file, closed when it goes. It belongs to whoever made it; it is not for two threads at once.
final class Database {
    let path: String
    private let handle: OpaquePointer

    /// How long to wait for another process that writes, in milliseconds.
    private static let patience: Int32 = 20_000

    /// Opens the file at `path`, which must be there (<https://www.sqlite.org/c3ref/open.html>).
    init(path: String) throws(StoreFailure) {
        self.path = path
        var handle: OpaquePointer?
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        let code = sqlite3_open_v2(path, &handle, flags, nil)
        guard code == SQLITE_OK, let handle else {
            let message = handle.map { String(cString: sqlite3_errmsg($0)) } ?? "out of memory"
            sqlite3_close_v2(handle)
            throw StoreFailure(path: path, attempt: "open", message: message, code: code)
        }
        self.handle = handle
        sqlite3_busy_timeout(handle, Self.patience)
    }

    deinit { sqlite3_close_v2(handle) }

    /// A statement of `sql`.
    func prepare(_ sql: String) throws(StoreFailure) -> Statement {
        var statement: OpaquePointer?
        let code = sqlite3_prepare_v2(handle, sql, -1, &statement, nil)
        guard code == SQLITE_OK, let statement else { throw failure(code) }
        return Statement(statement, of: self)
    }

    /// Runs the statements of `sql`, which give nothing back.
    func run(_ sql: String) throws(StoreFailure) {
        let code = sqlite3_exec(handle, sql, nil, nil, nil)
        guard code == SQLITE_OK else { throw failure(code) }
    }

    /// The whole number that `sql` gives first; 0 where it gives none.
    func number(_ sql: String) throws(StoreFailure) -> Int {
        let statement = try prepare(sql)
        return try statement.step() ? statement.int(0) : 0
    }

    /// The number of the row that was inserted last.
    var lastRow: Int { Int(sqlite3_last_insert_rowid(handle)) }

    /// Runs `body` in one transaction: all of it is kept, or nothing. With `writing` no other process writes meanwhile.
    func transaction<Result>(
        writing: Bool, _ body: () throws(StoreFailure) -> Result
    ) throws(StoreFailure) -> Result {
        try run(writing ? "BEGIN IMMEDIATE" : "BEGIN")
        do throws(StoreFailure) {
            let result = try body()
            try run("COMMIT")
            return result
        } catch {
            // SQLite may have rolled back by itself (a full disk); then there is nothing to do.
            try? run("ROLLBACK")
            throw error
        }
    }

    func failure(_ code: Int32) -> StoreFailure {
        let message =
            switch code & 0xff {
            case SQLITE_BUSY:
                "another process has been writing to it for \(Self.patience / 1000) seconds; try again"
            case SQLITE_NOTADB: "it is no SQLite database; name another file with --store"
            case SQLITE_CORRUPT:
                "it is damaged (\(String(cString: sqlite3_errmsg(handle)))); move it away to start a new one"
            default: String(cString: sqlite3_errmsg(handle))
            }
        let isReadOnly = sqlite3_txn_state(handle, nil) != SQLITE_TXN_WRITE
        return StoreFailure(path: path, attempt: isReadOnly ? "read" : "write", message: message, code: code)
    }
}
