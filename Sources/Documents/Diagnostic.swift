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

/// The one of `candidates` that somebody who typed `word` may have meant, as the hint `did you mean X?`.
///
/// Damerau-Levenshtein distance without regard to case; nil when nothing is near.
public func suggestion(for word: String, among candidates: some Sequence<String>) -> String? {
    let typed = Array(word.lowercased().unicodeScalars)
    let limit = max(1, typed.count / 3)
    var best: (distance: Int, name: String)?
    // Of a long name people type the beginning.
    var longer: String?
    for candidate in candidates {
        let name = Array(candidate.lowercased().unicodeScalars)
        if typed.count > 2, name.starts(with: typed), candidate < longer ?? "\u{10FFFF}" {
            longer = candidate
        }
        guard abs(name.count - typed.count) <= limit else { continue }
        let distance = editDistance(typed, name, within: limit)
        if distance <= limit, (distance, candidate) < (best?.distance ?? Int.max, best?.name ?? "") {
            best = (distance, candidate)
        }
    }
    return (best?.name ?? longer).map { "did you mean \($0)?" }
}

/// The distance; `limit` and one more where it is larger than `limit`.
private func editDistance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar], within limit: Int) -> Int {
    guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
    // Three rows, which take turns.
    let width = b.count + 1
    return withUnsafeTemporaryAllocation(of: Int.self, capacity: 3 * width) { cells in
        var (before, last, row) = (0, width, 2 * width)
        for j in 0...b.count { cells[last + j] = j }
        for i in 1...a.count {
            cells[row] = i
            var least = i
            for j in 1...b.count {
                var cost = min(
                    cells[last + j] + 1, cells[row + j - 1] + 1,
                    cells[last + j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
                if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
                    cost = min(cost, cells[before + j - 2] + 1)
                }
                cells[row + j] = cost
                least = min(least, cost)
            }
            // A step across two rows can't make up for more than one.
            if least > limit + 1 { return limit + 1 }
            (before, last, row) = (last, row, before)
        }
        return cells[last + b.count]
    }
}
