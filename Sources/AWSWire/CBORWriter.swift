import Documents
import ServiceModels

/// Writes values as CBOR (RFC 8949) by their shapes, as Smithy's RPC v2 wants them: a blob is a byte string, a moment
/// the seconds since the epoch under tag 1, and every length is definite.
struct CBORWriter {
    private(set) var out = [UInt8]()

    /// The bytes of `object`, whose members are those of `structure`.
    static func write(_ object: Object, _ structure: Structure) throws(WireFailure) -> [UInt8] {
        var writer = CBORWriter()
        try writer.members(object, structure, "", before: [])
        return writer.out
    }

    /// The bytes of an error: `first` are members that no shape describes, all of them text.
    static func write(
        error first: [(key: String, text: String)], _ members: Object, _ structure: Structure?
    ) -> [UInt8] {
        var writer = CBORWriter()
        if let structure {
            let rest = Object(members.members.filter { member in !first.contains { $0.key == member.key } })
            if (try? writer.members(rest, structure, "", before: first)) != nil { return writer.out }
        }
        writer = CBORWriter()
        writer.head(5, UInt64(first.count))
        for member in first {
            writer.text(member.key)
            writer.text(member.text)
        }
        return writer.out
    }

    private mutating func members(
        _ object: Object, _ structure: Structure, _ place: String, before first: [(key: String, text: String)]
    ) throws(WireFailure) {
        let known = structure.members.filter { object[$0.name].map { !$0.isNull } ?? false }
        head(5, UInt64(first.count + known.count))
        for member in first {
            text(member.key)
            text(member.text)
        }
        for member in known {
            text(member.wireName)
            try write(
                object[member.name]!, member, place.isEmpty ? member.name : "\(place).\(member.name)")
        }
    }

    private mutating func write(_ value: Value, _ member: Member, _ place: String) throws(WireFailure) {
        switch (member.shape.kind, value) {
        case (_, .null): out.append(0xf6)
        case (.structure(let structure), .object(let object)):
            try members(object, structure, place, before: [])
        case (.list(let element), .array(let items)):
            head(4, UInt64(items.count))
            for (index, item) in items.enumerated() { try write(item, element, "\(place)[\(index)]") }
        case (.map(_, let element), .object(let object)):
            head(5, UInt64(object.count))
            for entry in object {
                text(entry.key)
                try write(entry.value, element, "\(place).\(entry.key)")
            }
        case (.string, .string(let text)): self.text(text)
        case (.boolean, .bool(let flag)): out.append(flag ? 0xf5 : 0xf4)
        case (.integer, _), (.long, _):
            guard let whole = value.int else { throw Scalar.wrong(place, "a whole number") }
            head(whole < 0 ? 1 : 0, UInt64(whole < 0 ? -1 - whole : whole))
        case (.float, _), (.double, _):
            guard let number = Self.number(value) else { throw Scalar.wrong(place, "a number") }
            if case .float = member.shape.kind {
                fixed(26, UInt64(Float(number).bitPattern), bytes: 4)
            } else {
                fixed(27, number.bitPattern, bytes: 8)
            }
        case (.blob, .string(let text)):
            guard let bytes = Base64.decode(text) else { throw Scalar.wrong(place, "base64 text") }
            head(2, UInt64(bytes.count))
            out += bytes
        case (.timestamp, _):
            guard let moment = Scalar.timestamp(value) else {
                throw Scalar.wrong(place, "a date and time in ISO 8601")
            }
            head(6, 1)
            fixed(27, moment.seconds.bitPattern, bytes: 8)
        default: throw Scalar.wrong(place, Scalar.expected(member.shape))
        }
    }

    private static func number(_ value: Value) -> Double? {
        switch value.string {
        case "NaN": .nan
        case "Infinity": .infinity
        case "-Infinity": -.infinity
        default: value.double
        }
    }

    /// The head of an item: its major type and its argument in the fewest bytes.
    private mutating func head(_ major: UInt8, _ argument: UInt64) {
        let kind = major << 5
        switch argument {
        case 0...23: out.append(kind | UInt8(argument))
        case 24...0xff: big(kind | 24, argument, bytes: 1)
        case 0x100...0xffff: big(kind | 25, argument, bytes: 2)
        case 0x1_0000...0xffff_ffff: big(kind | 26, argument, bytes: 4)
        default: big(kind | 27, argument, bytes: 8)
        }
    }

    private mutating func fixed(_ info: UInt8, _ pattern: UInt64, bytes: Int) {
        big(7 << 5 | info, pattern, bytes: bytes)
    }

    private mutating func big(_ first: UInt8, _ number: UInt64, bytes: Int) {
        out.append(first)
        for shift in stride(from: (bytes - 1) * 8, through: 0, by: -8) {
            out.append(UInt8(truncatingIfNeeded: number >> UInt64(shift)))
        }
    }

    private mutating func text(_ text: String) {
        let bytes = text.utf8
        head(3, UInt64(bytes.count))
        out += bytes
    }
}
