public import Assembly
public import Checks
public import Documents
public import Evaluation
import Findings

/// What stands now where a change of a plan was, or will be, made.
public enum Sight: Sendable, Hashable {
    /// This: texts of documents byte for byte; null where it is absent.
    case value(Value)
    /// The resource is not there.
    case gone
    /// Nobody knows, and why.
    case unseen(String)

    /// What stands where the changes of `step` are made, one for each of them; `resource` is nil where it is not there.
    public static func all(
        of step: PlannedStep, _ check: Check, _ resource: Resource?, _ evaluator: Evaluator,
        _ resolver: Resolver
    ) -> [Sight] {
        guard let resource, !resource.isGone else { return step.changes.map { _ in .gone } }
        let fix = check.fixes.first { $0.name == step.fix }
        return step.changes.map { change in
            let value: Value
            switch change.subject {
            case .resource: return .value(true)
            case .culprit(let key): value = evaluator.current(step.label, key: key, check, resource, resolver)
            case .preparation(let place):
                guard let first = fix?.first, first.indices.contains(place) else {
                    return .unseen("the check has no such fix any more")
                }
                value = evaluator.value(of: first[place].value, check, resource, resolver)
            }
            if value.hasUnseen {
                return resource.isGone ? .gone : .unseen(why(value, resolver))
            }
            guard change.isDocument else { return .value(value) }
            return .value(
                evaluator.text(of: value, step.label, check, resource, resolver).map { .string($0) } ?? value)
        }
    }

    private static func why(_ value: Value, _ resolver: Resolver) -> String {
        guard case .unseen(let unseen) = value else { return "part of it could not be seen" }
        let gaps = resolver.answers.gaps(of: unseen).map { "\($0.call): \($0.code) (\($0.message))" }
        return gaps.isEmpty ? "it could not be seen" : gaps.joined(separator: "; ")
    }

    /// Whether this is `value`, by meaning where it is a document.
    func shows(_ value: Value, of change: PlannedChange) -> Bool {
        switch self {
        case .value(let seen): Meaning.same(seen, value, isDocument: change.isDocument)
        case .gone: change.subject == .resource && value.isNull
        case .unseen: false
        }
    }

    /// What is seen, for people.
    var words: String {
        switch self {
        case .value(.null): "it is not there"
        case .value(let value): value.string ?? JSON.text(value)
        case .gone: "the resource is not there"
        case .unseen(let why): "it could not be read: \(why)"
        }
    }
}
