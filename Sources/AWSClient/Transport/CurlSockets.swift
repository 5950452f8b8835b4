internal import CCurl
internal import Glibc

/// The sockets of one ``CurlLoop``, and what they are watched for.
///
/// A connection that rests between two transfers stays watched: libcurl tells when it begins and ends to care, twice for
/// each request, and asking the kernel each time costs more than an event too many. Other sockets of libcurl's are
/// closed without a word, so they are watched only while it cares.
final class CurlSockets {
    private struct Socket {
        /// What libcurl wants to be told.
        var wanted: Poller.Interest = []
        /// What the poller watches for.
        var watched: Poller.Interest = []
        /// Whether this is a connection, whose end we are told.
        var isConnection = false
    }

    private let poller: Poller
    /// By descriptor.
    private var sockets = [Socket]()

    init(_ poller: Poller) { self.poller = poller }

    /// What libcurl hands back; good for as long as the object is.
    var pointer: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }

    static func of(_ pointer: UnsafeMutableRawPointer?) -> CurlSockets {
        Unmanaged<CurlSockets>.fromOpaque(pointer!).takeUnretainedValue()
    }

    private func change(_ descriptor: Int32, _ change: (inout Socket) -> Void) {
        let place = Int(descriptor)
        while sockets.count <= place { sockets.append(Socket()) }
        let before = sockets[place].watched
        change(&sockets[place])
        poller.watch(descriptor, for: sockets[place].watched, before: before)
    }

    /// A connection is about to be made.
    func add(_ descriptor: Int32) { change(descriptor) { $0 = Socket(isConnection: true) } }

    /// A connection ends.
    func close(_ descriptor: Int32) {
        change(descriptor) { $0 = Socket() }
        Glibc.close(descriptor)
    }

    /// libcurl cares for `what` of `descriptor`.
    /// <https://curl.se/libcurl/c/CURLMOPT_SOCKETFUNCTION.html>
    func watch(_ descriptor: Int32, _ what: Int32) {
        change(descriptor) { socket in
            socket.wanted = []
            if what == CURL_POLL_IN || what == CURL_POLL_INOUT { socket.wanted.insert(.read) }
            if what == CURL_POLL_OUT || what == CURL_POLL_INOUT { socket.wanted.insert(.write) }
            if !socket.wanted.isEmpty || !socket.isConnection { socket.watched = socket.wanted }
        }
    }

    /// Whether libcurl cares for what happens to `descriptor`; where it does not, the descriptor is watched no more.
    func isWanted(_ descriptor: Int32) -> Bool {
        let place = Int(descriptor)
        guard sockets.indices.contains(place), !sockets[place].wanted.isEmpty else {
            change(descriptor) { $0.watched = [] }
            return false
        }
        return true
    }
}
