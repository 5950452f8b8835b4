/// The six fields of an Amazon resource name; wildcards stay as written.
struct ARN {
    let partition: Substring
    let service: Substring
    let region: Substring
    let account: Substring
    let resource: Substring

    /// The fields of `text`; nil when it has fewer than six or does not begin with `arn`.
    init?(_ text: String) {
        guard text.hasPrefix("arn:") else { return nil }
        // Colons are looked for among bytes: characters of text take many times as long.
        let bytes = text.utf8
        var start = bytes.index(bytes.startIndex, offsetBy: 4)
        func field() -> Substring? {
            guard let end = bytes[start...].firstIndex(of: UInt8(ascii: ":")) else { return nil }
            defer { start = bytes.index(after: end) }
            return text[start..<end]
        }
        guard let partition = field(), let service = field(), let region = field(), let account = field()
        else { return nil }
        self.partition = partition
        self.service = service
        self.region = region
        self.account = account
        resource = text[start...]
    }

    /// The account's field of `text`, which need not begin with `arn`; nil when it has fewer than six fields.
    static func account(in text: String) -> Substring? {
        let bytes = text.utf8
        var start = bytes.startIndex
        for _ in 0..<4 {
            guard let colon = bytes[start...].firstIndex(of: UInt8(ascii: ":")) else { return nil }
            start = bytes.index(after: colon)
        }
        guard let end = bytes[start...].firstIndex(of: UInt8(ascii: ":")) else { return nil }
        return text[start..<end]
    }
}

/// Whether `text` is an account's number: 12 digits.
func isAccountNumber(_ text: some StringProtocol) -> Bool {
    text.utf8.count == 12 && text.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
}

extension StringProtocol {
    /// Whether it holds one of the wildcards `*` and `?`.
    var hasWildcards: Bool { utf8.contains { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") } }

    /// What comes before the first `byte`; all of it where there is none.
    func before(_ byte: UInt8) -> SubSequence {
        utf8.firstIndex(of: byte).map { self[..<$0] } ?? self[...]
    }
}
