/// Makes the proof that is shown of a request.
func witness(_ request: Request, _ verdict: Verdict, _ problem: Problem, _ names: [String]) -> Witness {
    let answer = problem.evaluator.evaluate(request)
    let places = answer.statements.map { place in
        StatementPlace(
            policy: names[place.policy], index: place.statement,
            sid: problem.documents[place.policy].statements.first { $0.index == place.statement }?.sid)
    }
    var absent = [String]()
    for rule in problem.rules {
        for condition in rule.statement.conditions where request.context[condition.key] == nil {
            if !absent.contains(condition.writtenKey) { absent.append(condition.writtenKey) }
        }
    }
    var behalf: String?
    if case .service = request.caller {
        behalf =
            request.context["aws:sourceaccount"]?.first ?? request.context["aws:sourceowner"]?.first
            ?? request.context["aws:sourcearn"]?.first ?? request.context["aws:sourceorgid"]?.first
            ?? "any AWS account"
    }
    let who: String
    let stranger = verdict == .anyone || verdict == .restrictedPublic
    switch request.caller {
    case .unsigned: who = "anybody without credentials"
    case .identity(let arn): who = stranger ? "any AWS account" : arn
    case .session(let arn, _): who = arn
    case .service(let name):
        who =
            "the service \(name), for \(behalf == "any AWS account" || verdict.rank >= 3 ? "any AWS account" : behalf ?? "")"
    case .federated(let name):
        who =
            stranger
            ? "anybody who signs in through \(IdentityProvider.host(of: name))"
            : "somebody who comes through \(IdentityProvider.host(of: name))"
    case .canonicalUser(let id): who = "the account with the canonical id \(id)"
    case .special(let arn): who = arn
    }
    let what =
        ARN(request.resource).map { fields -> String in
            let name = fields.resource
            for prefix in ["identity/", "role/", "function:"] where name.hasPrefix(prefix) {
                return String(name.dropFirst(prefix.count))
            }
            return String(name)
        } ?? request.resource
    let isSES = request.action.lowercased().hasPrefix("ses:send")
    var text = "\(who) can call \(request.action) \(isSES ? "as" : "on") \(what)"
    let shown = request.context.sorted { $0.key < $1.key }.filter { key, _ in
        problem.rules.contains { $0.statement.conditions.contains { $0.key == key } }
    }
    let hasConditions = problem.rules.contains { !$0.statement.conditions.isEmpty }
    if !hasConditions {
        text += "; no condition limits it"
    } else {
        var parts = shown.map { "\($0.key) = \($0.value.joined(separator: ", "))" }
        if !parts.isEmpty { parts[0] = "with \(parts[0])" }
        if !absent.isEmpty { parts.append("without \(absent.joined(separator: ", "))") }
        for part in parts { text += ", " + part }
    }
    return Witness(
        request: request, absent: absent, onBehalfOf: behalf, verdict: verdict, statements: places,
        sentence: text)
}
