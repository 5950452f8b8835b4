import Synchronization

#if canImport(Glibc)
    internal import Glibc
#endif

/// Runs asynchronous work while the main thread waits for it.
///
/// The main thread stays ours: an asynchronous `main` would leave it to the runtime, which lets signals in.
enum Waiting {
    private final class Box<Result: Sendable>: Sendable {
        let result = Mutex<Result?>(nil)
        let reading: Int32
        let writing: Int32

        init() {
            var ends: [Int32] = [-1, -1]
            precondition(pipe(&ends) == 0, "the system has no descriptor left")
            (reading, writing) = (ends[0], ends[1])
        }

        deinit {
            close(reading)
            close(writing)
        }
    }

    /// What `work` comes to.
    static func result<Result: Sendable>(
        of work: @escaping @Sendable () async -> Result
    ) -> Result {
        let box = Box<Result>()
        Task {
            let result = await work()
            box.result.withLock { $0 = result }
            var one: UInt8 = 1
            _ = write(box.writing, &one, 1)
        }
        while true {
            var byte: UInt8 = 0
            _ = read(box.reading, &byte, 1)
            if let result = box.result.withLock({ $0 }) { return result }
        }
    }
}
