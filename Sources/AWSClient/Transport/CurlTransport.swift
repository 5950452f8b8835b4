internal import CCurl
internal import Glibc
internal import Synchronization

/// HTTP over libcurl: one thread, one multi handle, connections that are kept.
///
/// Any number of tasks may use it at once. Tasks that prefer it as their executor run on its thread, so that neither
/// their requests nor the replies change threads. TLS is always verified, redirects are never followed. The thread ends
/// with the last reference.
final class CurlTransport: TaskExecutor {
    private let mailbox: CurlMailbox
    private let numbers = Atomic<UInt64>(0)

    private static let isReady: Bool = curl_global_init(Int(CURL_GLOBAL_ALL)) == CURLE_OK

    init(_ settings: TransportSettings = TransportSettings()) {
        precondition(Self.isReady, "libcurl can not be initialised")
        let poller = Poller()
        mailbox = CurlMailbox(bell: poller.bell)
        let start = Start(settings: settings, poller: poller, mailbox: mailbox)
        start.executor = asUnownedTaskExecutor()
        var thread = pthread_t()
        let code = pthread_create(
            &thread, nil,
            { argument in
                let start = Unmanaged<Start>.fromOpaque(argument!).takeRetainedValue()
                start.run()
                return nil
            }, Unmanaged.passRetained(start).toOpaque())
        precondition(code == 0, "the system has no thread left")
        pthread_detach(thread)
    }

    deinit { mailbox.post(.stop) }

    /// What the thread is born with.
    private final class Start {
        let settings: TransportSettings
        let poller: Poller
        let mailbox: CurlMailbox
        /// The transport, which outlives whatever runs on it.
        var executor: UnownedTaskExecutor?

        init(settings: TransportSettings, poller: Poller, mailbox: CurlMailbox) {
            self.settings = settings
            self.poller = poller
            self.mailbox = mailbox
        }

        func run() {
            // Signals belong to the main thread; a write to a closed socket must not end the process.
            var every = sigset_t()
            sigfillset(&every)
            pthread_sigmask(SIG_BLOCK, &every, nil)
            CurlLoop(settings, poller, mailbox, executor!).run()
        }
    }

    /// Runs `job` on the transport's thread.
    func enqueue(_ job: consuming ExecutorJob) { mailbox.post(.run(UnownedJob(job))) }

    private func nextNumber() -> UInt64 { numbers.add(1, ordering: .relaxed).newValue }

    /// Sends `request` and gives what came back. Cancelling the task closes the connection.
    func send(_ request: TransportRequest) async -> Result<TransportResponse, TransportFailure> {
        let number = nextNumber()
        return await withTaskCancellationHandler {
            await withUnsafeContinuation { waiter in
                mailbox.post(.start(number, request, waiter))
                if Task.isCancelled { mailbox.post(.cancel(number)) }
            }
        } onCancel: {
            mailbox.post(.cancel(number))
        }
    }

    /// Returns when the monotonic clock has reached `nanoseconds`, or at once when the task is cancelled.
    func sleep(untilNanoseconds nanoseconds: UInt64) async {
        let number = nextNumber()
        await withTaskCancellationHandler {
            await withUnsafeContinuation { waiter in
                mailbox.post(.wait(number, untilNanoseconds: nanoseconds, waiter))
                if Task.isCancelled { mailbox.post(.cancel(number)) }
            }
        } onCancel: {
            mailbox.post(.cancel(number))
        }
    }

    /// Returns after `seconds`, or at once when the task is cancelled.
    func sleep(seconds: Double) async {
        await sleep(untilNanoseconds: Monotonic.nanoseconds + UInt64(max(0, seconds) * 1e9))
    }
}
