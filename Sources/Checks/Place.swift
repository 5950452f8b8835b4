public import Documents

/// Where something stands in a file of checks.
public struct Place: Sendable, Hashable {
    /// The file, as the user named its folder.
    public let file: String
    /// The line, from 1.
    public let line: Int
    /// The column, from 1.
    public let column: Int

    /// A place.
    public init(file: String, line: Int, column: Int) {
        self.file = file
        self.line = line
        self.column = column
    }

    /// The mistake `message` here.
    public func mistake(_ message: String, hint: String? = nil) -> Diagnostic {
        Diagnostic(file: file, line: line, column: column, message: message, hint: hint)
    }
}
