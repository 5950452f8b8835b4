internal import CCurl
internal import Synchronization

/// What other threads ask of the loop.
enum CurlCommand {
    case start(
        UInt64, TransportRequest, UnsafeContinuation<Result<TransportResponse, TransportFailure>, Never>)
    case wait(UInt64, untilNanoseconds: UInt64, UnsafeContinuation<Void, Never>)
    case cancel(UInt64)
    case run(UnownedJob)
    case stop
}

/// Where commands wait for the loop's thread.
final class CurlMailbox: Sendable {
    private struct State {
        var commands = [CurlCommand]()
        var isAsleep = false
    }
    private let state = Mutex(State())
    private let bell: Int32

    init(bell: Int32) { self.bell = bell }

    /// Hands `command` over, from any thread.
    func post(_ command: consuming sending CurlCommand) {
        let mustRing = state.withLock { [command] state in
            state.commands.append(command)
            defer { state.isAsleep = false }
            return state.isAsleep
        }
        if mustRing { Poller.wake(bell) }
    }

    /// Whether nothing has come, so that the loop may sleep until somebody rings.
    func maySleep() -> Bool {
        state.withLock { state in
            state.isAsleep = state.commands.isEmpty
            return state.isAsleep
        }
    }

    /// Takes what has come, and leaves `empty` to be filled.
    func take(_ empty: inout [CurlCommand]) {
        state.withLock { state in
            state.isAsleep = false
            swap(&state.commands, &empty)
        }
    }
}

/// One host that requests go to: how many are open, and which wait their turn.
final class CurlHost {
    let origin: Substring
    var open = 0
    var queue = Queue<(number: UInt64, request: TransportRequest, waiter: CurlLoop.Waiter)>()

    init(_ origin: Substring) { self.origin = origin }
}

/// The one thread's side of ``CurlTransport``: a multi handle of libcurl's driven by epoll.
///
/// Everything here is touched by that thread alone. <https://curl.se/libcurl/c/curl_multi_socket_action.html>
final class CurlLoop {
    private let multi: UnsafeMutableRawPointer
    private let poller: Poller
    private let mailbox: CurlMailbox
    private let settings: TransportSettings
    private let executor: UnownedTaskExecutor

    private let sockets: CurlSockets
    private var curlDeadline = UInt64.max
    private var idle = [CurlHandle]()
    private var active = [UInt64: CurlHandle]()
    private var hosts = [Substring: CurlHost]()
    private var sleepers = Sleepers()
    private var mustDrain = false
    /// What ended in this round, passed on at its end.
    private var ended = [(waiter: Waiter, outcome: Result<TransportResponse, TransportFailure>)]()

    typealias Waiter = UnsafeContinuation<Result<TransportResponse, TransportFailure>, Never>

