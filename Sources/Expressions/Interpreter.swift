import Documents

/// Walks the tree of an expression over a value.
struct Interpreter {
    typealias Node = Expression.Node

    private let variables: [String: Value]
    private var bindings: [(name: String, value: Value)] = []
    let mode: Expression.Mode
    private var steps: Int
    private var output: Int
    private let limits: Limits

    init(variables: [String: Value], mode: Expression.Mode, limits: Limits) {
        self.variables = variables
        self.mode = mode
        self.limits = limits
        steps = limits.steps
        output = limits.output
    }

    /// The value of `node` where `value` is the current one.
    mutating func evaluate(_ node: Node, _ value: Value) throws(EvaluationFailure) -> Value {
        do { return try step(node, value) } catch { throw error.at(node.range.lowerBound) }
    }

    private mutating func step(_ node: Node, _ value: Value) throws(EvaluationFailure) -> Value {
        try spend(1)
        switch node.form {
        case .current: return value
        case .literal(let literal): return literal
        case .field(let name):
            switch value {
            case .object(let object): return object[name] ?? .null
            case .unseen: return value
            default: return .null
            }
        case .member(let first, let second), .pipe(let first, let second):
            return try evaluate(second, try evaluate(first, value))
        case .variable(let name): return try variable(name)
        case .index(let source, let index): return try element(index, of: try evaluate(source, value))
        case .slice(let source, let slice): return try elements(slice, of: try evaluate(source, value))
        case .flatten(let source): return try flatten(try evaluate(source, value))
        case .projection(let source, let each): return try project(each, over: try evaluate(source, value))
        case .values(let source, let each): return try projectValues(each, over: try evaluate(source, value))
        case .filter(let source, let condition, let each):
            return try filter(try evaluate(source, value), condition, each)
        case .comparison(let comparison, let first, let second):
            return try compare(comparison, try evaluate(first, value), try evaluate(second, value))
        case .not(let inner): return .bool(!(try isTrue(try evaluate(inner, value))))
        case .and(let first, let second):
            let left = try evaluate(first, value)
            return try isTrue(left) ? try evaluate(second, value) : left
        case .or(let first, let second):
            let left = try evaluate(first, value)
            return try isTrue(left) ? left : try evaluate(second, value)
        case .list(let nodes): return try list(nodes, value)
        case .object(let members): return try object(members, value)
        case .call(let function, let arguments): return try call(function, arguments, value)
        case .bind(let new, let body): return try bind(new, body, value)
        }
    }

    private func variable(_ name: String) throws(EvaluationFailure) -> Value {
        if let bound = bindings.last(where: { $0.name == name }) { return bound.value }
        if let value = variables[name] { return value }
        throw .failed(.undefinedVariable, message: "the variable $\(name) has no value")
    }

    private mutating func bind(
        _ new: [(name: String, node: Node)], _ body: Node, _ value: Value
    ) throws(EvaluationFailure) -> Value {
        var added = [(name: String, value: Value)]()
        for binding in new { added.append((binding.name, try evaluate(binding.node, value))) }
        let outer = bindings
        bindings += added
        defer { bindings = outer }
        return try evaluate(body, value)
    }

    private mutating func list(_ nodes: [Node], _ value: Value) throws(EvaluationFailure) -> Value {
        switch value {
        case .null, .unseen: return value
        default: break
        }
        var items = [Value]()
        items.reserveCapacity(nodes.count)
        for node in nodes { items.append(try evaluate(node, value)) }
        return .array(items)
    }

    private mutating func object(
        _ members: [(key: String, node: Node)], _ value: Value
    ) throws(EvaluationFailure) -> Value {
        switch value {
        case .null, .unseen: return value
        default: break
        }
        var object = Object()
        for member in members { object[member.key] = try evaluate(member.node, value) }
        return .object(object)
    }

    /// Whether `value` counts as true: not null, false, or empty.
    func isTrue(_ value: Value) throws(EvaluationFailure) -> Bool {
        switch value {
        case .null: return false
        case .bool(let value): return value
        case .integer, .number: return true
        case .string(let text): return !text.isEmpty
        case .array(let items):
            // One element that was seen is enough; without one nobody knows.
            for item in items { if case .unseen = item {} else { return true } }
            if case .unseen(let unseen)? = items.first { throw .unseen(unseen) }
            return false
        case .object(let object): return !object.isEmpty
        case .unseen(let unseen): throw .unseen(unseen)
        }
    }

    /// Takes `count` steps.
    mutating func spend(_ count: Int) throws(EvaluationFailure) {
        steps -= count
        if steps < 0 {
            throw .failed(.limit, message: "the expression takes more than \(limits.steps) steps")
        }
    }

    /// Counts `count` values, or pieces of text, that are made.
    mutating func make(_ count: Int) throws(EvaluationFailure) {
        output -= count
        if output < 0 {
            throw .failed(
                .limit, message: "the result of the expression is larger than \(limits.output) values")
        }
    }

    /// Counts `value` with all that is in it.
    mutating func weigh(_ value: Value) throws(EvaluationFailure) {
        try make(1)
        switch value {
        case .string(let text): try make(text.utf8.count / 16)
        case .array(let items): for item in items { try weigh(item) }
        case .object(let object): for member in object { try weigh(member.value) }
        default: break
        }
    }
}
