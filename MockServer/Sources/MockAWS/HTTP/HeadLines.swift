/// The lines of a head, each ended by CR LF; a bare one of them is refused, because servers disagree about it.
struct HeadLines {
    private let bytes: [UInt8]
    private var at = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The next line without its end; nil at the empty one.
    mutating func next() throws(FramingRefusal) -> Range<Int>? {
        let start = at
        let end: Int? = bytes.withUnsafeBufferPointer { bytes in
            var place = start
            while place < bytes.count {
                let byte = bytes[place]
                if byte == 10 { return nil }
                if byte == 13 { return place + 1 < bytes.count && bytes[place + 1] == 10 ? place : nil }
                place += 1
            }
            return nil
        }
        guard let end else { throw .malformed("a line ends with a bare line feed or carriage return") }
        at = end + 2
        return end == start ? nil : start..<end
    }
}

/// The header field in `line`: a token, a colon without white space before it, a value without control characters.
func readField(_ bytes: [UInt8], _ line: Range<Int>) throws(FramingRefusal) -> IncomingRequest.Field {
    var colon = line.lowerBound
    while colon < line.upperBound, isToken(bytes[colon]) { colon += 1 }
    guard colon > line.lowerBound, colon < line.upperBound, bytes[colon] == UInt8(ascii: ":") else {
        throw .malformed("a header field has no name, or white space where none may be")
    }
    var start = colon + 1
    var end = line.upperBound
    while start < end, bytes[start] == 32 || bytes[start] == 9 { start += 1 }
    while end > start, bytes[end - 1] == 32 || bytes[end - 1] == 9 { end -= 1 }
    for place in start..<end where bytes[place] < 32 && bytes[place] != 9 || bytes[place] == 127 {
        throw .malformed("a header field holds a control character")
    }
    return IncomingRequest.Field(name: line.lowerBound..<colon, value: start..<end)
}

/// Whether `byte` may stand in a token (RFC 9110 section 5.6.2).
func isToken(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5a, 0x5e...0x7a, 0x21, 0x23...0x27, 0x2a, 0x2b, 0x2d, 0x2e, 0x7c, 0x7e: true
    default: false
    }
}
