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
        let scalars = Array(text.unicodeScalars)
        guard scalars.count <= Limits.length else {
            throw ExpressionFailure(
                at: Limits.length, "the template is longer than \(Limits.length) characters")
        }
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
        var lexer = Lexer(scalars, from: open + 1)
        guard let end = try lexer.closingBrace() else {
            throw ExpressionFailure(at: open, "'{' has no '}'", hint: "a brace is {{")
        }
        var written = String.UnicodeScalarView()
        written.append(contentsOf: scalars[open + 1..<end - 1])
        do { return (try Expression.parse(String(written), functions: functions), end) } catch {
            throw ExpressionFailure(error.kind, at: open + 1 + error.offset, error.message, hint: error.hint)
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
            case .expression(let expression, _):
                let value = try expression.evaluate(subject, variables: variables, limits: limits)
                if parts.count == 1 {
                    try interpreter.mustBeSeen(value)
                    return value
                }
                if case .null = value { continue }
                text += try interpreter.toString(value)
                isPresent = true
            }
        }
        return isPresent ? .string(text) : .null
    }
}
