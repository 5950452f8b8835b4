import Documents

/// Which resource types a run needs: those that its checks name, those that these name, and so on.
///
/// A type counts as named where its id is part of any text, so that one too many may be taken but none is missed.
struct Closure {
    private let ids: [(id: String, bytes: [UInt8])]
    /// The ids of the types that were named.
    private(set) var named: Set<String> = []
    private var fresh: [String] = []

    /// Nothing is named yet of `ids`.
    init(of ids: [String]) { self.ids = ids.map { ($0, Array($0.utf8)) } }

    /// Takes in what `node` names.
    mutating func add(_ node: YAML.Node) {
        switch node.content {
        case .scalar(let text, _): add(text)
        case .sequence(let items): for item in items { add(item) }
        case .mapping(let members):
            for (key, value) in members {
                add(key)
                add(value)
            }
        }
    }

    /// A type whose own text was not taken in yet; nil when there is none left.
    mutating func next() -> String? { fresh.popLast() }

    private mutating func add(_ text: String) {
        guard text.utf8.contains(UInt8(ascii: ".")) else { return }
        var text = text
        text.withUTF8 { bytes in
            for (id, wanted) in ids where bytes.count >= wanted.count && !named.contains(id) {
                let isThere = (0...bytes.count - wanted.count).contains { start in
                    bytes[start] == wanted.first
                        && UnsafeBufferPointer(rebasing: bytes[start..<start + wanted.count])
                            .elementsEqual(wanted)
                }
                guard isThere else { continue }
                named.insert(id)
                fresh.append(id)
            }
        }
    }
}
