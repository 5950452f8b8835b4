/// What came back, before anybody looked into it.
struct TransportResponse: Sendable {
    /// The status code.
    let status: Int
    /// The lines of the final response's header as they came, the status line left out.
    let headerLines: [UInt8]
    /// The body as it came.
    let body: [UInt8]

    /// Name and value of each header in the order in which they came; what is no header is passed over.
    var headers: [(name: String, value: String)] {
        var headers = [(name: String, value: String)]()
        headers.reserveCapacity(8)
        for line in headerLines.split(separator: UInt8(ascii: "\n")) {
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex else {
                continue
            }
            var (first, last) = (colon + 1, line.endIndex)
            while first < last, line[first] == 32 || line[first] == 9 { first += 1 }
            while last > first, line[last - 1] == 13 || line[last - 1] == 32 || line[last - 1] == 9 {
                last -= 1
            }
            headers.append(
                (
                    String(decoding: line[..<colon], as: UTF8.self),
                    String(decoding: line[first..<last], as: UTF8.self)
                ))
        }
        return headers
    }
}
