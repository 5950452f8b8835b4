internal import CLibEvent

#if canImport(Glibc)
    internal import Glibc
#endif

/// A client's connection: a bufferevent, the framing of what comes in, and the delivery under way.
///
/// Confined to the loop's thread; the loop owns it, libevent's callbacks borrow it.
final class Connection {
    private unowned let loop: EventLoop
    private let buffer: OpaquePointer
    private let descriptor: Int32
    private let isSecure: Bool
    private var framing: RequestFraming
    private var steps: ArraySlice<Delivery.Step> = []
    private var timer: OpaquePointer?
    private var isWaiting = false
    private var isEnding = false
    private var isClosed = false
    private var hasEnded = false
    private var limit: Double
    /// Since when bytes wait for the client to read; nil where none do.
    private var unreadSince: Double?

    init?(_ descriptor: Int32, loop: EventLoop, tls: TLSContext?) {
        self.loop = loop
        self.descriptor = descriptor
        isSecure = tls != nil
        framing = RequestFraming(limits: loop.options.limits)
        limit = loop.now + loop.options.requestTime
        var yes: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
        let flags = Int32(BEV_OPT_CLOSE_ON_FREE.rawValue)
        let made: OpaquePointer?
        if let tls {
            guard let session = tls.session() else { return nil }
            made = bufferevent_openssl_socket_new(
                loop.base, descriptor, session, BUFFEREVENT_SSL_ACCEPTING, flags)
            if let made { bufferevent_openssl_set_allow_dirty_shutdown(made, 1) }
        } else {
            made = bufferevent_socket_new(loop.base, descriptor, flags)
        }
        guard let made else { return nil }
        buffer = made
        let this = Unmanaged.passUnretained(self).toOpaque()
        bufferevent_setcb(
            buffer, { _, connection in Connection.with(connection) { $0.read() } },
            { _, connection in Connection.with(connection) { $0.written() } },
            { _, what, connection in Connection.with(connection) { $0.event(what) } }, this)
        bufferevent_enable(buffer, Int16(EV_READ | EV_WRITE))
    }

    deinit {
        if let timer { event_free(timer) }
        bufferevent_free(buffer)
    }

    private static func with(_ context: UnsafeMutableRawPointer?, _ body: (Connection) -> Void) {
        // Held while it runs: the body may have the loop let go of it.
        let connection = Unmanaged<Connection>.fromOpaque(context!).takeUnretainedValue()
        withExtendedLifetime(connection) { if !connection.isClosed { body(connection) } }
    }

    private func finish() {
        guard !isClosed else { return }
        isClosed = true
        bufferevent_disable(buffer, Int16(EV_READ | EV_WRITE))
        loop.remove(self)
    }

    // Reading

    private func read() {
        guard let input = bufferevent_get_input(buffer) else { return }
        let count = evbuffer_get_length(input)
        if isEnding {
            evbuffer_drain(input, count)
            return
        }
        if !framing.isInsideRequest { limit = loop.now + loop.options.requestTime }
        if let start = evbuffer_pullup(input, -1) {
            framing.append(UnsafeRawBufferPointer(start: start, count: count))
            evbuffer_drain(input, count)
        }
        serve()
    }

