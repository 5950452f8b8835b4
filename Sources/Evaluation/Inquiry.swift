import Assembly
import Checks
import Documents
import Findings
import IAMPolicy

/// A question to the analyser with everything that it needs, and the answer in the words of findings.
struct Inquiry {
    let context: ResourceContext
    let fixed: [String: [ContextValue]]

    enum Answer {
        case yes(Evidence, [Culprit])
        case no(Evidence, [Culprit])
        case undecided(Evidence, code: String, why: String)
    }

    func answer(
        _ documents: [(name: String, document: Value)], _ question: PolicyQuestion, denies: Bool
    ) -> Answer {
        // Where there is no policy, nobody is let in, and nothing has to be looked for.
        if documents.isEmpty, !denies { return .no(evidence("not allowed", nil, [], []), []) }
        let found: IAMPolicy.Answer
        if denies {
            found = IAMPolicy.denies(
                policies: documents, of: context, actions: question.actions ?? [], context: fixed)
        } else {
            found = allows(
                policies: documents, of: context, from: question.from ?? .anyone, actions: question.actions,
                context: fixed)
        }
        switch found {
        case .yes(let witness, let places):
            let names = Set(places.map(\.policy))
            let granting = documents.filter { !denies && names.contains($0.name) }
            return .yes(
                evidence(denies ? "denied" : verdict(witness), witness, places, documents),
                culprits(granting, documents))
        case .no(let witness):
            // Where a denial is missing, every document could have it.
            return .no(
                evidence(
                    denies ? "not denied" : "not allowed", witness, witness?.statements ?? [], documents),
                denies ? culprits(documents, documents) : [])
        case .undecided(let reason):
            return .undecided(evidence("undecided", nil, [], documents), code: "invalid-policy", why: reason)
        }
    }

    private func culprits(
        _ some: [(name: String, document: Value)], _ documents: [(name: String, document: Value)]
    ) -> [Culprit] {
        some.map { Culprit(key: key($0.name, documents), value: $0.document) }
    }

    /// A document that stands alone has no key; one of a map has its name.
    private func key(_ name: String, _ documents: [(name: String, document: Value)]) -> Value {
        isSingle ? .null : .string(name)
    }

    /// Whether the question is about one document and not a map or list of them.
    var isSingle = false

    private func verdict(_ witness: Witness?) -> String { witness?.verdict.rawValue ?? "allowed" }

    private func evidence(
        _ verdict: String, _ witness: Witness?, _ places: [StatementPlace],
        _ documents: [(name: String, document: Value)]
    ) -> Evidence {
        let place = places.first.map { place in
            let sid = place.sid.map { " (\($0))" } ?? ""
            return
                "\(place.policy.isEmpty || isSingle ? "the policy" : "policy \(place.policy)"), statement \(place.index)\(sid): "
        }
        let shown = witness?.value
        return Evidence(
            path: "", text: shown?["sentence"]?.string.map { (place ?? "") + $0 },
            policy: PolicyEvidence(
                verdict: verdict,
                statements: places.map { .init(policy: $0.policy, index: $0.index, sid: $0.sid) },
                witness: shown, documents: .object(Object(documents.map { ($0.name, $0.document) })))
        )
    }
}

extension Judge {
    func inquiry(_ question: PolicyQuestion, _ owner: Resource, _ scope: Scope, _ key: Value, isSingle: Bool)
        -> Inquiry
    {
        func texts(_ side: Comparison.Operand?) -> [String] {
            guard let value = side.map({ operand($0, scope, key) }) else { return [] }
            return value.array?.compactMap(\.string) ?? value.string.map { [$0] } ?? []
        }
        var context = shared.context(of: owner) {
            let named = owner.arn.arnField(4)
            return ResourceContext(
                kind: ResourceKind(word: owner.type.policyKind), arn: owner.arn,
                account: named?.utf8.count == 12 ? String(named!) : owner.account, now: now)
        }
        context.trustedAccounts = texts(question.trusted)
        if context.account != resource.account { context.trustedAccounts.append(resource.account) }
        context.organizationID = texts(question.organization).first
        let fixed = Dictionary(
            question.context.map { context in
                (context.key, context.values.map { $0.map { ContextValue.value($0) } ?? .absent })
            }, uniquingKeysWith: { $1 })
        var inquiry = Inquiry(context: context, fixed: fixed)
        inquiry.isSingle = isSingle
        return inquiry
    }
}
