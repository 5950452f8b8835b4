/// What a resource type says about a value, and what lies in it, that the model does not say or says wrongly.
struct Corrections: Sendable {
    private(set) var type: ValueType?
    private(set) var isAlways = false
    private(set) var isNever = false
    private(set) var members: [String: Corrections] = [:]
    /// At most one: what is said of the elements of a list, of the values of a map.
    private var ofElements: [Corrections] = []
    private var ofValues: [Corrections] = []

    /// Nothing is said.
    static let none = Corrections()

    /// What is said of the elements of a list.
    var elements: Corrections? { ofElements.first }
    /// What is said of the values of a map.
    var values: Corrections? { ofValues.first }

    /// Whether a member directly in the value is always there, so that the value is.
    var promisesMembers: Bool { members.values.contains { $0.isAlways || $0.promisesMembers } }

    private mutating func change(_ steps: ArraySlice<ValuePath.Step>, _ body: (inout Corrections) -> Void) {
        guard let step = steps.first else { return body(&self) }
        let rest = steps.dropFirst()
        switch step {
        case .member(let name): members[name, default: .none].change(rest, body)
        case .elements:
            if ofElements.isEmpty { ofElements = [.none] }
            ofElements[0].change(rest, body)
        case .values:
            if ofValues.isEmpty { ofValues = [.none] }
            ofValues[0].change(rest, body)
        }
    }

    mutating func setType(_ type: ValueType, at path: ValuePath) {
        change(path.steps[...]) { $0.type = type }
    }
    mutating func setAlways(at path: ValuePath) { change(path.steps[...]) { $0.isAlways = true } }
    mutating func setNever(at path: ValuePath) { change(path.steps[...]) { $0.isNever = true } }
}

extension ValuePath {
    /// The path that `text` writes: `A.B`, `A[]`, `A.*`; nil when it is none.
    init?(text: String) {
        var steps = [Step]()
        let brackets = "[]".utf8, dot = UInt8(ascii: ".")
        var rest = Substring(text).utf8
        while rest.starts(with: brackets) {
            steps.append(.elements)
            rest = rest.dropFirst(2)
            if rest.first == dot {
                rest = rest.dropFirst()
            } else if !rest.isEmpty, rest.first != brackets.first {
                return nil
            }
        }
        guard !rest.isEmpty else {
            if steps.isEmpty { return nil }
            self.init(steps)
            return
        }
        for part in rest.split(separator: dot, omittingEmptySubsequences: false) {
            var part = part
            var lists = 0
            while part.count >= 2, part.suffix(2).elementsEqual(brackets) {
                part = part.dropLast(2)
                lists += 1
            }
            guard !part.isEmpty, !part.contains(where: brackets.contains) else { return nil }
            let name = String(Substring(part))
            steps.append(name == "*" ? .values : .member(name))
            steps += Array(repeating: .elements, count: lists)
        }
        self.init(steps)
    }
}