    private func serve() {
        while steps.isEmpty, !isEnding, !isClosed {
            switch framing.next() {
            case .more:
                if hasEnded { return finish() }
                bufferevent_enable(buffer, Int16(EV_READ))
                if !framing.isInsideRequest { limit = loop.now + loop.options.idleTime }
                return
            case .proceed: send(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8))
            case .request(let request):
                steps = loop.handler(request).steps[...]
                if !request.keepsAlive || loop.isDraining { steps.append(.close) }
                // Requests behind this one wait in the socket until it is answered.
                deliver()
                if !steps.isEmpty { bufferevent_disable(buffer, Int16(EV_READ)) }
            case .refused(let refusal):
                steps = [.bytes(ReplyHead.refusal(refusal)), .close]
                deliver()
            }
        }
    }

    // Delivering

    private var pending: Int { evbuffer_get_length(bufferevent_get_output(buffer)) }

    private func deliver() {
        while !isWaiting, !isClosed, let step = steps.first {
            switch step {
            case .bytes(let bytes):
                steps.removeFirst()
                send(bytes)
            case .wait(let milliseconds):
                steps.removeFirst()
                wait(milliseconds)
            case .reset:
                if pending > 0 { return }
                reset()
            case .close:
                if pending > 0 { return }
                end()
            case .later(let later):
                let id = ObjectIdentifier(self)
                guard let made = later.take(orTell: { [wake = loop.wake] in wake.resume(id) }) else {
                    isWaiting = true
                    return
                }
                steps = (made.steps + steps.dropFirst())[...]
            }
        }
    }

    private func reset() {
        var linger = linger(l_onoff: 1, l_linger: 0)
        setsockopt(
            descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<CLibEvent.linger>.size))
        finish()
    }

    private func send(_ bytes: [UInt8]) {
        var sent = 0
        if !isSecure, pending == 0 {
            // Straight to the socket: the loop's write event would cost two system calls more.
            sent = max(
                0,
                bytes.withUnsafeBytes {
                    Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                })
        }
        guard sent < bytes.count else { return }
        bytes.withUnsafeBytes { bytes in
            _ = bufferevent_write(buffer, bytes.baseAddress! + sent, bytes.count - sent)
        }
        if unreadSince == nil { unreadSince = loop.now }
        // A client that reads slowly must not make us hold its answers.
        if pending > 1 << 20 { steps.insert(.wait(0), at: steps.startIndex) }
    }

    private func wait(_ milliseconds: Double) {
        if milliseconds <= 0 {
            isWaiting = pending > 0
            return
        }
        isWaiting = true
        if timer == nil {
            timer = event_new(
                loop.base, -1, 0, { _, _, connection in Connection.with(connection) { $0.resume() } },
                Unmanaged.passUnretained(self).toOpaque())
        }
        let micros = Int(milliseconds * 1000)
        var time = timeval(tv_sec: micros / 1_000_000, tv_usec: micros % 1_000_000)
        event_add(timer, &time)
    }

    /// Goes on after a wait.
    func resume() {
        guard !isClosed else { return }
        isWaiting = false
        deliver()
        serve()
    }

    private func written() {
        unreadSince = nil
        if case .later = steps.first { return }
        if isWaiting, timer.map({ event_pending($0, Int16(EV_TIMEOUT), nil) == 0 }) ?? true {
            isWaiting = false
        }
        deliver()
        serve()
    }

    /// Closes our half and reads what the client still sends for a moment, so that no reset overtakes the answer.
    private func end() {
        guard !isEnding else { return }
        isEnding = true
        steps = []
        if hasEnded { return finish() }
        if isSecure {
            finish()
        } else {
            shutdown(descriptor, Int32(SHUT_WR))
            limit = loop.now + 2
            bufferevent_enable(buffer, Int16(EV_READ))
        }
    }

    // The rest of its life

    private func event(_ what: Int16) {
        if Int32(what) & BEV_EVENT_EOF != 0, !isEnding, !isSecure {
            // A client that closed its half may still read what it asked for.
            hasEnded = true
            if steps.isEmpty, pending == 0 { finish() } else if steps.isEmpty { steps = [.close] }
        } else if Int32(what) & (BEV_EVENT_EOF | BEV_EVENT_ERROR) != 0 {
            finish()
        }
    }

    func tick(_ now: Double) {
        // What a client does not read is not held for it for ever.
        if let unreadSince, now - unreadSince >= loop.options.answerTime { return reset() }
        guard now >= limit, steps.isEmpty else { return }
        guard framing.isInsideRequest, !isEnding else { return finish() }
        let refusal = FramingRefusal(status: 408, reason: "the request took too long to send")
        steps = [.bytes(ReplyHead.refusal(refusal)), .close]
        deliver()
    }

    func drain() {
        if steps.isEmpty, !framing.isInsideRequest { finish() } else { steps.append(.close) }
    }
}
