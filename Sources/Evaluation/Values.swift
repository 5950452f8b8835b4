public import Assembly
public import Checks
public import Documents

extension Evaluator {
    /// The value of `expression` on `resource`, with further `variables`; unseen where nobody knows.
    public func value(
        of expression: ScopedExpression, variables: [String: Value] = [:], _ check: Check,
        _ resource: Resource,
        _ resolver: Resolver
    ) -> Value {
        let settings = (parameters[check.id] ?? [:]).merging(variables) { $1 }
        let judge = Judge(resource, resolver, parameters: settings, now: now)
        return judge.value(expression, .resource(resource), variables["key"] ?? .null)
    }

    /// The text that AWS sent for `document`, which is what a fix of `label` would change; nil where it is no document.
    public func text(
        of document: Value, _ label: String, _ check: Check, _ resource: Resource, _ resolver: Resolver
    ) -> String? {
        guard case .assert(let assertion) = check.question, let target = Target(label, in: assertion) else {
            return nil
        }
        if let text = resolver.text(of: document, owner(of: target.path, from: resource, resolver)) {
            return text
        }
        return target.isAboutPolicies && !document.isNull ? JSON.text(document) : nil
    }

    /// Whether a fix of `label` changes documents.
    public func changesDocuments(_ label: String, _ check: Check) -> Bool {
        guard case .assert(let assertion) = check.question else { return false }
        return Target(label, in: assertion)?.isAboutPolicies == true
    }

    /// `resource` as it would be after a fix of `label`.
    public func after(
        _ label: String, _ changes: [(key: Value, after: Value)], _ check: Check, _ resource: Resource,
        _ resolver: Resolver
    ) -> Resource {
        guard case .assert(let assertion) = check.question, let target = Target(label, in: assertion) else {
            return resource
        }
        return resolver.replacing(target.path, changes, of: resource)
    }
}
