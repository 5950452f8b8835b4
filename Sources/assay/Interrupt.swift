#if canImport(Glibc)
    import Glibc
#endif

/// Ctrl-C: the first ends the calls in flight and lets the report be printed, the second ends the program.
enum Interrupt {
    /// Runs `work`; an interrupt or SIGTERM cancels it. Tells whether that happened.
    static func cancels<Result: Sendable>(
        _ console: Console, _ work: @escaping @Sendable () async throws -> Result
    ) async throws -> (result: Result, isInterrupted: Bool) {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGINT)
        sigaddset(&signals, SIGTERM)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        let task = Task { try await work() }
        let watch = signals
        let watcher = Task.detached {
            await withCheckedContinuation { (done: CheckedContinuation<Void, Never>) in
                var thread = pthread_t()
                let box = Unmanaged.passRetained(
                    Watch(watch) { second in
                        if second { _exit(130) }
                        console.say("ending; the report of what was seen follows (once more to end at once)")
                        task.cancel()
                    })
                pthread_create(
                    &thread, nil,
                    { argument in
                        Unmanaged<Watch>.fromOpaque(argument!).takeRetainedValue().run()
                        return nil
                    }, box.toOpaque())
                pthread_detach(thread)
                done.resume()
            }
        }
        _ = await watcher.value
        let result = try await task.value
        return (result, task.isCancelled)
    }

    private final class Watch: Sendable {
        let signals: sigset_t
        let take: @Sendable (Bool) -> Void

        init(_ signals: sigset_t, _ take: @escaping @Sendable (Bool) -> Void) {
            self.signals = signals
            self.take = take
        }

        func run() {
            var signals = signals
            var number: Int32 = 0
            sigwait(&signals, &number)
            take(false)
            sigwait(&signals, &number)
            take(true)
        }
    }
}
