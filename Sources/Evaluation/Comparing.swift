import Checks
import Documents

extension Comparison.Operator {
    /// Whether `subject`, which is there, compares so with `operand`, which is too.
    ///
    /// What can't be compared (text that is no number, a time or a range that is none) is unknown, and so is what
    /// depends on a part that could not be seen.
    func compare(_ subject: Value, _ operand: Value, now: Timestamp) -> Truth {
        if case .array(let items) = subject, items.contains(where: \.isUnseen) {
            return compareIncomplete(items, operand)
        }
        switch self {
        case .exists: return Truth(operand.bool ?? true)
        case .empty:
            guard let isEmpty = subject.isEmpty else { return .unknown }
            return Truth(isEmpty == (operand.bool ?? true))
        case .equals:
            return subject.hasUnseen || operand.hasUnseen ? .unknown : Truth(subject == operand)
        case .in:
            guard let items = operand.array, !subject.hasUnseen else { return .unknown }
            return items.contains(subject) ? .yes : items.contains(where: \.hasUnseen) ? .unknown : .no
        case .includes:
            guard let items = subject.array, !operand.hasUnseen else { return .unknown }
            let set = Set(items)
            return Truth(operand.elements.allSatisfy(set.contains))
        case .matches:
            guard let text = subject.string else { return .unknown }
            return Truth(any: operand.elements.map { $0.string.map { Glob.matches(text, $0) } })
        case .atLeast, .atMost:
            guard let a = subject.double ?? subject.string.flatMap(Double.init), a.isFinite,
                let b = operand.double
            else { return .unknown }
            return Truth(self == .atLeast ? a >= b : a <= b)
        case .olderThan, .newerThan:
            guard let time = subject.string.flatMap({ Timestamp($0) }), let age = operand.double else {
                return .unknown
            }
            let isOlder = now.seconds - time.seconds > age
            return Truth(self == .olderThan ? isOlder : !isOlder)
        case .within:
            guard let inner = subject.string.flatMap(AddressRange.init) else { return .unknown }
            return Truth(any: operand.elements.map { $0.string.flatMap(AddressRange.init)?.contains(inner) })
        }
    }

    private func compareIncomplete(_ items: [Value], _ operand: Value) -> Truth {
        let seen = items.filter { !$0.isUnseen }
        switch self {
        case .exists: return Truth(operand.bool ?? true)
        case .includes: return operand.elements.allSatisfy(seen.contains) ? .yes : .unknown
        case .empty: return seen.isEmpty ? .unknown : Truth(operand.bool == false)
        default: return .unknown
        }
    }
}

extension Truth {
    /// Whether one of `answers` is true; where none is, one that could not be given leaves it open.
    fileprivate init(any answers: [Bool?]) {
        self = answers.contains(true) ? .yes : answers.contains(nil) ? .unknown : .no
    }
}

extension Value {
    var isUnseen: Bool { if case .unseen = self { true } else { false } }

    /// The elements of a list; anything else is its own only element.
    fileprivate var elements: [Value] { array ?? [self] }

    fileprivate var isEmpty: Bool? {
        switch self {
        case .array(let items): items.isEmpty
        case .object(let object): object.isEmpty
        case .string(let text): text.isEmpty
        default: nil
        }
    }
}
