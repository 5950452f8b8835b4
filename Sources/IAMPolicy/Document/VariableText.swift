import Documents

/// Text with policy variables, taken apart.
///
/// Source: IAM User Guide, "IAM policy elements: Variables and tags".
struct VariableText {
    enum Part: Hashable {
        /// Text, in which wildcards keep their meaning.
        case text(String)
        /// Text that is meant literally: `${*}`, `${?}`, `${$}`.
        case literal(String)
        /// The value of a condition key, or the default.
        case key(String, default: String?)
    }

    let parts: [Part]

    /// Whether a key's value is asked for.
    var hasKeys: Bool { parts.contains { if case .key = $0 { true } else { false } } }

    /// Whether a key has a default.
    var hasDefaults: Bool { parts.contains { if case .key(_, .some) = $0 { true } else { false } } }

    /// The only key whose value is asked for, and the text before and behind it; nil where there are more, or wildcards.
    var onlyKey: (before: String, name: String, after: String)? {
        var (before, name, after) = ("", String?.none, "")
        for part in parts {
            switch part {
            case .key(let key, _):
                if name != nil { return nil }
                name = key
            case .text(let text) where text.hasWildcards: return nil
            case .text(let text), .literal(let text):
                if name == nil { before += text } else { after += text }
            }
        }
        return name.map { (before, $0, after) }
    }

    /// The parts of `text`; nil when a variable is not closed or empty.
    init?(_ text: String) {
        var text = text
        guard let parts = text.withUTF8(Self.parts) else { return nil }
        self.parts = parts
    }

    private static func parts(_ bytes: UnsafeBufferPointer<UInt8>) -> [Part]? {
        func slice(_ range: Range<Int>) -> UnsafeBufferPointer<UInt8> {
            UnsafeBufferPointer(rebasing: bytes[range])
        }
        func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
        var parts = [Part]()
        // Where the text begins that no part has yet, and where the next sign is looked for.
        var (start, place) = (0, 0)
        while let found = slice(place..<bytes.count).place(of: UInt8(ascii: "$")) {
            let dollar = place + found
            place = dollar + 1
            guard place < bytes.count, bytes[place] == UInt8(ascii: "{") else { continue }
            guard let length = slice(place..<bytes.count).place(of: UInt8(ascii: "}")) else { return nil }
            let inside = place + 1..<place + length
            if start < dollar { parts.append(.text(text(start..<dollar))) }
            start = inside.upperBound + 1
            place = start
            if inside.count == 1,
                [UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "$")].contains(bytes[inside.lowerBound])
            {
                parts.append(.literal(text(inside)))
                continue
            }
            var name = inside
            var fallback: String?
            if let comma = slice(inside).place(of: UInt8(ascii: ",")) {
                name = inside.lowerBound..<inside.lowerBound + comma
                var quoted = name.upperBound + 1..<inside.upperBound
                while let first = quoted.first, bytes[first] == UInt8(ascii: " ") {
                    quoted = quoted.dropFirst()
                }
                let quote = UInt8(ascii: "'")
                guard quoted.count >= 2, bytes[quoted.lowerBound] == quote,
                    bytes[quoted.upperBound - 1] == quote
                else { return nil }
                fallback = text(quoted.lowerBound + 1..<quoted.upperBound - 1)
            }
            while let last = name.last, bytes[last] == UInt8(ascii: " ") { name = name.dropLast() }
            guard !name.isEmpty, slice(name).place(of: UInt8(ascii: "{")) == nil,
                slice(name).place(of: UInt8(ascii: "$")) == nil
            else { return nil }
            parts.append(.key(text(name).lowercased(), default: fallback))
        }
        if start < bytes.count { parts.append(.text(text(start..<bytes.count))) }
        return parts
    }
}
