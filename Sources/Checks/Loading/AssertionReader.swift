import Documents
import Expressions

/// Builds the assertions of one check, and proves them.
final class AssertionReader {
    let registry: Registry
    let mistakes: Mistakes
    let parameters: [String: Parameter]
    /// The assertions with labels.
    private(set) var labels: [String: Labelled] = [:]

    /// What a fix needs to know of an assertion with a label.
    struct Labelled {
        /// Whether it has culprits: a quantifier, a comparison, a policy question, or `not` of one.
        let hasCulprits: Bool
        /// Whether it is a policy question.
        let isPolicy: Bool
        /// The type of a compared value.
        let type: StaticType?
    }

    /// What an assertion stands in.
    struct Scope {
        let current: Typed
        let variables: [String: Typed]
    }

    private var reader: ExpressionReader { ExpressionReader(mistakes: mistakes) }

    init(registry: Registry, mistakes: Mistakes, parameters: [String: Parameter]) {
        self.registry = registry
        self.mistakes = mistakes
        self.parameters = parameters
    }

    /// The scope of a check's outermost assertions.
    func scope(of resource: String) -> Scope {
        var variables = Registry.everywhere
        for (name, parameter) in parameters { variables[name] = parameter.typed }
        variables["resource"] = Typed(.resource(resource, .listed))
        return Scope(current: Typed(.resource(resource, .listed)), variables: variables)
    }

    /// The assertion that `node` writes; nil, and noted, where it can't be read.
    func read(_ node: YAML.Node, _ scope: Scope) -> Assertion? {
        guard node.isMap else { return nil }
        let reason = node["reason"].flatMap { template($0, scope) }
        let label = node.text("label")
        var absent = node.text("absent").flatMap(Assertion.Absent.init)
        let kind: Assertion.Kind?
        if let parts = node["all"] ?? node["any"] {
            if parts.items?.isEmpty == true { mistakes.add(parts, "there is nothing in this list") }
            let all = parts.items?.compactMap { read($0, scope) } ?? []
            kind = node["all"] != nil ? .all(all) : .any(all)
        } else if let part = node["not"] {
            kind = read(part, scope).map { .not($0) }
        } else if let (word, list) = quantifier(node) {
            kind = quantified(word, list, node, scope)
        } else if let value = node["value"] {
            kind = compared(value, node, scope)
        } else if let question = node["allows"] ?? node["denies"] {
            absent = question.text("absent").flatMap(Assertion.Absent.init)
            kind = asked(question, scope).map { node["allows"] != nil ? .allows($0) : .denies($0) }
        } else {
            kind = nil
        }
        if let label { note(label, node, scope) }
        guard let kind else { return nil }
        return Assertion(
            kind: kind, label: label, reason: reason, absent: absent, place: mistakes.place(node))
    }

    private func quantifier(_ node: YAML.Node) -> (Assertion.Quantifier, YAML.Node)? {
        for word in Assertion.Quantifier.allCases {
            if let list = node[word.rawValue] { return (word, list) }
        }
        return nil
    }

    private func note(_ label: String, _ node: YAML.Node, _ scope: Scope) {
        if labels[label] != nil || label == "resource" {
            mistakes.add(
                node["label"]!,
                label == "resource" ? "'resource' can't be a label" : "the label '\(label)' is here twice")
            return
        }
        let core = node["not"] ?? node
        var type: StaticType?
        if let value = core["value"],
            let expression = try? Expression.parse(value.text ?? "", functions: .checks)
        {
            let quiet = TypeChecker(
                registry: registry, mistakes: Mistakes(file: ""), node: value, variables: scope.variables)
            type = quiet.type(of: expression.root, on: scope.current).type
        }
        let isPolicy = core["allows"] != nil || core["denies"] != nil
        labels[label] = Labelled(
            hasCulprits: isPolicy || quantifier(core) != nil || core["value"] != nil, isPolicy: isPolicy,
            type: type)
    }

    /// A template that stands in a scope, proved.
    func template(_ node: YAML.Node, _ scope: Scope) -> Pattern? {
        PatternReader(
            registry: registry, mistakes: mistakes, scope: scope.current, variables: scope.variables,
            names: []
        ).text(node)
    }

    func expression(
        _ node: YAML.Node, _ scope: Scope, mindsDropping: Bool = false
    ) -> (ScopedExpression, Typed)? {
        guard let expression = reader.expression(node) else { return nil }
        var checker = TypeChecker(
            registry: registry, mistakes: mistakes, node: node, variables: scope.variables)
        checker.mindsDropping = mindsDropping
        return (ScopedExpression(expression), checker.type(of: expression.root, on: scope.current))
    }

    /// Notes where `absent` is missing or idle.
    func prove(_ typed: Typed, absent: YAML.Node?, at node: YAML.Node, isNeeded: Bool = true) {
        if typed.type.isWrong { return }
        if let absent {
            if !isNeeded {
                mistakes.add(absent, "'exists' asks about absence itself; 'absent' is idle")
            } else if !typed.canBeAbsent {
                mistakes.add(absent, "'\(node.text ?? "this")' is never absent; 'absent' is idle")
            }
        } else if typed.canBeAbsent, isNeeded {
            mistakes.add(
                node, "'\(node.text ?? "this")' can be absent, and nothing says what that means",
                hint: "add 'absent: true', 'false' or 'unknown'")
        }
    }

