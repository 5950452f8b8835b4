import Glibc
import Synchronization

// What looks like a race to ThreadSanitizer on Linux and is none, unless it is told by thread.c. Two threads count together
// under a mutex, and a task waits for a thread that may answer before the task has begun to wait. With `fault` the threads
// count without the mutex, too, which is a race.
final class State: @unchecked Sendable {
    let number = Mutex(0)
    let waiter = Mutex<UnsafeContinuation<Int, Never>?>(nil)
    var bare = 0
}
let state = State()
let hasRace = CommandLine.arguments.contains("fault")

func start(_ work: @escaping @Sendable () -> Void) -> pthread_t {
    final class Box { let work: @Sendable () -> Void; init(_ work: @escaping @Sendable () -> Void) { self.work = work } }
    let run: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { box in
        Unmanaged<Box>.fromOpaque(box!).takeRetainedValue().work()
        return nil
    }
    var thread = pthread_t()
    pthread_create(&thread, nil, run, Unmanaged.passRetained(Box(work)).toOpaque())
    return thread
}

let counters = (0..<2).map { _ in
    start {
        for _ in 0..<300_000 {
            state.number.withLock { $0 += 1 }
            if hasRace { state.bare += 1 }
        }
    }
}
for thread in counters { pthread_join(thread, nil) }
precondition(state.number.withLock { $0 } == 600_000)

let answers = 20_000
let answerer = start {
    var left = answers
    while left > 0 {
        let waiter = state.waiter.withLock { waiter in
            defer { waiter = nil }
            return waiter
        }
        guard let waiter else { continue }
        waiter.resume(returning: left)
        left -= 1
    }
}
var sum = 0
for _ in 0..<answers {
    sum += await withUnsafeContinuation { waiter in state.waiter.withLock { $0 = waiter } }
}
pthread_join(answerer, nil)
precondition(sum == answers * (answers + 1) / 2)
