public import Assembly
public import Checks
public import Documents
public import Findings

/// Judges checks on resources: synchronous, never throws, and can do no I/O.
public struct Evaluator: Sendable {
    /// The time of the scan, from which ages count.
    public let now: Timestamp
    /// The settings of each check, by its id: every parameter, with defaults where the user set none.
    public let parameters: [String: [String: Value]]

    /// Judges with `parameters` as of `now`.
    public init(now: Timestamp, parameters: [String: [String: Value]]) {
        self.now = now
        self.parameters = parameters
    }

    /// A finding, and what its fixes would change.
    public struct Verdict: Sendable {
        /// The finding.
        public let finding: Finding
        /// What a fix would change, by the label of the assertion.
        public let culprits: [String: [Culprit]]
    }

    /// What `check` says of `resource`, of which everything that it reads is known.
    public func verdict(_ check: Check, _ resource: Resource, _ resolver: Resolver) -> Verdict {
        verdict(check, resource, resolver, SharedWork(), seeksCulprits: true)
    }

    /// Gives `each` what each of `checks` says of `resource`, of which everything that they read is known; without
    /// culprits where nobody wants to fix anything. What they share with each other and with other resources of the
    /// account is in `shared`.
    public func judge(
        _ checks: [Check], _ resource: Resource, _ resolver: Resolver, sharing shared: SharedWork,
        seeksCulprits: Bool, each: (Check, Verdict) -> Void
    ) {
        shared.beginResource()
        for check in checks {
            each(check, verdict(check, resource, resolver, shared, seeksCulprits: seeksCulprits))
        }
    }

    private func verdict(
        _ check: Check, _ resource: Resource, _ resolver: Resolver, _ shared: SharedWork, seeksCulprits: Bool
    ) -> Verdict {
        let settings = shared.settings(of: check) { parameters[check.id] ?? [:] }
        let judge = Judge(
            resource, resolver, parameters: settings, now: now, shared: shared, seeksCulprits: seeksCulprits)
        func finding(_ status: Status, _ reason: String, _ outcome: Outcome? = nil) -> Verdict {
            let gaps = status == .unknown ? resolver.answers.gaps(of: Unseen(gaps: outcome?.gaps ?? [])) : []
            var evidence = outcome?.evidence ?? []
            if !check.show.isEmpty { evidence += judge.shown(check.show) }
            return Verdict(
                finding: Finding(
                    check: check.id, status: status, severity: check.severity, resource: resource.arn,
                    resourceType: resource.type.id, account: resource.account,
                    region: resource.type.scope == .global && resource.type.region == nil
                        ? "global" : resource.region,
                    reason: reason, evidence: evidence, gaps: gaps),
                culprits: outcome?.labelled ?? [:])
        }
        for parameter in check.parameters where parameter.isRequired && settings[parameter.name] == nil {
            return finding(.manual, "the parameter \(parameter.name) is not set: \(parameter.title)")
        }
        if let applies = check.applies {
            let outcome = judge.judge(applies, .resource(resource))
            if resource.isGone { return finding(.notApplicable, "it was deleted while the scan ran") }
            switch outcome.truth {
            case .no:
                return finding(
                    .notApplicable, outcome.reasons.first ?? "the check does not concern it", outcome)
            case .unknown:
                return finding(
                    .unknown, Self.unknown(outcome, resolver, "whether the check applies"), outcome)
            case .yes: break
            }
        }
        switch check.question {
        case .manual(let question): return finding(.manual, question)
        case .assert(let assertion):
            let outcome = judge.judge(assertion, .resource(resource))
            if resource.isGone { return finding(.notApplicable, "it was deleted while the scan ran") }
            switch outcome.truth {
            case .yes: return finding(.pass, "as it should be", outcome)
            case .no:
                let witnesses = outcome.evidence.compactMap { $0.policy?.witness == nil ? nil : $0.text }
                let reasons = outcome.reasons.isEmpty ? [check.title] : outcome.reasons
                return finding(
                    .fail, (reasons + witnesses.filter { !reasons.contains($0) }).joined(separator: ": "),
                    outcome)
            case .unknown: return finding(.unknown, Self.unknown(outcome, resolver, "the answer"), outcome)
            }
        }
    }

    /// What `check` says where the resources of an account and region could not all be listed.
    public func incomplete(
        _ check: Check, account: String, region: String, isGlobal: Bool, _ unseen: Unseen, _ answers: Answers
    ) -> Finding {
        let gaps = answers.gaps(of: unseen)
        return Finding(
            check: check.id, status: .unknown, severity: check.severity, resource: nil,
            resourceType: check.resource,
            account: account, region: isGlobal ? "global" : region,
            reason: "not every resource could be seen: \(Self.words(gaps))", gaps: gaps)
    }

    private static func unknown(_ outcome: Outcome, _ resolver: Resolver, _ what: String) -> String {
        let gaps = resolver.answers.gaps(of: Unseen(gaps: outcome.gaps))
        let seen = outcome.reasons.isEmpty ? "" : outcome.reasons.joined(separator: "; ") + "; but "
        return "\(seen)\(what) depends on what could not be seen: \(words(gaps))"
    }

    private static func words(_ gaps: [Gap]) -> String {
        let words = gaps.map { gap in
            let what = gap.call.isEmpty ? gap.unseen : gap.call
            return "\(what): \(gap.code)" + (gap.message.isEmpty ? "" : " (\(gap.message))")
        }
        return Array(Set(words)).sorted().joined(separator: "; ")
    }
}

extension Judge {
    /// What is `shown` with a finding, whatever the answer.
    fileprivate func shown(_ shown: [(name: String, expression: ScopedExpression)]) -> [Evidence] {
        shown.map { name, expression in
            let value = value(expression, .resource(resource), .null)
            return Evidence(
                path: name, value: value.isNull ? nil : value.withoutUnseen,
                text: value.isUnseen ? "could not be seen" : nil)
        }
    }
}

extension Value {
    /// This value without marks, for evidence: what is unseen says so in words.
    var withoutUnseen: Value { hasUnseen ? marked : self }

    private var marked: Value {
        switch self {
        case .unseen: "(could not be seen)"
        case .array(let items): .array(items.map(\.marked))
        case .object(let object): .object(Object(object.members.map { ($0.key, $0.value.marked) }))
        default: self
        }
    }
}
