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

    /// The parts of `text`; nil when a variable is not closed or empty.
    init?(_ text: String) {
        var parts = [Part]()
        var plain = ""
        var rest = text[...]
        while let dollar = rest.firstIndex(of: "$") {
            let next = rest.index(after: dollar)
            guard next < rest.endIndex, rest[next] == "{" else {
                plain += rest[...dollar]
                rest = rest[next...]
                continue
            }
            plain += rest[..<dollar]
            guard let close = rest[next...].firstIndex(of: "}") else { return nil }
            let inside = rest[rest.index(after: next)..<close]
            rest = rest[rest.index(after: close)...]
            if !plain.isEmpty { parts.append(.text(plain)) }
            plain = ""
            if inside == "*" || inside == "?" || inside == "$" {
                parts.append(.literal(String(inside)))
                continue
            }
            var name = inside
            var fallback: String?
            if let comma = inside.firstIndex(of: ",") {
                name = inside[..<comma]
                let quoted = inside[inside.index(after: comma)...].drop { $0 == " " }
                guard quoted.count >= 2, quoted.first == "'", quoted.last == "'" else { return nil }
                fallback = String(quoted.dropFirst().dropLast())
            }
            while name.last == " " { name = name.dropLast() }
            guard !name.isEmpty, !name.contains("{"), !name.contains("$") else { return nil }
            parts.append(.key(name.lowercased(), default: fallback))
        }
        plain += rest
        if !plain.isEmpty { parts.append(.text(plain)) }
        self.parts = parts
    }
}
