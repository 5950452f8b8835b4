extension String {
    /// The text for XML or HTML, as content or in a quoted attribute: markup escaped, steering characters visible, and
    /// what XML can't hold replaced. Line ends stay.
    var markup: String {
        guard
            utf8.contains(where: {
                $0 < 0x20 || $0 >= 0x7F || $0 == 0x26 || $0 == 0x3C || $0 == 0x3E || $0 == 0x22 || $0 == 0x27
            })
        else { return self }
        return plainMarkup ?? fullMarkup
    }

    /// The markup of printable ASCII and line ends, byte for byte, which nearly all text is; nil for other text.
    private var plainMarkup: String? {
        var out = [UInt8]()
        out.reserveCapacity(utf8.count + utf8.count / 4)
        for byte in utf8 {
            switch byte {
            case UInt8(ascii: "&"): out.append(contentsOf: "&amp;".utf8)
            case UInt8(ascii: "<"): out.append(contentsOf: "&lt;".utf8)
            case UInt8(ascii: ">"): out.append(contentsOf: "&gt;".utf8)
            case UInt8(ascii: "\""): out.append(contentsOf: "&quot;".utf8)
            case UInt8(ascii: "'"): out.append(contentsOf: "&#39;".utf8)
            case UInt8(ascii: "\n"), 0x20..<0x7F: out.append(byte)
            default: return nil
            }
        }
        return String(decoding: out, as: UTF8.self)
    }

    private var fullMarkup: String {
        var out = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            switch scalar {
            case "&": out.append(contentsOf: "&amp;".unicodeScalars)
            case "<": out.append(contentsOf: "&lt;".unicodeScalars)
            case ">": out.append(contentsOf: "&gt;".unicodeScalars)
            case "\"": out.append(contentsOf: "&quot;".unicodeScalars)
            case "'": out.append(contentsOf: "&#39;".unicodeScalars)
            case "\n": out.append(scalar)
            case "\u{FFFE}", "\u{FFFF}": out.append("\u{FFFD}")
            default:
                if scalar.steers {
                    out.append(contentsOf: String(scalar).visible.unicodeScalars)
                } else {
                    out.append(scalar)
                }
            }
        }
        return String(out)
    }
}
