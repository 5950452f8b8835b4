import Documents

/// Which resource types a run needs: those that its checks name, those that these name, and so on.
///
/// A type counts as named where its id is part of any text, so that one too many may be taken but none is missed.
struct Closure {
    private let ids: [(id: String, bytes: [UInt8], dot: Int)]
    /// The ids of the types that were named.
    private(set) var named: Set<String> = []
    private var fresh: [String] = []

    /// Nothing is named yet of `ids`.
    init(of ids: [String]) {
        self.ids = ids.map { id in
            let bytes = Array(id.utf8)
            return (id, bytes, bytes.firstIndex(of: UInt8(ascii: ".")) ?? 0)
        }
    }

    /// Takes in what `node` names.
    mutating func add(_ node: YAML.Node) {
        node.forEachText { add($0) }
    }

    /// A type whose own text was not taken in yet; nil when there is none left.
    mutating func next() -> String? { fresh.popLast() }

    private mutating func add(_ bytes: UnsafeBufferPointer<UInt8>) {
        // An id has one dot: around each of the text's the ids are laid.
        for (place, byte) in bytes.enumerated() where byte == UInt8(ascii: ".") {
            for (id, wanted, dot) in ids where place >= dot && place - dot + wanted.count <= bytes.count {
                let part = UnsafeBufferPointer(rebasing: bytes[(place - dot)..<(place - dot + wanted.count)])
                if part.first == wanted.first, part.elementsEqual(wanted), named.insert(id).inserted {
                    fresh.append(id)
                }
            }
        }
    }
}
