import Documents

extension Interpreter {
    /// `first comparison second`.
    mutating func compare(
        _ comparison: Expression.Comparison, _ first: Value, _ second: Value
    ) throws(EvaluationFailure) -> Value {
        switch comparison {
        case .equal: return .bool(try equal(first, second))
        case .unequal: return .bool(!(try equal(first, second)))
        default: break
        }
        for case .unseen(let unseen) in [first, second] { throw .unseen(unseen) }
        guard let order = order(first, second) else {
            if mode == .jmespath || first.isNull || second.isNull { return .null }
            throw .failed(
                .invalidType,
                message: "\(comparison.rawValue) compares numbers, not \(first.kind) and \(second.kind)")
        }
        switch comparison {
        case .less: return .bool(order < 0)
        case .lessOrEqual: return .bool(order <= 0)
        case .greater: return .bool(order > 0)
        default: return .bool(order >= 0)
        }
    }

    /// Below, at or above 0, as `first` is less than, equal to or more than `second`; nil where one is no number.
    private func order(_ first: Value, _ second: Value) -> Int? {
        if case .integer(let a) = first, case .integer(let b) = second { return a < b ? -1 : a == b ? 0 : 1 }
        guard let a = first.double, let b = second.double else { return nil }
        return a < b ? -1 : a == b ? 0 : 1
    }

    /// Whether both are the same. What decides that they differ is found without reading what lies behind it.
    mutating func equal(_ first: Value, _ second: Value) throws(EvaluationFailure) -> Bool {
        try spend(1)
        switch (first, second) {
        case (.unseen(let unseen), _), (_, .unseen(let unseen)): throw .unseen(unseen)
        case (.array(let a), .array(let b)):
            try mustBeComplete(a)
            try mustBeComplete(b)
            guard a.count == b.count else { return false }
            for (a, b) in zip(a, b) where !(try equal(a, b)) { return false }
            return true
        case (.array(let items), _), (_, .array(let items)):
            try mustBeComplete(items)
            return false
        case (.object(let a), .object(let b)):
            guard a.count == b.count else { return false }
            for member in a {
                guard let other = b[member.key], try equal(member.value, other) else { return false }
            }
            return true
        default: return first == second
        }
    }

    /// Fails where anything inside `value` is unseen.
    mutating func mustBeSeen(_ value: Value) throws(EvaluationFailure) {
        try spend(1)
        switch value {
        case .unseen(let unseen): throw .unseen(unseen)
        case .array(let items): for item in items { try mustBeSeen(item) }
        case .object(let object): for member in object { try mustBeSeen(member.value) }
        default: break
        }
    }
}
