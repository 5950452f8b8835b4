/// Steps into a value: `Policies.*`, `[].Name`.
public struct ValuePath: Sendable, Hashable {
    /// One step.
    public enum Step: Sendable, Hashable {
        /// A member of an object.
        case member(String)
        /// Every element of a list.
        case elements
        /// Every value of a map.
        case values
    }
    /// The steps, from the outside in; empty for the value itself.
    public let steps: [Step]
    /// A path.
    public init(_ steps: [Step]) { self.steps = steps }
}

extension ValuePath: CustomStringConvertible {
    /// As written: `A.B`, `A[]`, `A.*`.
    public var description: String {
        var text = ""
        for step in steps {
            switch step {
            case .member(let name): text += text.isEmpty ? name : "." + name
            case .elements: text += "[]"
            case .values: text += text.isEmpty ? "*" : ".*"
            }
        }
        return text
    }
}
