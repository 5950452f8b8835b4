internal import CLinux
internal import Glibc

/// Waits for sockets, for a moment, and for other threads: epoll, a timer and an event in one.
///
/// <https://man7.org/linux/man-pages/man7/epoll.7.html>
final class Poller {
    private let epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
    private let timer = timerfd_create(CLOCK_MONOTONIC, Int32(TFD_NONBLOCK | TFD_CLOEXEC))
    /// Written to by other threads; see ``wake(_:)``.
    let bell = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))
    private var events = [epoll_event](repeating: epoll_event(), count: 256)
    private var alarm: UInt64 = .max

    init() {
        precondition(epoll >= 0 && timer >= 0 && bell >= 0, "the system has no file descriptors left")
        // By its edge, so that nobody has to read it.
        control(EPOLL_CTL_ADD, bell, EPOLLIN.rawValue | EPOLLET.rawValue)
        control(EPOLL_CTL_ADD, timer, EPOLLIN.rawValue)
    }

    deinit {
        close(epoll)
        close(timer)
        close(bell)
    }

    /// Ends a ``wait(untilNanoseconds:_:)`` that runs or is about to, from any thread.
    static func wake(_ bell: Int32) {
        var one: UInt64 = 1
        _ = write(bell, &one, 8)
    }

    private func control(_ operation: Int32, _ descriptor: Int32, _ interest: UInt32) {
        var event = epoll_event()
        event.events = interest
        event.data.fd = descriptor
        epoll_ctl(epoll, operation, descriptor, &event)
    }

    /// What a descriptor is watched for.
    struct Interest: OptionSet {
        let rawValue: UInt32
        static let read = Interest(rawValue: EPOLLIN.rawValue)
        static let write = Interest(rawValue: EPOLLOUT.rawValue)
    }

    /// Watches `descriptor`, which was watched for `before`, for `now`.
    func watch(_ descriptor: Int32, for now: Interest, before: Interest) {
        if now == before { return }
        control(
            now.isEmpty ? EPOLL_CTL_DEL : before.isEmpty ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, descriptor,
            now.rawValue)
    }

    /// Waits until a watched descriptor is ready, somebody rings, or `deadline` on the monotonic clock has passed (0
    /// waits for nothing), and calls `ready` for each descriptor.
    func wait(
        untilNanoseconds deadline: UInt64,
        _ ready: (_ descriptor: Int32, _ canRead: Bool, _ canWrite: Bool, _ hasFailed: Bool) -> Void
    ) {
        // An alarm that comes too early does no harm, and most deadlines move away before they come.
        if deadline > 0, deadline < alarm {
            alarm = deadline
            var setting = itimerspec()
            setting.it_value = timespec(
                tv_sec: Int(deadline / 1_000_000_000), tv_nsec: Int(deadline % 1_000_000_000))
            timerfd_settime(timer, Int32(TFD_TIMER_ABSTIME), &setting, nil)
        }
        let count = epoll_wait(epoll, &events, Int32(events.count), deadline == 0 ? 0 : -1)
        guard count > 0 else { return }
        for place in 0..<Int(count) {
            let (descriptor, what) = (events[place].data.fd, events[place].events)
            if descriptor == bell { continue }
            if descriptor == timer {
                var number: UInt64 = 0
                _ = read(descriptor, &number, 8)
                alarm = .max
                continue
            }
            ready(
                descriptor, what & EPOLLIN.rawValue != 0, what & EPOLLOUT.rawValue != 0,
                what & (EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0)
        }
    }
}

/// The monotonic clock.
enum Monotonic {
    /// Nanoseconds since some moment in the past.
    static var nanoseconds: UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}
