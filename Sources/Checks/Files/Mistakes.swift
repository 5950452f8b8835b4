import Documents

/// The mistakes found so far in one file.
///
/// A class, so that all who read parts of the file add to the same list; confined to one load.
final class Mistakes {
    /// The file, as the user named its folder.
    let file: String
    private(set) var all: [Diagnostic] = []

    init(file: String) { self.file = file }

    /// Notes a mistake at a node; `offset` counts characters from the start of its text.
    func add(_ node: YAML.Node, _ message: String, hint: String? = nil, offset: Int = 0) {
        all.append(place(node, offset: offset).mistake(message, hint: hint))
    }

    /// Notes a mistake that is known already.
    func add(_ mistake: Diagnostic) { all.append(mistake) }

    /// Where a node stands; `offset` counts characters from the start of its text.
    func place(_ node: YAML.Node, offset: Int = 0) -> Place {
        var column = node.column + offset
        if offset > 0, node.isText, !node.isPlain { column += 1 }
        return Place(file: file, line: node.line, column: column)
    }

    /// Forgets mistakes that an earlier one at the same place has caused.
    func distinct() -> [Diagnostic] {
        var seen = Set<Diagnostic>()
        return all.filter { seen.insert($0).inserted }
    }
}

extension YAML.Node {
    /// The members of a map, without those that say nothing.
    var pairs: [(key: YAML.Node, value: YAML.Node)] { members ?? [] }

    /// The text under `key`.
    func text(_ key: String) -> String? { self[key]?.text }

    /// The texts of the list under `key`; one text alone counts as a list of one.
    func texts(_ key: String) -> [String] {
        guard let node = self[key] else { return [] }
        return node.text.map { [$0] } ?? node.items?.compactMap(\.text) ?? []
    }
}
