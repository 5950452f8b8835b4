#if canImport(Glibc)
    internal import Glibc
#endif

/// The lines of a head, each ended by CR LF; a bare one of them is refused, because servers disagree about it.
struct HeadLines {
    private let bytes: [UInt8]
    private var at = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The next line without its end; nil at the empty one.
    mutating func next() throws(FramingRefusal) -> Range<Int>? {
        let start = at
        let end: Int? = bytes.withUnsafeBytes { bytes in
            // The first line feed must stand right behind the first carriage return.
            guard start < bytes.count, let base = bytes.baseAddress,
                let feed = memchr(base + start, 10, bytes.count - start)
            else { return nil }
            let end = UnsafeRawPointer(feed) - base - 1
            guard end >= start, let returned = memchr(base + start, 13, end + 1 - start) else { return nil }
            return UnsafeRawPointer(returned) == base + end ? end : nil
        }
        guard let end else { throw .malformed("a line ends with a bare line feed or carriage return") }
        at = end + 2
        return end == start ? nil : start..<end
    }
}

/// The header field in `line`: a token, a colon without white space before it, a value without control characters.
func readField(_ bytes: [UInt8], _ line: Range<Int>) throws(FramingRefusal) -> IncomingRequest.Field {
    let found: (name: Range<Int>, value: Range<Int>, isClean: Bool)? = bytes.withUnsafeBufferPointer {
        bytes in
        var colon = line.lowerBound
        while colon < line.upperBound, isToken(bytes[colon]) { colon += 1 }
        guard colon > line.lowerBound, colon < line.upperBound, bytes[colon] == UInt8(ascii: ":") else {
            return nil
        }
        var start = colon + 1
        var end = line.upperBound
        while start < end, bytes[start] == 32 || bytes[start] == 9 { start += 1 }
        while end > start, bytes[end - 1] == 32 || bytes[end - 1] == 9 { end -= 1 }
        // All of them, without a way out: many bytes at a time.
        var controls: UInt8 = 0
        for byte in UnsafeBufferPointer(rebasing: bytes[start..<end]) {
            controls |= (byte < 32 ? 1 : 0) & (byte != 9 ? 1 : 0) | (byte == 127 ? 1 : 0)
        }
        return (line.lowerBound..<colon, start..<end, controls == 0)
    }
    guard let found else {
        throw .malformed("a header field has no name, or white space where none may be")
    }
    guard found.isClean else { throw .malformed("a header field holds a control character") }
    return IncomingRequest.Field(name: found.name, value: found.value)
}

/// Whether `byte` may stand in a token (RFC 9110 section 5.6.2).
func isToken(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5a, 0x5e...0x7a, 0x21, 0x23...0x27, 0x2a, 0x2b, 0x2d, 0x2e, 0x7c, 0x7e: true
    default: false
    }
}
