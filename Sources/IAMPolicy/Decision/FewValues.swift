/// Values by key where there are few: a list is looked through faster than a table is hashed, and none or one costs no
/// memory of its own.
struct FewValues<Key: Hashable, Value> {
    private struct Item {
        let key: Key
        var value: Value
    }

    private var first: Item?
    private var others: [Item] = []

    var count: Int { (first == nil ? 0 : 1) + others.count }

    private func place(of key: Key) -> Int? {
        // By index, so that no item is copied on the way.
        for place in others.indices where others[place].key == key { return place }
        return nil
    }

    subscript(key: Key) -> Value? {
        get {
            if let first, first.key == key { return first.value }
            return place(of: key).map { others[$0].value }
        }
        set {
            if first?.key == key {
                first = newValue.map { Item(key: key, value: $0) }
            } else if let place = place(of: key) {
                if let newValue { others[place].value = newValue } else { others.remove(at: place) }
            } else if let newValue {
                let item = Item(key: key, value: newValue)
                if first == nil { first = item } else { others.append(item) }
            }
        }
    }
}
