import Documents

/// `keys values length map merge reverse sort sort_by min max min_by max_by`.
extension Interpreter {
    /// The names or the values of an object.
    mutating func parts(_ function: BuiltIn, _ value: Value) throws(EvaluationFailure) -> Value {
        guard case .object(let object) = value else { throw mismatch(function, value, "object") }
        try spend(object.count)
        return .array(function == .keys ? object.keys.map(Value.string) : object.values)
    }

    /// How many elements, members, or characters (Unicode scalars).
    mutating func length(_ value: Value) throws(EvaluationFailure) -> Int {
        switch value {
        case .array(let items): return items.count
        case .object(let object): return object.count
        case .string(let text):
            try spend(text.utf8.count / 16)
            return text.unicodeScalars.count
        default: throw mismatch(.length, value, "array, object or string")
        }
    }

    /// `each` on every element, nulls included.
    mutating func map(_ each: Node, _ list: Value) throws(EvaluationFailure) -> Value {
        var result = [Value]()
        for item in try array(list, .map, 2) { result.append(try evaluate(each, item)) }
        return .array(result)
    }

    /// One object of all members; the last with a name counts.
    mutating func merged(_ values: [Value]) throws(EvaluationFailure) -> Value {
        var result = Object()
        for (place, value) in values.enumerated() {
            guard case .object(let object) = value else { throw mismatch(.merge, value, "object", place + 1) }
            try make(object.count)
            for member in object { result[member.key] = member.value }
        }
        return .object(result)
    }

    /// The elements, or characters, from the last to the first.
    mutating func reversed(_ value: Value) throws(EvaluationFailure) -> Value {
        switch value {
        case .array(let items):
            try spend(items.count)
            return .array(items.reversed())
        case .string(let text):
            try make(text.utf8.count / 16)
            var scalars = String.UnicodeScalarView()
            scalars.append(contentsOf: text.unicodeScalars.reversed())
            return .string(String(scalars))
        default: throw mismatch(.reverse, value, "array or string")
        }
    }

    /// The elements from the least to the greatest; equal ones keep their order.
    mutating func sorted(
        _ function: BuiltIn, _ value: Value, by each: Node? = nil
    ) throws(EvaluationFailure) -> Value {
        let items = try array(value, function)
        let order = try ranks(function, items, by: each)
        try spend(items.count * (Int.bitWidth - items.count.leadingZeroBitCount))
        let places = items.indices.sorted { a, b in
            order.precedes(a, b) || (!order.precedes(b, a) && a < b)
        }
        return .array(places.map { items[$0] })
    }

    /// The first of the least or greatest elements; null of no elements.
    mutating func extreme(
        _ function: BuiltIn, _ value: Value, by each: Node? = nil
    ) throws(EvaluationFailure) -> Value {
        let items = try array(value, function)
        let order = try ranks(function, items, by: each)
        guard var best = items.indices.first else { return .null }
        let isLeast = function == .min || function == .minBy
        for place in items.indices.dropFirst() {
            if isLeast ? order.precedes(place, best) : order.precedes(best, place) { best = place }
        }
        return items[best]
    }

    /// What the elements are ordered by: all numbers, or all texts.
    private mutating func ranks(
        _ function: BuiltIn, _ items: [Value], by each: Node?
    ) throws(EvaluationFailure) -> Ranks {
        try spend(items.count)
        var numbers = [Value]()
        var texts = [String]()
        for item in items {
            let key = if let each { try evaluate(each, item) } else { item }
            switch key {
            case .unseen(let unseen): throw .unseen(unseen)
            case .integer, .number: numbers.append(key)
            case .string(let text): texts.append(text)
            default: throw mismatch(function, key, "numbers or strings to order by")
            }
        }
        if numbers.isEmpty { return .texts(texts) }
        if texts.isEmpty { return .numbers(numbers) }
        throw .failed(
            .invalidType, message: "\(function.rawValue) can't order numbers and strings together")
    }
}

/// What a list is ordered by.
private enum Ranks {
    case numbers([Value])
    case texts([String])

    /// Whether the element at `a` comes before the one at `b`; texts in the order of their code points.
    func precedes(_ a: Int, _ b: Int) -> Bool {
        switch self {
        case .texts(let texts): texts[a].utf8.lexicographicallyPrecedes(texts[b].utf8)
        case .numbers(let numbers):
            if case .integer(let a) = numbers[a], case .integer(let b) = numbers[b] {
                a < b
            } else {
                numbers[a].double! < numbers[b].double!
            }
        }
    }
}
