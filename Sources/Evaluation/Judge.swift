import Assembly
import Checks
import Documents
import Expressions
import Findings
import IAMPolicy

/// Judges a check's assertions on one resource. Never throws, sends nothing.
struct Judge {
    let resource: Resource
    let resolver: Resolver
    let now: Timestamp
    let parameters: [String: Value]
    let shared: SharedWork
    /// Whether outcomes say what a fix would change.
    let seeksCulprits: Bool

    /// Where an expression looks.
    enum Scope {
        case resource(Resource)
        case value(Value)
    }

    init(
        _ resource: Resource, _ resolver: Resolver, parameters: [String: Value], now: Timestamp,
        shared: SharedWork = SharedWork(), seeksCulprits: Bool = true
    ) {
        self.resource = resource
        self.resolver = resolver
        self.now = now
        self.parameters = parameters
        self.shared = shared
        self.seeksCulprits = seeksCulprits
    }

    /// The value of the variable `name` that is the same everywhere in the check.
    private func variable(_ name: String) -> Value? {
        switch name {
        case "account": .string(resource.account)
        case "region": .string(resource.region)
        case "partition": .string(resolver.setting.partition)
        default: parameters[name]
        }
    }

    func judge(_ assertion: Assertion, _ scope: Scope, key: Value = .null) -> Outcome {
        var outcome = answer(assertion, scope, key)
        if let label = assertion.label, !outcome.culprits.isEmpty {
            outcome.labelled[label] = outcome.culprits
        }
        if outcome.truth == .no, let reason = assertion.reason, let text = render(reason, scope, key).string {
            outcome.reasons.insert(text, at: 0)
        }
        return outcome
    }

    private func answer(_ assertion: Assertion, _ scope: Scope, _ key: Value) -> Outcome {
        switch assertion.kind {
        case .all(let parts): return combine(parts, scope, key, decides: .no)
        case .any(let parts): return combine(parts, scope, key, decides: .yes)
        case .not(let part):
            var outcome = judge(part, scope, key: key)
            outcome.truth = !outcome.truth
            return outcome
        case .value(let expression, let comparison):
            return leaf(expression, comparison, assertion, scope, key)
        case .quantifier(let quantifier, let expression, let that, let condition):
            return quantify(quantifier, expression, that, condition, assertion, scope, key)
        case .allows(let question): return ask(question, assertion, scope, key, denies: false)
        case .denies(let question): return ask(question, assertion, scope, key, denies: true)
        }
    }

    private func combine(_ parts: [Assertion], _ scope: Scope, _ key: Value, decides: Truth) -> Outcome {
        var outcomes = Outcomes(decides: decides)
        for part in parts { outcomes.take(judge(part, scope, key: key)) }
        return outcomes.outcome
    }

    // MARK: Values

    func value(_ expression: ScopedExpression, _ scope: Scope, _ key: Value) -> Value {
        if case .resource(let resource) = scope, let path = expression.expression.path {
            return resolver.value(at: path[...], of: resource) ?? notFetched(expression.expression.text)
        }
        if case .resource(let one) = scope, one === resource, !expression.expression.mayReadVariables {
            return shared.value(of: expression.expression.text) { worked(expression, scope, key) }
        }
        return worked(expression, scope, key)
    }

    private func worked(_ expression: ScopedExpression, _ scope: Scope, _ key: Value) -> Value {
        guard let subject = subject(scope, expression.reads) else {
            return notFetched(expression.expression.text)
        }
        do {
            return try expression.expression.evaluate(
                subject,
                variables: expression.expression.mayReadVariables
                    ? variables(expression.variableReads, key) : [:])
        } catch {
            return .unseen(unseen(error, expression.expression.text))
        }
    }

    private func subject(_ scope: Scope, _ reads: [[String]]) -> Value? {
        switch scope {
        case .resource(let resource): resolver.scope(resource, reads: reads)
        case .value(let value): value
        }
    }

    private func variables(_ reads: [String: [[String]]], _ key: Value) -> [String: Value] {
        var variables = parameters
        for name in ["account", "region", "partition"] { variables[name] = variable(name) }
        variables["key"] = key
        if let reads = reads["resource"] {
            variables["resource"] = resolver.scope(resource, reads: reads) ?? notFetched("$resource")
        }
        return variables
    }

    func render(_ pattern: Pattern, _ scope: Scope, _ key: Value) -> Value {
        switch pattern {
        case .template(let template, let reads, let variableReads):
            guard let subject = subject(scope, reads) else { return notFetched(template.text) }
            do {
                return try template.evaluate(
                    subject, variables: template.mayReadVariables ? variables(variableReads, key) : [:])
            } catch {
                return .unseen(unseen(error, template.text))
            }
        case .list(let parts): return .array(parts.map { render($0, scope, key) })
        case .map(let parts):
            return .object(Object(parts.map { ($0.name, render($0.pattern, scope, key)) }))
        }
    }

    func operand(_ operand: Comparison.Operand, _ scope: Scope, _ key: Value) -> Value {
        switch operand {
        case .literal(let value): value
        case .variable(let name): variable(name) ?? .null
        case .pattern(let pattern): render(pattern, scope, key)
        case .list(let parts): .array(parts.map { self.operand($0, scope, key) })
        }
    }

    private func unseen(_ failure: EvaluationFailure, _ text: String) -> Unseen {
        switch failure {
        case .unseen(let unseen): unseen
        case .failed: gap("expression", failure.description, text)
        }
    }

