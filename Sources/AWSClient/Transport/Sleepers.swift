/// Who waits for a moment to come, the earliest first: a binary heap.
struct Sleepers {
    private var heap = [(deadline: UInt64, number: UInt64)]()
    private var waiters = [UInt64: UnsafeContinuation<Void, Never>]()

    /// When the next one wakes; `UInt64.max` for never.
    var next: UInt64 { heap.first?.deadline ?? .max }

    mutating func add(_ number: UInt64, _ deadline: UInt64, _ waiter: UnsafeContinuation<Void, Never>) {
        waiters[number] = waiter
        heap.append((deadline, number))
        var place = heap.count - 1
        while place > 0, heap[place].deadline < heap[(place - 1) / 2].deadline {
            heap.swapAt(place, (place - 1) / 2)
            place = (place - 1) / 2
        }
    }

    /// Wakes those whose moment has come by `now`.
    mutating func wake(_ now: UInt64) {
        while let first = heap.first, first.deadline <= now {
            removeFirst()
            waiters.removeValue(forKey: first.number)?.resume()
        }
    }

    /// Wakes `number` at once; false when it does not sleep here.
    mutating func cancel(_ number: UInt64) -> Bool {
        guard let waiter = waiters.removeValue(forKey: number) else { return false }
        waiter.resume()
        return true
    }

    private mutating func removeFirst() {
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        var place = 0
        while true {
            var least = place
            for child in [2 * place + 1, 2 * place + 2]
            where child < heap.count && heap[child].deadline < heap[least].deadline { least = child }
            if least == place { return }
            heap.swapAt(place, least)
            place = least
        }
    }
}
