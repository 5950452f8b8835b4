#if canImport(Glibc)
    internal import Glibc
#endif

/// A moment, in seconds since 1970-01-01T00:00:00Z.
public struct Timestamp: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Seconds since the epoch; fractions down to a microsecond are kept.
    public var seconds: Double

    /// The moment `seconds` after the epoch.
    public init(seconds: Double) { self.seconds = seconds }

    /// The moment of the call, by the system's clock.
    public static func now() -> Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(seconds: Double(time.tv_sec) + Double(time.tv_nsec / 1000) / 1e6)
    }

    /// Whether `a` is earlier.
    public static func < (a: Timestamp, b: Timestamp) -> Bool { a.seconds < b.seconds }

    /// ISO 8601 in UTC: `2026-11-23T18:13:44Z`, with up to six decimals of a second where there are any.
    public var description: String { iso8601 }

    /// ISO 8601 in UTC: `2026-11-23T18:13:44Z`, with up to six decimals of a second where there are any.
    public var iso8601: String {
        let c = civil
        var text = Digits()
        text.append(c.year, 4)
        text.append("-", c.month)
        text.append("-", c.day)
        text.append("T", c.hour)
        text.append(":", c.minute)
        text.append(":", c.second)
        if c.micro > 0 {
            var (decimals, width) = (c.micro, 6)
            while decimals % 10 == 0 { (decimals, width) = (decimals / 10, width - 1) }
            text.append(".", decimals, width)
        }
        text.append("Z")
        return text.string
    }

    /// ISO 8601's basic form as SigV4 wants it: `20261123T181344Z`.
    public var basic: String {
        let c = civil
        var text = Digits()
        text.append(c.year, 4)
        text.append(c.month)
        text.append(c.day)
        text.append("T", c.hour)
        text.append(c.minute)
        text.append(c.second)
        text.append("Z")
        return text.string
    }

    /// The form of HTTP's Date header (RFC 9110 section 5.6.7): `Mon, 23 Nov 2026 18:13:44 GMT`.
    public var http: String {
        let c = civil
        var text = Digits()
        text.append(Self.weekdays[((c.days % 7) + 11) % 7])
        text.append(", ", c.day)
        text.append(" ")
        text.append(Self.months[c.month - 1])
        text.append(" ", c.year, 4)
        text.append(" ", c.hour)
        text.append(":", c.minute)
        text.append(":", c.second)
        text.append(" GMT")
        return text.string
    }

    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// Text with numbers of a fixed width, made in place: every call to AWS has a date or two.
    private struct Digits {
        private var bytes: InlineArray<32, UInt8> = .init(repeating: 0)
        private var count = 0

        mutating func append(_ text: String) {
            for byte in text.utf8 {
                bytes[count] = byte
                count += 1
            }
        }

        mutating func append(_ text: String, _ number: Int, _ width: Int = 2) {
            append(text)
            append(number, width)
        }

        mutating func append(_ number: Int, _ width: Int = 2) {
            var rest = number
            for place in stride(from: count + width - 1, through: count, by: -1) {
                bytes[place] = UInt8(48 + rest % 10)
                rest /= 10
            }
            count += width
        }

        var string: String {
            String(unsafeUninitializedCapacity: count) { out in
                for place in 0..<count { out.initializeElement(at: place, to: bytes[place]) }
                return count
            }
        }
    }

    private typealias Civil = (
        year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int, micro: Int, days: Int
    )

    private var civil: Civil {
        let micros = Int((min(max(seconds, -62_135_596_800), 253_402_300_799) * 1e6).rounded())
        let whole = micros >= 0 ? micros / 1_000_000 : -((-micros + 999_999) / 1_000_000)
        let micro = micros - whole * 1_000_000
        let days = whole >= 0 ? whole / 86400 : -((-whole + 86399) / 86400)
        let rest = whole - days * 86400
        // Days to a date in the proleptic Gregorian calendar, counting years from March
        // (https://howardhinnant.github.io/date_algorithms.html).
        let z = days + 719_468
        let era = (z >= 0 ? z : z - 146_096) / 146_097
        let doe = z - era * 146_097
        let yoe = (doe - doe / 1460 + doe / 36524 - doe / 146_096) / 365
        let doy = doe - (365 * yoe + yoe / 4 - yoe / 100)
        let mp = (5 * doy + 2) / 153
        let month = mp < 10 ? mp + 3 : mp - 9
        return (
            yoe + era * 400 + (month <= 2 ? 1 : 0), month, doy - (153 * mp + 2) / 5 + 1, rest / 3600,
            rest % 3600 / 60, rest % 60, micro, days
        )
    }

    /// The moment of a date and time in UTC; nil when it is none.
    private init?(_ year: Int, _ month: Int, _ day: Int, _ hour: Int, _ minute: Int, _ second: Double) {
        guard (1...12).contains(month), (1...31).contains(day), (0...23).contains(hour),
            (0...59).contains(minute),
            second >= 0, second < 61, (0...9999).contains(year)
        else { return nil }
        let lengths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard day <= lengths[month - 1],
            month != 2 || day < 29 || year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        else { return nil }
        let y = month <= 2 ? year - 1 : year
        let era = y / 400
        let yoe = y - era * 400
        let doy = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let days = era * 146_097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719_468
        seconds = Double(days * 86400 + hour * 3600 + minute * 60) + second
    }

    /// The moment that `text` names: ISO 8601 (a date; a date and time with `Z` or an offset, decimals; the basic form
    /// `20261123T181344Z`), or HTTP's date form; nil when it is none of them.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        if bytes.count >= 25, bytes[3] == UInt8(ascii: ",") {
            self.init(http: text)
            return
        }
        func number(_ range: Range<Int>) -> Int? {
            guard range.upperBound <= bytes.count else { return nil }
            var result = 0
            for byte in bytes[range] {
                guard (48...57).contains(byte) else { return nil }
                result = result * 10 + Int(byte - 48)
            }
            return result
        }
        if bytes.count == 16, bytes[8] == UInt8(ascii: "T"), bytes[15] == UInt8(ascii: "Z") {
            guard let year = number(0..<4), let month = number(4..<6), let day = number(6..<8),
                let hour = number(9..<11), let minute = number(11..<13), let second = number(13..<15)
            else { return nil }
            self.init(year, month, day, hour, minute, Double(second))
            return
        }
        guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10), bytes[4] == 45,
            bytes[7] == 45
        else { return nil }
        if bytes.count == 10 {
            self.init(year, month, day, 0, 0, 0)
            return
        }
        guard bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: "t") || bytes[10] == 32,
            let hour = number(11..<13), let minute = number(14..<16), let second = number(17..<19),
            bytes[13] == 58,
            bytes[16] == 58
        else { return nil }
        var at = 19
        var fraction = 0.0
        if at < bytes.count, bytes[at] == UInt8(ascii: ".") {
            var scale = 0.1
            at += 1
            let first = at
            while at < bytes.count, (48...57).contains(bytes[at]) {
                fraction += Double(bytes[at] - 48) * scale
                scale /= 10
                at += 1
            }
            if at == first { return nil }
        }
        var offset = 0
        switch at < bytes.count ? bytes[at] : 0 {
        case UInt8(ascii: "Z"), UInt8(ascii: "z"): at += 1
        case UInt8(ascii: "+"), UInt8(ascii: "-"):
            guard at + 3 <= bytes.count, let hours = number(at + 1..<at + 3) else { return nil }
            let colon = at + 3 < bytes.count && bytes[at + 3] == 58 ? 1 : 0
            let minutes = number(at + 3 + colon..<at + 5 + colon)
            guard let minutes, minutes < 60 else { return nil }
            guard hours < 24 else { return nil }
            offset = (hours * 3600 + minutes * 60) * (bytes[at] == UInt8(ascii: "-") ? -1 : 1)
            at += 5 + colon
        default: return nil
        }
        guard at == bytes.count else { return nil }
        self.init(year, month, day, hour, minute, Double(second) + fraction)
        seconds -= Double(offset)
    }

    private init?(http text: String) {
        let parts = text.split(separator: " ")
        guard parts.count == 6, parts[5] == "GMT", let day = Int(parts[1]), let year = Int(parts[3]),
            let month = Self.months.firstIndex(of: String(parts[2]))
        else { return nil }
        let clock = parts[4].split(separator: ":", omittingEmptySubsequences: false)
        guard clock.count == 3, let hour = Int(clock[0]), let minute = Int(clock[1]),
            let second = Double(clock[2])
        else { return nil }
        self.init(year, month + 1, day, hour, minute, second)
    }
}
