/// Text laid out for a terminal: colours, widths and wrapped lines.
public struct TerminalText {
    /// What a colour means.
    public enum Style: String {
        /// As it is.
        case plain = ""
        /// A heading.
        case bold = "1"
        /// What matters less.
        case dim = "2"
        /// What failed.
        case failed = "1;31"
        /// What nobody knows.
        case unknown = "1;33"
        /// What is as it should be.
        case passed = "32"
        /// What failed and was accepted.
        case accepted = "36"
    }

    let hasColour: Bool

    /// Text with colours, or without.
    public init(hasColour: Bool) { self.hasColour = hasColour }

    /// `text`, which must hold no steering characters, in `style`.
    public func styled(_ text: String, _ style: Style) -> String {
        hasColour && style != .plain && !text.isEmpty ? "\u{1b}[\(style.rawValue)m\(text)\u{1b}[0m" : text
    }

    /// How many columns `text` takes: 0 for what is put over the character before, 2 for the wide characters of East Asia
    /// and emoji, else 1 (<https://www.unicode.org/reports/tr11/>).
    static func columns(_ text: String) -> Int {
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.utf8.count }
        return text.unicodeScalars.reduce(0) { $0 + columns($1) }
    }

    private static func columns(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.value {
        case 0..<0x300: return 1
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
            0xFE30...0xFE6F,
            0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
            return 2
        default: break
        }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: return 1
        }
    }

    /// `text` with spaces behind it, up to `width` columns.
    static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - columns(text)))
    }

    /// `text` in lines of at most `width` columns, broken at spaces; a word that is longer is broken inside.
    public static func wrapped(_ text: String, _ width: Int) -> [String] {
        var lines = [String]()
        var line = ""
        var used = 0
        for word in text.split(separator: " ", omittingEmptySubsequences: true) {
            let length = columns(String(word))
            if used > 0, used + 1 + length <= width {
                line += " " + word
                used += 1 + length
                continue
            }
            if used > 0 { lines.append(line) }
            line = ""
            used = 0
            if length <= width {
                line = String(word)
                used = length
                continue
            }
            for character in word {
                let one = columns(String(character))
                if used + one > width, used > 0 {
                    lines.append(line)
                    line = ""
                    used = 0
                }
                line.append(character)
                used += one
            }
        }
        if used > 0 || lines.isEmpty { lines.append(line) }
        return lines
    }
}
