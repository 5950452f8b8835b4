import Documents

/// Reads CBOR (RFC 8949) into values, by the conventions of ``Documents/Value``: bytes become base64 text, a moment
/// stays the number of its seconds, and what is no finite number is `NaN`, `Infinity` or `-Infinity`.
///
/// What Smithy's RPC v2 does not use is refused and not guessed at: keys that are not text, numbers too large for 64
/// bits, and simple values other than `false`, `true`, `null` and `undefined`. A tag is passed over, but for those of
/// large numbers.
struct CBORReader {
    /// How deep lists and maps may lie in each other; the same as JSON's.
    static let depthLimit = 512

    private let bytes: [UInt8]
    private var at = 0

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The one value that `bytes` are.
    static func parse(_ bytes: [UInt8]) throws(WireFailure) -> Value {
        var reader = CBORReader(bytes)
        let value = try reader.value(depth: 0)
        guard reader.at == bytes.count else { throw reader.bad("goes on after its end") }
        return value
    }

    private func bad(_ why: String) -> WireFailure {
        WireFailure(.message, "the body is not CBOR: it \(why) at byte \(at)")
    }

    private mutating func byte() throws(WireFailure) -> UInt8 {
        guard at < bytes.count else { throw bad("is cut short") }
        defer { at += 1 }
        return bytes[at]
    }

    /// The big-endian number in the next `count` bytes.
    private mutating func number(_ count: Int) throws(WireFailure) -> UInt64 {
        guard bytes.count - at >= count else { throw bad("is cut short") }
        defer { at += count }
        return bytes[at..<at + count].reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// The argument of a head: a value or a length; nil for an indefinite length.
    private mutating func argument(_ info: UInt8) throws(WireFailure) -> UInt64? {
        switch info {
        case 0...23: return UInt64(info)
        case 24...27: return try number(1 << Int(info - 24))
        case 31: return nil
        default: throw bad("has a head that means nothing")
        }
    }

    private var isAtBreak: Bool { at < bytes.count && bytes[at] == 0xff }

    private mutating func value(depth: Int) throws(WireFailure) -> Value {
        guard depth < Self.depthLimit else { throw bad("lies deeper than \(Self.depthLimit) levels") }
        let head = try byte()
        let (major, info) = (head >> 5, head & 31)
        if major == 7 { return try simple(info) }
        let argument = try argument(info)
        switch (major, argument) {
        case (0, let number?):
            guard let whole = Int(exactly: number) else { throw bad("has a number beyond 64 bits") }
            return .integer(whole)
        case (1, let number?):
            guard let whole = Int(exactly: number) else { throw bad("has a number beyond 64 bits") }
            return .integer(-1 - whole)
        case (2, _): return .string(Base64.encode(try chunks(2, argument)))
        case (3, _): return .string(try text(argument))
        case (4, _): return try list(argument, depth: depth)
        case (5, _): return try map(argument, depth: depth)
        case (6, let tag?):
            guard !(2...5).contains(tag) else { throw bad("has a number of a size that is not read") }
            return try value(depth: depth + 1)
        default: throw bad("has a head that means nothing")
        }
    }

    private mutating func simple(_ info: UInt8) throws(WireFailure) -> Value {
        switch info {
        case 20: return false
        case 21: return true
        case 22, 23: return .null
        case 25: return Self.value(Double(Float16(bitPattern: UInt16(try number(2)))))
        case 26: return Self.value(Double(Float(bitPattern: UInt32(try number(4)))))
        case 27: return Self.value(Double(bitPattern: try number(8)))
        default: throw bad("has a simple value that means nothing")
        }
    }

    private static func value(_ number: Double) -> Value {
        if number.isFinite { return .number(number) }
        return .string(number.isNaN ? "NaN" : number < 0 ? "-Infinity" : "Infinity")
    }

    /// The bytes of a string of type `major`, in one piece or in several.
    private mutating func chunks(_ major: UInt8, _ length: UInt64?) throws(WireFailure) -> [UInt8] {
        if let length { return try piece(length) }
        var all = [UInt8]()
        while !isAtBreak {
            let head = try byte()
            guard head >> 5 == major, let length = try argument(head & 31) else {
                throw bad("has a string of pieces that are no strings")
            }
            all += try piece(length)
        }
        at += 1
        return all
    }

    private mutating func piece(_ length: UInt64) throws(WireFailure) -> [UInt8] {
        guard length <= UInt64(bytes.count - at) else { throw bad("is cut short") }
        defer { at += Int(length) }
        return Array(bytes[at..<at + Int(length)])
    }

    private mutating func text(_ length: UInt64?) throws(WireFailure) -> String {
        guard let text = String(validating: try chunks(3, length), as: UTF8.self) else {
            throw bad("has text that is not UTF-8")
        }
        return text
    }

    /// Whether one more item follows in a list or map of `count` items that has had `seen`; passes the mark at the end
    /// of one of indefinite length.
    private mutating func goesOn(_ count: UInt64?, _ seen: Int) throws(WireFailure) -> Bool {
        if let count { return UInt64(seen) < count }
        guard at < bytes.count else { throw bad("is cut short") }
        guard isAtBreak else { return true }
        at += 1
        return false
    }

    private mutating func list(_ count: UInt64?, depth: Int) throws(WireFailure) -> Value {
        var items = [Value]()
        while try goesOn(count, items.count) { items.append(try value(depth: depth + 1)) }
        return .array(items)
    }

    private mutating func map(_ count: UInt64?, depth: Int) throws(WireFailure) -> Value {
        var members = [Object.Member]()
        while try goesOn(count, members.count) {
            let head = try byte()
            guard head >> 5 == 3 else { throw bad("has a key that is not text") }
            let key = try text(try argument(head & 31))
            members.append((key, try value(depth: depth + 1)))
        }
        return .object(Object(members))
    }
}
