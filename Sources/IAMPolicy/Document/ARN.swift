/// The six fields of an Amazon resource name; wildcards stay as written.
struct ARN {
    let partition: Substring
    let service: Substring
    let region: Substring
    let account: Substring
    let resource: Substring

    /// The fields of `text`; nil when it has fewer than six or does not begin with `arn`.
    init?(_ text: String) {
        guard text.begins(with: "arn:"), let colons = ARN.colons(text) else { return nil }
        partition = text[colons.0.after..<colons.1.at]
        service = text[colons.1.after..<colons.2.at]
        region = text[colons.2.after..<colons.3.at]
        account = text[colons.3.after..<colons.4.at]
        resource = text[colons.4.after...]
    }

    /// The account's field of `text`, which need not begin with `arn`; nil when it has fewer than six fields.
    static func account(in text: String) -> Substring? {
        colons(text).map { text[$0.3.after..<$0.4.at] }
    }

    private typealias Colon = (at: String.Index, after: String.Index)

    /// Where the first five colons are. They are looked for among bytes: characters of text take many times as long.
    private static func colons(_ text: String) -> (Colon, Colon, Colon, Colon, Colon)? {
        let bytes = text.utf8
        var colons = (0, 0, 0, 0, 0)
        var count = 0
        func look(_ bytes: some Sequence<UInt8>) {
            for (place, byte) in bytes.enumerated() where byte == UInt8(ascii: ":") {
                switch count {
                case 0: colons.0 = place
                case 1: colons.1 = place
                case 2: colons.2 = place
                case 3: colons.3 = place
                default: colons.4 = place
                }
                count += 1
                if count == 5 { return }
            }
        }
        if bytes.withContiguousStorageIfAvailable({ look($0) }) == nil { look(bytes) }
        guard count == 5 else { return nil }
        func colon(_ place: Int) -> Colon {
            let at = bytes.index(bytes.startIndex, offsetBy: place)
            return (at, bytes.index(after: at))
        }
        return (colon(colons.0), colon(colons.1), colon(colons.2), colon(colons.3), colon(colons.4))
    }
}

/// Whether `text` is an account's number: 12 digits.
func isAccountNumber(_ text: some StringProtocol) -> Bool {
    text.utf8.count == 12 && text.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
}

extension StringProtocol {
    /// Whether it begins with the bytes of `text`.
    func begins(with text: String) -> Bool {
        let count = text.utf8.count
        guard utf8.count >= count else { return false }
        var (mine, its) = (utf8.makeIterator(), text.utf8.makeIterator())
        while let byte = its.next() { if mine.next() != byte { return false } }
        return true
    }
}

extension StringProtocol {
    /// Whether it holds one of the wildcards `*` and `?`.
    var hasWildcards: Bool { has(UInt8(ascii: "*"), or: UInt8(ascii: "?")) }

    /// Whether it holds the byte `a` or `b`.
    func has(_ a: UInt8, or b: UInt8? = nil) -> Bool {
        let b = b ?? a
        // Where the bytes lie in a row, as nearly always, there is no quicker way to look through them.
        let inRow = utf8.withContiguousStorageIfAvailable { bytes in
            var found = false
            for byte in bytes where byte == a || byte == b { found = true }
            return found
        }
        return inRow ?? utf8.contains { $0 == a || $0 == b }
    }

    /// What comes before the first `byte`; all of it where there is none.
    func before(_ byte: UInt8) -> SubSequence {
        utf8.firstIndex(of: byte).map { self[..<$0] } ?? self[...]
    }
}
