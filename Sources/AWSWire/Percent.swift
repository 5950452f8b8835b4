import Documents

/// Percent-encoding (RFC 3986): letters, digits and `-._~` stand for themselves.
public enum Percent {
    private static let hex = Array("0123456789ABCDEF".utf8)

    static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case 48...57, 65...90, 97...122, 45, 46, 95, 126: true
        default: false
        }
    }

    /// `text` with everything else encoded; slashes too, unless `keepingSlashes`.
    public static func encode(_ text: String, keepingSlashes: Bool = false) -> String {
        if text.utf8.allSatisfy({ isPlain($0) || keepingSlashes && $0 == 47 }) { return text }
        var out = [UInt8]()
        append(text, keepingSlashes: keepingSlashes, to: &out)
        return String(decoding: out, as: UTF8.self)
    }

    static func append(_ text: String, keepingSlashes: Bool = false, to out: inout [UInt8]) {
        for byte in text.utf8 {
            if isPlain(byte) || keepingSlashes && byte == 47 {
                out.append(byte)
            } else {
                append(byte: byte, to: &out)
            }
        }
    }

    static func append(byte: UInt8, to out: inout [UInt8]) {
        out.append(37)
        out.append(hex[Int(byte >> 4)])
        out.append(hex[Int(byte & 15)])
    }

    /// `text` with escapes decoded, and plus signs as spaces where `plusIsSpace`; an escape that is none stands for
    /// itself, bytes that are no UTF-8 become U+FFFD.
    public static func decode(_ text: some StringProtocol, plusIsSpace: Bool = false) -> String {
        var out = [UInt8]()
        let bytes = Array(text.utf8)
        out.reserveCapacity(bytes.count)
        var at = 0
        while at < bytes.count {
            if bytes[at] == 37, at + 2 < bytes.count, let high = bytes[at + 1].hexDigit,
                let low = bytes[at + 2].hexDigit
            {
                out.append(high << 4 | low)
                at += 3
            } else {
                out.append(bytes[at] == 43 && plusIsSpace ? 32 : bytes[at])
                at += 1
            }
        }
        return String(decoding: out, as: UTF8.self)
    }

    /// The names and values of a query string or a form, decoded, in order; a name without `=` has an empty value.
    public static func pairs(_ text: String, plusIsSpace: Bool = false) -> [(name: String, value: String)] {
        if text.isEmpty { return [] }
        return text.utf8.split(separator: 38).map { part in
            let cut = part.firstIndex(of: 61)
            let name = Substring(part[..<(cut ?? part.endIndex)])
            let value = cut.map { Substring(part[part.index(after: $0)...]) } ?? ""
            return (decode(name, plusIsSpace: plusIsSpace), decode(value, plusIsSpace: plusIsSpace))
        }
    }
}
