import Documents

/// What goes over lists and objects.
extension Interpreter {
    /// Fails where an element of `items` is unseen: who counts must see all of them.
    mutating func mustBeComplete(_ items: [Value]) throws(EvaluationFailure) {
        try spend(items.count / 8)
        for case .unseen(let unseen) in items { throw .unseen(unseen) }
    }

    /// `value[index]`.
    mutating func element(_ index: Int, of value: Value) throws(EvaluationFailure) -> Value {
        switch value {
        case .array(let items):
            try mustBeComplete(items)
            let place = index < 0 ? index + items.count : index
            return items.indices.contains(place) ? items[place] : .null
        case .unseen(let unseen): throw .unseen(unseen)
        default: return .null
        }
    }

    /// `value[start:stop:step]`.
    mutating func elements(_ slice: Expression.Slice, of value: Value) throws(EvaluationFailure) -> Value {
        switch value {
        case .array(let items):
            try mustBeComplete(items)
            return .array(slice.places(of: items.count).map { items[$0] })
        case .unseen(let unseen): throw .unseen(unseen)
        default: return .null
        }
    }

    /// `value[]`.
    mutating func flatten(_ value: Value) throws(EvaluationFailure) -> Value {
        guard case .array(let items) = value else { return nothing(value) }
        var result = [Value]()
        result.reserveCapacity(items.count)
        for item in items {
            if case .array(let inner) = item {
                try spend(inner.count)
                result += inner
            } else {
                result.append(item)
            }
        }
        try spend(items.count)
        return .array(result)
    }

    /// `each` on the elements of the list `value`.
    mutating func project(_ each: Node, over value: Value) throws(EvaluationFailure) -> Value {
        guard case .array(let items) = value else { return nothing(value) }
        return .array(try projected(each, items))
    }

    /// `each` on the values of the object `value`.
    mutating func projectValues(_ each: Node, over value: Value) throws(EvaluationFailure) -> Value {
        guard case .object(let object) = value else { return nothing(value) }
        return .array(try projected(each, object.values))
    }

    /// `each` on the elements of the list `value` that meet `condition`.
    mutating func filter(_ value: Value, _ condition: Node, _ each: Node) throws(EvaluationFailure) -> Value {
        guard case .array(let items) = value else { return nothing(value) }
        var kept = [Value]()
        for item in items {
            if case .unseen = item {
                kept.append(item)
            } else if try isTrue(try evaluate(condition, item)) {
                kept.append(item)
            }
        }
        return .array(try projected(each, kept))
    }

    /// Unseen elements stay as they are: nobody knows how many there are, or what would become of them.
    private mutating func projected(_ each: Node, _ items: [Value]) throws(EvaluationFailure) -> [Value] {
        var result = [Value]()
        result.reserveCapacity(items.count)
        for item in items {
            if case .unseen = item {
                result.append(item)
                continue
            }
            let value = try evaluate(each, item)
            if case .null = value { continue }
            result.append(value)
        }
        return result
    }

    /// What a projection makes of something else than it goes over.
    private func nothing(_ value: Value) -> Value {
        if case .unseen = value { value } else { .null }
    }
}

extension Expression.Slice {
    /// The places that it takes of a list with `count` elements, as Python's slices do.
    func places(of count: Int) -> StrideTo<Int> {
        let step = step ?? 1
        func bound(_ place: Int?, _ otherwise: Int) -> Int {
            guard let place else { return otherwise }
            let (lowest, highest) = step > 0 ? (0, count) : (-1, count - 1)
            let counted = place < 0 ? place.addingReportingOverflow(count).partialValue : place
            return Swift.min(Swift.max(counted, lowest), highest)
        }
        let start = bound(start, step > 0 ? 0 : count - 1)
        let stop = bound(stop, step > 0 ? count : -1)
        // A step longer than the list takes its first place only; cut, it can't overflow.
        let cut = Swift.min(Swift.max(step, -count - 1), count + 1)
        return stride(from: start, to: stop, by: cut)
    }
}
