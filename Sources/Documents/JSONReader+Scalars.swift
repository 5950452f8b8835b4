extension JSONReader {
    /// Text between its quotes: where it stands, and whether it has escapes.
    public struct Quoted: Sendable {
        @usableFromInline let start: Int
        /// How many bytes there are, above two bits.
        @usableFromInline let length: Int

        init(start: Int, count: Int, hasEscapes: Bool, isASCII: Bool) {
            self.start = start
            length = count << 2 | (hasEscapes ? 2 : 0) | (isASCII ? 1 : 0)
        }

        /// None, to fill memory with.
        static let none = Quoted(start: 0, count: 0, hasEscapes: false, isASCII: true)

        /// How many bytes there are.
        @inlinable var count: Int { length >> 2 }
        @inlinable var hasEscapes: Bool { length & 2 != 0 }
        /// Whether it is known to be ASCII.
        var isASCII: Bool { length & 1 != 0 }
    }

    /// The number that comes next, as text: without fraction where it has none.
    public mutating func number() throws(Failure) -> String {
        let number = try numeral()
        return number.int.map(String.init) ?? number.description
    }

    /// The number that comes next: an integer where it is written without fraction and exponent.
    mutating func numeral() throws(Failure) -> Value {
        let start = place
        let isNegative = byte == UInt8(ascii: "-")
        if isNegative { place += 1 }
        guard let first = byte, isDigit else { throw failure("a digit is expected") }
        // Below zero, where there is one number more.
        var whole = 0
        var isTooLarge = false
        while let byte, isDigit {
            let (tenfold, isOver) = whole.multipliedReportingOverflow(by: 10)
            let (next, isUnder) = tenfold.subtractingReportingOverflow(Int(byte - UInt8(ascii: "0")))
            whole = next
            isTooLarge = isTooLarge || isOver || isUnder
            place += 1
        }
        let digits = place - start - (isNegative ? 1 : 0)
        if first == UInt8(ascii: "0"), digits > 1 {
            place = start + digits
            throw failure("a number does not begin with 0")
        }
        var isWhole = true
        if byte == UInt8(ascii: ".") {
            place += 1
            isWhole = false
            try passDigits()
        }
        if byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E") {
            place += 1
            isWhole = false
            if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") { place += 1 }
            try passDigits()
        }
        if isWhole {
            if isTooLarge || !isNegative && whole == .min { throw failure("the number is too large") }
            return .integer(isNegative ? whole : -whole)
        }
        let text = String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<place]), as: UTF8.self)
        guard let number = Double(text), number.isFinite else { throw failure("the number is too large") }
        return .number(number)
    }

    private var isDigit: Bool { byte.map { $0 >= 0x30 && $0 <= 0x39 } ?? false }

    private mutating func passDigits() throws(Failure) {
        guard isDigit else { throw failure("a digit is expected") }
        while isDigit { place += 1 }
    }

    /// The text that comes next.
    public mutating func string() throws(Failure) -> String { try text(try quoted()) }

    /// What stands there.
    public mutating func text(_ quoted: Quoted) throws(Failure) -> String {
        if let bytes = bytes(quoted) { return String(valid: bytes, isASCII: quoted.isASCII) }
        return try unescaped(quoted.start..<quoted.start + quoted.count)
    }

    /// What stands there, as long as the reader's bytes stay; nil where it has escapes.
    @inlinable @inline(__always) public func bytes(_ quoted: Quoted) -> UnsafeBufferPointer<UInt8>? {
        quoted.hasEscapes
            ? nil : UnsafeBufferPointer(start: bytes.baseAddress! + quoted.start, count: quoted.count)
    }

    /// Whether text says `word`, which is ASCII.
    @inlinable @inline(__always) public func says(_ quoted: Quoted, _ word: StaticString) -> Bool {
        guard let bytes = bytes(quoted) else { return Self.unescaped(quoted, says: word, in: bytes) }
        return bytes.says(word)
    }

    @inline(never) @usableFromInline
    static func unescaped(
        _ quoted: Quoted, says word: StaticString, in bytes: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        var reader = JSONReader(bytes)
        return (try? reader.text(quoted)) == word.description
    }

    /// Goes past the text that comes next, which ``kind()`` has found to be there. Its escapes are looked at when it is taken
    /// out.
    @inline(__always) public mutating func quoted() throws(Failure) -> Quoted {
        let start = place + 1
        place = start
        var isASCII = true
        passPlain(&isASCII)
        if byte == UInt8(ascii: "\"") {
            place += 1
            return Quoted(start: start, count: place - 1 - start, hasEscapes: false, isASCII: isASCII)
        }
        return try quoted(from: start, isASCII)
    }

    /// Goes on with text that begins at `start`, and that holds more than bytes that stand for themselves.
    @inline(never)
    private mutating func quoted(from start: Int, _ isASCII: Bool) throws(Failure) -> Quoted {
        var (isASCII, hasEscapes) = (isASCII, false)
        while place < bytes.count {
            let byte = bytes[place]
            switch byte {
            case UInt8(ascii: "\""):
                place += 1
                return Quoted(
                    start: start, count: place - 1 - start, hasEscapes: hasEscapes, isASCII: isASCII)
            case UInt8(ascii: "\\"):
                hasEscapes = true
                place += 2
            case 0..<0x20: throw failure("a control character is not escaped")
            default:
                if byte >= 0x80 { isASCII = false }
                place += 1
            }
            passPlain(&isASCII)
        }
        place = bytes.count
        throw failure("the text ends within quotes")
    }

    /// Goes past bytes that stand for themselves, eight at once: no quotes, escapes or control characters. Clears `isASCII`
    /// where they are not.
    @inline(__always) private mutating func passPlain(_ isASCII: inout Bool) {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let tops = ones << 7
        let text = UnsafeRawPointer(bytes.baseAddress!)
        var at = place
        var all: UInt64 = 0
        while at &+ 8 <= bytes.count {
            let word = UInt64(littleEndian: text.loadUnaligned(fromByteOffset: at, as: UInt64.self))
            // The top bit of each byte that is one of them; above the first there may be others.
            let quotes = word ^ (ones &* 0x22)
            let escapes = word ^ (ones &* 0x5c)
            let found = ((quotes &- ones) | (escapes &- ones) | (word &- ones &* 0x20)) & ~word & tops
            if found != 0 {
                // Those before it.
                all |= word & (found ^ (found &- 1)) >> 1
                at += found.trailingZeroBitCount >> 3
                break
            }
            all |= word
            at &+= 8
        }
        place = at
        if all & tops != 0 { isASCII = false }
    }

    /// The text that stands at `range`, which is never shorter than what it says.
    private mutating func unescaped(_ range: Range<Int>) throws(Failure) -> String {
        let end = place
        place = range.lowerBound
        var result: Result<Void, Failure> = .success(())
        let text = String(unsafeUninitializedCapacity: range.count) { out in
            var count = 0
            do throws(Failure) {
                while place < range.upperBound {
                    let byte = bytes[place]
                    place += 1
                    if byte == UInt8(ascii: "\\") {
                        try escape(out, &count)
                    } else {
                        out[count] = byte
                        count += 1
                    }
                }
            } catch { result = .failure(error) }
            return count
        }
        try result.get()
        place = end
        return text
    }

    private mutating func escape(
        _ out: UnsafeMutableBufferPointer<UInt8>, _ count: inout Int
    ) throws(Failure) {
        func put(_ byte: UInt8) {
            out[count] = byte
            count += 1
        }
        let byte = bytes[place]
        place += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): put(byte)
        case UInt8(ascii: "b"): put(0x08)
        case UInt8(ascii: "f"): put(0x0c)
        case UInt8(ascii: "n"): put(0x0a)
        case UInt8(ascii: "r"): put(0x0d)
        case UInt8(ascii: "t"): put(0x09)
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
            UTF8.encode(scalar)!.forEach(put)
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
