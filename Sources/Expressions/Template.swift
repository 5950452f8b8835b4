public import Documents

/// Text with `{expression}` in it; `{{` and `}}` stand for braces.
public struct Template: Sendable {
    /// A piece of a template.
    public enum Part: Sendable {
        /// Text as it is, not empty.
        case text(String)
        /// An expression; `offset` is where it begins, in characters (Unicode scalars) of the template.
        case expression(Expression, offset: Int)
    }

    /// What the author wrote.
    public let text: String
    /// The pieces in order; no two texts beside each other.
    public let parts: [Part]

    /// Whether one of its expressions may read variables.
    public var mayReadVariables: Bool {
        parts.contains { part in
            if case .expression(let expression, _) = part { expression.mayReadVariables } else { false }
        }
    }

    /// The one expression that the template is, where it is nothing else.
    public var expression: Expression? {
        if parts.count == 1, case .expression(let expression, _) = parts[0] { expression } else { nil }
    }

    /// The expressions and where each begins, in order.
    public var expressions: [(expression: Expression, offset: Int)] {
        parts.compactMap { part in
            if case .expression(let expression, let offset) = part { (expression, offset) } else { nil }
        }
    }

    /// The text that the template always is, where it has no expression.
    public var literal: String? {
        switch parts.first {
        case nil: ""
        case .text(let text)? where parts.count == 1: text
        default: nil
        }
    }

    /// The template that `text` holds; a failure's offset counts from the start of `text`.
    public static func parse(
        _ text: String, functions: Functions = .standard
    ) throws(ExpressionFailure) -> Template {
        guard text.utf8.count <= Limits.length || text.unicodeScalars.count <= Limits.length else {
            throw ExpressionFailure(
                at: Limits.length, "the template is longer than \(Limits.length) characters")
        }
        // Most parameters of calls are plain words.
        if !text.utf8.contains(where: { $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "}") }) {
            return Template(text: text, parts: text.isEmpty ? [] : [.text(text)])
        }
        let scalars = Array(text.unicodeScalars)
        var parts = [Part]()
        var plain = String.UnicodeScalarView()
        var at = 0
        while at < scalars.count {
            let scalar = scalars[at]
            let isDoubled = at + 1 < scalars.count && scalars[at + 1] == scalar
            if scalar == "{", !isDoubled {
                if !plain.isEmpty { parts.append(.text(String(plain))) }
                plain = String.UnicodeScalarView()
                let (expression, end) = try Self.expression(in: scalars, openAt: at, functions)
                parts.append(.expression(expression, offset: at + 1))
                at = end
                continue
            }
            if scalar == "}", !isDoubled {
                throw ExpressionFailure(at: at, "'}' closes nothing", hint: "a brace is }}")
            }
            plain.append(scalar)
            at += scalar == "{" || scalar == "}" ? 2 : 1
        }
        if !plain.isEmpty { parts.append(.text(String(plain))) }
        return Template(text: text, parts: parts)
    }

    /// The expression behind the brace at `open`, and the place behind the brace that closes it.
    private static func expression(
        in scalars: [Unicode.Scalar], openAt open: Int, _ functions: Functions
    ) throws(ExpressionFailure) -> (Expression, end: Int) {
        let start = open + 1
        var lexer = Lexer(scalars, from: start)
        guard let tokens = try lexer.tokensToClosingBrace(), let last = tokens.last else {
            throw ExpressionFailure(at: open, "'{' has no '}'", hint: "a brace is {{")
        }
        let end = start + last.range.lowerBound
        var parser = Parser(tokens, functions)
        do {
            return (Expression(text: String(scalars[start..<end]), root: try parser.parse()), end + 1)
        } catch {
            throw ExpressionFailure(error.kind, at: start + error.offset, error.message, hint: error.hint)
        }
    }

    /// What the template stands for on `subject`.
    ///
    /// One expression keeps its type. Otherwise it is text, in which an absent part leaves nothing, text stands as it is,
    /// and anything else as JSON. Null where nothing but absent parts is written. A value with something unseen in it
    /// fails with `unseen`.
    public func evaluate(
        _ subject: Value, variables: [String: Value] = [:], limits: Limits = Limits()
    ) throws(EvaluationFailure) -> Value {
        if let literal { return .string(literal) }
        var interpreter = Interpreter(variables: variables, mode: .check, limits: limits)
        var text = ""
        var isPresent = false
        for part in parts {
            switch part {
            case .text(let piece):
                text += piece
                isPresent = true
            case .expression(let expression, let offset):
                do {
                    let value = try expression.evaluate(subject, variables: variables, limits: limits)
                    if parts.count == 1 {
                        try interpreter.mustBeSeen(value)
                        return value
                    }
                    if case .null = value { continue }
                    text += try interpreter.toString(value)
                    isPresent = true
                } catch { throw error.at(offset, isRelative: true) }
            }
        }
        return isPresent ? .string(text) : .null
    }
}
