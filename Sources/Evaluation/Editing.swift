public import Assembly
public import Checks
import Documents
public import IAMPolicy

extension Evaluator {
    /// What `change` makes of the documents that are culprits of the policy question with `label`, one for each.
    ///
    /// They are edited one after the other, each judged with the others as they are by then; what those that are not
    /// edited yet allow is left out, what they deny is not. Nil where the label is on no policy question.
    public func edited(
        _ label: String, _ culprits: [Culprit], by change: Fix.Change, _ check: Check, _ resource: Resource,
        _ resolver: Resolver
    ) -> [Edited]? {
        guard case .assert(let assertion) = check.question, let labelled = assertion.labelled(label),
            let question = labelled.policyQuestion, let target = Target(label, in: assertion)
        else { return nil }
        let judge = Judge(resource, resolver, parameters: parameters[check.id] ?? [:], now: now)
        let owner = owner(of: target.path, from: resource, resolver)
        let context = judge.inquiry(question, owner, .resource(resource), .null, isSingle: false).context
        var documents = documents(at: target.path, of: resource, resolver)
        let originals = documents.map(\.document)
        var waiting = Set(culprits.map(\.key))
        return culprits.map { culprit in
            waiting.remove(culprit.key)
            let others = documents.filter { $0.key != culprit.key }.map { key, document in
                (
                    name: key.string ?? "policy \(key)",
                    document: waiting.contains(key) ? document.withoutAllow : document
                )
            }
            let edited = edit(culprit, change, among: others, naming: originals, context, judge, resource)
            if let place = documents.firstIndex(where: { $0.key == culprit.key }) {
                switch edited {
                case .document(let document): documents[place].document = document
                case .empty, .failed: documents.remove(at: place)
                }
            }
            return edited
        }
    }

    private func edit(
        _ culprit: Culprit, _ change: Fix.Change, among others: [(name: String, document: Value)],
        naming: [Value], _ context: ResourceContext, _ judge: Judge, _ resource: Resource
    ) -> Edited {
        guard let edit = PolicyEdit(culprit.value, among: others, of: context, naming: naming) else {
            return .failed("the document can't be read as a policy")
        }
        func callers(_ word: String) -> CallerClass? { CallerClass(word: word) }
        switch change {
        case .remove(let from):
            return callers(from).map { edit.remove(from: $0) }
                ?? .failed("there is no class of callers \(from)")
        case .restrict(let from, let whom):
            guard let callers = callers(from), let whom = Restriction(rawValue: whom) else {
                return .failed("there is no class of callers \(from)")
            }
            return edit.restrict(from: callers, to: whom)
        case .addStatement(let pattern):
            let statement = judge.render(pattern, .resource(resource), culprit.key)
            return statement.hasUnseen
                ? .failed("part of the statement could not be seen") : edit.addStatement(statement)
        case .none, .value, .absent: return .failed("it is no edit of a policy")
        }
    }

    /// The resource whose document stands at `path`: the last one that the path walks through.
    func owner(of path: [String], from resource: Resource, _ resolver: Resolver) -> Resource {
        var owner = resource
        for name in path {
            guard case .resource(let next)? = resolver.known([name], of: owner) else { break }
            owner = next
        }
        return owner
    }

    private func documents(at path: [String], of resource: Resource, _ resolver: Resolver) -> [(
        key: Value, document: Value
    )] {
        guard case .value(let value)? = resolver.found(path, of: resource) else {
            return []
        }
        if value["Statement"] != nil { return [(.null, value)] }
        if let items = value.array { return items.enumerated().map { (.integer($0.offset), $0.element) } }
        return (value.object ?? Object()).map { (.string($0.key), $0.value) }
    }
}

extension Assertion {
    fileprivate var policyQuestion: PolicyQuestion? {
        switch kind {
        case .not(let part): part.policyQuestion
        case .allows(let question), .denies(let question): question
        default: nil
        }
    }
}

extension Value {
    /// This policy with its Deny statements alone.
    fileprivate var withoutAllow: Value {
        guard case .object(var object) = self else { return self }
        let statements = object["Statement"]?.array ?? object["Statement"].map { [$0] } ?? []
        object["Statement"] = .array(statements.filter { $0["Effect"] != "Allow" })
        return .object(object)
    }
}
