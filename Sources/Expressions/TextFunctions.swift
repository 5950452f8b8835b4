import Documents

/// `contains join split suffixes to_string`, and what strings lack for them. Texts are compared byte by byte.
extension Interpreter {
    /// Whether a list has the element, or a text the part; a text has no part that is no text.
    mutating func contains(_ value: Value, _ part: Value) throws(EvaluationFailure) -> Bool {
        switch value {
        case .array(let items):
            var doubt: EvaluationFailure?
            for item in items {
                // An element that can't be compared is no reason to overlook one behind it that is the same.
                do { if try equal(item, part) { return true } } catch {
                    guard case .unseen = error else { throw error }
                    doubt = doubt ?? error
                }
            }
            if let doubt { throw doubt }
            return false
        case .string(let text):
            try spend(text.utf8.count / 16)
            guard case .string(let part) = part else { return false }
            return text.find(part, from: text.utf8.startIndex) != nil
        default: throw mismatch(.contains, value, "array or string")
        }
    }

    /// The texts with `glue` between them.
    mutating func joined(_ glue: Value, _ list: Value) throws(EvaluationFailure) -> Value {
        let glue = try string(glue, .join)
        let items = try array(list, .join, 2)
        var result = ""
        for (place, item) in items.enumerated() {
            if case .unseen(let unseen) = item { throw .unseen(unseen) }
            guard case .string(let text) = item else { throw mismatch(.join, item, "array of strings", 2) }
            try make(1 + (glue.utf8.count + text.utf8.count) / 16)
            if place > 0 { result += glue }
            result += text
        }
        return .string(result)
    }

    /// The pieces between the separators.
    mutating func split(_ text: Value, _ separator: Value) throws(EvaluationFailure) -> Value {
        let (text, separator) = try self.texts(text, separator, .split)
        var pieces = [Value]()
        var start = text.utf8.startIndex
        while let found = text.find(separator, from: start) {
            try make(1)
            pieces.append(.string(String(text[start..<found.lowerBound])))
            start = found.upperBound
        }
        pieces.append(.string(String(text[start...])))
        try make(text.utf8.count / 16)
        return .array(pieces)
    }

    /// The text, and what follows each separator: `a.b.c`, `b.c`, `c`.
    mutating func suffixes(_ text: Value, _ separator: Value) throws(EvaluationFailure) -> Value {
        let (text, separator) = try self.texts(text, separator, .suffixes)
        var suffixes = [Value.string(text)]
        var start = text.utf8.startIndex
        while let found = text.find(separator, from: start) {
            start = found.upperBound
            let suffix = String(text[start...])
            try make(1 + suffix.utf8.count / 16)
            suffixes.append(.string(suffix))
        }
        return .array(suffixes)
    }

    private mutating func texts(
        _ text: Value, _ separator: Value, _ function: BuiltIn
    ) throws(EvaluationFailure) -> (String, String) {
        let (text, separator) = (try string(text, function), try string(separator, function, 2))
        if separator.isEmpty {
            throw .failed(.invalidValue, message: "the separator of \(function.rawValue) is empty")
        }
        try spend(text.utf8.count / 16)
        return (text, separator)
    }

    /// Text as it is, anything else as JSON.
    mutating func toString(_ value: Value) throws(EvaluationFailure) -> String {
        if case .string(let text) = value { return text }
        try mustBeSeen(value)
        try weigh(value)
        return JSON.text(value)
    }
}

extension String {
    /// Where `part` stands first at `start` or behind it.
    fileprivate func find(_ part: String, from start: Index) -> Range<Index>? {
        let (text, part) = (utf8[start...], part.utf8)
        guard let first = part.first else { return start..<start }
        var rest = text
        while let at = rest.firstIndex(of: first) {
            rest = rest[at...]
            if rest.starts(with: part) { return at..<rest.index(at, offsetBy: part.count) }
            rest = rest.dropFirst()
        }
        return nil
    }

    /// Whether the last bytes are those of `part`.
    func endsInBytes(of part: String) -> Bool { utf8.suffix(part.utf8.count).elementsEqual(part.utf8) }
}
