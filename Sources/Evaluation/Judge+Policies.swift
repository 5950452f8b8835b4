import Assembly
import Checks
import Documents
import Expressions
import Findings
import IAMPolicy

extension Judge {
    /// The documents that a question is about, by name, and what of them is unseen.
    private struct PolicySet {
        var documents: [(name: String, document: Value)] = []
        var unseen: [Int] = []
        var isAbsent = true
        var owner: Resource?
        /// Whether the question is about one document, and not a map or list of them.
        var isSingle = false
    }

    private func policies(_ question: PolicyQuestion, _ scope: Scope, _ key: Value) -> PolicySet {
        var set = PolicySet()
        for expression in question.policies {
            let found = value(expression, scope, key)
            if !found.isNull { set.isAbsent = false }
            let name = expression.expression.path?.last ?? "policy"
            set.isSingle = question.policies.count == 1 && found.isPolicy
            collect(found, name, &set)
            if set.owner == nil { set.owner = owner(of: expression, scope) }
        }
        return set
    }

    private func collect(_ value: Value, _ name: String, _ set: inout PolicySet) {
        switch value {
        case .unseen(let unseen): set.unseen += unseen.gaps
        case .array(let items):
            for (place, item) in items.enumerated() { collect(item, "\(name)[\(place)]", &set) }
        case .object(let object) where !value.isPolicy:
            for member in object { collect(member.value, member.key, &set) }
        case .null: break
        default: set.documents.append((name, value))
        }
    }

    /// The resource that the policies are read from: the last one that the path walks through.
    private func owner(of expression: ScopedExpression, _ scope: Scope) -> Resource? {
        guard case .resource(var owner) = scope else { return nil }
        for name in expression.expression.path ?? [] {
            guard case .resource(let next)? = resolver.known([name], of: owner) else { break }
            owner = next
        }
        return owner
    }

    func ask(
        _ question: PolicyQuestion, _ assertion: Assertion, _ scope: Scope, _ key: Value, denies: Bool
    ) -> Outcome {
        let set = policies(question, scope, key)
        let path = assertion.label ?? question.policies.map(\.expression.text).joined(separator: ", ")
        if set.isAbsent {
            guard let absent = assertion.absent else {
                return .unseen(gap("absent", "\(path) is not there", path))
            }
            var outcome = Outcome(Truth(absent))
            outcome.evidence = [Evidence(path: path, text: "there is no policy")]
            if outcome.truth == .unknown { outcome.gaps = gap("absent", "there is no policy", path).gaps }
            return outcome
        }
        let inquiry = inquiry(question, set.owner ?? resource, scope, key, isSingle: set.isSingle)
        func asked() -> Inquiry.Answer { inquiry.answer(set.documents, question, denies: denies) }
        let answer =
            if let owner = set.owner, owner !== resource, question.policies.count == 1,
                !question.policies[0].expression.mayReadVariables
            {
                shared.answer(at: assertion.place, about: owner, inquiry.context, asked)
            } else {
                asked()
            }
        var outcome: Outcome
        switch answer {
        case .yes(let evidence, let culprits):
            outcome = Outcome(set.unseen.isEmpty ? .yes : .unknown)
            outcome.evidence = [evidence.at(path)]
            outcome.culprits = culprits
            if !set.unseen.isEmpty, let text = evidence.text {
                outcome.reasons = ["as far as the policies could be seen, \(text)"]
            }
        case .no(let evidence, let culprits):
            outcome = Outcome(set.unseen.isEmpty ? .no : .unknown)
            outcome.evidence = [evidence.at(path)]
            outcome.culprits = culprits
        case .undecided(let evidence, let code, let why):
            outcome = Outcome(.unknown)
            outcome.evidence = [evidence.at(path)]
            outcome.gaps = gap(code, why, path).gaps
            outcome.reasons = [why]
        }
        outcome.gaps += set.unseen.filter { !outcome.gaps.contains($0) }
        return outcome
    }
}

extension Evidence {
    fileprivate func at(_ path: String) -> Evidence {
        Evidence(path: path, value: value, text: text, call: call, policy: policy)
    }
}

extension Value {
    /// Whether this is one document, and not a map of documents by name. An empty object is an empty map.
    fileprivate var isPolicy: Bool {
        guard case .object(let object) = self else { return false }
        if object["Statement"] != nil || object["Version"] != nil || object["Id"] != nil { return true }
        return !object.allSatisfy { $0.value.object != nil || $0.value.isUnseen }
    }
}
