/// Where the members of one JSON object stand in its text, found without reading their values.
///
/// A service model is a megabyte and a run needs a few shapes of it: the index costs a pass over the bytes, and only
/// what is asked for is parsed, by ``Documents/JSON``. The index itself only trusts brackets and quotes to balance.
struct JSONIndex {
    /// The members, each with the range of its value.
    private(set) var members: [String: Range<Int>] = [:]
    /// The members of those members that were asked for and are objects, found in the same pass.
    private(set) var nested: [String: [String: Range<Int>]] = [:]

    /// The members of the object that `bytes` begin with (behind white space); nil when there is none or its brackets do
    /// not balance.
    init?(_ bytes: UnsafeRawBufferPointer, nested names: [String] = []) {
        var scanner = JSONScanner(bytes)
        guard scanner.open() else { return nil }
        while let name = scanner.key() {
            let start = scanner.at
            if names.contains(name), scanner.open() {
                var inner: [String: Range<Int>] = [:]
                while let name = scanner.key() {
                    guard let range = scanner.value() else { return nil }
                    inner[name] = range
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

/// Goes over an object's text, member by member.
private struct JSONScanner {
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

    /// Whether the object's end stands here.
    var isClosed: Bool { at < bytes.count && bytes[at] == UInt8(ascii: "}") }

    /// Goes out of an object that was a member.
    mutating func leave() {
        at += 1
        isBehindMember = true
    }

    /// The next member's name, up to where its value begins; nil at the object's end and where there is no member.
    mutating func key() -> String? {
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
        return String(decoding: bytes[start + 1..<end - 1], as: UTF8.self)
    }

    /// Nowhere: what follows is no end of the object either.
    private mutating func failed() -> String? {
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

    private func endOfString(_ start: Int) -> Int? {
        var at = start + 1
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
