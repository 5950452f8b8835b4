import Documents

/// Whether two texts of a document mean the same: white space, the order of members, and the order in lists of names and
/// of statements do not count.
enum Meaning {
    /// Whether `a` and `b` are the same; texts of documents by meaning, everything else by value.
    static func same(_ a: Value, _ b: Value, isDocument: Bool) -> Bool {
        guard isDocument, case .string(let first) = a, case .string(let second) = b else { return a == b }
        if first == second { return true }
        guard let one = try? JSON.parse(first), let other = try? JSON.parse(second) else { return false }
        return JSON.text(ordered(one), .sorted) == JSON.text(ordered(other), .sorted)
    }

    private static func ordered(_ value: Value) -> Value {
        switch value {
        case .object(let object): return .object(Object(object.members.map { ($0.key, ordered($0.value)) }))
        case .array(let items):
            let texts = items.map { (text: JSON.text(ordered($0), .sorted), value: ordered($0)) }
            return .array(texts.sorted { $0.text < $1.text }.map(\.value))
        default: return value
        }
    }
}
