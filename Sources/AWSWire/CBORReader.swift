import Documents

/// Reads CBOR (RFC 8949) into values, by the conventions of ``Documents/Value``: bytes become base64 text, a moment
/// stays the number of its seconds, and what is no finite number is `NaN`, `Infinity` or `-Infinity`.
///
/// What Smithy's RPC v2 does not use is refused and not guessed at: keys that are not text, numbers too large for 64
/// bits, and simple values other than `false`, `true`, `null` and `undefined`. A tag is passed over, but for those of
/// large numbers.
struct CBORReader: PieceReader {
    /// How deep lists and maps may lie in each other.
    static let depthLimit = 512

    private let bytes: [UInt8]
    private var at = 0
    private var depth = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The one value that `bytes` are.
    static func parse(_ bytes: [UInt8]) throws(WireFailure) -> Value {
        var reader = CBORReader(bytes)
        let value = try reader.value()
        try reader.end()
        return value
    }

    /// Checks that nothing comes behind the value.
    func end() throws(WireFailure) {
        guard at == bytes.count else { throw bad("goes on after its end") }
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

    mutating func kind() throws(WireFailure) -> JSONReader.Kind {
        try passTags()
        guard at < bytes.count else { throw bad("is cut short") }
        switch (bytes[at] >> 5, bytes[at] & 31) {
        case (2, _), (3, _): return .string
        case (4, _): return .array
        case (5, _): return .object
        case (7, 20), (7, 21): return .boolean
        case (7, 22), (7, 23): return .null
        default: return .number
        }
    }

    private mutating func passTags() throws(WireFailure) {
        while at < bytes.count, bytes[at] >> 5 == 6 {
            guard let tag = try argument(try byte() & 31) else { throw bad("has a head that means nothing") }
            guard !(2...5).contains(tag) else { throw bad("has a number of a size that is not read") }
        }
    }

    mutating func value() throws(WireFailure) -> Value {
        switch try kind() {
        case .array:
            var items = [Value]()
            var level = try enter()
            while try hasItem(&level) { items.append(try value()) }
            return .array(items)
        case .object:
            var members = [Object.Member]()
            var level = try enter()
            while let name = try name(&level) { members.append((name, try value())) }
            return .object(Object(members))
        default: return try single()
        }
    }

    mutating func skip() throws(WireFailure) { _ = try value() }

    private mutating func single() throws(WireFailure) -> Value {
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

    // MARK: lists and maps

    /// A list or map that is open: how many items it has, unless a mark ends it, and how many of them were read.
    struct Level {
        fileprivate let count: UInt64?
        fileprivate var seen: UInt64 = 0
    }

    mutating func enter() throws(WireFailure) -> Level {
        guard depth < Self.depthLimit else { throw bad("lies deeper than \(Self.depthLimit) levels") }
        depth += 1
        return Level(count: try argument(try byte() & 31))
    }

    /// Whether one more item follows; passes the mark at the end of one of indefinite length.
    mutating func hasItem(_ level: inout Level) throws(WireFailure) -> Bool {
        if level.count == nil {
            guard at < bytes.count else { throw bad("is cut short") }
            guard !isAtBreak else {
                at += 1
                depth -= 1
                return false
            }
        } else if level.seen == level.count {
            depth -= 1
            return false
        }
        level.seen += 1
        return true
    }

    mutating func name(_ level: inout Level) throws(WireFailure) -> String? {
        guard try hasItem(&level) else { return nil }
        let head = try byte()
        guard head >> 5 == 3 else { throw bad("has a key that is not text") }
        return try text(try argument(head & 31))
    }
}
