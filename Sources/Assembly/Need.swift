public import Checks
import Expressions

/// What the selected checks read of a resource type: names of attributes, and behind joins what they read there.
public struct Need: Sendable, Equatable {
    /// The attributes (and `parent`), each with what is read of the resources behind it; empty for plain values.
    public private(set) var attributes: [String: Need] = [:]

    /// Nothing.
    public init() {}

    /// Whether nothing is needed.
    public var isEmpty: Bool { attributes.isEmpty }

    /// What `checks` read, by resource type; with what their fixes read where that is `fixing`.
    public static func all(of checks: [Check], fixing: Bool = false, _ types: [String: ResourceType])
        -> [String: Need]
    {
        var needs: [String: Need] = [:]
        for check in checks {
            needs[check.resource, default: Need()].add(check, types)
            if fixing { needs[check.resource]?.addFixes(of: check, types) }
        }
        return needs
    }

    /// Adds what `check` reads.
    public mutating func add(_ check: Check, _ types: [String: ResourceType]) {
        guard let type = types[check.resource] else { return }
        if let applies = check.applies { add(applies, of: type, types, judged: []) }
        if case .assert(let assertion) = check.question { add(assertion, of: type, types, judged: []) }
        for shown in check.show { add(shown.expression, at: [], of: type, types) }
    }

    /// Adds what the fixes of `check` read beside that: values that calls are made from, and what must be so first.
    public mutating func addFixes(of check: Check, _ types: [String: ResourceType]) {
        guard let type = types[check.resource] else { return }
        for fix in check.fixes {
            switch fix.change {
            case .value(let pattern), .addStatement(let pattern): add(pattern, at: [], of: type, types)
            case .none, .absent, .remove, .restrict: break
            }
            for first in fix.first {
                add(first.value, at: [], of: type, types)
                if let condition = first.condition { add(condition, at: [], of: type, types) }
                add(first.to, at: [], of: type, types)
            }
            let calls = fix.first.flatMap { [$0.call, $0.undo] } + [fix.call, fix.undo].compactMap(\.self)
            for (_, pattern) in calls.flatMap(\.with) { add(pattern, at: [], of: type, types) }
        }
    }

    /// `path` leads from the judged resource to the scope of `assertion`; nil when that is a plain value.
    private mutating func add(
        _ assertion: Assertion, of type: ResourceType, _ types: [String: ResourceType], judged path: [String]?
    ) {
        if let reason = assertion.reason { add(reason, at: path, of: type, types) }
        switch assertion.kind {
        case .all(let parts), .any(let parts): for part in parts { add(part, of: type, types, judged: path) }
        case .not(let part): add(part, of: type, types, judged: path)
        case .value(let expression, let comparison):
            add(expression, at: path, of: type, types)
            add(comparison.operand, at: path, of: type, types)
        case .allows(let question), .denies(let question):
            for expression in question.policies { add(expression, at: path, of: type, types) }
        case .quantifier(_, let expression, let that, let condition):
            add(expression, at: path, of: type, types)
            var inner: [String]?
            if let path, let names = expression.expression.path,
                Need.leadsToResources(path + names, from: type, types)
            {
                inner = path + names
            }
            for part in [that, condition].compactMap({ $0 }) { add(part, of: type, types, judged: inner) }
        }
    }

    private mutating func add(
        _ operand: Comparison.Operand, at path: [String]?, of type: ResourceType,
        _ types: [String: ResourceType]
    ) {
        switch operand {
        case .literal, .variable: break
        case .pattern(let pattern): add(pattern, at: path, of: type, types)
        case .list(let parts): for part in parts { add(part, at: path, of: type, types) }
        }
    }

    private mutating func add(
        _ pattern: Pattern, at path: [String]?, of type: ResourceType, _ types: [String: ResourceType]
    ) {
        switch pattern {
        case .template(_, let reads, let variableReads): add(reads, variableReads, at: path, of: type, types)
        case .list(let parts): for part in parts { add(part, at: path, of: type, types) }
        case .map(let parts): for part in parts { add(part.pattern, at: path, of: type, types) }
        }
    }

    private mutating func add(
        _ expression: ScopedExpression, at path: [String]?, of type: ResourceType,
        _ types: [String: ResourceType]
    ) {
        add(expression.reads, expression.variableReads, at: path, of: type, types)
    }

    private mutating func add(
        _ reads: [[String]], _ variableReads: [String: [[String]]], at path: [String]?, of type: ResourceType,
        _ types: [String: ResourceType]
    ) {
        if let path { for read in reads { insert((path + read)[...], of: type, types) } }
        for read in variableReads["resource"] ?? [] { insert(read[...], of: type, types) }
    }

    private mutating func insert(
        _ chain: ArraySlice<String>, of type: ResourceType, _ types: [String: ResourceType]
    ) {
        guard let name = chain.first else { return }
        guard let next = Need.behind(name, of: type, types) else {
            if type.attribute(name) != nil, attributes[name] == nil { attributes[name] = Need() }
            return
        }
        attributes[name, default: Need()].insert(chain.dropFirst(), of: next, types)
    }

    /// The type that stands behind `name`, a join or `parent`; nil when that is a plain value.
    public static func behind(_ name: String, of type: ResourceType, _ types: [String: ResourceType])
        -> ResourceType?
    {
        if name == "parent" { return type.list?.parent.flatMap { types[$0] } }
        guard case .join(let join)? = type.attribute(name)?.kind else { return nil }
        return types[join.type]
    }

    private static func leadsToResources(
        _ chain: [String], from type: ResourceType, _ types: [String: ResourceType]
    ) -> Bool {
        var type = type
        for name in chain {
            guard let next = behind(name, of: type, types) else { return false }
            type = next
        }
        return !chain.isEmpty
    }
}
