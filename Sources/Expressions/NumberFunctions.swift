import Documents

/// `abs ceil floor avg sum to_number`.
extension Interpreter {
    /// A number without fraction stays one.
    func rounded(_ function: BuiltIn, _ value: Value) throws(EvaluationFailure) -> Value {
        switch value {
        case .integer(let number):
            if function != .abs || number >= 0 { return value }
            return number == .min ? .number(-Double(number)) : .integer(-number)
        case .number(let number):
            switch function {
            case .abs: return .number(number.magnitude)
            case .ceil: return .whole(number.rounded(.up))
            default: return .whole(number.rounded(.down))
            }
        default: throw mismatch(function, value, "number")
        }
    }

    /// The sum, or of `avg` the mean, which no numbers have.
    mutating func sum(_ function: BuiltIn, _ value: Value) throws(EvaluationFailure) -> Value {
        let items = try array(value, function)
        try spend(items.count)
        var whole: Int? = 0
        var sum = 0.0
        for item in items {
            guard let number = item.double else { throw mismatch(function, item, "array of numbers") }
            sum += number
            if let so = whole, case .integer(let more) = item {
                let (next, isTooLarge) = so.addingReportingOverflow(more)
                whole = isTooLarge ? nil : next
            } else {
                whole = nil
            }
        }
        guard sum.isFinite else {
            throw .failed(.invalidValue, message: "\(function.rawValue) is too large a number")
        }
        if function == .sum { return whole.map(Value.integer) ?? .number(sum) }
        if items.isEmpty { return .null }
        if let whole, whole % items.count == 0 { return .integer(whole / items.count) }
        return .number(sum / Double(items.count))
    }

    /// The number that text holds in JSON's notation; null where it holds none.
    func toNumber(_ value: Value) -> Value {
        switch value {
        case .integer, .number: return value
        case .string(let text):
            guard let first = text.utf8.first, first == UInt8(ascii: "-") || (48...57).contains(first),
                let last = text.utf8.last, (48...57).contains(last), let number = try? JSON.parse(text)
            else { return .null }
            return number
        default: return .null
        }
    }
}

extension Value {
    /// `number` as an integer where it fits.
    fileprivate static func whole(_ number: Double) -> Value {
        Int(exactly: number).map(Value.integer) ?? .number(number)
    }
}
