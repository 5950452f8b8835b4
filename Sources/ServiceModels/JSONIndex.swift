/// Where the members of one JSON object stand in its text, found without reading their values.
///
/// A service model is a megabyte and a run needs a few shapes of it: the index costs a pass over the bytes, and only
/// what is asked for is parsed, by ``Documents/JSON``. The index itself only trusts brackets and quotes to balance.
struct JSONIndex {
    /// The members, each with the range of its value.
    private(set) var members: [String: Range<Int>] = [:]

    /// The members of the object that begins at or behind `start` (behind white space); nil when there is none or its
    /// brackets do not balance.
    init?(_ bytes: UnsafeRawBufferPointer, from start: Int = 0) {
        var at = start
        func skipSpace() {
            while at < bytes.count,
                bytes[at] == 0x20 || bytes[at] == 0x0A || bytes[at] == 0x0D || bytes[at] == 0x09
            {
                at += 1
            }
        }
        skipSpace()
        guard at < bytes.count, bytes[at] == UInt8(ascii: "{") else { return nil }
        at += 1
        skipSpace()
        if at < bytes.count, bytes[at] == UInt8(ascii: "}") { return }
        while true {
            skipSpace()
            let key = at
            guard at < bytes.count, bytes[at] == UInt8(ascii: "\""), let end = Self.endOfString(bytes, at)
            else {
                return nil
            }
            at = end
            let name = String(decoding: bytes[key + 1..<end - 1], as: UTF8.self)
            skipSpace()
            guard at < bytes.count, bytes[at] == UInt8(ascii: ":") else { return nil }
            at += 1
            skipSpace()
            guard let value = Self.endOfValue(bytes, at), value > at else { return nil }
            members[name] = at..<value
            at = value
            skipSpace()
            guard at < bytes.count else { return nil }
            if bytes[at] == UInt8(ascii: "}") { return }
            guard bytes[at] == UInt8(ascii: ",") else { return nil }
            at += 1
        }
    }

    private static func endOfString(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> Int? {
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

    private static func endOfValue(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> Int? {
        var at = start
        var depth = 0
        while at < bytes.count {
            switch bytes[at] {
            case UInt8(ascii: "\""):
                guard let end = endOfString(bytes, at) else { return nil }
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
