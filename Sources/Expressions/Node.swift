public import Documents

extension Expression {
    /// A part of an expression, and where it stands.
    public struct Node: Sendable {
        /// What it is.
        public let form: Form
        /// The characters (Unicode scalars) of the text that it takes; empty for what is not written, such as the
        /// current value before a leading `[0]`.
        public let range: Range<Int>
        /// How many nodes lie below each other, this one included.
        let height: Int

        init(_ form: Form, _ range: Range<Int>) {
            self.form = form
            self.range = range
            height = 1 + form.children.reduce(0) { max($0, $1.height) }
        }
    }

    /// What a node does with the current value.
    public indirect enum Form: Sendable {
        /// `@`: the current value.
        case current
        /// A text in quotes or JSON in backticks.
        case literal(Value)
        /// A name: the member of the current value.
        case field(String)
        /// `$name`.
        case variable(String)
        /// `a.b`: the second on the value of the first. Unlike `pipe` it goes on inside a projection.
        case member(Node, Node)
        /// `a[1]`; negative counts from the end.
        case index(Node, Int)
        /// `a[start:stop:step]`: a list. It always is the source of a `projection`.
        case slice(Node, Slice)
        /// `a[]`: the list with its lists opened. It always is the source of a `projection`.
        case flatten(Node)
        /// The second on each element of the list that the first gives, without nulls: `a[*].b`, `a[].b`, `a[1:].b`.
        case projection(Node, Node)
        /// The second on each value of the object that the first gives, without nulls: `a.*.b`.
        case values(Node, Node)
        /// `a[?condition].b`: the last on each element that meets the condition.
        case filter(Node, condition: Node, Node)
        /// `a == b` and its kin.
        case comparison(Comparison, Node, Node)
        /// `!a`.
        case not(Node)
        /// `a && b`: `a` where that is false, else `b`.
        case and(Node, Node)
        /// `a || b`: `a` where that is true, else `b`.
        case or(Node, Node)
        /// `a | b`: the second on the value of the first; ends a projection.
        case pipe(Node, Node)
        /// `[a, b]`.
        case list([Node])
        /// `{x: a, y: b}`.
        case object([(key: String, node: Node)])
        /// `name(a, &b)`.
        case call(Function, [Argument])
        /// `let $x = a, $y = b in c` (JEP-18).
        case bind([(name: String, node: Node)], Node)
    }

    /// What a function is given.
    public enum Argument: Sendable {
        /// A value.
        case value(Node)
        /// `&expression`, which the function evaluates on values of its own.
        case reference(Node)

        /// The expression, either way.
        public var node: Node {
            switch self {
            case .value(let node), .reference(let node): node
            }
        }
    }

    /// A slice's numbers, with Python's meaning.
    public struct Slice: Sendable, Hashable {
        /// The first element.
        public let start: Int?
        /// The element behind the last.
        public let stop: Int?
        /// How far it goes at once, not 0; 1 where nil.
        public let step: Int?
    }

    /// How two values are compared.
    public enum Comparison: String, Sendable, Hashable {
        /// Whether both are the same, of any type.
        case equal = "=="
        /// Whether both differ.
        case unequal = "!="
        /// These four compare numbers; of anything else the result is null.
        case less = "<"
        /// At most.
        case lessOrEqual = "<="
        /// More than.
        case greater = ">"
        /// At least.
        case greaterOrEqual = ">="
    }
}

extension Expression.Form {
    /// The nodes directly below, in the order of the text.
    public var children: [Expression.Node] {
        switch self {
        case .current, .literal, .field, .variable: []
        case .index(let a, _), .slice(let a, _), .flatten(let a), .not(let a): [a]
        case .member(let a, let b), .projection(let a, let b), .values(let a, let b),
            .comparison(_, let a, let b),
            .and(let a, let b), .or(let a, let b), .pipe(let a, let b):
            [a, b]
        case .filter(let a, let condition, let b): [a, condition, b]
        case .list(let nodes): nodes
        case .object(let members): members.map(\.node)
        case .call(_, let arguments): arguments.map(\.node)
        case .bind(let bindings, let body): bindings.map(\.node) + [body]
        }
    }
}
