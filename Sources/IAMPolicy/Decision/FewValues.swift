/// Values by key where there are few: a list is looked through faster than a table is hashed, and none costs nothing.
struct FewValues<Key: Hashable, Value> {
    private struct Item {
        let key: Key
        var value: Value
    }

    private var items: [Item] = []

    var count: Int { items.count }

    private func place(of key: Key) -> Int? {
        // By index, so that no item is copied on the way.
        for place in items.indices where items[place].key == key { return place }
        return nil
    }

    subscript(key: Key) -> Value? {
        get { place(of: key).map { items[$0].value } }
        set {
            switch (place(of: key), newValue) {
            case (let place?, let value?): items[place].value = value
            case (let place?, nil): items.remove(at: place)
            case (nil, let value?):
                if items.isEmpty { items.reserveCapacity(4) }
                items.append(Item(key: key, value: value))
            case (nil, nil): break
            }
        }
    }
}
