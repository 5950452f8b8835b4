import Documents
import ServiceModels

/// Values without members as text, and back.
enum Scalar {
    /// `value` of `shape` as text for a form, a header, a path or XML.
    static func text(
        _ value: Value, _ member: Member, timestamps: Traits.TimestampFormat,
        _ place: @autoclosure () -> String
    ) throws(WireFailure) -> String {
        switch (member.shape.kind, value) {
        case (.string, .string(let text)): return text
        case (.blob, .string(let text)):
            guard Base64.decode(text) != nil else { throw wrong(place(), "base64 text") }
            return text
        case (.boolean, .bool(let flag)): return flag ? "true" : "false"
        case (.integer, .integer(let number)), (.long, .integer(let number)): return String(number)
        case (.integer, .number), (.long, .number):
            guard let number = value.int else { throw wrong(place(), "a whole number") }
            return String(number)
        case (.float, .integer(let number)), (.double, .integer(let number)): return String(number)
        case (.float, .number(let number)), (.double, .number(let number)): return self.number(number)
        case (.float, .string(let text)), (.double, .string(let text)):
            guard ["NaN", "Infinity", "-Infinity"].contains(text) else { throw wrong(place(), "a number") }
            return text
        case (.timestamp, _):
            guard let moment = timestamp(value) else { throw wrong(place(), "a date and time in ISO 8601") }
            return self.text(moment, member.traits.timestampFormat ?? timestamps)
        default: throw wrong(place(), "\(expected(member.shape))")
        }
    }

    static func wrong(_ place: String, _ wanted: String) -> WireFailure {
        WireFailure(.parameters, "\(place.isEmpty ? "the value" : place) must be \(wanted)")
    }

    static func expected(_ shape: Shape) -> String {
        switch shape.kind {
        case .structure, .map: "an object"
        case .list: "a list"
        case .string: "text"
        case .integer, .long: "a whole number"
        case .float, .double: "a number"
        case .boolean: "true or false"
        case .blob: "base64 text"
        case .timestamp: "a date and time in ISO 8601"
        case .document: "JSON"
        case .unknown(let why): "left out: \(why)"
        }
    }

    static func number(_ number: Double) -> String {
        if let whole = Int(exactly: number), abs(whole) < 1 << 53 { return "\(whole).0" }
        return number.isNaN
            ? "NaN" : number.isInfinite ? (number < 0 ? "-Infinity" : "Infinity") : number.description
    }

    /// The moment that a value names: ISO 8601, HTTP's date, or seconds since the epoch.
    static func timestamp(_ value: Value) -> Timestamp? {
        switch value {
        case .string(let text): Timestamp(text) ?? Double(text).map { Timestamp(seconds: $0) }
        case .integer(let seconds): Timestamp(seconds: Double(seconds))
        case .number(let seconds): seconds.isFinite ? Timestamp(seconds: seconds) : nil
        default: nil
        }
    }

    static func text(_ moment: Timestamp, _ format: Traits.TimestampFormat) -> String {
        switch format {
        case .iso8601: moment.iso8601
        case .rfc822: moment.http
        case .unix: unix(moment).description
        }
    }

    /// Seconds since the epoch as JSON has them: whole where they are whole.
    static func unix(_ moment: Timestamp) -> Value {
        Int(exactly: moment.seconds).map(Value.integer) ?? .number(moment.seconds)
    }

    /// The value of `shape` that `text` stands for.
    static func value(_ text: String, _ member: Member, _ place: @autoclosure () -> String)
        throws(WireFailure) -> Value
    {
        func bad(_ wanted: String) -> WireFailure { WireFailure(.message, "\(place()) is not \(wanted)") }
        switch member.shape.kind {
        case .string, .blob: return .string(text)
        case .boolean:
            switch text {
            case "true", "True", "1": return true
            case "false", "False", "0": return false
            default: throw bad("true or false")
            }
        case .integer, .long:
            guard let number = Int(trimmed(text)) else { throw bad("a whole number") }
            return .integer(number)
        case .float, .double:
            let text = trimmed(text)
            if ["NaN", "Infinity", "-Infinity"].contains(text) { return .string(text) }
            guard let number = Double(text), number.isFinite else { throw bad("a number") }
            return .number(number)
        case .timestamp:
            guard let moment = timestamp(.string(trimmed(text))) else { throw bad("a date and time") }
            return .string(moment.iso8601)
        default: throw bad(expected(member.shape))
        }
    }

    static func trimmed(_ text: String) -> String {
        let space: (UInt8) -> Bool = { $0 == 32 || (9...13).contains($0) }
        guard let first = text.utf8.first, let last = text.utf8.last, space(first) || space(last) else {
            return text
        }
        var bytes = Substring(text).utf8
        while let first = bytes.first, space(first) { bytes.removeFirst() }
        while let last = bytes.last, space(last) { bytes.removeLast() }
        return String(Substring(bytes))
    }
}
