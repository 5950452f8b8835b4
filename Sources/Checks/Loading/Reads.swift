import Expressions

/// What an expression reads of its scope, and of variables that hold resources.
struct Reads {
    /// Chains of member names from the root of the scope.
    private(set) var scope: [[String]] = []
    /// The same from each such variable.
    private(set) var variables: [String: [[String]]] = [:]

    /// The names of variables that hold resources.
    private static let resources: Set<String> = ["resource"]

    /// Where a value comes from, as far as plain member access tells.
    private enum Origin {
        case scope([String])
        case variable(String, [String])

        func member(_ name: String) -> Origin {
            switch self {
            case .scope(let names): .scope(names + [name])
            case .variable(let variable, let names): .variable(variable, names + [name])
            }
        }
    }

    init() {}

    /// What the expression with the root `node` reads.
    init(_ node: Expression.Node) { use(follow(node, .scope([]))) }

    /// Adds what another expression reads.
    mutating func add(_ node: Expression.Node) { use(follow(node, .scope([]))) }

    private mutating func use(_ origin: Origin?) {
        switch origin {
        case .scope(let names)?: if !scope.contains(names) { scope.append(names) }
        case .variable(let variable, let names)?:
            if !variables[variable, default: []].contains(names) {
                variables[variable, default: []].append(names)
            }
        case nil: break
        }
    }

    /// Notes what a node reads when the current value comes from `origin`; gives where its own value comes from.
    private mutating func follow(_ node: Expression.Node, _ origin: Origin?) -> Origin? {
        switch node.form {
        case .current: return origin
        case .literal: return nil
        case .field(let name): return origin?.member(name)
        case .variable(let name): return Self.resources.contains(name) ? .variable(name, []) : nil
        case .member(let a, let b), .pipe(let a, let b): return follow(b, follow(a, origin))
        case .projection(let a, let b), .values(let a, let b):
            use(follow(a, origin))
            use(follow(b, nil))
        case .filter(let a, let condition, let b):
            use(follow(a, origin))
            use(follow(condition, nil))
            use(follow(b, nil))
        case .call(_, let arguments):
            for argument in arguments {
                switch argument {
                case .value(let node): use(follow(node, origin))
                case .reference(let node): use(follow(node, nil))
                }
            }
        case .bind(let bindings, let body):
            for binding in bindings { use(follow(binding.node, origin)) }
            use(follow(body, origin))
        case .index, .slice, .flatten, .comparison, .not, .and, .or, .list, .object:
            for child in node.form.children { use(follow(child, origin)) }
        }
        return nil
    }
}
