import Documents

/// Makes the tree of an expression from its words, by precedence (Pratt).
struct Parser {
    typealias Node = Expression.Node

    private let tokens: [Token]
    private var at = 0
    private let functions: Functions
    private var nesting = 0
    /// The first call or slice that can't be, which counts only where the grammar is kept.
    private var mistake: ExpressionFailure?

    /// A parser of `tokens`, the last of which is `.end`.
    init(_ tokens: [Token], _ functions: Functions) {
        self.tokens = tokens
        self.functions = functions
    }

    /// The whole expression.
    mutating func parse() throws(ExpressionFailure) -> Node {
        if kind == .end { throw ExpressionFailure(at: place, "the expression is empty") }
        let node = try expression(0)
        guard kind == .end else { throw unexpected() }
        if let mistake { throw mistake }
        return node
    }

    private var kind: Token.Kind { tokens[at].kind }
    private var place: Int { tokens[at].range.lowerBound }
    private var following: Token.Kind { tokens[min(at + 1, tokens.count - 1)].kind }

    private mutating func advance() { if at < tokens.count - 1 { at += 1 } }

    private mutating func take(_ wanted: Token.Kind) -> Bool {
        guard kind == wanted else { return false }
        advance()
        return true
    }

    private mutating func expect(_ wanted: Token.Kind) throws(ExpressionFailure) {
        guard take(wanted) else { throw unexpected(wanted: wanted.shown) }
    }

    private func unexpected(wanted: String? = nil) -> ExpressionFailure {
        let message = wanted.map { "\(kind.shown) where \($0) is wanted" } ?? "\(kind.shown) is out of place"
        return ExpressionFailure(at: place, message, hint: kind == .assign ? "equality is ==" : nil)
    }

    /// A node from `start` to the last word taken. Mutating, so that the words of `form` are taken before it looks.
    private mutating func node(_ form: Expression.Form, from start: Int) throws(ExpressionFailure) -> Node {
        let end = at > 0 ? tokens[at - 1].range.upperBound : start
        let node = Node(form, start..<max(start, end))
        guard node.height <= Limits.depth else { throw tooDeep(start) }
        return node
    }

    private func tooDeep(_ offset: Int) -> ExpressionFailure {
        ExpressionFailure(at: offset, "the expression is nested more than \(Limits.depth) deep")
    }

    /// What is not written: the current value.
    private var unwritten: Node { Node(.current, place..<place) }

    /// An expression of words that bind stronger than `power`.
    private mutating func expression(_ power: Int) throws(ExpressionFailure) -> Node {
        nesting += 1
        defer { nesting -= 1 }
        guard nesting <= Limits.depth else { throw tooDeep(place) }
        var left = try prefix()
        while power < kind.power { left = try suffix(left) }
        return left
    }

    private mutating func prefix() throws(ExpressionFailure) -> Node {
        let start = place
        switch kind {
        case .identifier("let"): if case .variable = following { return try binding() }
        case .leftBracket, .flatten, .filter: return try bracket(unwritten)
        default: break
        }
        let first = kind
        advance()
        switch first {
        case .current: return try node(.current, from: start)
        case .literal(let value): return try node(.literal(value), from: start)
        case .variable(let name): return try node(.variable(name), from: start)
        case .identifier(let name):
            return kind == .leftParenthesis
                ? try call(name, from: start) : try node(.field(name), from: start)
        case .quoted(let name):
            guard kind != .leftParenthesis else {
                throw ExpressionFailure(
                    at: start, "the name of a function can't be quoted", hint: "write \(name)(")
            }
            return try node(.field(name), from: start)
        case .star:
            let source = Node(.current, start..<start)
            return try node(.values(source, try projected(Power.star)), from: start)
        case .not: return try node(.not(try expression(Power.not)), from: start)
        case .leftBrace: return try multiSelectObject(from: start)
        case .leftParenthesis:
            let inner = try expression(0)
            try expect(.rightParenthesis)
            return inner
        default:
            at = max(0, first == .end ? at : at - 1)
            throw unexpected(wanted: "an expression")
        }
    }

