import Glibc
import Synchronization

extension Array {
    /// What `body` makes of each element, in the order of the elements, made on all processors at once; of a few elements on
    /// this one.
    ///
    /// `body` runs on threads of its own: it may read what nobody writes meanwhile, and write only what is its element's.
    func concurrentMap<Result>(_ body: (Element) -> Result) -> [Result] {
        let workers = Swift.min(count / 4, Swift.max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))))
        guard workers > 1 else { return map(body) }
        return [Result](unsafeUninitializedCapacity: count) { buffer, made in
            let work = Work(count)
            withoutActuallyEscaping(body) { body in
                // Each place of the buffer is written by the one thread that has drawn its number.
                nonisolated(unsafe) let start = buffer.baseAddress!
                nonisolated(unsafe) let body = body
                nonisolated(unsafe) let elements = self
                work.run(workers) { place in (start + place).initialize(to: body(elements[place])) }
            }
            made = count
        }
    }
}

/// Numbers that threads draw until none is left.
private final class Work: Sendable {
    private let count: Int
    private let next = Atomic<Int>(0)

    init(_ count: Int) { self.count = count }

    /// Calls `body` with each number once, on this thread and `workers - 1` more, and waits for all.
    func run(_ workers: Int, _ body: @escaping @Sendable (Int) -> Void) {
        let draw = Draw { [self] in
            while case let number = next.add(1, ordering: .relaxed).oldValue, number < count { body(number) }
        }
        var threads = [pthread_t]()
        for _ in 1..<workers {
            var thread = pthread_t()
            let context = Unmanaged.passRetained(draw)
            let code = pthread_create(
                &thread, nil,
                { context in
                    Unmanaged<Draw>.fromOpaque(context!).takeRetainedValue().body()
                    return nil
                }, context.toOpaque())
            if code == 0 { threads.append(thread) } else { context.release() }
        }
        draw.body()
        for thread in threads { pthread_join(thread, nil) }
    }

    private final class Draw: Sendable {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }
}
