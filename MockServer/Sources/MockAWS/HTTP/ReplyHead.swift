import Documents

/// The head of an answer as bytes.
enum ReplyHead {
    /// A status line and `headers`, and the empty line behind them.
    static func write(_ status: Int, _ headers: [(name: String, value: String)]) -> [UInt8] {
        var out = [UInt8]()
        out.reserveCapacity(256)
        out += "HTTP/1.1 \(status) \(reason(status))\r\n".utf8
        for (name, value) in headers {
            out += name.utf8
            out += ": ".utf8
            // A recorded or configured value must not end its field.
            out += value.utf8.lazy.filter { $0 >= 32 && $0 != 127 || $0 == 9 }
            out += "\r\n".utf8
        }
        out += "\r\n".utf8
        return out
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
