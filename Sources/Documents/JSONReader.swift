/// Takes JSON text apart piece by piece, without a tree: strict as RFC 8259 has it, no repeated name, nesting bounded.
///
/// For text that is read straight into a model: a tree and a general reader spend four times as long on the way there.
/// What it takes is what ``JSON`` takes.
public struct JSONReader {
    /// Where the text is no JSON, and why.
    public struct Failure: Error {
        /// The place, in bytes.
        public let offset: Int
        /// What is wrong: lower case, no full stop.
        public let message: String
    }

    /// What a value is.
    public enum Kind: String {
        /// `null`.
        case null
        /// `true` or `false`.
        case boolean
        /// A number.
        case number
        /// Text.
        case string
        /// A list.
        case array
        /// An object.
        case object
    }

    /// UTF-8, known to be valid.
    @usableFromInline let bytes: UnsafeBufferPointer<UInt8>
    /// The byte that is read next.
    public internal(set) var place = 0
    /// How many objects and lists are open.
    private var depth = 0
    /// The names of the objects that are open.
    var names = OpenNames()

    /// A reader of `bytes`, which must be valid UTF-8 and stay where they are while it reads.
    public init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    func failure(_ message: String) -> Failure { Failure(offset: place, message: message) }

    var byte: UInt8? { place < bytes.count ? bytes[place] : nil }

    @inline(__always) private mutating func skipSpace() {
        let spaces: UInt64 = 1 << 0x20 | 1 << 0x0a | 1 << 0x0d | 1 << 0x09
        while place < bytes.count {
            let byte = bytes[place]
            guard byte <= 0x20, spaces >> UInt64(byte) & 1 != 0 else { return }
            place += 1
        }
    }

    /// What comes next; objects and lists within each other may be 2,048 at most.
    public mutating func kind() throws(Failure) -> Kind {
        skipSpace()
        guard depth < 2048 else { return try noValue() }
        switch byte {
        case UInt8(ascii: "\"")?: return .string
        case UInt8(ascii: "{")?: return .object
        case UInt8(ascii: "[")?: return .array
        case UInt8(ascii: "t")?, UInt8(ascii: "f")?: return .boolean
        case UInt8(ascii: "n")?: return .null
        case UInt8(ascii: "-")?, (0x30...0x39)?: return .number
        default: return try noValue()
        }
    }

    /// Says why no value comes next.
    @inline(never) private mutating func noValue() throws(Failure) -> Kind {
        guard depth < 2048 else { throw failure("the nesting is too deep") }
        throw failure(byte == nil ? "the text ends where a value is expected" : "a value is expected")
    }

    /// Checks that nothing comes behind the value.
    public mutating func end() throws(Failure) {
        skipSpace()
        if place < bytes.count { throw failure("there is more behind the value") }
    }

    // MARK: objects and lists

    /// An object or list that is open.
    public struct Level {
        /// Where its names begin.
        let names: Int
        /// A bit for each name that is there; several share a bit.
        var seen: UInt64 = 0
        fileprivate var isFirst = true
    }

    /// Goes into the object or list that comes next.
    public mutating func enter() -> Level {
        depth += 1
        place += 1
        return Level(names: names.count)
    }

    @inline(__always)
    private mutating func isAtEnd(of level: inout Level, _ close: UInt8) throws(Failure) -> Bool {
        skipSpace()
        if byte == close {
            place += 1
            depth -= 1
            names.forget(from: level.names)
            return true
        }
        if level.isFirst {
            level.isFirst = false
        } else if byte == UInt8(ascii: ",") {
            place += 1
        } else {
            try noComma(close)
        }
        return false
    }

    @inline(never) private mutating func noComma(_ close: UInt8) throws(Failure) {
        throw failure(close == UInt8(ascii: "]") ? "a comma or ] is expected" : "a comma or } is expected")
    }

    /// Whether there is another item of the list; the reader then stands before it.
    public mutating func hasItem(_ level: inout Level) throws(Failure) -> Bool {
        try !isAtEnd(of: &level, UInt8(ascii: "]"))
    }

    /// The name of the next member of the object, whose value then comes; nil behind the last.
    public mutating func name(_ level: inout Level) throws(Failure) -> String? {
        guard let name = try member(&level) else { return nil }
        return try text(name)
    }

    /// As ``name(_:)``, the name where it stands: to compare it costs less than to take it out.
    public mutating func member(_ level: inout Level) throws(Failure) -> Quoted? {
        if try isAtEnd(of: &level, UInt8(ascii: "}")) { return nil }
        skipSpace()
        guard byte == UInt8(ascii: "\"") else { throw failure("a name in quotes is expected") }
        let name = try quoted()
        let bit = bit(name)
        if name.hasEscapes || level.seen & bit != 0 || names.areMany(from: level.names) {
            try check(name, level)
        }
        level.seen |= bit
        names.append(name)
        skipSpace()
        guard byte == UInt8(ascii: ":") else { throw failure("a colon is expected") }
        place += 1
        return name
    }

    // MARK: values

    /// The whole value that comes next.
    public mutating func value() throws(Failure) -> Value {
        switch try kind() {
        case .null:
            try word("null")
            return .null
        case .boolean: return .bool(try boolean())
        case .number: return try numeral()
        case .string: return .string(try string())
        case .array:
            var items = [Value]()
            var level = enter()
            while try hasItem(&level) { items.append(try value()) }
            return .array(items)
        case .object:
            var members = [Object.Member]()
            var level = enter()
            while let name = try name(&level) { members.append((name, try value())) }
            return .object(Object(members))
        }
    }

    /// Reads past the value that comes next.
    public mutating func skip() throws(Failure) {
        switch try kind() {
        case .null: try word("null")
        case .boolean: _ = try boolean()
        case .number: _ = try numeral()
        case .string:
            let quoted = try quoted()
            if quoted.hasEscapes { _ = try text(quoted) }
        case .array:
            var level = enter()
            while try hasItem(&level) { try skip() }
        case .object:
            var level = enter()
            while try member(&level) != nil { try skip() }
        }
    }

    /// Goes to a value that was skipped, or back from there.
    public mutating func go(to place: Int) { self.place = place }

    private mutating func word(_ word: StaticString) throws(Failure) {
        let end = place + word.utf8CodeUnitCount
        guard end <= bytes.count,
            bytes[place..<end].elementsEqual(UnsafeBufferPointer(start: word.utf8Start, count: end - place))
        else { throw failure("a value is expected") }
        place = end
    }

    /// The boolean that comes next.
    public mutating func boolean() throws(Failure) -> Bool {
        let value = bytes[place] == UInt8(ascii: "t")
        if value { try word("true") } else { try word("false") }
        return value
    }
}
