import AWSWire
import Documents

/// The head of an answer, written as bytes.
struct ReplyHead {
    private var out = [UInt8]()

    /// A head with its status line, with room for a body of `size` bytes behind it.
    init(_ status: Int, reserving size: Int = 0) {
        out.reserveCapacity(320 + size)
        if status == 200 {
            out.append("HTTP/1.1 200 OK\r\n")
        } else {
            out.append("HTTP/1.1 \(status) \(Self.reason(status))\r\n")
        }
    }

    /// Adds a field.
    mutating func add(_ name: String, _ value: String) {
        out.append(name)
        out.append(": ")
        let start = out.count
        out.append(value)
        // A recorded or configured value must not end its field.
        for place in start..<out.count where !Self.mayStand(out[place]) {
            out[start...].removeAll { !Self.mayStand($0) }
            break
        }
        out.append("\r\n")
    }

    private static func mayStand(_ byte: UInt8) -> Bool { byte >= 32 && byte != 127 || byte == 9 }

    /// The head with the empty line that ends it, and `body` behind it.
    consuming func closed(before body: [UInt8] = []) -> [UInt8] {
        out.append("\r\n")
        out += body
        return out
    }

    /// Whether the mock itself writes the field `name`, whatever a recording has there.
    static func isOurs(_ name: String) -> Bool {
        switch name.utf8.count {
        case 4, 10, 12, 14:
            ["content-type", "content-length", "date", "connection"].contains(name.lowercased())
        default: false
        }
    }

    /// A status line and `headers`, and the empty line behind them.
    static func write(_ status: Int, _ headers: [(name: String, value: String)]) -> [UInt8] {
        var head = ReplyHead(status)
        for (name, value) in headers { head.add(name, value) }
        return head.closed()
    }

    /// The whole answer to a request that can't be read.
    static func refusal(_ refusal: FramingRefusal) -> [UInt8] {
        let body = Array((refusal.reason + "\n").utf8)
        return write(
            refusal.status,
            [
                ("Date", Timestamp.now().http), ("Content-Type", "text/plain"),
                ("Content-Length", String(body.count)), ("Connection", "close"),
            ]) + body
    }

    /// HTTP's words for `status`.
    static func reason(_ status: Int) -> String {
        switch status {
        case 100: "Continue"
        case 200: "OK"
        case 201: "Created"
        case 202: "Accepted"
        case 204: "No Content"
        case 206: "Partial Content"
        case 301: "Moved Permanently"
        case 302: "Found"
        case 304: "Not Modified"
        case 307: "Temporary Redirect"
        case 400: "Bad Request"
        case 401: "Unauthorized"
        case 403: "Forbidden"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        case 408: "Request Timeout"
        case 409: "Conflict"
        case 412: "Precondition Failed"
        case 413: "Content Too Large"
        case 414: "URI Too Long"
        case 417: "Expectation Failed"
        case 429: "Too Many Requests"
        case 431: "Request Header Fields Too Large"
        case 500: "Internal Server Error"
        case 501: "Not Implemented"
        case 502: "Bad Gateway"
        case 503: "Service Unavailable"
        case 504: "Gateway Timeout"
        case 505: "HTTP Version Not Supported"
        default: "Status"
        }
    }
}
