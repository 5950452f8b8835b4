#if canImport(Glibc)
    import Glibc
#endif

/// Ctrl-C: the first ends the calls in flight and lets the report be printed, the second ends the program.
///
/// A handler, not a mask: threads that run already when a scan begins would take a signal that only some block.
enum Interrupt {
    private static let signals = [SIGINT, SIGTERM]

    /// Where the handler writes a byte; made before the handler is set, which may do little else.
    private static let pipe: (read: Int32, write: Int32) = {
        var ends: [Int32] = [-1, -1]
        guard Glibc.pipe(&ends) == 0 else { return (-1, -1) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }()

    /// Runs `work`; an interrupt or SIGTERM cancels it. Tells whether that happened.
    static func cancels<Result: Sendable>(
        _ console: Console, _ work: @escaping @Sendable () async throws -> Result
    ) async throws -> (result: Result, isInterrupted: Bool) {
        guard pipe.read >= 0 else { return (try await work(), false) }
        let task = Task { try await work() }
        watch {
            console.say("ending; the report of what was seen follows (once more to end at once)")
            task.cancel()
        }
        let taken = signals.filter(take)
        defer { for number in taken { signal(number, SIG_DFL) } }
        let result = try await task.value
        return (result, task.isCancelled)
    }

    /// Lets the handler take `number`, once; not where whoever started the program ignores it.
    private static func take(_ number: Int32) -> Bool {
        var before = sigaction()
        sigaction(number, nil, &before)
        if unsafeBitCast(before.__sigaction_handler.sa_handler, to: Int.self) == 1 { return false }
        var action = sigaction()
        action.__sigaction_handler.sa_handler = { number in
            let code = errno
            var byte = UInt8(truncatingIfNeeded: number)
            _ = write(Interrupt.pipe.write, &byte, 1)
            errno = code
        }
        action.sa_flags = SA_RESTART | Int32(bitPattern: UInt32(SA_RESETHAND))
        return sigaction(number, &action, nil) == 0
    }

    /// Calls `take` on a thread of its own when a signal has come; from then on each signal ends the program.
    private static func watch(_ take: @escaping @Sendable () -> Void) {
        let box = Unmanaged.passRetained(Watch(take))
        var thread = pthread_t()
        pthread_create(
            &thread, nil,
            { argument in
                Unmanaged<Watch>.fromOpaque(argument!).takeRetainedValue().run()
                return nil
            }, box.toOpaque())
        pthread_detach(thread)
    }

    private final class Watch: Sendable {
        let take: @Sendable () -> Void

        init(_ take: @escaping @Sendable () -> Void) { self.take = take }

        func run() {
            var byte: UInt8 = 0
            while read(Interrupt.pipe.read, &byte, 1) < 0, errno == EINTR {}
            for number in Interrupt.signals { signal(number, SIG_DFL) }
            take()
        }
    }
}
