/// First in, first out, in amortised constant time.
struct Queue<Element> {
    private var items = [Element?]()
    private var first = 0

    var isEmpty: Bool { first == items.count }
    var count: Int { items.count - first }

    mutating func append(_ item: Element) { items.append(item) }

    mutating func popFirst() -> Element? {
        guard first < items.count else { return nil }
        let item = items[first]
        items[first] = nil
        first += 1
        if first == items.count {
            items.removeAll(keepingCapacity: true)
            first = 0
        } else if first > 64, first * 2 > items.count {
            items.removeFirst(first)
            first = 0
        }
        return item
    }

    mutating func remove(where matches: (Element) -> Bool) -> Element? {
        for place in first..<items.count {
            if let item = items[place], matches(item) {
                items.remove(at: place)
                return item
            }
        }
        return nil
    }
}
