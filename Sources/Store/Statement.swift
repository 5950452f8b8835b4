internal import CSQLite

/// A prepared statement (<https://www.sqlite.org/c3ref/stmt.html>), finalised when it goes. Places count from 1 when
/// binding and from 0 when reading, as in SQLite.
final class Statement {
    private let handle: OpaquePointer
    private let database: Database

    init(_ handle: OpaquePointer, of database: Database) {
        self.handle = handle
        self.database = database
    }

    deinit { sqlite3_finalize(handle) }

    /// What can be bound to a place.
    enum Parameter {
        case int(Int), real(Double), text(String?)
    }

    /// Binds `parameters` in order and goes back to the start.
    @discardableResult
    func bind(_ parameters: Parameter...) throws(StoreFailure) -> Statement {
        sqlite3_reset(handle)
        for (index, parameter) in parameters.enumerated() {
            let place = Int32(index + 1)
            let code =
                switch parameter {
                case .int(let value): sqlite3_bind_int64(handle, place, Int64(value))
                case .real(let value): sqlite3_bind_double(handle, place, value)
                case .text(nil): sqlite3_bind_null(handle, place)
                case .text(let value?): assay_sqlite_bind_text(handle, place, value, Int32(value.utf8.count))
                }
            guard code == SQLITE_OK else { throw database.failure(code) }
        }
        return self
    }

    /// Goes to the next row; false where there is none.
    func step() throws(StoreFailure) -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE:
            sqlite3_reset(handle)
            return false
        case let code:
            sqlite3_reset(handle)
            throw database.failure(code)
        }
    }

    /// Runs a statement that gives no rows.
    func run() throws(StoreFailure) { while try step() {} }

    /// The whole number in column `place` of the row; 0 for null.
    func int(_ place: Int32) -> Int { Int(sqlite3_column_int64(handle, place)) }

    /// The number in column `place` of the row; 0 for null.
    func real(_ place: Int32) -> Double { sqlite3_column_double(handle, place) }

    /// The text in column `place` of the row; nil for null.
    func text(_ place: Int32) -> String? {
        guard let start = sqlite3_column_text(handle, place) else { return nil }
        let count = Int(sqlite3_column_bytes(handle, place))
        return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }
}