    private func notFetched(_ text: String) -> Value {
        .unseen(gap("not-recorded", "a call that this needs is not among the exchanges", text))
    }

    func gap(_ code: String, _ message: String, _ text: String) -> Unseen {
        resolver.answers.unseen(
            Gap(
                account: resource.account, region: resource.region, call: "", code: code, message: message,
                unseen: "\(text) of \(resource.name)"))
    }

    private func leaf(
        _ expression: ScopedExpression, _ comparison: Comparison, _ assertion: Assertion, _ scope: Scope,
        _ key: Value
    ) -> Outcome {
        let subject = value(expression, scope, key)
        let path = expression.expression.text
        func seen(_ truth: Truth, _ value: Value?) -> Outcome {
            var outcome = Outcome(truth)
            outcome.evidence = [Evidence(path: assertion.label ?? path, value: value?.withoutUnseen)]
            if seeksCulprits { outcome.culprits = [Culprit(key: .null, value: value ?? .null)] }
            return outcome
        }
        switch subject {
        case .unseen(let unseen): return .unseen(unseen)
        case .null where comparison.operation == .exists:
            return seen(Truth(operand(comparison.operand, scope, key).bool == false), nil)
        case .null:
            guard let absent = assertion.absent else {
                return .unseen(gap("absent", "\(path) is not there", path))
            }
            var outcome = seen(Truth(absent), nil)
            if outcome.truth == .unknown { outcome.gaps = gap("absent", "\(path) is not there", path).gaps }
            return outcome
        default: break
        }
        let operand = operand(comparison.operand, scope, key)
        if case .unseen(let unseen) = operand { return .unseen(unseen) }
        var outcome = seen(comparison.operation.compare(subject, operand, now: now), subject)
        if outcome.truth == .unknown {
            outcome.gaps = subject.unseenGaps + operand.unseenGaps
            if outcome.gaps.isEmpty {
                outcome.gaps = gap("incomparable", "\(subject) can't be compared with \(operand)", path).gaps
            }
        }
        return outcome
    }

    // MARK: Quantifiers

    private enum Element {
        case scope(Scope, key: Value, culprit: Value)
        case unseen(Unseen)
    }

    private func elements(_ expression: ScopedExpression, _ scope: Scope, _ key: Value) -> [Element]?? {
        if case .resource(let resource) = scope, let path = expression.expression.path {
            guard let known = resolver.known(path, of: resource) else {
                if case .unseen(let unseen) = notFetched(expression.expression.text) {
                    return .some([.unseen(unseen)])
                }
                return nil
            }
            switch known {
            case .resources(let others):
                return .some(
                    others.map { other in
                        switch other.resource {
                        case .success(let found):
                            .scope(.resource(found), key: other.key, culprit: .string(found.name))
                        case .failure(let mark): .unseen(mark.unseen)
                        }
                    })
            case .resource(let other):
                return .some([.scope(.resource(other), key: .null, culprit: .string(other.name))])
            case .value: break
            }
        }
        switch value(expression, scope, key) {
        case .null: return .some(nil)
        case .unseen(let unseen): return .some([.unseen(unseen)])
        case .array(let items):
            return .some(items.enumerated().map { element($0.element, key: .integer($0.offset)) })
        case .object(let object): return .some(object.map { element($0.value, key: .string($0.key)) })
        case let other: return .some([element(other, key: .integer(0))])
        }
    }

    private func element(_ value: Value, key: Value) -> Element {
        if case .unseen(let unseen) = value { return .unseen(unseen) }
        return .scope(.value(value), key: key, culprit: value)
    }

    private func quantify(
        _ quantifier: Assertion.Quantifier, _ expression: ScopedExpression, _ that: Assertion,
        _ condition: Assertion?,
        _ assertion: Assertion, _ scope: Scope, _ key: Value
    ) -> Outcome {
        guard case .some(let found) = elements(expression, scope, key), let elements = found else {
            guard let absent = assertion.absent else {
                return .unseen(
                    gap("absent", "\(expression.expression.text) is not there", expression.expression.text))
            }
            var outcome = Outcome(Truth(absent))
            outcome.evidence = [Evidence(path: assertion.label ?? expression.expression.text)]
            if outcome.truth == .unknown {
                outcome.gaps = gap("absent", "it is not there", expression.expression.text).gaps
            }
            return outcome
        }
        let witness: Truth = quantifier == .every ? .no : .yes
        var outcomes = Outcomes(decides: quantifier == .some ? .yes : .no)
        for element in elements {
            guard case .scope(let inner, let innerKey, let culprit) = element else {
                if case .unseen(let unseen) = element { outcomes.open(.unseen(unseen)) }
                continue
            }
            let asked = condition.map { judge($0, inner, key: innerKey) }
            var outcome = judge(that, inner, key: innerKey)
            switch (asked?.truth ?? .yes, outcome.truth) {
            case (.no, _): continue
            case (.yes, witness):
                if seeksCulprits { outcome.culprits = [Culprit(key: innerKey, value: culprit)] }
                outcomes.decide(outcome)
            case (_, .unknown):
                if let asked, asked.truth == .unknown { outcome.take(asked) }
                outcomes.open(outcome)
            case (.unknown, witness): outcomes.open(asked!)
            default: outcomes.pass(outcome)
            }
        }
        return outcomes.outcome
    }
}
