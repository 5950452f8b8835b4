import Documents
public import Expressions

/// Reads the expressions and templates of one file.
struct ExpressionReader {
    let mistakes: Mistakes

    /// The expression that a node holds; nil, and noted, when it is none.
    func expression(_ node: YAML.Node?) -> Expression? {
        guard let node, let text = node.text else { return nil }
        do throws(ExpressionFailure) {
            return try Expression.parse(text, functions: .checks)
        } catch {
            note(error, node)
            return nil
        }
    }

    /// The same with what it reads.
    func scoped(_ node: YAML.Node?) -> ScopedExpression? { expression(node).map(ScopedExpression.init) }

    /// The template that a node holds; nil, and noted, when it is none.
    func template(_ node: YAML.Node?) -> Template? {
        guard let node, let text = node.text else { return nil }
        do throws(ExpressionFailure) {
            return try Template.parse(text, functions: .checks)
        } catch {
            note(error, node)
            return nil
        }
    }

    /// The pattern that a node holds; nil, and noted, when it is none.
    func pattern(_ node: YAML.Node?) -> Pattern? {
        switch node?.content {
        case nil: return nil
        case .scalar: return template(node).map(Pattern.init)
        case .sequence(let items): return .list(items.compactMap { pattern($0) })
        case .mapping(let members):
            return .map(
                members.compactMap { member in
                    pattern(member.value).map { (name: member.key.text!, pattern: $0) }
                })
        }
    }

    private func note(_ failure: ExpressionFailure, _ node: YAML.Node) {
        mistakes.add(node, failure.message, hint: failure.hint, offset: failure.offset)
    }
}

extension ScopedExpression {
    /// An expression with what it reads, as its tree tells.
    public convenience init(_ expression: Expression) {
        let reads = Reads(expression.root)
        self.init(expression: expression, reads: reads.scope, variableReads: reads.variables)
    }
}

extension Pattern {
    /// A template with what its expressions read.
    public init(_ template: Template) {
        var reads = Reads()
        for part in template.expressions { reads.add(part.expression.root) }
        self = .template(template, reads: reads.scope, variableReads: reads.variables)
    }

    /// Every template in it.
    var templates: [Template] {
        switch self {
        case .template(let template, _, _): [template]
        case .list(let parts): parts.flatMap(\.templates)
        case .map(let parts): parts.flatMap(\.pattern.templates)
        }
    }

    /// What all of it reads of the scope.
    var reads: [[String]] {
        switch self {
        case .template(_, let reads, _): reads
        case .list(let parts): parts.flatMap(\.reads)
        case .map(let parts): parts.flatMap(\.pattern.reads)
        }
    }
}