    // MARK: quantifiers

    private func quantified(
        _ word: Assertion.Quantifier, _ list: YAML.Node, _ node: YAML.Node, _ scope: Scope
    ) -> Assertion.Kind? {
        guard let (expression, typed) = expression(list, scope, mindsDropping: true) else { return nil }
        prove(typed, absent: node["absent"], at: list)
        var inner: Typed
        switch typed.type {
        case .resources(let type, let reach): inner = Typed(.resource(type, reach))
        case .resource(let type, _):
            mistakes.add(
                list, "this is one resource (\(type)), which paths walk through; a quantifier wants several")
            inner = .wrong
        default:
            guard let element = typed.type.element ?? typed.type.value else {
                mistakes.add(list, "a quantifier wants a list or map, and this is \(typed.type.words)")
                inner = .wrong
                break
            }
            inner = element.present
        }
        var variables = scope.variables
        variables["key"] = Typed(.anything)
        let innerScope = Scope(current: inner, variables: variables)
        let condition = node["where"].flatMap { read($0, innerScope) }
        guard let that = node["that"].flatMap({ read($0, innerScope) }) else { return nil }
        return .quantifier(word, expression, that: that, where: condition)
    }

    // MARK: comparisons

    private func compared(_ value: YAML.Node, _ node: YAML.Node, _ scope: Scope) -> Assertion.Kind? {
        let found = Assertion.Kind.comparisons(in: node)
        guard let (expression, typed) = expression(value, scope, mindsDropping: true) else { return nil }
        guard let (operation, operand) = found.first else {
            let words = Comparison.Operator.allCases.map(\.rawValue)
            mistakes.add(
                value, "the value is compared with nothing",
                hint: "add one of \(words.joined(separator: ", "))")
            return nil
        }
        if found.count > 1 {
            mistakes.add(
                found[1].operand, "a value has one comparison, and '\(operation.rawValue)' is here already")
        }
        prove(typed, absent: node["absent"], at: value, isNeeded: operation != .exists)
        let reader = OperandReader(assertions: self, scope: scope, operation: operation, subject: typed.type)
        guard reader.proveSubject(value), let right = reader.read(operand) else { return nil }
        return .value(expression, Comparison(operation: operation, operand: right))
    }

    // MARK: policy questions

    private func asked(_ node: YAML.Node, _ scope: Scope) -> PolicyQuestion? {
        guard let written = node["policies"] else { return nil }
        let nodes = written.items ?? [written]
        if nodes.isEmpty { mistakes.add(written, "there is no policy in this list") }
        var policies = [ScopedExpression]()
        var all = Typed(.policy, canBeAbsent: true)
        for item in nodes {
            guard let (expression, typed) = expression(item, scope) else { return nil }
            policies.append(expression)
            if typed.type.isWrong { all.type = .wrong }
            if !typed.canBeAbsent { all.canBeAbsent = false }
            if !typed.type.holdsPolicies {
                mistakes.add(
                    item, "this is \(typed.type.words), no policy",
                    hint: typed.type.isText ? "declare it with 'as: policy' in the resource type" : nil)
            }
        }
        prove(all, absent: node["absent"], at: !written.isText ? nodes.first ?? written : written)
        let actions = node["actions"]?.items?.compactMap { item -> String? in
            PolicyWords.proveAction(item, registry, mistakes)
            return item.text
        }
        if actions?.isEmpty == true { mistakes.add(node["actions"]!, "there is no action in this list") }
        var context = [(key: String, values: [String?])]()
        for (key, value) in node["context"]?.pairs ?? [] {
            PolicyWords.proveKey(key, mistakes)
            let texts = value.items?.compactMap(\.text) ?? [value.text].compactMap { $0 }
            context.append((key.text!, texts.map { $0 == "absent" ? nil : $0 }))
        }
        func operand(_ key: String, _ type: StaticType, _ operation: Comparison.Operator) -> Comparison
            .Operand?
        {
            guard let node = node[key] else { return nil }
            return OperandReader(assertions: self, scope: scope, operation: operation, subject: type).read(
                node)
        }
        return PolicyQuestion(
            policies: policies, from: node["from"].flatMap(PolicyWords.caller), actions: actions,
            context: context,
            trusted: operand("trusted", .string(nil), .in),
            organization: operand("organization", .string(nil), .equals))
    }
}

extension Assertion.Kind {
    /// The comparisons that a node of an assertion writes.
    static func comparisons(in node: YAML.Node) -> [(operation: Comparison.Operator, operand: YAML.Node)] {
        node.pairs.compactMap { member in
            Comparison.Operator(rawValue: member.key.text!).map { ($0, member.value) }
        }
    }
}
