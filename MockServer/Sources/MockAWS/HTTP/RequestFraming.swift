/// HTTP/1.1 framing (RFC 9112): bytes in, requests out.
///
/// Pure and incremental: it keeps what has come in, never reads or writes. What could be read in two ways is refused:
/// two lengths, a length beside chunks, bare line feeds, white space around names, folded lines.
public struct RequestFraming: Sendable {
    /// What the bytes so far amount to.
    public enum Step: Sendable {
        /// More bytes are needed.
        case more
        /// The client waits for `100 Continue` before it sends the body.
        case proceed
        /// A whole request; there may be another behind it.
        case request(IncomingRequest)
        /// No request can be made out; nothing more is read.
        case refused(FramingRefusal)
    }

    private enum Phase: Sendable {
        case head(searched: Int)
        case fixed(RequestHead, length: Int)
        case chunked(RequestHead, ChunkedBody)
        case refused(FramingRefusal)
    }

    private let limits: FramingLimits
    private var bytes: [UInt8] = []
    private var start = 0
    private var phase = Phase.head(searched: 0)

    /// Framing of a new connection.
    public init(limits: FramingLimits = FramingLimits()) { self.limits = limits }

    /// Whether a request has begun to come in and is not whole.
    public var isInsideRequest: Bool {
        if case .head = phase { start < bytes.count } else { true }
    }

    /// Adds bytes that came in.
    public mutating func append(_ more: UnsafeRawBufferPointer) {
        if start == bytes.count {
            bytes.removeAll(keepingCapacity: true)
            start = 0
        } else if start > 1 << 16 {
            bytes.removeSubrange(..<start)
            start = 0
        }
        bytes.append(contentsOf: more)
    }

    /// Adds bytes that came in.
    public mutating func append(_ more: some Collection<UInt8>) {
        let copy = Array(more)
        copy.withUnsafeBytes { append($0) }
    }

    /// The next thing that the bytes amount to; call until it is `more` or `refused`.
    public mutating func next() -> Step {
        do throws(FramingRefusal) { return try step() } catch {
            phase = .refused(error)
            return .refused(error)
        }
    }

    private mutating func step() throws(FramingRefusal) -> Step {
        switch phase {
        case .refused(let refusal): return .refused(refusal)
        case .head(let searched):
            guard let end = try endOfHead(from: searched) else { return .more }
            let head = try RequestHead(Array(bytes[start..<end]), limits: limits)
            start = end
            switch head.length {
            case .none: phase = .fixed(head, length: 0)
            case .fixed(let length):
                guard length <= limits.body else {
                    throw FramingRefusal(status: 413, reason: "the body is longer than \(limits.body) bytes")
                }
                phase = .fixed(head, length: length)
            case .chunked: phase = .chunked(head, ChunkedBody(limit: limits.body))
            }
            if head.expectsContinue, head.length != .none, start == bytes.count { return .proceed }
            return try step()
        case .fixed(let head, let length):
            guard bytes.count - start >= length else { return .more }
            let body = length == 0 ? [] : Array(bytes[start..<start + length])
            start += length
            phase = .head(searched: 0)
            return .request(head.request(body: body))
        case .chunked(let head, var chunks):
            phase = .head(searched: 0)  // So that the chunks are not copied while they grow.
            if try chunks.take(bytes, &start) {
                return .request(head.request(body: chunks.body))
            }
            phase = .chunked(head, chunks)
            return .more
        }
    }

    /// The index behind the empty line that ends the head; nil while it has not come.
    private mutating func endOfHead(from searched: Int) throws(FramingRefusal) -> Int? {
        // Empty lines before a request are passed over (RFC 9112 section 2.2).
        var searched = searched
        while bytes.count - start >= 2, bytes[start] == 13, bytes[start + 1] == 10 {
            start += 2
            searched = 0
        }
        var at = start + max(0, searched - 3)
        let found: Int? = bytes.withUnsafeBufferPointer { bytes in
            while at + 4 <= bytes.count {
                if bytes[at + 3] > 13 {
                    at += 4
                } else if bytes[at + 3] == 10, bytes[at + 2] == 13, bytes[at + 1] == 10, bytes[at] == 13 {
                    return at + 4
                } else {
                    at += 1
                }
            }
            return nil
        }
        guard (found ?? bytes.count) - start <= limits.head else {
            throw FramingRefusal(status: 431, reason: "the head is longer than \(limits.head) bytes")
        }
        if found == nil { phase = .head(searched: bytes.count - start) }
        return found
    }
}
