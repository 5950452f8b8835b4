import Documents

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
    typealias Colons<Place> = (Place, Place, Place, Place, Place)

    /// Where the first five colons are.
    private static func colons(_ text: String) -> Colons<Colon>? {
        let bytes = text.utf8
        guard let places = text.withBytes(colons) else { return nil }
        func colon(_ place: Int) -> Colon {
            let at = bytes.index(bytes.startIndex, offsetBy: place)
            return (at, bytes.index(after: at))
        }
        return (colon(places.0), colon(places.1), colon(places.2), colon(places.3), colon(places.4))
    }

    /// Where the first five colons are, in bytes: characters of text take many times as long.
    static func colons(_ bytes: UnsafeBufferPointer<UInt8>) -> Colons<Int>? {
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
    text.withBytes { isAccountNumber($0) }
}

/// Whether `text` is an account's number: 12 digits.
func isAccountNumber(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    text.count == 12 && text.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
}
