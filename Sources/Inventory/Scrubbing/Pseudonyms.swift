/// What stands for what identifies someone: the same for the same text, numbered in the order of first use.
///
/// Confined to one log: another log's pseudonyms have nothing to do with these.
public struct Pseudonyms: Sendable {
    private var numbers: [String: Int] = [:]
    private var counts: [Kind: Int] = [:]

    private enum Kind: String {
        case account, word, domain, address, network, key, uuid, hex, organisation
    }

    /// Nothing stands for anything yet.
    public init() {}

    private mutating func number(_ kind: Kind, _ text: String) -> Int {
        let key = "\(kind.rawValue) \(text)"
        if let number = numbers[key] { return number }
        counts[kind, default: 0] += 1
        numbers[key] = counts[kind]
        return counts[kind]!
    }

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
