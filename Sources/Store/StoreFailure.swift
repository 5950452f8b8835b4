/// Why the store could not be read or written.
public struct StoreFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// The store's file.
    public let path: String
    /// What was attempted: `open`, `read`, `write`, `migrate`.
    public let attempt: String
    /// What went wrong, and what to do about it.
    public let message: String
    /// SQLite's extended result code (<https://www.sqlite.org/rescode.html>); 0 where it is not SQLite that failed.
    public let code: Int32

    /// A failed `attempt` on the store at `path`.
    public init(path: String, attempt: String, message: String, code: Int32 = 0) {
        self.path = path
        self.attempt = attempt
        self.message = message
        self.code = code
    }

    /// `cannot write the store PATH: MESSAGE`.
    public var description: String { "cannot \(attempt) the store \(path): \(message)" }
}
