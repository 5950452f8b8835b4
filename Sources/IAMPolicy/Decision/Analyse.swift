public import Documents

/// Judges the policies of a resource as one set.
///
/// A document may be a JSON object or text, also URL-encoded. What AWS would refuse makes the verdict `invalid`, with the
/// worst verdict of a lenient reading as a note.
public func analyse(policies: [(name: String, document: Value)], of context: ResourceContext) -> Analysis {
    let documents = policies.map { PolicyDocument($0.document, kind: context.kind) }
    return analyse(documents, names: policies.map(\.name), of: context)
}

/// Judges parsed documents, named `names`, as one set.
///
/// With `isDetailed` false only what a program needs is worked out: verdict, its actions and a witness.
public func analyse(
    _ documents: [PolicyDocument], names: [String], of context: ResourceContext, isDetailed: Bool = true
) -> Analysis {
    if documents.allSatisfy({ $0.problems.isEmpty }) { return decide(documents, names, context, isDetailed) }
    return refused(documents, names, decide(documents, names, context, isDetailed), isDetailed)
}

/// What is said of documents that AWS would refuse, of which `decision` is a lenient reading.
private func refused(
    _ documents: [PolicyDocument], _ names: [String], _ decision: Analysis, _ isDetailed: Bool
) -> Analysis {
    var decision = decision
    let worst = decision.verdict
    decision.problems = zip(names, documents).flatMap { name, document in document.problems.map { (name, $0) }
    }
    decision.verdict = .invalid
    decision.atLeast = .nobody
    decision.atMost = .anyone
    let unread = documents.contains { $0.statements.isEmpty && !$0.problems.isEmpty }
    decision.notes =
        decision.problems.prefix(20).map {
            names.count > 1 && !$0.policy.isEmpty ? "\($0.policy): \($0.problem)" : "\($0.problem)"
        }
        + [
            unread && worst == .nobody
                ? "read leniently: nothing to judge" : "read leniently: \(worst.rawValue)"
        ] + decision.notes
    decision.actionsByVerdict = [:]
    if isDetailed, worst == .nobody { decision.witness = nil }
    return decision
}

private func decide(
    _ documents: [PolicyDocument], _ names: [String], _ context: ResourceContext, _ isDetailed: Bool
) -> Analysis {
    let problem = Problem(documents, context)
    var analyser = Analyser(problem)
    let groups = analyser.groups()
    var proved = 0
    var possible = analyser.lacksActions ? 5 : 0
    let outsiders = analyser.widest
    for group in groups {
        var widest: Analyser.Answer?
        var unsettled = 0
        for stage in Analyser.stages where (isDetailed || stage.rank >= proved) && analyser.isNeeded(stage) {
            let isWidest = stage.rank == outsiders.rank
            let answer = isWidest ? widest ?? analyser.look(group, stage) : analyser.look(group, stage)
            if answer.isIncomplete { unsettled = max(unsettled, stage.rank) }
            if let proof = answer.proof {
                group.worst = (stage.rank, proof)
                proved = max(proved, stage.rank)
                break
            }
            if stage.rank == 5 { analyser.knowsStrangers = !answer.isIncomplete }
            // Where no outsider at all gets in, nobody of a class does: among many statements that is asked first, among
            // few only where a class could not be settled. With named callers only, the classes are few.
            if stage.rank == 5 ? group.isLarge : unsettled > 0, widest == nil, isDetailed || proved < 4,
                group.isForUnnamed
            {
                let all = analyser.look(group, outsiders)
                if all.proof == nil, !all.isIncomplete {
                    if unsettled < 5 { unsettled = 0 }
                    break
                }
                widest = all
            }
        }
        possible = max(possible, unsettled)
        analyser.knowsStrangers = false
    }
    possible = max(possible, proved)
    var notes = [String]()
    if possible > proved {
        notes.append(
            "the analysis could not settle it: at least \(Verdict(rank: proved).rawValue), at most \(Verdict(rank: possible).rawValue)"
        )
    }
    if context.kind == .iamRole, proved < 4, problem.lendsToServices {
        notes.append(
            "a service may assume the role; iam:PassRole keeps it in the account, a condition on aws:SourceAccount would make sure"
        )
    }
    let proof = proved > 0 ? groups.first { $0.worst.rank == proved }?.worst.proof : nil
    // Made in one piece: what is put in later makes the whole be copied when it is returned.
    var analysis = Analysis(
        verdict: possible > proved ? .undecided : Verdict(rank: proved), atLeast: Verdict(rank: proved),
        atMost: Verdict(rank: possible),
        actions: proved > 0 ? actions(of: groups, proved) : [],
        witness: proof.map {
            witness($0.request, Verdict(rank: proved), problem, names, allowedBy: $0.statements)
        },
        notes: notes)
    if isDetailed, proved > 0 { tell(more: &analysis, groups, proved, names, &analyser) }
    return analysis
}

