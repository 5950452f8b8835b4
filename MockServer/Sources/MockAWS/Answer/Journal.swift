import Documents

/// What was asked of the mock: the last requests in a ring of fixed size, and counts of all.
struct Journal: Sendable {
    private var ring: [Value] = []
    private var at = 0
    private let size: Int
    private(set) var total = 0
    private(set) var counts: [String: Int] = [:]
    private(set) var misses: [String: Int] = [:]

    init(size: Int) { self.size = max(1, size) }

    mutating func add(_ entry: @autoclosure () -> Value, call: String) {
        total += 1
        counts[call, default: 0] += 1
        if ring.count < size {
            ring.append(entry())
        } else {
            ring[at] = entry()
            at = (at + 1) % size
        }
    }

    mutating func miss(_ text: String) {
        // As many kinds as the ring has places: a client that asks for ever new things must not fill the memory.
        if misses[text] != nil || misses.count < size { misses[text, default: 0] += 1 }
    }

    mutating func clear() { self = Journal(size: size) }

    /// The entries that fit `filters`, the oldest first.
    func entries(_ filters: [(name: String, value: String)]) -> [Value] {
        (Array(ring[at...]) + ring[..<at]).filter { entry in
            filters.allSatisfy { filter in
                switch entry[filter.name] {
                case .string(let text)?: glob(filter.value, text)
                case let other?: "\(other)" == filter.value
                case nil: false
                }
            }
        }
    }
}
