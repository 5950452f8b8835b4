import Documents

extension Interpreter {
    /// What a function that was called works on.
    typealias Arguments = [Expression.Argument]

    /// `function(arguments)` where `value` is the current one.
    mutating func call(
        _ function: Function, _ arguments: Arguments, _ value: Value
    ) throws(EvaluationFailure) -> Value {
        switch function.body {
        case .builtIn(.notNull):
            for argument in arguments {
                let value = try evaluate(argument.node, value)
                if case .unseen(let unseen) = value { throw .unseen(unseen) }
                if !value.isNull { return value }
            }
            return .null
        case .builtIn(let builtIn):
            guard let values = try self.values(of: arguments, value, orNil: !builtIn.takesNull) else {
                return .null
            }
            return try call(builtIn, values, arguments)
        case .added(let keepsUnseen, let body):
            guard let values = try self.values(of: arguments, value, orNil: true, keepsUnseen: keepsUnseen)
            else {
                return .null
            }
            return try body(values)
        }
    }

    /// The arguments' values, null in the place of references. In checks nil where one is absent and `orNil` says so.
    private mutating func values(
        of arguments: Arguments, _ value: Value, orNil: Bool, keepsUnseen: Bool = false
    ) throws(EvaluationFailure) -> [Value]? {
        var values = [Value]()
        values.reserveCapacity(arguments.count)
        var isAbsent = false
        for argument in arguments {
            guard case .value(let node) = argument else {
                values.append(.null)
                continue
            }
            let value = try evaluate(node, value)
            switch value {
            case .unseen(let unseen): throw .unseen(unseen)
            case .array(let items) where !keepsUnseen: try mustBeComplete(items)
            case .null: isAbsent = isAbsent || orNil && mode == .check
            default: break
            }
            values.append(value)
        }
        return isAbsent ? nil : values
    }

    private mutating func call(
        _ function: BuiltIn, _ values: [Value], _ arguments: Arguments
    ) throws(EvaluationFailure) -> Value {
        let first = values[0]
        switch function {
        case .abs, .ceil, .floor: return try rounded(function, first)
        case .avg, .sum: return try sum(function, first)
        case .min, .max: return try extreme(function, first)
        case .minBy, .maxBy: return try extreme(function, first, by: arguments[1].node)
        case .sort: return try sorted(function, first)
        case .sortBy: return try sorted(function, first, by: arguments[1].node)
        case .map: return try map(arguments[0].node, values[1])
        case .contains: return .bool(try contains(first, values[1]))
        case .startsWith, .endsWith:
            let (text, part) = (try string(first, function), try string(values[1], function, 2))
            return .bool(
                function == .startsWith ? text.utf8.starts(with: part.utf8) : text.endsInBytes(of: part))
        case .join: return try joined(first, values[1])
        case .split: return try split(first, values[1])
        case .suffixes: return try suffixes(first, values[1])
        case .lower:
            let text = try string(first, function)
            try make(text.utf8.count / 16)
            return .string(text.lowercased())
        case .keys, .values: return try parts(function, first)
        case .length: return .integer(try length(first))
        case .merge: return try merged(values)
        case .reverse: return try reversed(first)
        case .toArray:
            if case .array = first { return first }
            return .array([first])
        case .toNumber: return toNumber(first)
        case .toString: return .string(try toString(first))
        case .type: return .string(first.kind)
        case .notNull: return first
        }
    }

    /// What to say of a value that `function` does not take.
    func mismatch(_ function: BuiltIn, _ value: Value, _ wanted: String, _ place: Int = 1)
        -> EvaluationFailure
    {
        let name = function.rawValue
        return .failed(
            .invalidType, message: "argument \(place) of \(name) is \(value.kind), and \(wanted) is wanted")
    }

    /// The text that `value` is.
    func string(_ value: Value, _ function: BuiltIn, _ place: Int = 1) throws(EvaluationFailure) -> String {
        guard case .string(let text) = value else { throw mismatch(function, value, "string", place) }
        return text
    }

    /// The list that `value` is.
    func array(_ value: Value, _ function: BuiltIn, _ place: Int = 1) throws(EvaluationFailure) -> [Value] {
        guard case .array(let items) = value else { throw mismatch(function, value, "array", place) }
        return items
    }
}