/// Tells what people want to know beyond verdict, actions and witness: who is let in by which statements.
private func tell(
    more analysis: inout Analysis, _ groups: [Analyser.Group], _ proved: Int, _ names: [String],
    _ analyser: inout Analyser
) {
    let verdict = Verdict(rank: proved)
    let stage = Analyser.stages.first { $0.rank == proved }!
    let problem = analyser.problem
    for group in groups where group.worst.rank > 0 {
        analysis.actionsByVerdict[Verdict(rank: group.worst.rank), default: []] += group.names
    }
    analyser.extend()
    var grantees = NameList()
    var seen = Set<StatementPlace>()
    search: for group in groups where group.worst.rank == proved {
        for allow in group.allows {
            let where_ = StatementPlace(
                policy: names[allow.policy], index: allow.statement.index, sid: allow.statement.sid)
            if seen.contains(where_) { continue }
            if analyser.isSpent {
                analysis.notes.append("more statements may grant it than are told")
                break search
            }
            guard
                let request = analyser.look(group, stage, among: [allow]).request
                    ?? whole(group.worst.proof?.request, allow, problem)
            else { continue }
            seen.insert(where_)
            analysis.statements.append(where_)
            grantees.insert(granted(allow, request, verdict, problem.context))
        }
    }
    analysis.statements.sort { ($0.policy, $0.index) < ($1.policy, $1.index) }
    analysis.culprits = analysis.statements
    analysis.grantees = grantees.items
}

/// All actions of the groups whose worst is `rank`, in order.
private func actions(
    of groups: [Analyser.Group], _ rank: Int
) -> [String] {
    if groups.count == 1 { return groups[0].names }
    return Analyser.Group.names(of: groups.filter { $0.worst.rank == rank })
}

/// A request that took several Allows to be many addresses counts for each of them that allows it.
private func whole(_ request: Request?, _ allow: Problem.Rule, _ problem: Problem) -> Request? {
    guard let request, Evaluator.applies(allow.statement, request, variables: allow.variables) else {
        return nil
    }
    return request
}

private func granted(
    _ allow: Problem.Rule, _ request: Request, _ verdict: Verdict, _ context: ResourceContext
) -> [String] {
    switch verdict {
    case .anyone, .restrictedPublic: return ["*"]
    case .confusedDeputy:
        if case .service(let name) = request.caller { return [name] }
        return ["*"]
    default: break
    }
    var out = [String]()
    for principal in allow.statement.principals.aws {
        switch principal {
        case .account(let number) where number != context.account: out.append(number)
        case .identity(let arn, let number) where number != context.account: out.append(arn)
        case .session(let arn, let number) where number != context.account: out.append(arn)
        case .special(let arn): out.append(arn)
        default: break
        }
    }
    out += allow.statement.principals.canonicalUsers + allow.statement.principals.federated
    if out.isEmpty {
        for key in [
            "aws:principalorgid", "aws:sourceorgid", "aws:principalaccount", "aws:sourceaccount",
            "aws:sourceowner", "aws:sourcearn", "aws:principalarn", "kms:calleraccount",
        ] {
            if let value = request.context[key]?.first, value != context.account { out.append(value) }
        }
        if case .identity(let arn) = request.caller, out.isEmpty {
            out.append(ARN(arn).map { String($0.account) } ?? arn)
        }
    }
    return out
}
