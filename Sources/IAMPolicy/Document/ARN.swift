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
    private typealias Colons<Place> = (Place, Place, Place, Place, Place)

    /// Where the first five colons are.
    private static func colons(_ text: String) -> Colons<Colon>? {
        let bytes = text.utf8
        guard
            let places = bytes.withContiguousStorageIfAvailable(places)
                ?? Array(bytes).withUnsafeBufferPointer(places)
        else { return nil }
        func colon(_ place: Int) -> Colon {
            let at = bytes.index(bytes.startIndex, offsetBy: place)
            return (at, bytes.index(after: at))
        }
        return (colon(places.0), colon(places.1), colon(places.2), colon(places.3), colon(places.4))
    }

    /// Where the first five colons are, in bytes: characters of text take many times as long.
    private static func places(_ bytes: UnsafeBufferPointer<UInt8>) -> Colons<Int>? {
        var places = (0, 0, 0, 0, 0)
        var count = 0
        for place in bytes.indices where bytes[place] == UInt8(ascii: ":") {
            switch count {
            case 0: places.0 = place
            case 1: places.1 = place
            case 2: places.2 = place
            case 3: places.3 = place
            default:
                places.4 = place
                return places
            }
            count += 1
        }
        return nil
    }
}

/// Whether `text` is an account's number: 12 digits.
func isAccountNumber(_ text: some StringProtocol) -> Bool {
    text.utf8.count == 12 && text.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
}

extension StringProtocol {
    /// Whether it begins with the bytes of `text`.
    func begins(with text: String) -> Bool {
        // Where the bytes lie in a row, as nearly always, there is no quicker way.
        let inRow = utf8.withContiguousStorageIfAvailable { mine in
            text.utf8.withContiguousStorageIfAvailable { its in
                guard mine.count >= its.count else { return false }
                for place in its.indices where mine[place] != its[place] { return false }
                return true
            }
        }
        return inRow.flatMap(\.self) ?? utf8.starts(with: text.utf8)
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
