import Documents
import Files

/// Where in a file that holds one JSON document a mistake stands: YAML, whose reader knows places, has JSON within it.
struct JSONPlaces {
    private let root: YAML.Node?

    /// The places in `file`; none where it cannot be read.
    init(file: String) {
        root = (try? Files.read(file)).flatMap { try? YAML.parse($0, file: file) }
    }

    /// The place of the first member that `message` names below the members `path`; where it names none, of the last of
    /// `path` that is there.
    func place(of message: String, below path: [String] = []) -> (line: Int, column: Int) {
        guard var node = root else { return (1, 1) }
        var found = (node.line, node.column)
        for name in path {
            guard let member = node.members?.first(where: { $0.key.text == name }) else { break }
            found = (member.key.line, member.key.column)
            node = member.value
        }
        let words = message.split { !($0.isLetter || $0.isNumber || "._-[]".contains($0)) }
        for word in words {
            if let member = Self.member(word, of: node) { return (member.line, member.column) }
        }
        return found
    }

    /// The key that `name`, such as `Tags[1].Key`, leads to from `node`; of one name alone, wherever it stands below.
    private static func member(_ name: Substring, of node: YAML.Node) -> YAML.Node? {
        var key: YAML.Node?
        var at: YAML.Node? = node
        for part in name.split(separator: ".") {
            let pieces = part.split { "[]".contains($0) }
            for (place, piece) in pieces.enumerated() {
                if place > 0, let index = Int(piece), let items = at?.items, items.indices.contains(index) {
                    (key, at) = (items[index], items[index])
                } else if let member = at?.members?.first(where: { $0.key.text.map { $0 == piece } ?? false })
                {
                    (key, at) = (member.key, member.value)
                } else {
                    return name.contains(".") || name.contains("[") ? key : anywhere(String(name), node)
                }
            }
        }
        return key
    }

    private static func anywhere(_ name: String, _ node: YAML.Node) -> YAML.Node? {
        for member in node.members ?? [] {
            if member.key.text == name { return member.key }
            if let found = anywhere(name, member.value) { return found }
        }
        for item in node.items ?? [] { if let found = anywhere(name, item) { return found } }
        return nil
    }
}
