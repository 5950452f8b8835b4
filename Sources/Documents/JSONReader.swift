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
    private let bytes: UnsafeBufferPointer<UInt8>
    /// The byte that is read next.
    public private(set) var place = 0
    /// How many objects and lists are open.
    private var depth = 0
    private var names = OpenNames()

    /// A reader of `bytes`, which must be valid UTF-8 and stay where they are while it reads.
    public init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    private func failure(_ message: String) -> Failure { Failure(offset: place, message: message) }

    private var byte: UInt8? { place < bytes.count ? bytes[place] : nil }

    private mutating func skipSpace() {
        while place < bytes.count {
            switch bytes[place] {
            case 0x20, 0x0a, 0x0d, 0x09: place += 1
            default: return
            }
        }
    }

    /// What comes next; objects and lists within each other may be 2,048 at most.
    public mutating func kind() throws(Failure) -> Kind {
        skipSpace()
        guard depth < 2048 else { throw failure("the nesting is too deep") }
        switch byte {
        case UInt8(ascii: "\"")?: return .string
        case UInt8(ascii: "{")?: return .object
        case UInt8(ascii: "[")?: return .array
        case UInt8(ascii: "t")?, UInt8(ascii: "f")?: return .boolean
        case UInt8(ascii: "n")?: return .null
        case UInt8(ascii: "-")?, (0x30...0x39)?: return .number
        case nil: throw failure("the text ends where a value is expected")
        default: throw failure("a value is expected")
        }
    }

    /// Checks that nothing comes behind the value.
    public mutating func end() throws(Failure) {
        skipSpace()
        if place < bytes.count { throw failure("there is more behind the value") }
    }

    // MARK: objects and lists

    /// An object or list that is open.
    public struct Level {
        fileprivate let names: Int
        fileprivate var isFirst = true
    }

    /// Goes into the object or list that comes next.
    public mutating func enter() -> Level {
        depth += 1
        place += 1
        return Level(names: names.count)
    }

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
        } else {
            guard byte == UInt8(ascii: ",") else {
                throw failure(
                    close == UInt8(ascii: "]") ? "a comma or ] is expected" : "a comma or } is expected")
            }
            place += 1
        }
        return false
    }

    /// Whether there is another item of the list; the reader then stands before it.
    public mutating func hasItem(_ level: inout Level) throws(Failure) -> Bool {
        try !isAtEnd(of: &level, UInt8(ascii: "]"))
    }

    /// The name of the next member of the object, whose value then comes; nil behind the last.
    public mutating func name(_ level: inout Level) throws(Failure) -> String? {
        if try isAtEnd(of: &level, UInt8(ascii: "}")) { return nil }
        skipSpace()
        guard byte == UInt8(ascii: "\"") else { throw failure("a name in quotes is expected") }
        let start = place
        let name = try string()
        if !names.insert(name, from: level.names) {
            place = start
            throw failure(
                "the name is there twice: \(String(name.unicodeScalars.prefix(77).map(Character.init)))")
        }
        if name.utf8.contains(0) { throw failure("a name holds the character 0") }
        skipSpace()
        guard byte == UInt8(ascii: ":") else { throw failure("a colon is expected") }
        place += 1
        return name
    }

    // MARK: values

    /// Reads past the value that comes next.
    public mutating func skip() throws(Failure) {
        switch try kind() {
        case .null: try word("null")
        case .boolean: _ = try boolean()
        case .number: _ = try number()
        case .string: _ = try string()
        case .array:
            var level = enter()
            while try hasItem(&level) { try skip() }
        case .object:
            var level = enter()
            while try name(&level) != nil { try skip() }
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

    /// The number that comes next, as text: without fraction where it has none.
    public mutating func number() throws(Failure) -> String {
        let start = place
        var isWhole = true
        if byte == UInt8(ascii: "-") { place += 1 }
        if byte == UInt8(ascii: "0") { place += 1 } else { try digits() }
        if isDigit { throw failure("a number does not begin with 0") }
        if byte == UInt8(ascii: ".") {
            place += 1
            isWhole = false
            try digits()
        }
        if byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E") {
            place += 1
            isWhole = false
            if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") { place += 1 }
            try digits()
        }
        let text = String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<place]), as: UTF8.self)
        if isWhole {
            guard let number = Int(text) else { throw failure("the number is too large") }
            return String(number)
        }
        guard let number = Double(text), number.isFinite else { throw failure("the number is too large") }
        return Int(exactly: number).map(String.init) ?? number.description
    }

    private var isDigit: Bool { byte.map { $0 >= 0x30 && $0 <= 0x39 } ?? false }

    private mutating func digits() throws(Failure) {
        guard isDigit else { throw failure("a digit is expected") }
        while isDigit { place += 1 }
    }

    /// The text that comes next.
    public mutating func string() throws(Failure) -> String {
        let start = place + 1
        var at = start
        while at < bytes.count {
            let byte = bytes[at]
            if byte == UInt8(ascii: "\"") {
                place = at + 1
                return String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<at]), as: UTF8.self)
            }
            if byte == UInt8(ascii: "\\") { return try escaped(start, at) }
            if byte < 0x20 { break }
            at += 1
        }
        place = at
        throw unfinished
    }

    private var unfinished: Failure {
        failure(byte == nil ? "the text ends within quotes" : "a control character is not escaped")
    }

    private mutating func escaped(_ start: Int, _ first: Int) throws(Failure) -> String {
        var out = Array(bytes[start..<first])
        place = first
        while let byte, byte >= 0x20 {
            place += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: out, as: UTF8.self)
            case UInt8(ascii: "\\"): try escape(&out)
            default: out.append(byte)
            }
        }
        throw unfinished
    }

    private mutating func escape(_ out: inout [UInt8]) throws(Failure) {
        guard let byte else { throw unfinished }
        place += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): out.append(byte)
        case UInt8(ascii: "b"): out.append(0x08)
        case UInt8(ascii: "f"): out.append(0x0c)
        case UInt8(ascii: "n"): out.append(0x0a)
        case UInt8(ascii: "r"): out.append(0x0d)
        case UInt8(ascii: "t"): out.append(0x09)
        case UInt8(ascii: "u"):
            var value = UInt32(try unit())
            if value >> 10 == 0xd800 >> 10 {
                try take(UInt8(ascii: "\\"))
                try take(UInt8(ascii: "u"))
                let low = UInt32(try unit())
                guard low >> 10 == 0xdc00 >> 10 else { throw failure("half of a character is missing") }
                value = 0x10000 + (value & 0x3ff) << 10 + low & 0x3ff
            }
            guard let scalar = Unicode.Scalar(value) else { throw failure("half of a character is missing") }
            out += UTF8.encode(scalar)!
        default:
            place -= 1
            throw failure("there is no such escape")
        }
    }

    private mutating func take(_ wanted: UInt8) throws(Failure) {
        guard byte == wanted else { throw failure("half of a character is missing") }
        place += 1
    }

    private mutating func unit() throws(Failure) -> UInt16 {
        var value: UInt16 = 0
        for _ in 0..<4 {
            guard let digit = byte?.hexDigit else {
                throw failure("four hexadecimal digits are expected")
            }
            value = value << 4 | UInt16(digit)
            place += 1
        }
        return value
    }
}

/// The names of the objects that are open, those of the innermost last.
private struct OpenNames {
    private var names: [String] = []
    /// For each object with many names: where they begin, and all of them.
    private var indexes: [(start: Int, names: Set<[UInt8]>)] = []

    var count: Int { names.count }

    init() { names.reserveCapacity(16) }

    /// Adds a name of the object whose names begin at `start`; false where that has it already.
    mutating func insert(_ name: String, from start: Int) -> Bool {
        if names.count - start < 16 {
            // Equal characters can be other bytes; then the names differ.
            for place in start..<names.count
            where names[place].utf8.count == name.utf8.count && names[place] == name
                && names[place].utf8.elementsEqual(name.utf8)
            {
                return false
            }
        } else {
            if indexes.last?.start != start {
                indexes.append((start, Set(names[start...].map { Array($0.utf8) })))
            }
            guard indexes[indexes.count - 1].names.insert(Array(name.utf8)).inserted else { return false }
        }
        names.append(name)
        return true
    }

    /// Forgets those of the object whose names begin at `start`.
    mutating func forget(from start: Int) {
        while names.count > start { names.removeLast() }
        if indexes.last?.start == start { indexes.removeLast() }
    }
}
