import Glibc

/// Where the members of one JSON object stand in its text, found without reading their values.
///
/// A service model is a megabyte and a run needs a few shapes of it: the index costs a pass over the bytes, and of the
/// rest only what is asked for is looked at (``JSONView``). The index trusts brackets and quotes to balance.
struct JSONIndex {
    /// The members, each with the range of its value.
    private(set) var members: [String: Range<Int>] = [:]
    /// The members of those members that were asked for and are objects, found in the same pass.
    private(set) var nested: [String: NameTable] = [:]

    /// The members of the object that `bytes` begin with (behind white space); nil when there is none or its brackets do
    /// not balance. With `isLined`, each member of a nested object has a line of its own, so that nobody has to look for
    /// its end.
    init?(_ bytes: UnsafeRawBufferPointer, nested names: [String] = [], isLined: Bool = false) {
        var scanner = JSONScanner(bytes)
        guard bytes.count <= UInt32.max, scanner.open() else { return nil }
        while let place = scanner.key() {
            let name = String(decoding: bytes[place], as: UTF8.self)
            let start = scanner.at
            if names.contains(name), scanner.open() {
                var inner = NameTable()
                while let name = scanner.key() {
                    guard let range = isLined ? scanner.restOfLine() : scanner.value() else { return nil }
                    inner.add(name, range, in: bytes)
                }
                guard scanner.isClosed else { return nil }
                scanner.leave()
                nested[name] = inner
                members[name] = start..<scanner.at
            } else {
                guard let range = scanner.value() else { return nil }
                members[name] = range
            }
        }
        guard scanner.isClosed else { return nil }
    }
}

/// Goes over an object's text, member by member, or a list's, element by element.
struct JSONScanner {
    private let bytes: UnsafeRawBufferPointer
    /// The place of the next byte.
    private(set) var at = 0
    /// Whether a member stands before this place, so that a comma goes before the next one.
    private var isBehindMember = false

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    private mutating func skipSpace() {
        while at < bytes.count,
            bytes[at] == 0x20 || bytes[at] == 0x0A || bytes[at] == 0x0D || bytes[at] == 0x09
        {
            at += 1
        }
    }

    private mutating func take(_ byte: Unicode.Scalar) -> Bool {
        skipSpace()
        guard at < bytes.count, bytes[at] == UInt8(ascii: byte) else { return false }
        at += 1
        return true
    }

    /// Goes into the object that stands here; false, and nothing read but space, when there is none.
    mutating func open() -> Bool {
        guard take("{") else { return false }
        isBehindMember = false
        return true
    }

    /// Goes into the list that stands here; false, and nothing read but space, when there is none.
    mutating func openList() -> Bool {
        guard take("[") else { return false }
        isBehindMember = false
        return true
    }

    /// Where the next element of a list stands; nil at its end and where there is none.
    mutating func element() -> Range<Int>? {
        skipSpace()
        guard at < bytes.count, bytes[at] != UInt8(ascii: "]") else { return nil }
        if isBehindMember, !take(",") { return nil }
        skipSpace()
        return value()
    }

    /// Whether the object's end stands here.
    var isClosed: Bool { at < bytes.count && bytes[at] == UInt8(ascii: "}") }

    /// Goes out of an object that was a member.
    mutating func leave() {
        at += 1
        isBehindMember = true
    }

    /// Where the next member's name stands, read up to where its value begins; nil at the object's end and where there is
    /// no member.
    mutating func key() -> Range<Int>? {
        skipSpace()
        if isClosed { return nil }
        if isBehindMember, !take(",") { return nil }
        skipSpace()
        let start = at
        guard at < bytes.count, bytes[at] == UInt8(ascii: "\""), let end = endOfString(at) else {
            return failed()
        }
        at = end
        guard take(":") else { return failed() }
        skipSpace()
        return start + 1..<end - 1
    }

    /// Nowhere: what follows is no end of the object either.
    private mutating func failed() -> Range<Int>? {
        at = bytes.count
        return nil
    }

    /// Where the value that begins here stands; nil where it has no end.
    mutating func value() -> Range<Int>? {
        guard let end = endOfValue(at), end > at else { return nil }
        defer {
            at = end
            isBehindMember = true
        }
        return at..<end
    }

    /// Where the value that begins here and goes on to the line's end stands, without the comma behind it; nil where the
    /// line has no end.
    mutating func restOfLine() -> Range<Int>? {
        guard at < bytes.count, let found = memchr(bytes.baseAddress! + at, 0x0A, bytes.count - at) else {
            return nil
        }
        let start = at
        at = UnsafeRawPointer(found) - bytes.baseAddress!
        if at > start, bytes[at - 1] == UInt8(ascii: ",") { at -= 1 }
        isBehindMember = true
        return at > start ? start..<at : nil
    }

    private func endOfString(_ start: Int) -> Int? {
        var at = start + 1
        // Eight bytes at a time up to the next quote or backslash: a byte that equals one is 0 after the exclusive or, and
        // taking 1 from each byte borrows at a 0.
        while at + 8 <= bytes.count {
            let word = bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self)
            let quotes = word ^ 0x2222_2222_2222_2222, escapes = word ^ 0x5c5c_5c5c_5c5c_5c5c
            let ones: UInt64 = 0x0101_0101_0101_0101
            let found = ((quotes &- ones) & ~quotes | (escapes &- ones) & ~escapes) & 0x8080_8080_8080_8080
            if found == 0 {
                at += 8
                continue
            }
            at += found.littleEndian.trailingZeroBitCount / 8
            if bytes[at] == UInt8(ascii: "\"") { return at + 1 }
            at += 2
        }
        while at < bytes.count {
            switch bytes[at] {
            case UInt8(ascii: "\""): return at + 1
            case UInt8(ascii: "\\"): at += 2
            default: at += 1
            }
        }
        return nil
    }

    private func endOfValue(_ start: Int) -> Int? {
        var at = start
        var depth = 0
        while at < bytes.count {
            switch bytes[at] {
            case UInt8(ascii: "\""):
                guard let end = endOfString(at) else { return nil }
                at = end
                if depth == 0 { return at }
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if depth == 0 { return at }
                depth -= 1
                if depth == 0 { return at + 1 }
            case UInt8(ascii: ","):
                if depth == 0 { return at }
            default: break
            }
            at += 1
        }
        return depth == 0 ? at : nil
    }
}
