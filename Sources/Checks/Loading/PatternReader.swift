import Documents
import Expressions
import ServiceModels

/// Reads the parameters of calls, and proves them against the model.
struct PatternReader {
    let registry: Registry
    let mistakes: Mistakes
    /// What the templates stand in.
    let scope: Typed
    let variables: [String: Typed]
    /// Names that stand for something only inside braces.
    let names: Set<String>
    private var reader: ExpressionReader { ExpressionReader(mistakes: mistakes) }

    init(registry: Registry, mistakes: Mistakes, scope: Typed, variables: [String: Typed], names: Set<String>)
    {
        self.registry = registry
        self.mistakes = mistakes
        self.scope = scope
        self.variables = variables
        self.names = names
    }

    struct Parameters {
        var parameters: [(name: String, pattern: Pattern)] = []
        /// Whether one that the operation requires can be absent.
        var requiredCanBeAbsent = false
    }

    /// The parameters under `node` of a call that `place` writes.
    func parameters(_ node: YAML.Node?, of asked: Asked, at place: YAML.Node) -> Parameters {
        var result = Parameters()
        let input = asked.operation.input?.structure
        for (key, value) in node?.pairs ?? [] {
            let name = key.text!
            guard let member = input?.member(name) else {
                let all = input?.members.map(\.name) ?? []
                mistakes.add(
                    key, "\(asked.call) has no parameter '\(name)'",
                    hint: suggestion(for: name, among: all)
                        ?? (all.isEmpty ? "it has none" : "it has \(TypeChecker.some(all))"))
                continue
            }
            guard let (pattern, canBeAbsent) = pattern(value, as: member.shape) else { continue }
            if canBeAbsent, input?.required.contains(name) == true { result.requiredCanBeAbsent = true }
            result.parameters.append((name, pattern))
        }
        for name in input?.required ?? [] where node?[name] == nil {
            if input?.member(name)?.traits.isIdempotencyToken == true { continue }
            mistakes.add(node ?? place, "\(asked.call) needs the parameter '\(name)'")
        }
        return result
    }

    /// A template of text.
    func text(_ node: YAML.Node) -> Pattern? {
        guard let (template, _) = template(node) else { return nil }
        return Pattern(template)
    }

    /// A template of text, and whether it can be absent.
    func typedText(_ node: YAML.Node) -> (Template, canBeAbsent: Bool)? {
        template(node).map { ($0.0, $0.1.canBeAbsent) }
    }

    /// A pattern whose type nobody knows.
    func free(_ node: YAML.Node) -> Pattern? {
        switch node.content {
        case .scalar: return text(node)
        case .sequence(let items): return .list(items.compactMap { free($0) })
        case .mapping(let members):
            return .map(members.compactMap { member in free(member.value).map { (member.key.text!, $0) } })
        }
    }

    private func template(_ node: YAML.Node) -> (Template, Typed)? {
        guard let template = reader.template(node) else { return nil }
        var all = Typed(.string(nil), canBeAbsent: !template.parts.isEmpty)
        for part in template.parts {
            guard case .expression(let expression, let offset) = part else {
                all.canBeAbsent = false
                continue
            }
            let checker = TypeChecker(
                registry: registry, mistakes: mistakes, node: node, offset: offset, variables: variables)
            let typed = checker.type(of: expression.root, on: scope)
            switch typed.type {
            case .resource, .resources:
                mistakes.add(
                    node, "this is \(typed.type.words), no text",
                    hint: "name what of it is meant, such as its id",
                    offset: offset)
                return nil
            default: break
            }
            if template.parts.count == 1 { return (template, typed) }
            if !typed.canBeAbsent { all.canBeAbsent = false }
        }
        return (template, all)
    }

    private func pattern(_ node: YAML.Node, as shape: Shape) -> (Pattern, canBeAbsent: Bool)? {
        switch node.content {
        case .scalar: return scalar(node, as: shape)
        case .sequence(let items):
            guard case .list(let element) = shape.kind else {
                if case .document = shape.kind { return free(node).map { ($0, false) } }
                return wrong(node, "a list", shape)
            }
            within(node, Double(items.count), shape, "elements")
            return (.list(items.compactMap { pattern($0, as: element.shape)?.0 }), false)
        case .mapping(let members):
            switch shape.kind {
            case .structure(let structure):
                var parts = [(name: String, pattern: Pattern)]()
                for (key, value) in members {
                    guard let member = structure.member(key.text!) else {
                        mistakes.add(
                            key, "there is no '\(key.text!)' in \(shape.name)",
                            hint: suggestion(for: key.text!, among: structure.members.map(\.name)))
                        continue
                    }
                    if let (pattern, _) = pattern(value, as: member.shape) {
                        parts.append((key.text!, pattern))
                    }
                }
                for name in structure.required where node[name] == nil {
                    mistakes.add(node, "\(shape.name) needs '\(name)'")
                }
                return (.map(parts), false)
            case .map(let key, let value):
                if case .string(let values) = key.shape.kind, !values.isEmpty {
                    for (name, _) in members where !values.contains(name.text!) {
                        mistakes.add(
                            name, "'\(name.text!)' is no key of \(shape.name)",
                            hint: suggestion(for: name.text!, among: values))
                    }
                }
                return (
                    .map(
                        members.compactMap { member in
                            pattern(member.value, as: value.shape).map { (member.key.text!, $0.0) }
                        }), false
                )
            case .document: return free(node).map { ($0, false) }
            default: return wrong(node, "a map", shape)
            }
        }
    }

