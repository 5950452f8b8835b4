internal import AWSWire

/// What came back, before anybody looked into it.
struct TransportResponse: Sendable {
    /// The status code.
    let status: Int
    /// The lines of the final response's header as they came, the status line left out.
    let headerLines: [UInt8]
    /// The body as it came.
    let body: [UInt8]

    /// The headers in the order in which they came; what is no header is passed over.
    var headers: Headers {
        var headers = Headers()
        headers.fields.reserveCapacity(8)
        headerLines.withUnsafeBufferPointer { bytes in
            var start = 0
            while start < bytes.count {
                let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
                defer { start = end + 1 }
                let line = bytes[start..<end]
                guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > start else { continue }
                var (first, last) = (colon + 1, end)
                while first < last, bytes[first] == 32 || bytes[first] == 9 { first += 1 }
                while last > first, bytes[last - 1] == 13 || bytes[last - 1] == 32 || bytes[last - 1] == 9 {
                    last -= 1
                }
                headers.append(
                    String(decoding: bytes[start..<colon], as: UTF8.self),
                    String(decoding: bytes[first..<last], as: UTF8.self))
            }
        }
        return headers
    }
}
