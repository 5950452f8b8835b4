import Documents
import Expressions

/// Reads what a value is compared with, and proves that the comparison can make sense.
struct OperandReader {
    let assertions: AssertionReader
    let scope: AssertionReader.Scope
    let operation: Comparison.Operator
    /// The type of what is compared.
    let subject: StaticType
    private var mistakes: Mistakes { assertions.mistakes }

    init(
        assertions: AssertionReader, scope: AssertionReader.Scope, operation: Comparison.Operator,
        subject: StaticType
    ) {
        self.assertions = assertions
        self.scope = scope
        self.operation = operation
        self.subject = subject
    }

    /// Whether the operator takes what is compared; noted where not.
    func proveSubject(_ node: YAML.Node) -> Bool {
        if subject.isOpen { return true }
        let isRight: Bool
        let wanted: String
        switch operation {
        case .exists: (isRight, wanted) = (true, "")
        case .equals, .in: (isRight, wanted) = (isScalar, "text, numbers and booleans")
        case .includes: (isRight, wanted) = (subject.element != nil, "a list")
        case .matches: (isRight, wanted) = (subject.isText, "text")
        case .within: (isRight, wanted) = (subject.isText, "an address as text")
        case .atLeast, .atMost: (isRight, wanted) = (subject.isNumber, "a number")
        case .olderThan, .newerThan: (isRight, wanted) = (subject.isTime, "a time")
        case .empty:
            let holds: Bool =
                switch subject {
                case .resources: true
                default: subject.isText || subject.element != nil || subject.value != nil || subject.isPolicy
                }
            (isRight, wanted) = (holds, "text, a list or a map")
        }
        if !isRight {
            mistakes.add(
                node, "'\(operation.rawValue)' wants \(wanted), and this is \(subject.words)", hint: hint)
        }
        return isRight
    }

    private var hint: String? {
        switch (operation, subject) {
        case (_, .resources): "step into them with every, some or none"
        case (.atLeast, .string), (.atMost, .string): "declare it with 'as: integer' in the resource type"
        case (.olderThan, .string), (.newerThan, .string): "declare it with 'as: time' in the resource type"
        default: nil
        }
    }

    private var isScalar: Bool {
        switch subject {
        case .string, .integer, .number, .boolean, .time: true
        default: false
        }
    }

    /// What one operand is compared with.
    private var wanted: StaticType {
        switch operation {
        case .includes: subject.element?.type ?? .anything
        case .exists, .empty: .boolean
        case .matches, .within: .string(nil)
        default: subject
        }
    }

    private var takesList: Bool { [.in, .includes, .matches, .within].contains(operation) }

    /// The operand that `node` writes; nil, and noted, where it can't be read.
    func read(_ node: YAML.Node) -> Comparison.Operand? {
        if let items = node.items {
            if !takesList {
                mistakes.add(node, "'\(operation.rawValue)' compares with one value, not with a list")
                return nil
            }
            return .list(items.compactMap { one($0, inList: true) })
        }
        return one(node, inList: false)
    }

    private func one(_ node: YAML.Node, inList: Bool) -> Comparison.Operand? {
        guard let text = node.text else { return nil }
        if text.hasPrefix("$") { return variable(node, String(text.dropFirst()), inList) }
        let template: Template
        do throws(ExpressionFailure) { template = try Template.parse(text, functions: .checks) } catch {
            mistakes.add(node, error.message, hint: error.hint, offset: error.offset)
            return nil
        }
        guard let literal = template.literal else {
            return assertions.template(node, scope).map { .pattern($0) }
        }
        if !inList, operation == .in || operation == .includes {
            // One text stands for a list of one.
            return self.literal(literal, node).map { .list([.literal($0)]) }
        }
        return self.literal(literal, node).map { .literal($0) }
    }