    private func wrong(_ node: YAML.Node, _ found: String, _ shape: Shape) -> (Pattern, canBeAbsent: Bool)? {
        let isBare = node.members?.count == 1 && node.members?[0].value.isNull == true
        mistakes.add(
            node, "\(shape.name) is \(StaticType(shape, .none).words), not \(found)",
            hint: isBare ? "a template that begins with { needs quotes" : nil)
        return nil
    }

    private func scalar(_ node: YAML.Node, as shape: Shape) -> (Pattern, canBeAbsent: Bool)? {
        guard let (template, typed) = template(node) else { return nil }
        guard let literal = template.literal else {
            fits(node, typed.type, shape, isWhole: template.expression != nil)
            return (Pattern(template), typed.canBeAbsent)
        }
        func constant(_ text: String) -> (Pattern, canBeAbsent: Bool)? {
            (try? Template.parse("{`\(text)`}", functions: .checks)).map { (Pattern($0), false) }
        }
        switch shape.kind {
        case .integer, .long:
            guard let number = Int(literal) else { return wrong(node, "'\(literal)'", shape) }
            within(node, Double(number), shape, nil)
            return constant("\(number)")
        case .float, .double:
            guard let number = Double(literal), number.isFinite else {
                return wrong(node, "'\(literal)'", shape)
            }
            within(node, number, shape, nil)
            return constant("\(number)")
        case .boolean:
            guard literal == "true" || literal == "false" else { return wrong(node, "'\(literal)'", shape) }
            return constant(literal)
        case .string(let values):
            if !values.isEmpty {
                if !values.contains(literal) {
                    mistakes.add(
                        node,
                        "'\(literal)' is none of the values of \(shape.name), \(TypeChecker.some(values))",
                        hint: suggestion(for: literal, among: values))
                }
            } else if case let first = String(
                Substring(literal.utf8.prefix { $0 != UInt8(ascii: ".") })), names.contains(first)
            {
                mistakes.add(
                    node, "'\(literal)' is text here, and \(first) is something that can be read",
                    hint: "write \"{\(literal)}\", or \"{'\(literal)'}\" for the word itself")
            } else {
                within(node, Double(literal.unicodeScalars.count), shape, "characters")
            }
        case .timestamp:
            if Timestamp(literal) == nil { return wrong(node, "'\(literal)'", shape) }
        case .blob, .document, .unknown: break
        case .structure, .list, .map: return wrong(node, "text", shape)
        }
        return (Pattern(template), false)
    }

    private func within(
        _ node: YAML.Node, _ number: @autoclosure () -> Double, _ shape: Shape, _ what: String?
    ) {
        let unit = what.map { " \($0)" } ?? ""
        if let least = shape.minimum, number() < least {
            mistakes.add(node, "\(shape.name) is at least \(Self.plain(least))\(unit)")
        }
        if let most = shape.maximum, number() > most {
            mistakes.add(node, "\(shape.name) is at most \(Self.plain(most))\(unit)")
        }
    }

    private static func plain(_ number: Double) -> String {
        Int(exactly: number).map(String.init) ?? "\(number)"
    }

    private func fits(_ node: YAML.Node, _ type: StaticType, _ shape: Shape, isWhole: Bool) {
        if type.isOpen { return }
        let wanted = StaticType(shape, .none)
        let isRight: Bool =
            switch wanted {
            case .string(let values):
                switch type {
                case .string(let given?) where values != nil && isWhole:
                    given.contains { values!.contains($0) }
                case .string, .time, .integer, .number, .boolean: true
                case .policy: true
                default: false
                }
            case .integer, .number: type.isNumber
            case .boolean: type.isBoolean
            case .time: type.isText || type.isTime
            case .list: type.element != nil
            case .shape(let shape, _):
                if case .map = shape.kind { type.value != nil } else { type.value != nil }
            default: true
            }
        if !isRight { mistakes.add(node, "\(shape.name) is \(wanted.words), and this is \(type.words)") }
    }
}
