extension Unicode.Scalar {
    /// Whether this character steers whatever shows it, instead of being shown: control characters (C0, DEL, C1), marks
    /// that change the direction of writing, and line and paragraph separators.
    ///
    /// The marks are those of Unicode's bidirectional algorithm (<https://www.unicode.org/reports/tr9/>).
    var steers: Bool {
        switch value {
        case 0..<0x20, 0x7F..<0xA0: true
        case 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}

extension String {
    /// The text with each character that steers a terminal made visible (`\n`, `\t`, `\u{1b}`), on one line.
    public var visible: String {
        // Nearly all text is plain ASCII, which takes no look at scalars.
        if utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return self }
        guard unicodeScalars.contains(where: \.steers) else { return self }
        var out = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            guard scalar.steers else {
                out.append(scalar)
                continue
            }
            switch scalar {
            case "\n": out.append(contentsOf: "\\n".unicodeScalars)
            case "\r": out.append(contentsOf: "\\r".unicodeScalars)
            case "\t": out.append(contentsOf: "\\t".unicodeScalars)
            default: out.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
            }
        }
        return String(out)
    }

    /// At most `limit` characters of the text, with ` … (N more)` where some are left out.
    func shortened(to limit: Int) -> String {
        // A string of at most `limit` bytes has at most as many characters.
        if utf8.count <= limit { return self }
        let end = index(startIndex, offsetBy: limit, limitedBy: endIndex) ?? endIndex
        return end == endIndex ? self : self[..<end] + " … (\(distance(from: end, to: endIndex)) more)"
    }
}