    private mutating func suffix(_ left: Node) throws(ExpressionFailure) -> Node {
        let start = left.range.lowerBound
        let word = kind
        switch word {
        case .leftBracket, .flatten, .filter: return try bracket(left)
        case .leftParenthesis: throw ExpressionFailure(at: place, "only a function's name can be called")
        default: break
        }
        let power = word.power
        guard word != .star, word != .not, word != .leftBrace else { throw unexpected() }
        advance()
        switch word {
        case .dot:
            if take(.star) { return try node(.values(left, try projected(Power.star)), from: start) }
            return try node(.member(left, try behindDot(Power.dot)), from: start)
        case .pipe: return try node(.pipe(left, try expression(power)), from: start)
        case .or: return try node(.or(left, try expression(power)), from: start)
        case .and: return try node(.and(left, try expression(power)), from: start)
        default:
            guard let comparison = Expression.Comparison(word) else { throw unexpected() }
            return try node(.comparison(comparison, left, try expression(power)), from: start)
        }
    }

    /// What a projection does with each element.
    private mutating func projected(_ power: Int) throws(ExpressionFailure) -> Node {
        if kind.power < Power.endOfProjection { return unwritten }
        switch kind {
        case .leftBracket, .filter: return try expression(power)
        case .dot:
            advance()
            return try behindDot(power)
        default: throw unexpected()
        }
    }

    private mutating func behindDot(_ power: Int) throws(ExpressionFailure) -> Node {
        let start = place
        switch kind {
        case .identifier, .quoted, .star: return try expression(power)
        case .leftBracket:
            advance()
            return try multiSelectList(from: start)
        case .leftBrace:
            advance()
            return try multiSelectObject(from: start)
        default: throw unexpected(wanted: "a name, '*', '[' or '{'")
        }
    }

    /// What begins with `[`, on `left`.
    private mutating func bracket(_ left: Node) throws(ExpressionFailure) -> Node {
        let start = left.range.lowerBound
        let open = place
        if take(.flatten) {
            let flat = try node(.flatten(left), from: start)
            return try node(.projection(flat, try projected(Token.Kind.flatten.power)), from: start)
        }
        if take(.filter) {
            let condition = try expression(0)
            try expect(.rightBracket)
            return try node(.filter(left, condition: condition, try projected(Power.filter)), from: start)
        }
        advance()
        switch kind {
        case .number(let index):
            if following == .colon { return try slice(left) }
            advance()
            try expect(.rightBracket)
            return try node(.index(left, index), from: start)
        case .colon: return try slice(left)
        case .star where following == .rightBracket:
            advance()
            advance()
            return try node(.projection(left, try projected(Power.star)), from: start)
        default:
            // Behind a value only a number, a slice or a star may stand; `.[a, b]` selects several.
            guard left.range.isEmpty else {
                throw ExpressionFailure(
                    at: place, "\(kind.shown) where a number, '*' or ':' is wanted",
                    hint: "a list of expressions is .[a, b], a filter [?a]")
            }
            return try multiSelectList(from: open)
        }
    }

    private mutating func slice(_ left: Node) throws(ExpressionFailure) -> Node {
        let start = left.range.lowerBound
        var parts: [Int?] = [nil, nil, nil]
        var part = 0
        var stepAt = place
        while kind != .rightBracket {
            if case .number(let number) = kind, parts[part] == nil {
                if part == 2 { stepAt = place }
                parts[part] = number
            } else if kind == .colon, part < 2 {
                part += 1
            } else {
                throw unexpected(wanted: part < 2 ? "a number, ':' or ']'" : "a number or ']'")
            }
            advance()
        }
        advance()
        if parts[2] == 0 {
            mistake = mistake ?? ExpressionFailure(.invalidValue, at: stepAt, "a slice can't step by 0")
        }
        let slice = Expression.Slice(start: parts[0], stop: parts[1], step: parts[2])
        let source = try node(.slice(left, slice), from: start)
        return try node(.projection(source, try projected(Power.star)), from: start)
    }

