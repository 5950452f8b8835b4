extension JSON {
    /// How JSON is laid out.
    public struct Layout: OptionSet, Sendable {
        /// The bits.
        public let rawValue: Int
        /// A layout of bits.
        public init(rawValue: Int) { self.rawValue = rawValue }
        /// A member or element a line, indented by two spaces.
        public static let indented = Layout(rawValue: 1)
        /// Members in the order of their names' UTF-8, for text that is compared or digested.
        public static let sorted = Layout(rawValue: 2)
    }

    /// `value` as JSON text. What is unseen is written as `{"unseen":true}`; a number that JSON has no text for as `null`.
    public static func text(_ value: Value, _ layout: Layout = []) -> String {
        var out = [UInt8]()
        write(value, layout, to: &out)
        return String(decoding: out, as: UTF8.self)
    }

    /// Appends `value` as JSON text in UTF-8 to `out`; `depth` is the indentation that the first line already has.
    public static func write(_ value: Value, _ layout: Layout = [], depth: Int = 0, to out: inout [UInt8]) {
        switch value {
        case .null: out += "null".utf8
        case .bool(let value): out += (value ? "true" : "false").utf8
        case .integer(let value): out += String(value).utf8
        case .number(let value): out += (value.isFinite ? number(value) : "null").utf8
        case .string(let value): write(value, to: &out)
        case .array(let items):
            group(items, layout, depth, UInt8(ascii: "["), UInt8(ascii: "]"), &out) { item, out in
                write(item, layout, depth: depth + 1, to: &out)
            }
        case .object(let object):
            var members = object.members
            if layout.contains(.sorted) { members.sort { $0.key < $1.key } }
            group(members, layout, depth, UInt8(ascii: "{"), UInt8(ascii: "}"), &out) { member, out in
                write(member.key, to: &out)
                out.append(UInt8(ascii: ":"))
                if layout.contains(.indented) { out.append(UInt8(ascii: " ")) }
                write(member.value, layout, depth: depth + 1, to: &out)
            }
        case .unseen: out += "{\"unseen\":true}".utf8
        }
    }

    private static func group<Item>(
        _ items: [Item], _ layout: Layout, _ depth: Int, _ open: UInt8, _ close: UInt8, _ out: inout [UInt8],
        _ each: (Item, inout [UInt8]) -> Void
    ) {
        out.append(open)
        let indented = layout.contains(.indented) && !items.isEmpty
        for (place, item) in items.enumerated() {
            if place > 0 { out.append(UInt8(ascii: ",")) }
            if indented { newline(depth + 1, &out) }
            each(item, &out)
        }
        if indented { newline(depth, &out) }
        out.append(close)
    }

    private static func newline(_ depth: Int, _ out: inout [UInt8]) {
        out.append(UInt8(ascii: "\n"))
        for _ in 0..<depth { out += "  ".utf8 }
    }

    private static func number(_ value: Double) -> String {
        if let whole = Int(exactly: value), abs(whole) < 1 << 53 { return "\(whole).0" }
        return value.description
    }

    /// Appends `text` as a JSON string in UTF-8 to `out`: quotes, backslashes and control characters escaped.
    public static func write(_ text: String, to out: inout [UInt8]) {
        out.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { bytes in
            // What needs no escape, which is nearly everything, is copied a run at a time.
            var start = 0
            while true {
                let end = plain(bytes, from: start)
                out.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start..<end]))
                guard end < bytes.count else { break }
                escape(bytes[end], to: &out)
                start = end + 1
            }
        }
        out.append(UInt8(ascii: "\""))
    }

    /// Where what needs no escape ends that begins at `start`.
    private static func plain(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var place = start
        let raw = UnsafeRawBufferPointer(bytes)
        while place + 8 <= bytes.count {
            if holdsEscaped(raw.loadUnaligned(fromByteOffset: place, as: UInt64.self)) { break }
            place += 8
        }
        while place < bytes.count, !isEscaped(bytes[place]) { place += 1 }
        return place
    }

    private static func isEscaped(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte == 0x7f
    }

    /// Whether one of the eight bytes of `word` ``isEscaped(_:)``: without a carry from the lower ones, taking 1 from a
    /// byte (0x20) sets its highest bit where it was 0 (less), and a byte becomes 0 by what it equals.
    private static func holdsEscaped(_ word: UInt64) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        func zero(_ word: UInt64) -> UInt64 { (word &- ones) & ~word }
        let found =
            (word &- ones &* 0x20) & ~word | zero(word ^ ones &* 0x22) | zero(word ^ ones &* 0x5c)
            | zero(word ^ ones &* 0x7f)
        return found & (ones &* 0x80) != 0
    }

    private static func escape(_ byte: UInt8, to out: inout [UInt8]) {
        func digit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x57 + value }
        out.append(UInt8(ascii: "\\"))
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): out.append(byte)
        case UInt8(ascii: "\n"): out.append(UInt8(ascii: "n"))
        case UInt8(ascii: "\r"): out.append(UInt8(ascii: "r"))
        case UInt8(ascii: "\t"): out.append(UInt8(ascii: "t"))
        default: out += [UInt8(ascii: "u"), 0x30, 0x30, digit(byte >> 4), digit(byte & 15)]
        }
    }
}
