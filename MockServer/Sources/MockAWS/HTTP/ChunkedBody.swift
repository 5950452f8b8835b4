import Documents

/// A body that comes in chunks (RFC 9112 section 7.1), put together.
struct ChunkedBody: Sendable {
    private enum Phase: Sendable {
        case size
        case data(left: Int)
        case dataEnd
        case trailers
    }

    private(set) var body: [UInt8] = []
    private let limit: Int
    private var phase = Phase.size
    private var trailers = 0

    /// The longest line of a chunk's size with its extensions, and the most bytes of trailers.
    private static let longestLine = 256
    private static let longestTrailers = 8192

    /// A body of at most `limit` bytes.
    init(limit: Int) { self.limit = limit }

    /// Takes what it can from `bytes`, moving `at`; true when the body is whole.
    mutating func take(_ bytes: [UInt8], _ at: inout Int) throws(FramingRefusal) -> Bool {
        while true {
            switch phase {
            case .size:
                guard let line = try line(bytes, &at, Self.longestLine) else { return false }
                let size = try Self.size(bytes[line])
                guard body.count + size <= limit else {
                    throw FramingRefusal(status: 413, reason: "the body is longer than \(limit) bytes")
                }
                phase = size == 0 ? .trailers : .data(left: size)
            case .data(let left):
                let count = min(left, bytes.count - at)
                body += bytes[at..<at + count]
                at += count
                guard count == left else {
                    phase = .data(left: left - count)
                    return false
                }
                phase = .dataEnd
            case .dataEnd:
                guard bytes.count - at >= 2 else { return false }
                guard bytes[at] == 13, bytes[at + 1] == 10 else {
                    throw .malformed("a chunk is longer than its size says")
                }
                at += 2
                phase = .size
            case .trailers:
                guard let line = try line(bytes, &at, Self.longestTrailers) else { return false }
                if line.isEmpty { return true }
                trailers += line.count
                guard trailers <= Self.longestTrailers else {
                    throw FramingRefusal(status: 431, reason: "the trailers are too long")
                }
                _ = try readField(bytes, line)
            }
        }
    }

    private func line(_ bytes: [UInt8], _ at: inout Int, _ longest: Int) throws(FramingRefusal) -> Range<Int>?
    {
        var end = at
        while end < bytes.count, bytes[end] != 13, bytes[end] != 10, end - at <= longest { end += 1 }
        guard end - at <= longest else { throw .malformed("a line between chunks is too long") }
        guard end < bytes.count else { return nil }
        guard bytes[end] == 13 else { throw .malformed("a line between chunks ends with a bare line feed") }
        guard end + 1 < bytes.count else { return nil }
        guard bytes[end + 1] == 10 else { throw .malformed("a line between chunks ends with a bare CR") }
        let line = at..<end
        at = end + 2
        return line
    }

    private static func size(_ line: ArraySlice<UInt8>) throws(FramingRefusal) -> Int {
        let digits = line.prefix { $0 != UInt8(ascii: ";") }
        guard (1...8).contains(digits.count) else { throw .malformed("a chunk's size is malformed") }
        var size = 0
        for byte in digits {
            guard let digit = byte.hexDigit else { throw .malformed("a chunk's size is malformed") }
            size = size << 4 | Int(digit)
        }
        for byte in line.dropFirst(digits.count) where byte < 32 && byte != 9 || byte == 127 {
            throw .malformed("a chunk's extension holds a control character")
        }
        return size
    }
}
