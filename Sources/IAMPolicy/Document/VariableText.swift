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
        var parts = [Part]()
        var plain = ""
        var rest = text[...]
        // Every sign is looked for among bytes: characters of text take many times as long.
        func place(of sign: Unicode.Scalar, in text: Substring) -> String.Index? {
            text.utf8.firstIndex(of: UInt8(ascii: sign))
        }
        func after(_ index: String.Index) -> String.Index { text.utf8.index(after: index) }
        while let dollar = place(of: "$", in: rest) {
            let next = after(dollar)
            guard next < rest.endIndex, text.utf8[next] == UInt8(ascii: "{") else {
                plain.append(contentsOf: rest[..<next])
                rest = rest[next...]
                continue
            }
            plain.append(contentsOf: rest[..<dollar])
            guard let close = place(of: "}", in: rest[next...]) else { return nil }
            let inside = rest[after(next)..<close]
            rest = rest[after(close)...]
            if !plain.isEmpty { parts.append(.text(plain)) }
            plain = ""
            let isSign = after(next) < close && after(after(next)) == close
            if isSign, inside == "*" || inside == "?" || inside == "$" {
                parts.append(.literal(String(inside)))
                continue
            }
            var name = inside
            var fallback: String?
            if let comma = place(of: ",", in: inside) {
                name = inside[..<comma]
                let quoted = inside[after(comma)...].drop { $0 == " " }
                guard quoted.count >= 2, quoted.first == "'", quoted.last == "'" else { return nil }
                fallback = String(quoted.dropFirst().dropLast())
            }
            while name.utf8.last == UInt8(ascii: " ") {
                name = name[..<name.utf8.index(before: name.endIndex)]
            }
            guard !name.isEmpty, place(of: "{", in: name) == nil, place(of: "$", in: name) == nil else {
                return nil
            }
            parts.append(.key(name.lowercased(), default: fallback))
        }
        plain.append(contentsOf: rest)
        if !plain.isEmpty { parts.append(.text(plain)) }
        self.parts = parts
    }
}