    init(
        _ settings: TransportSettings, _ poller: Poller, _ mailbox: CurlMailbox,
        _ executor: UnownedTaskExecutor
    ) {
        guard let multi = curl_multi_init() else { preconditionFailure("libcurl has no memory left") }
        self.multi = multi
        self.poller = poller
        sockets = CurlSockets(poller)
        self.mailbox = mailbox
        self.settings = settings
        self.executor = executor
        _ = assay_curl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, settings.connections)
        _ = assay_curl_multi_set_socket(
            multi,
            { _, socket, what, sockets, _ in
                CurlSockets.of(sockets).watch(socket, what)
                return 0
            }, sockets.pointer)
        let this = Unmanaged.passUnretained(self).toOpaque()
        _ = assay_curl_multi_set_timer(
            multi,
            { _, milliseconds, this in
                CurlLoop.of(this).setTimer(milliseconds)
                return 0
            }, this)
    }

    deinit {
        for handle in active.values { curl_multi_remove_handle(multi, handle.easy) }
        active.removeAll()
        idle.removeAll()
        curl_multi_cleanup(multi)
    }

    private static func of(_ pointer: UnsafeMutableRawPointer?) -> CurlLoop {
        Unmanaged<CurlLoop>.fromOpaque(pointer!).takeUnretainedValue()
    }

    private func setTimer(_ milliseconds: Int) {
        curlDeadline = milliseconds < 0 ? .max : Monotonic.nanoseconds + UInt64(milliseconds) * 1_000_000
    }

    /// Serves requests until it is told to stop.
    func run() {
        var commands = [CurlCommand]()
        var running: Int32 = 0
        while true {
            poller.wait(untilNanoseconds: mailbox.maySleep() ? min(curlDeadline, sleepers.next) : 0) {
                socket, canRead, canWrite, hasFailed in
                guard sockets.isWanted(socket) else { return }
                let mask =
                    (canRead ? CURL_CSELECT_IN : 0) | (canWrite ? CURL_CSELECT_OUT : 0)
                    | (hasFailed ? CURL_CSELECT_ERR : 0)
                curl_multi_socket_action(multi, socket, mask, &running)
            }
            mailbox.take(&commands)
            for command in commands {
                switch command {
                case .start(let number, let request, let waiter): start(number, request, waiter)
                case .wait(let number, let deadline, let waiter): sleepers.add(number, deadline, waiter)
                case .cancel(let number): cancel(number)
                case .run(let job): job.runSynchronously(on: executor)
                case .stop:
                    end()
                    return
                }
            }
            commands.removeAll(keepingCapacity: true)
            if curlDeadline != .max || sleepers.next != .max {
                let now = Monotonic.nanoseconds
                if curlDeadline <= now {
                    curlDeadline = .max
                    curl_multi_socket_action(multi, CURL_SOCKET_TIMEOUT, 0, &running)
                }
                sleepers.wake(now)
            }
            collect()
            passOn()
        }
    }

    private func passOn() {
        for (waiter, outcome) in ended { waiter.resume(returning: outcome) }
        ended.removeAll(keepingCapacity: true)
    }

    private func start(_ number: UInt64, _ request: TransportRequest, _ waiter: Waiter) {
        let host = host(request.origin)
        if hasRoom(host) {
            launch(number, host, request, waiter)
        } else {
            host.queue.append((number, request, waiter))
        }
    }

    private func host(_ origin: Substring) -> CurlHost {
        if let known = hosts[origin] { return known }
        let made = CurlHost(origin)
        hosts[origin] = made
        return made
    }

    private func hasRoom(_ host: CurlHost) -> Bool {
        active.count < settings.connections && host.open < settings.connectionsPerHost
    }

    private func launch(_ number: UInt64, _ host: CurlHost, _ request: TransportRequest, _ waiter: Waiter) {
        do throws(TransportFailure) {
            let handle: CurlHandle
            if let kept = idle.popLast() { handle = kept } else { handle = try CurlHandle(settings, sockets) }
            do throws(TransportFailure) { try handle.prepare(request) } catch {
                idle.append(handle)
                throw error
            }
            handle.number = number
            handle.host = host
            handle.waiter = waiter
            active[number] = handle
            host.open += 1
            curl_multi_add_handle(multi, handle.easy)
        } catch {
            waiter.resume(returning: .failure(error))
            mustDrain = true
        }
    }

    /// Passes on what has ended, and lets those in that waited for room.
    private func collect() {
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle else {
                continue
            }
            let code = message.pointee.data.result
            var pointer: UnsafeMutableRawPointer?
            _ = assay_curl_get_pointer(easy, CURLINFO_PRIVATE, &pointer)
            let handle = CurlHandle.of(pointer)
            finish(handle, handle.outcome(code))
        }
        while mustDrain {
            mustDrain = false
            for host in hosts.values where !host.queue.isEmpty { drain(host) }
        }
    }

    private func finish(_ handle: CurlHandle, _ outcome: Result<TransportResponse, TransportFailure>) {
        curl_multi_remove_handle(multi, handle.easy)
        active[handle.number] = nil
        let (waiter, host) = (handle.waiter, handle.host)
        handle.waiter = nil
        handle.host = nil
        idle.append(handle)
        if let host {
            host.open -= 1
            if !host.queue.isEmpty { drain(host) }
            if host.open == 0, host.queue.isEmpty { hosts[host.origin] = nil }
        }
        if active.count == settings.connections - 1 { mustDrain = true }
        if let waiter { ended.append((waiter, outcome)) }
    }

    private func drain(_ host: CurlHost) {
        while hasRoom(host), let next = host.queue.popFirst() {
            launch(next.number, host, next.request, next.waiter)
        }
    }

    private func cancel(_ number: UInt64) {
        let gone = TransportFailure(.cancelled, "the call was cancelled")
        if let handle = active[number] {
            finish(handle, .failure(gone))
        } else if !sleepers.cancel(number) {
            for host in hosts.values {
                if let waiting = host.queue.remove(where: { $0.number == number }) {
                    waiting.waiter.resume(returning: .failure(gone))
                    return
                }
            }
        }
    }

    private func end() {
        for number in active.keys { cancel(number) }
        let gone = TransportFailure(.cancelled, "the client was closed")
        for host in hosts.values {
            while let waiting = host.queue.popFirst() { waiting.waiter.resume(returning: .failure(gone)) }
        }
        sleepers.wake(.max)
        passOn()
    }
}