    private mutating func multiSelectList(from start: Int) throws(ExpressionFailure) -> Node {
        var nodes = [Node]()
        repeat { nodes.append(try expression(0)) } while take(.comma)
        guard take(.rightBracket) else { throw unexpected(wanted: "',' or ']'") }
        return try node(.list(nodes), from: start)
    }

    private mutating func multiSelectObject(from start: Int) throws(ExpressionFailure) -> Node {
        var members = [(key: String, node: Node)]()
        repeat {
            switch kind {
            case .identifier(let name), .quoted(let name):
                advance()
                try expect(.colon)
                members.append((name, try expression(0)))
            default: throw unexpected(wanted: "a name")
            }
        } while take(.comma)
        guard take(.rightBrace) else { throw unexpected(wanted: "',' or '}'") }
        return try node(.object(members), from: start)
    }

    private mutating func call(_ name: String, from start: Int) throws(ExpressionFailure) -> Node {
        try expect(.leftParenthesis)
        var arguments = [Expression.Argument]()
        if kind != .rightParenthesis {
            repeat {
                let isReference = take(.reference)
                let node = try expression(0)
                arguments.append(isReference ? .reference(node) : .value(node))
            } while take(.comma)
        }
        guard take(.rightParenthesis) else { throw unexpected(wanted: "',' or ')'") }
        do {
            let function = try function(name, arguments, at: start)
            return try node(.call(function, arguments), from: start)
        } catch  where error.kind != .syntax {
            mistake = mistake ?? error
            return try node(.list(arguments.map(\.node)), from: start)
        }
    }

    private func function(
        _ name: String, _ arguments: [Expression.Argument], at start: Int
    ) throws(ExpressionFailure) -> Function {
        guard let function = functions[name] else {
            let hint = suggestion(for: name, among: functions.names)
            throw ExpressionFailure(.unknownFunction, at: start, "there is no function \(name)", hint: hint)
        }
        let count = arguments.count
        guard count >= function.least, count <= function.most ?? .max else {
            let wanted = function.most == nil ? "at least \(function.least)" : "\(function.least)"
            let plural = function.least == 1 ? "argument" : "arguments"
            throw ExpressionFailure(
                .invalidArity, at: start, "\(name) takes \(wanted) \(plural), and \(count) are given")
        }
        for (place, argument) in arguments.enumerated() {
            let wanted = function.references.contains(place)
            switch argument {
            case .value(let node) where wanted:
                throw ExpressionFailure(
                    .invalidType, at: node.range.lowerBound,
                    "argument \(place + 1) of \(name) is an expression",
                    hint: "write & before it")
            case .reference(let node) where !wanted:
                throw ExpressionFailure(
                    .invalidType, at: node.range.lowerBound, "argument \(place + 1) of \(name) is a value",
                    hint: "leave the & out")
            default: break
            }
        }
        return function
    }

    private mutating func binding() throws(ExpressionFailure) -> Node {
        let start = place
        advance()
        var bindings = [(name: String, node: Node)]()
        repeat {
            guard case .variable(let name) = kind else { throw unexpected(wanted: "a variable") }
            advance()
            try expect(.assign)
            bindings.append((name, try expression(0)))
        } while take(.comma)
        guard take(.identifier("in")) else { throw unexpected(wanted: "',' or 'in'") }
        return try node(.bind(bindings, try expression(0)), from: start)
    }
}

extension Expression.Comparison {
    fileprivate init?(_ token: Token.Kind) {
        switch token {
        case .equal: self = .equal
        case .unequal: self = .unequal
        case .less: self = .less
        case .lessOrEqual: self = .lessOrEqual
        case .greater: self = .greater
        case .greaterOrEqual: self = .greaterOrEqual
        default: return nil
        }
    }
}
