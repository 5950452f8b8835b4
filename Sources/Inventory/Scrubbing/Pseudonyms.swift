import AWSWire

/// What stands for what identifies someone: the same for the same text, numbered in the order of first use.
///
/// Confined to one log or one recorded world: another's pseudonyms have nothing to do with these. With a key, a text is
/// remembered by its keyed hash alone, so that the numbers can be kept on disk (``unsaved``) and the texts are not.
public struct Pseudonyms: Sendable {
    private var numbers: [String: Int] = [:]
    private var counts: [Kind: Int] = [:]
    private let key: [UInt8]?
    /// The lines that keep what is new since ``markSaved()``; empty without a key.
    public private(set) var unsaved: [String] = []

    private enum Kind: String {
        case account, word, domain, address, network, key, uuid, hex, organisation, secret, name
    }

    /// Nothing stands for anything yet.
    public init() { key = nil }

    /// What the lines of `saved` say, remembered under `key`; nil where a line is none of ours.
    public init?(key: [UInt8], saved: some Sequence<Substring>) {
        self.key = key
        for line in saved {
            let parts = line.split(separator: " ")
            guard parts.count == 3, let kind = Kind(rawValue: String(parts[0])), let number = Int(parts[1]),
                number > 0
            else { return nil }
            numbers[String(parts[2])] = number
            counts[kind] = max(counts[kind] ?? 0, number)
        }
    }

    /// Says that what ``unsaved`` holds is kept.
    public mutating func markSaved() { unsaved = [] }

    private func mark(_ kind: Kind, _ text: String) -> String {
        let text = "\(kind.rawValue) \(text)"
        guard let key else { return text }
        return Digest.hex(Array(Digest.hmac(key: key, Array(text.utf8)).prefix(16)))
    }

    private mutating func number(_ kind: Kind, _ text: String) -> Int {
        let mark = mark(kind, text)
        if let number = numbers[mark] { return number }
        let number = (counts[kind] ?? 0) + 1
        counts[kind] = number
        numbers[mark] = number
        if key != nil { unsaved.append("\(kind.rawValue) \(number) \(mark)") }
        return number
    }

    /// Remembers that `name` is one.
    mutating func learn(name: String) { _ = number(.name, name) }

    /// Whether `name` was learned.
    func knows(name: String) -> Bool { numbers[mark(.name, name)] != nil }

    /// For a secret, whatever its form.
    public mutating func secret(_ text: String) -> String { "secret-\(number(.secret, text))" }

    private static func padded(_ number: Int, to width: Int, radix: Int = 10) -> String {
        let digits = String(number, radix: radix)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    /// For an account's number: another number of 12 digits.
    public mutating func account(_ number: String) -> String {
        "1" + Self.padded(self.number(.account, number), to: 11)
    }

    /// For a word of a name.
    public mutating func word(_ word: String) -> String { "n\(number(.word, word))" }

    /// For a domain: below `.example`, with as many labels below a shared parent as before, so that what lay under a
    /// domain still does.
    public mutating func domain(_ domain: String) -> String {
        let labels = domain.lowercased().split(separator: ".", omittingEmptySubsequences: false)
        guard labels.count > 2 else { return "d\(number(.domain, labels.joined(separator: "."))).example" }
        let parent = labels.dropFirst().joined(separator: ".")
        return "d\(number(.domain, labels.joined(separator: "."))).\(self.domain(parent))"
    }

    /// For an IPv4 address, in the reserved range 240.0.0.0/4: what shared its first two numbers still does. Addresses that
    /// everybody has (private, loopback, link-local, unspecified) stay.
    public mutating func ipv4(_ parts: [UInt8]) -> String {
        let isEverybodys =
            switch (parts[0], parts[1]) {
            case (0, _), (10, _), (127, _), (169, 254), (192, 168), (172, 16...31), (224...255, _): true
            default: false
            }
        if isEverybodys { return parts.map(String.init).joined(separator: ".") }
        let network = number(.network, "\(parts[0]).\(parts[1])")
        return "\(240 + network >> 8 & 15).\(network & 255).\(parts[2]).\(parts[3])"
    }

    /// For an IPv6 address by its groups as written, in the documentation range 3fff::/20: what shared its first two groups
    /// still does.
    public mutating func ipv6(_ groups: [String]) -> String {
        let network = number(.address, groups.prefix(2).joined(separator: ":").lowercased())
        return (["3fff", String(network & 0xfff, radix: 16)] + groups.dropFirst(2)).joined(separator: ":")
    }

    /// For an id of IAM or of an access key: its first four letters tell the kind and stay.
    public mutating func key(_ id: String) -> String {
        id.prefix(4) + Self.padded(number(.key, id), to: id.count - 4)
    }

    /// For an id of an organisation or of a part of one, its beginning up to the dash kept.
    public mutating func organisation(_ id: String) -> String {
        let parts = id.split(separator: "-")
        return
            ([String(parts[0])]
            + parts.dropFirst().map { Self.padded(number(.organisation, String($0)), to: $0.count) })
            .joined(separator: "-")
    }

    /// For a UUID.
    public mutating func uuid(_ uuid: String) -> String {
        "00000000-0000-4000-8000-" + Self.padded(number(.uuid, uuid.lowercased()), to: 12, radix: 16)
    }

    /// For a long hexadecimal number, as long as it.
    public mutating func hexadecimal(_ text: String) -> String {
        Self.padded(number(.hex, text.lowercased()), to: text.count, radix: 16)
    }
}
