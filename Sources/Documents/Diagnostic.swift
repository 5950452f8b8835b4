/// A mistake in a user's file: where it is, what is wrong, what to do instead.
public struct Diagnostic: Error, Sendable, Hashable, CustomStringConvertible {
    /// The file, as the user named it.
    public let file: String
    /// The line, from 1.
    public let line: Int
    /// The column, from 1, in characters.
    public let column: Int
    /// What is wrong: lower case, no full stop.
    public let message: String
    /// What to write instead, where there is a good guess.
    public let hint: String?

    /// A mistake at a place.
    public init(file: String, line: Int, column: Int, message: String, hint: String? = nil) {
        self.file = file
        self.line = line
        self.column = column
        self.message = message
        self.hint = hint
    }

    /// `file:line:column: message; hint`.
    public var description: String {
        "\(file):\(line):\(column): \(message)" + (hint.map { "; \($0)" } ?? "")
    }
}

/// Every mistake found in the user's files, at least one.
public struct Diagnostics: Error, Sendable, CustomStringConvertible {
    /// The mistakes, in the order of files and lines.
    public let all: [Diagnostic]

    /// The mistakes `all`.
    public init(_ all: [Diagnostic]) { self.all = all }

    /// A line for each.
    public var description: String { all.map(\.description).joined(separator: "\n") }
}
