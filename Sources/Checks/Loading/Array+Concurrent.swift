import Glibc
import Synchronization

extension Array {
    /// What `body` makes of each element, in the order of the elements, made on all processors at once; of a few elements on
    /// this one. `first` is done on this thread before it takes part.
    ///
    /// `body` runs on threads of its own, `first` meanwhile: both may read what nobody writes then, and `body` write only
    /// what is its element's.
    func concurrentMap<Result>(beside first: () -> Void = {}, _ body: (Element) -> Result) -> [Result] {
        [Result](unsafeUninitializedCapacity: count) { buffer, made in
            withoutActuallyEscaping(body) { body in
                // Each place of the buffer is written by the one thread that has drawn its number.
                nonisolated(unsafe) let start = buffer.baseAddress
                nonisolated(unsafe) let body = body
                nonisolated(unsafe) let elements = self
                Work(count).run(beside: first) { place in
                    (start! + place).initialize(to: body(elements[place]))
                }
            }
            made = count
        }
    }
}

/// Numbers that threads draw until none is left.
private final class Work: Sendable {
    /// How many numbers are worth a thread.
    private static let worthwhile = 4
    private let count: Int
    private let next = Atomic<Int>(0)

    init(_ count: Int) { self.count = count }

    /// Calls `body` with each number once, on this thread after `first` and on one for each other processor, and waits for
    /// all.
    func run(beside first: () -> Void, _ body: @escaping @Sendable (Int) -> Void) {
        let draw: @Sendable () -> Void = { [self] in
            while case let number = next.add(1, ordering: .relaxed).oldValue, number < count { body(number) }
        }
        let processors = Processors()
        let threads = processors.others.prefix(count / Self.worthwhile).compactMap {
            processors.start(on: $0, draw)
        }
        first()
        draw()
        for thread in threads { pthread_join(thread, nil) }
    }
}
