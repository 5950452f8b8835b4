public import Documents

/// What a question fixes of a condition key.
public enum ContextValue: Sendable, Hashable {
    /// The request carries the key with this value.
    case value(String)
    /// The request does not carry the key.
    case absent
}

/// The answer to a question about policies.
public enum Answer: Sendable {
    /// Yes. For `allows` with a request that shows it; the statements are those that decide.
    case yes(witness: Witness?, statements: [StatementPlace])
    /// No. For `denies` with a request that no Deny meets.
    case no(witness: Witness?)
    /// Nobody knows: a document is no policy, or the question could not be settled.
    case undecided(reason: String)
}

/// Whether the policies, as one set, let some caller of a class make a request.
///
/// - Parameters:
///   - actions: which actions, globs allowed; nil for all of the resource.
///   - context: condition keys that are fixed, each to one of the values.
public func allows(
    policies: [(name: String, document: Value)], of context: ResourceContext, from callers: CallerClass,
    actions: [String]? = nil,
    context fixed: [String: [ContextValue]] = [:]
) -> Answer {
    ask(policies, context, fixed) { problem, names, analyser, choices in
        let stages: [Analyser.Stage]
        var only: ((Scene.Caller) -> Bool)?
        switch callers {
        case .anyone: stages = [Analyser.stages[0]]
        case .network: stages = [Analyser.stages[0], Analyser.stages[2]]
        case .untrusted: stages = [Analyser.stages[0], Analyser.stages[2], Analyser.stages[3]]
        case .otherAccounts:
            stages = [Analyser.stages[0], Analyser.stages[2], Analyser.stages[3], Analyser.stages[4]]
        case .services: stages = [Analyser.stages[1]]
        case .everyone: stages = [Analyser.everyone]
        case .federated(let glob):
            stages = [Analyser.stages[0]]
            only = {
                guard case .federated(let name) = $0 else { return false }
                let pattern = Pattern(glob: glob.lowercased())
                return pattern.matches(name.lowercased()) || pattern.matches(IdentityProvider.host(of: name))
            }
        case .service(let glob):
            stages = [Analyser.stages[0], Analyser.stages[1]]
            only = {
                if case .service(let name, _) = $0 {
                    Pattern(glob: glob.lowercased()).matches(name.lowercased())
                } else {
                    false
                }
            }
        }
        analyser.includesOwnerOnly = callers == .everyone
        let groups = analyser.groups(only: actions)
        var isIncomplete = analyser.lacksActions
        for stage in stages {
            for choice in choices {
                analyser.fixed = choice
                for group in groups {
                    let answer = analyser.look(group, stage, callers: only)
                    if let request = answer.request {
                        let shown = witness(
                            request, stage.rank == 0 ? .nobody : Verdict(rank: stage.rank), problem, names)
                        return .yes(witness: shown, statements: shown.statements)
                    }
                    if answer.isIncomplete { isIncomplete = true }
                }
            }
        }
        return isIncomplete
            ? .undecided(reason: "the policies are more than the analysis could settle") : .no(witness: nil)
    }
}

/// Whether the policies, as one set, forbid by explicit Deny every request for the actions with a context.
///
/// It is a question about Deny statements alone: whether anything allows the requests does not matter.
public func denies(
    policies: [(name: String, document: Value)], of context: ResourceContext, actions: [String],
    context fixed: [String: [ContextValue]] = [:]
) -> Answer {
    ask(policies, context, fixed) { problem, names, _, choices in
        // With everything allowed, a request that gets through is one that no Deny meets.
        var open = PolicyDocument()
        open.statements = [.allowingEverything]
        let all = Problem(problem.documents + [open], context)
        var analyser = Analyser(all)
        analyser.isAboutDeny = true
        analyser.includesOwnerOnly = true
        var isIncomplete = false
        for choice in choices {
            var moved = [Int: [String]?]()
            for (key, value) in choice {
                if let place = all.place(of: problem.keys[key]) { moved[place] = value }
            }
            analyser.fixed = moved
            let groups = analyser.groups(only: actions)
            if analyser.lacksActions { isIncomplete = true }
            for group in groups {
                let answer = analyser.look(group, Analyser.everyone, among: [all.rules[all.rules.count - 1]])
                if let request = answer.request {
                    return .no(witness: witness(request, .nobody, all, names + ["(everything allowed)"]))
                }
                if answer.isIncomplete { isIncomplete = true }
            }
        }
        if isIncomplete { return .undecided(reason: "the policies are more than the analysis could settle") }
        let places = problem.rules.filter(\.statement.isDeny).map {
            StatementPlace(policy: names[$0.policy], index: $0.statement.index, sid: $0.statement.sid)
        }
        return .yes(witness: nil, statements: places)
    }
}

private func ask(
    _ policies: [(name: String, document: Value)], _ context: ResourceContext,
    _ fixed: [String: [ContextValue]],
    _ question: (Problem, [String], inout Analyser, [[Int: [String]?]]) -> Answer
) -> Answer {
    let documents = policies.map { PolicyDocument($0.document, kind: context.kind) }
    for (document, policy) in zip(documents, policies) {
        if let problem = document.problems.first {
            return .undecided(
                reason: "\(policy.name.isEmpty ? "the policy" : policy.name) is not valid: \(problem)")
        }
    }
    let problem = Problem(documents, context, asking: fixed.keys.sorted().map { $0.lowercased() })
    var choices: [[Int: [String]?]] = [[:]]
    for (key, values) in fixed.sorted(by: { $0.key < $1.key }) {
        guard let place = problem.place(of: key.lowercased()) else { continue }
        choices = choices.flatMap { choice in
            values.map { value in
                var next = choice
                switch value {
                case .value(let text): next[place] = .some([text])
                case .absent: next[place] = .some(nil)
                }
                return next
            }
        }
    }
    var analyser = Analyser(problem)
    return question(problem, policies.map(\.name), &analyser, choices)
}

extension PolicyDocument.Statement {
    /// `{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}`.
    static let allowingEverything = PolicyDocument.Statement(index: 0, principals: .everyone, actions: ["*"])
}
