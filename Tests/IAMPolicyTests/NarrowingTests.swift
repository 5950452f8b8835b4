import Documents
import IAMPolicy
import Testing

/// Edits of random public policies, judged by the evaluator alone.
@Suite struct NarrowingTests {
    private static let edits: [(name: String, edit: @Sendable (PolicyEdit) -> Edited)] = [
        ("remove", { $0.remove(from: .anyone) }),
        ("restrict to the account", { $0.restrict(from: .anyone, to: .account) }),
        ("restrict to the organisation", { $0.restrict(from: .anyone, to: .organization) }),
    ]

    /// Each policy is edited three times, and proved each time.
    private let count = randomPolicies / 2

    private static func context(_ target: WidePolicies.Target) -> ResourceContext {
        ResourceContext(
            kind: target.kind, arn: target.arn, account: "111122223333", trustedAccounts: ["444455556666"],
            organizationID: "o-a1b2c3d4e5")
    }

    /// Whether an Allow of `document` names `caller`.
    private static func isNamed(_ caller: Request.Caller, _ document: PolicyDocument) -> Bool {
        document.statements.contains { statement in
            guard !statement.isDeny, !statement.isNotPrincipal else { return false }
            switch caller {
            case .identity(let arn):
                return statement.principals.aws.contains {
                    switch $0 {
                    case .account(let number): arn.contains(":\(number):")
                    case .identity(let name, _): arn == name
                    case .session, .deleted, .special: false
                    }
                }
            case .service(let name): return statement.principals.services.contains(name)
            // Through a provider comes anybody whom the conditions on its claims do not keep out.
            case .federated, .unsigned, .session, .canonicalUser, .special: return false
            }
        }
    }

    @Test func `a narrowed policy keeps strangers out, and answers who is named as before`() {
        var random = Seeded(state: 20_261_126)
        var spread = [String: Int]()
        for number in 0..<count {
            let (policy, target) = WidePolicies.publicPolicy(&random)
            let context = Self.context(target)
            let sampler = RequestSampler(policy, target)
            guard case .yes = allows(policies: [("policy", policy)], of: context, from: .anyone),
                let edit = PolicyEdit(policy, of: context)
            else { continue }
            let requests = (0..<200).map { _ in sampler.request(&random, isOwnToo: true) }
            for (name, make) in Self.edits {
                let narrowed: Value
                switch make(edit) {
                case .document(let document): narrowed = document
                case .empty: narrowed = ["Version": "2012-10-17", "Statement": []]
                case .failed(let why):
                    spread["\(name) failed: \(why)", default: 0] += 1
                    continue
                }
                spread[name, default: 0] += 1
                let after = Evaluator([PolicyDocument(narrowed, kind: target.kind)])
                for (rank, request) in requests {
                    let (was, is_) = (sampler.allows(request), after.evaluate(request).decision == .allow)
                    #expect(
                        !is_ || was, "\(name) of policy \(number) lets in \(request): \(policy) \(narrowed)")
                    #expect(
                        !is_ || rank < 5 || Self.isNamed(request.caller, sampler.document),
                        "\(name) of policy \(number) leaves \(request): \(policy) \(narrowed)")
                    if Self.isNamed(request.caller, sampler.document) {
                        #expect(
                            was == is_,
                            "\(name) of policy \(number) changes \(request): \(policy) \(narrowed)")
                        spread["asked as named", default: 0] += 1
                        if was { spread["allowed as named", default: 0] += 1 }
                    }
                }
                let left = analyse(policies: [("policy", narrowed)], of: context)
                #expect(left.atMost.rank < 5 || narrowed["Statement"] == [], "\(policy) \(narrowed)")
            }
        }
        print(
            "narrowed policies: \(spread.map { "\($0.key): \($0.value)" }.sorted().joined(separator: "; "))")
        #expect(Self.edits.allSatisfy { spread[$0.name, default: 0] > count / 3 })
    }
}
