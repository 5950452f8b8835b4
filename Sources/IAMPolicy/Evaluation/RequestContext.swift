/// The condition keys that a request carries, each with its values, in order of the keys.
///
/// They are few: to look through a list takes less time than to hash a name.
public struct RequestContext: Sendable, Hashable {
    /// A key, in lower case, with its values.
    public struct Item: Sendable, Hashable {
        /// The key.
        public let key: String
        /// The values.
        public let values: [String]
    }

    /// All of them.
    public private(set) var items: [Item] = []

    /// None.
    public init() {}

    /// Those of `values`, by key.
    public init(_ values: [String: [String]]) {
        items = values.map { Item(key: $0.key, values: $0.value) }.sorted { $0.key < $1.key }
    }

    /// The values of a key, in lower case; nil where a request does not carry it.
    public subscript(key: String) -> [String]? {
        get {
            if items.count <= 8 {
                for place in items.indices where items[place].key == key { return items[place].values }
                return nil
            }
            let place = place(of: key)
            return place < items.count && items[place].key == key ? items[place].values : nil
        }
        set {
            let place = place(of: key)
            if place < items.count, items[place].key == key { items.remove(at: place) }
            if let newValue { items.insert(Item(key: key, values: newValue), at: place) }
        }
    }

    /// Where a key is, or would be.
    private func place(of key: String) -> Int {
        var (low, high) = (0, items.count)
        while low < high {
            let middle = (low + high) / 2
            if items[middle].key < key { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
