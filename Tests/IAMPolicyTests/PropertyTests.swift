import Documents
import IAMPolicy
import Testing

#if canImport(Glibc)
    import Glibc
#endif

/// Whether every undecided policy is printed: with `ASSAY_LOUD`.
private let isLoud = getenv("ASSAY_LOUD") != nil

private let seed = getenv("ASSAY_SEED").flatMap { UInt64(String(cString: $0)) } ?? 20_261_123

private func context(_ service: String, _ arn: String) -> ResourceContext {
    ResourceContext(
        kind: service == "sns" ? .snsTopic : .sesIdentity, arn: arn, account: "111122223333",
        trustedAccounts: ["444455556666"],
        organizationID: "o-a1b2c3d4e5")
}

private func verdict(_ policy: Value, _ context: ResourceContext) -> Analysis {
    analyse([PolicyDocument(policy, kind: context.kind)], names: ["policy"], of: context, isDetailed: false)
}

private let actions = [
    "sns": ["sns:Publish", "sns:Subscribe", "sns:SetTopicAttributes", "sns:PutDataProtectionPolicy"],
    "ses": ["ses:SendEmail", "ses:SendRawEmail", "ses:GetEmailIdentity", "ses:SendBulkEmail"],
]

/// How many random policies: a few in the usual run, all with `ASSAY_POLICIES=20000`.
let randomPolicies = getenv("ASSAY_POLICIES").flatMap { Int(String(cString: $0)) } ?? 100
private let count = randomPolicies

@Suite struct PropertyTests {
    @Test func `the decision agrees with trying every request`() {
        print("random policies: \(count) from seed \(seed)")
        var random = Seeded(state: seed)
        var spread = [Verdict: Int]()
        for number in 0..<count {
            let (policy, service, arn) = RandomPolicies.policy(&random)
            let context = context(service, arn)
            let decided = verdict(policy, context)
            let tried = BruteForceJudge(policy, context).verdict(actions: actions[service]!)
            spread[tried, default: 0] += 1
            if decided.verdict != tried {
                Issue.record(
                    "policy \(number): decided \(decided.verdict.rawValue), tried \(tried.rawValue): \(policy) \(decided.witness?.sentence ?? "") \(decided.notes)"
                )
            }
        }
        print(
            "random policies: \(spread.map { "\($0.value) \($0.key.rawValue)" }.sorted().joined(separator: ", "))"
        )
    }

    @Test func `no sampled request of an outsider gets through what is called less`() {
        var random = Seeded(state: seed + 1)
        var undecided = 0
        for number in 0..<count {
            let (policy, target) = WidePolicies.policy(&random)
            let context = ResourceContext(
                kind: target.kind, arn: target.arn, account: "111122223333",
                trustedAccounts: ["444455556666"], organizationID: "o-a1b2c3d4e5")
            let decided = verdict(policy, context)
            if decided.verdict == .undecided {
                undecided += 1
                if isLoud { print("undecided: \(target.kind.rawValue) \(policy)") }
            }
            if let witness = decided.witness {
                let faults = WitnessChecks(text: JSON.text(policy), context: context, witness: witness).faults
                #expect(
                    faults.isEmpty,
                    "policy \(number): \(decided.verdict.rawValue) by \(faults): \(witness.request): \(policy)"
                )
                let answer = Evaluator([PolicyDocument(policy, kind: target.kind)]).evaluate(witness.request)
                #expect(answer.decision == .allow, "policy \(number): \(witness.request): \(policy)")
            }
            let (rank, request) = RequestSampler(policy, target).worst(100, &random)
            #expect(
                decided.atMost.rank >= rank,
                "policy \(number): \(decided.verdict.rawValue), but \(String(describing: request)): \(policy)"
            )
        }
        print("wide random policies: \(count), \(undecided) undecided")
        #expect(undecided <= 2 + count / 500)
    }

    @Test func `a Deny more never widens, and a condition less on an Allow never narrows`() {
        var random = Seeded(state: 7)
        for _ in 0..<count / 2 {
            let (policy, service, arn) = RandomPolicies.policy(&random)
            let context = context(service, arn)
            let before = verdict(policy, context)
            guard case .object(var object) = policy, case .array(let statements)? = object["Statement"] else {
                continue
            }
            var deny = RandomPolicies.statement(&random, service, arn).object!
            deny["Effect"] = "Deny"
            object["Statement"] = .array(statements + [.object(deny)])
            #expect(
                verdict(.object(object), context).atMost.rank <= before.atMost.rank, "\(policy) with \(deny)")
            guard
                let place = statements.firstIndex(where: { $0["Effect"] == "Allow" && $0["Condition"] != nil }
                )
            else { continue }
            var open = statements
            var allow = open[place].object!
            allow["Condition"] = nil
            open[place] = .object(allow)
            object["Statement"] = .array(open)
            #expect(
                verdict(.object(object), context).atLeast.rank >= before.atLeast.rank,
                "\(policy) without condition \(place)")
        }
    }

    @Test func `order, case and one-element lists do not matter, and nothing differs from itself`() {
        var random = Seeded(state: 11)
        for number in 0..<count / 2 {
            let (policy, service, arn) = RandomPolicies.policy(&random)
            let context = context(service, arn)
            let before = verdict(policy, context)
            guard case .object(var object) = policy, case .array(let statements)? = object["Statement"] else {
                continue
            }
            object["Statement"] = .array(
                statements.reversed().map { statement in
                    var out = Object()
                    for (key, value) in statement.object!.members.reversed() {
                        if key.hasSuffix("Action"), case .string(let text) = value {
                            out[key] = [.string(text.uppercased())]
                        } else if key == "Condition" {
                            out[key] = .object(
                                Object(
                                    value.object!.members.reversed().map { member in
                                        (
                                            member.key,
                                            .object(
                                                Object(
                                                    member.value.object!.members.map {
                                                        ($0.key.uppercased(), $0.value)
                                                    }))
                                        )
                                    }))
                        } else {
                            out[key] = value
                        }
                    }
                    return .object(out)
                })
            let after = verdict(.object(object), context)
            #expect(after.verdict == before.verdict, "\(policy)")
            #expect(after.actions == before.actions, "\(policy)")
            if number % 10 == 0 {
                let document = PolicyDocument(policy, kind: context.kind)
                #expect(
                    Difference.added(from: document, to: document, of: context).witness == nil, "\(policy)")
            }
        }
    }
}
