public import Documents

/// A JMESPath expression (<https://jmespath.org/specification.html>) with the variables and `let` of JEP-18.
///
/// Where a chain of values goes on behind `a.*`, each step is applied to every value (`a.*.b.c`), as the
/// specification has it.
public struct Expression: Sendable {
    /// What the author wrote.
    public let text: String
    /// The tree.
    public let root: Node
    /// The names, where the expression is nothing but names joined by dots.
    public let path: [String]?
    /// Whether it may read variables; an expression without a `$` needs none.
    public let mayReadVariables: Bool
    /// Whether its result can be larger than what it reads.
    private let multiplies: Bool

    init(text: String, root: Node) {
        self.text = text
        self.root = root
        path = root.path
        mayReadVariables = text.utf8.contains(UInt8(ascii: "$"))
        multiplies = root.multiplies
    }

    /// The expression that `text` holds, which may call `functions`.
    ///
    /// An expression has at most 65,536 characters and is nested at most 256 deep.
    public static func parse(
        _ text: String, functions: Functions = .standard
    ) throws(ExpressionFailure) -> Expression {
        let scalars = Array(text.unicodeScalars)
        guard scalars.count <= Limits.length else {
            throw ExpressionFailure(
                at: Limits.length, "the expression is longer than \(Limits.length) characters")
        }
        var lexer = Lexer(scalars)
        var parser = Parser(try lexer.tokens(), functions)
        return Expression(text: text, root: try parser.parse())
    }

    /// What null means to functions and to comparisons by size.
    public enum Mode: Sendable, Hashable {
        /// As in the specification: a function that is given null instead of text fails.
        case jmespath
        /// As in checks: null is what is absent. A function with an absent argument is absent (but `type` and
        /// `not_null` take it), and to compare the size of what is there and is no number is an error.
        case check
    }

    /// The value of the expression on `subject`.
    ///
    /// An unseen value may be passed on: as a member, in a list or object that is made, and as an element of a list
    /// that `[*]`, `[]` or `[?…]` goes over, where it says that the list is incomplete. Whatever else reads one makes the
    /// evaluation fail with `unseen`. `&&`, `||` and `not_null` read no more than they need.
    public func evaluate(
        _ subject: Value, variables: [String: Value] = [:], mode: Mode = .check, limits: Limits = Limits()
    ) throws(EvaluationFailure) -> Value {
        if let path { return subject.following(path[...]) }
        var interpreter = Interpreter(variables: variables, mode: mode, limits: limits)
        let value = try interpreter.evaluate(root, subject)
        if multiplies { try interpreter.weigh(value) }
        return value
    }

}

extension Value {
    /// What lies under the names of `path`, each the member of what the one before it names; null where it is absent.
    public func following(_ path: ArraySlice<String>) -> Value {
        var value = self
        for name in path {
            switch value {
            case .object(let object): value = object[name] ?? .null
            case .unseen: return value
            default: return .null
            }
        }
        return value
    }
}

extension Expression.Node {
    fileprivate var path: [String]? {
        switch form {
        case .field(let name): [name]
        case .member(let a, let b): if let a = a.path, let b = b.path { a + b } else { nil }
        default: nil
        }
    }

    fileprivate var multiplies: Bool {
        switch form {
        case .list, .object: true
        default: form.children.contains(where: \.multiplies)
        }
    }
}
