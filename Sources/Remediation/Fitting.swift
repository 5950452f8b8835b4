import Documents
import ServiceModels

extension Value {
    /// This value as a parameter of `shape`: text of numbers and truth values read, documents and numbers written as
    /// text where text is wanted, and what is absent left out.
    func fitted(to shape: Shape?) -> Value {
        guard let shape else { return withoutNulls }
        switch (shape.kind, self) {
        case (.structure, .object(let object)):
            let structure = shape.structure
            return .object(
                Object(
                    object.members.filter { !$0.value.isNull }.map {
                        ($0.key, $0.value.fitted(to: structure?.member($0.key)?.shape))
                    }))
        case (.string, .object), (.string, .array): return .string(JSON.text(self))
        case (.string, .integer(let number)): return .string(String(number))
        case (.string, .bool(let truth)): return .string(truth ? "true" : "false")
        case (.boolean, .string(let text)):
            return text == "true" ? true : text == "false" ? false : self
        case (.integer, .string(let text)), (.long, .string(let text)):
            return Int(text).map { .integer($0) } ?? self
        default: return withoutNulls
        }
    }

    private var withoutNulls: Value {
        switch self {
        case .object(let object):
            .object(
                Object(object.members.filter { !$0.value.isNull }.map { ($0.key, $0.value.withoutNulls) }))
        case .array(let items): .array(items.filter { !$0.isNull }.map(\.withoutNulls))
        default: self
        }
    }

    /// This text as the kind of value that `other` is, where it can be.
    func like(_ other: Value) -> Value {
        guard case .string(let text) = self else { return self }
        switch other {
        case .bool: return text == "true" ? true : text == "false" ? false : self
        case .integer, .number:
            return Int(text).map { .integer($0) } ?? Double(text).map { .number($0) } ?? self
        case .null: return text == "true" ? true : text == "false" ? false : self
        default: return self
        }
    }

    /// This value with each text that equals `old` in the place of which `new` stands.
    func replacing(_ old: Value, with new: Value) -> Value {
        if self == old { return new }
        switch self {
        case .object(let object):
            return .object(Object(object.members.map { ($0.key, $0.value.replacing(old, with: new)) }))
        case .array(let items): return .array(items.map { $0.replacing(old, with: new) })
        default: return self
        }
    }
}
