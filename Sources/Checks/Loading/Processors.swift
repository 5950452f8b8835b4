import CLinux
import Glibc

/// The processors that this program may use.
///
/// Linux often starts a thread on its maker's processor and leaves it there for milliseconds while another one is idle
/// (6.18: every second stretch of 5 ms for two was done in 10). So a thread for a short stretch of work is started on
/// a processor of its own, and may leave it then.
struct Processors {
    private var all = cpu_set_t()
    /// The numbers of those that this thread does not run on.
    private(set) var others: [Int] = []

    init() {
        guard sched_getaffinity(0, MemoryLayout<cpu_set_t>.size, &all) == 0 else { return }
        let current = Int(sched_getcpu())
        withUnsafeBytes(of: all) { bits in
            others = (0..<8 * bits.count).filter { bits[$0 / 8] & 1 << ($0 % 8) != 0 && $0 != current }
        }
    }

    /// Starts a thread on the processor `number` that calls `body`; nil where that can't be.
    func start(on number: Int, _ body: @escaping @Sendable () -> Void) -> pthread_t? {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        var one = cpu_set_t()
        withUnsafeMutableBytes(of: &one) { $0[number / 8] = 1 << (number % 8) }
        pthread_attr_setaffinity_np(&attributes, MemoryLayout<cpu_set_t>.size, &one)
        let start = Unmanaged.passRetained(Start(all, body))
        var thread = pthread_t()
        let code = pthread_create(
            &thread, &attributes,
            { context in
                let start = Unmanaged<Start>.fromOpaque(context!).takeRetainedValue()
                var all = start.all
                sched_setaffinity(0, MemoryLayout<cpu_set_t>.size, &all)
                start.body()
                return nil
            }, start.toOpaque())
        if code == 0 { return thread }
        start.release()
        return nil
    }

    private final class Start: Sendable {
        let all: cpu_set_t
        let body: @Sendable () -> Void

        init(_ all: cpu_set_t, _ body: @escaping @Sendable () -> Void) {
            self.all = all
            self.body = body
        }
    }
}
