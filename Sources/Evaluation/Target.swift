public import Assembly
public import Checks
public import Documents
import Expressions

/// What the assertion with a label is about: where the value stands that a fix of it changes.
struct Target {
    /// The path of the value, from the judged resource.
    let path: [String]
    /// Whether the label is on a question about policies, whose culprits are documents.
    let isAboutPolicies: Bool

    /// The target of `label` in `assertion`; nil where the label is nowhere, or not on plain member access.
    init?(_ label: String, in assertion: Assertion) {
        guard let found = Self.find(label, assertion), let target = Self.target(found) else { return nil }
        self = target
    }

    private init(path: [String], isAboutPolicies: Bool) {
        self.path = path
        self.isAboutPolicies = isAboutPolicies
    }

    private static func find(_ label: String, _ assertion: Assertion) -> Assertion? {
        if assertion.label == label { return assertion }
        switch assertion.kind {
        case .all(let parts), .any(let parts): return parts.lazy.compactMap { find(label, $0) }.first
        case .not(let part): return find(label, part)
        default: return nil
        }
    }

    private static func target(_ assertion: Assertion) -> Target? {
        switch assertion.kind {
        case .not(let part): target(part)
        case .value(let expression, _), .quantifier(_, let expression, _, _):
            expression.expression.path.map { Target(path: $0, isAboutPolicies: false) }
        case .allows(let question), .denies(let question):
            question.policies.count == 1
                ? question.policies[0].expression.path.map { Target(path: $0, isAboutPolicies: true) } : nil
        default: nil
        }
    }
}

extension Evaluator {
    /// What stands now where a fix of `label` would change `key`; null where nothing does, unseen where nobody knows.
    public func current(
        _ label: String, key: Value, _ check: Check, _ resource: Resource, _ resolver: Resolver
    ) -> Value {
        guard case .assert(let assertion) = check.question, let target = Target(label, in: assertion) else {
            return .null
        }
        switch resolver.found(target.path, of: resource) {
        case .value(let value)?: return value.element(key)
        case .resource(let other)?: return .string(other.name)
        case .resources(let others)?:
            guard let found = others.first(where: { $0.key == key }) else {
                let mark = others.lazy.compactMap {
                    if case .failure(let mark) = $0.resource { mark } else { nil }
                }.first
                return mark.map { .unseen($0.unseen) } ?? .null
            }
            switch found.resource {
            case .success(let other): return .string(other.name)
            case .failure(let mark): return .unseen(mark.unseen)
            }
        case nil: return .unseen(Unseen(gaps: []))
        }
    }

    /// Whether the assertion of `check` with `label` holds with each culprit replaced; null takes it away.
    public func holds(
        _ label: String, replacing changes: [(key: Value, after: Value)], _ check: Check,
        _ resource: Resource,
        _ resolver: Resolver
    ) -> Bool {
        guard case .assert(let assertion) = check.question, let target = Target(label, in: assertion),
            let labelled = assertion.labelled(label)
        else { return false }
        let changed = resolver.replacing(target.path, changes, of: resource)
        let judge = Judge(changed, resolver, parameters: parameters[check.id] ?? [:], now: now)
        return judge.judge(labelled, .resource(changed)).truth == .yes
    }

    /// `pattern` on `resource`, with `key`, `before` and `after` as variables.
    public func render(
        _ pattern: Pattern, variables: [String: Value], _ check: Check, _ resource: Resource,
        _ resolver: Resolver
    ) -> Value {
        let settings = (parameters[check.id] ?? [:]).merging(variables) { $1 }
        let judge = Judge(resource, resolver, parameters: settings, now: now)
        return judge.render(pattern, .resource(resource), variables["key"] ?? .null)
    }
}

extension Resolver {
    /// What stands at `path` of `resource`, inside of values too; nil while calls are missing.
    func found(_ path: [String], of resource: Resource) -> Known? {
        for count in 1...max(1, path.count) {
            guard let known = known(Array(path.prefix(count)), of: resource) else { return nil }
            switch known {
            case .value(let value): return .value(path.dropFirst(count).reduce(value) { $0.member($1) })
            case .resources: return known
            case .resource: if count >= path.count { return known }
            }
        }
        return nil
    }
}

extension Assertion {
    func labelled(_ label: String) -> Assertion? {
        if self.label == label { return self }
        switch kind {
        case .all(let parts), .any(let parts): return parts.lazy.compactMap { $0.labelled(label) }.first
        case .not(let part): return part.labelled(label)
        default: return nil
        }
    }
}

extension Value {
    /// The member called `name`; absent where there is none, unseen where nobody knows.
    fileprivate func member(_ name: String) -> Value {
        if case .unseen = self { return self }
        return self[name] ?? .null
    }

    /// The member or element under `key`; the value itself where the key is null.
    fileprivate func element(_ key: Value) -> Value {
        switch (self, key) {
        case (_, .null): self
        case (.object(let object), .string(let name)): object[name] ?? .null
        case (.array(let items), .integer(let place)): items.indices.contains(place) ? items[place] : .null
        case (.unseen, _): self
        default: .null
        }
    }
}
