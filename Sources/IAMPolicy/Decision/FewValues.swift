/// Values by key where there are few: a list is looked through faster than a table is hashed, and none costs nothing.
struct FewValues<Key: Hashable, Value> {
    private var items: [(key: Key, value: Value)] = []

    var count: Int { items.count }

    subscript(key: Key) -> Value? {
        get {
            for item in items where item.key == key { return item.value }
            return nil
        }
        set {
            let place = items.firstIndex { $0.key == key }
            switch (place, newValue) {
            case (let place?, let value?): items[place].value = value
            case (let place?, nil): items.remove(at: place)
            case (nil, let value?):
                if items.isEmpty { items.reserveCapacity(4) }
                items.append((key, value))
            case (nil, nil): break
            }
        }
    }
}
