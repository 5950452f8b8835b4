import Documents

/// What changes between two texts, line by line, as `diff -u` shows it.
enum Difference {
    /// The changes from `before` to `after`; documents are laid out first, with their members in the order that they have.
    static func unified(_ before: Value, _ after: Value?, name: String) -> String {
        let old = lines(before)
        let new = lines(after ?? .null)
        var text = "--- \(name) as it is\n+++ \(name) as planned\n"
        for line in changes(old, new) { text += line + "\n" }
        return text
    }

    private static func lines(_ value: Value) -> [String] {
        guard !value.isNull else { return [] }
        var shown = value
        if case .string(let text) = value {
            guard let parsed = try? JSON.parse(text), parsed.object != nil || parsed.array != nil else {
                return [text]
            }
            shown = parsed
        }
        return JSON.text(shown, .indented).split(separator: "\n", omittingEmptySubsequences: false).map(
            String.init)
    }

    private static func changes(_ old: [String], _ new: [String]) -> [String] {
        var lines = [String]()
        var added = [Int: String]()
        var removed = Set<Int>()
        for change in new.difference(from: old) {
            switch change {
            case .insert(let place, let line, _): added[place] = line
            case .remove(let place, _, _): removed.insert(place)
            }
        }
        var a = 0
        var b = 0
        while a < old.count || b < new.count {
            if a < old.count, removed.contains(a) {
                lines.append("-" + old[a])
                a += 1
            } else if let line = added[b] {
                lines.append("+" + line)
                b += 1
            } else {
                lines.append(" " + old[a])
                a += 1
                b += 1
            }
        }
        return lines
    }
}
