import Documents

/// The numbers, times and booleans that policies hold as text.
enum Scalar {
    /// The number that `text` holds, or nil.
    static func number(_ text: String) -> Double? {
        guard let first = text.utf8.first,
            first == 0x2d || first == 0x2b || first == 0x2e || (first >= 0x30 && first <= 0x39),
            text.utf8.allSatisfy({
                ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x2d || $0 == 0x2b || $0 == 0x2e || $0 | 0x20 == 0x65
            }),
            let number = Double(text), number.isFinite
        else { return nil }
        return number
    }

    /// The time that `text` holds in ISO 8601 or as seconds since 1970, as the latter; or nil.
    static func time(_ text: String) -> Double? {
        if let seconds = number(text),
            !text.utf8.contains(where: { $0 == 0x2d }) || text.utf8.count > 10 || text.utf8.first == 0x2d
        {
            // `2026` alone is a year in ISO 8601 and 34 minutes past 1970 as a count; four digits are the year.
            if text.utf8.count != 4 { return seconds }
        }
        return iso(text)
    }

    private static func iso(_ text: String) -> Double? {
        let bytes = Array(text.utf8)
        var at = 0
        func digits(_ count: Int) -> Int? {
            guard at + count <= bytes.count else { return nil }
            var value = 0
            for byte in bytes[at..<at + count] {
                guard byte >= 0x30, byte <= 0x39 else { return nil }
                value = value * 10 + Int(byte - 0x30)
            }
            at += count
            return value
        }
        func take(_ byte: UInt8) -> Bool {
            guard at < bytes.count, bytes[at] == byte else { return false }
            at += 1
            return true
        }
        guard let year = digits(4) else { return nil }
        var (month, day, hour, minute, second) = (1, 1, 0, 0, 0.0)
        var offset = 0
        if take(0x2d) {
            guard let value = digits(2), (1...12).contains(value) else { return nil }
            month = value
            if take(0x2d) {
                guard let value = digits(2), (1...31).contains(value) else { return nil }
                day = value
                if take(0x54) || take(0x74) || take(0x20) {
                    guard let h = digits(2), h <= 24, take(0x3a), let m = digits(2), m < 60 else {
                        return nil
                    }
                    (hour, minute) = (h, m)
                    if take(0x3a) {
                        guard let s = digits(2), s <= 60 else { return nil }
                        second = Double(s)
                        if take(0x2e) {
                            var scale = 0.1
                            var count = 0
                            while let digit = digits(1) {
                                second += Double(digit) * scale
                                scale /= 10
                                count += 1
                            }
                            if count == 0 { return nil }
                        }
                    }
                    if take(0x5a) || take(0x7a) {
                    } else if at < bytes.count, bytes[at] == 0x2b || bytes[at] == 0x2d {
                        let sign = bytes[at] == 0x2b ? -1 : 1
                        at += 1
                        guard let h = digits(2) else { return nil }
                        _ = take(0x3a)
                        let m = at < bytes.count ? digits(2) : 0
                        guard let m else { return nil }
                        offset = sign * (h * 3600 + m * 60)
                    }
                }
            }
        }
        guard at == bytes.count else { return nil }
        // Days from 1970 in the proleptic Gregorian calendar, years beginning in March.
        let y = month <= 2 ? year - 1 : year
        let era = y / 400
        let yearOfEra = y - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let days = era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
        return Double(days * 86_400 + hour * 3600 + minute * 60 + offset) + second
    }

    /// The boolean that `text` holds, in any case of letters; or nil.
    static func bool(_ text: String) -> Bool? {
        switch text {
        case "true": true
        case "false": false
        default:
            switch text.lowercased() {
            case "true": true
            case "false": false
            default: nil
            }
        }
    }
}