    private func variable(_ node: YAML.Node, _ name: String, _ inList: Bool) -> Comparison.Operand? {
        guard let typed = scope.variables[name] else {
            mistakes.add(
                node, "there is no variable $\(name) here",
                hint: suggestion(for: name, among: scope.variables.keys.sorted()))
            return nil
        }
        var type = typed.type
        if takesList, !inList, let element = type.element {
            type = element.type
        } else if operation == .in, !inList, !type.isOpen {
            mistakes.add(node, "'in' compares with a list, and $\(name) is \(type.words)")
            return nil
        }
        if let parameter = assertions.parameters[name] { prove(parameter, node) }
        let isRight: Bool =
            switch operation {
            case .olderThan, .newerThan:
                assertions.parameters[name].map { $0.kind == .duration } ?? type.isOpen
            case .atLeast, .atMost: type.isNumber
            case .exists, .empty: type.isBoolean
            case .matches, .within: type.isText
            case .equals, .in, .includes: agrees(type, wanted)
            }
        if !isRight {
            mistakes.add(node, "'\(operation.rawValue)' can't compare with $\(name), which is \(type.words)")
            return nil
        }
        return .variable(name)
    }

    /// Proves the values of an enumerated parameter against those of what is compared.
    private func prove(_ parameter: Parameter, _ node: YAML.Node) {
        var kind = parameter.kind
        if case .list(let element) = kind { kind = element }
        guard case .enumeration(let given) = kind, case .string(let values?) = wanted,
            [.equals, .in, .includes].contains(operation)
        else { return }
        for value in given where !values.contains(value) {
            mistakes.add(
                node, "$\(parameter.name) can be '\(value)', which is none of \(TypeChecker.some(values))",
                hint: suggestion(for: value, among: values))
        }
    }

    private func agrees(_ a: StaticType, _ b: StaticType) -> Bool {
        if a.isOpen || b.isOpen { return true }
        switch (a, b) {
        case (.string, .string), (.boolean, .boolean), (.time, .time), (.string, .time), (.time, .string):
            return true
        default: return a.isNumber && b.isNumber
        }
    }

    private func literal(_ text: String, _ node: YAML.Node) -> Value? {
        func wrong(_ what: String, _ hint: String? = nil) -> Value? {
            mistakes.add(node, "\(what) is wanted here, not '\(text)'", hint: hint)
            return nil
        }
        switch operation {
        case .olderThan, .newerThan:
            return Duration.seconds(text).map { .integer($0) } ?? wrong("a duration such as 90d")
        case .within: return Self.isRange(text) ? .string(text) : wrong("a range such as 10.0.0.0/8")
        case .matches: return .string(text)
        default: break
        }
        switch wanted {
        case .boolean: return text == "true" ? true : text == "false" ? false : wrong("true or false")
        case .integer: return Int(text).map { .integer($0) } ?? wrong("a whole number")
        case .number: return Double(text).flatMap { $0.isFinite ? .number($0) : nil } ?? wrong("a number")
        case .string(let values?):
            if values.contains(text) { return .string(text) }
            return wrong("one of \(TypeChecker.some(values))", suggestion(for: text, among: values))
        case .time:
            return Timestamp(text).map { .string($0.iso8601) } ?? wrong("a time such as 2026-01-31T00:00:00Z")
        case .anything:
            if case .scalar(_, plain: true) = node.content {
                if text == "true" { return true }
                if text == "false" { return false }
                if let number = Int(text), "\(number)" == text { return .integer(number) }
            }
            return .string(text)
        default: return .string(text)
        }
    }

    /// Whether text looks like an address or a range of them.
    private static func isRange(_ text: String) -> Bool {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, let address = parts.first, !address.isEmpty else { return false }
        let isV6 = address.contains(":")
        if parts.count == 2 {
            guard let bits = Int(parts[1]), (0...(isV6 ? 128 : 32)).contains(bits) else { return false }
        }
        if isV6 { return address.allSatisfy { $0.isHexDigit || $0 == ":" || $0 == "." } }
        let numbers = address.split(separator: ".", omittingEmptySubsequences: false)
        return numbers.count == 4 && numbers.allSatisfy { Int($0).map { (0...255).contains($0) } ?? false }
    }
}

extension StaticType {
    var isPolicy: Bool { if case .policy = self { true } else { false } }
}
