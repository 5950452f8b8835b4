#if canImport(Glibc)
    internal import Glibc
#endif

/// The signals that end the program, or have it look again; made before any thread starts, so that only the thread that
/// waits takes them.
struct Signals {
    /// What a signal asks for.
    enum Wish {
        case end, lookAgain
    }

    private var set = sigset_t()

    init() {
        sigemptyset(&set)
        for signal in [SIGTERM, SIGINT, SIGHUP] { sigaddset(&set, signal) }
        pthread_sigmask(SIG_BLOCK, &set, nil)
    }

    /// Waits for a signal for at most `seconds`; nil when none came.
    mutating func wait(seconds: Int) -> Wish? {
        var time = timespec(tv_sec: seconds, tv_nsec: 0)
        switch sigtimedwait(&set, nil, &time) {
        case SIGTERM, SIGINT: return .end
        case SIGHUP: return .lookAgain
        default: return nil
        }
    }

    /// Has whoever waits go on and end.
    static func askToEnd() { kill(getpid(), SIGTERM) }
}
