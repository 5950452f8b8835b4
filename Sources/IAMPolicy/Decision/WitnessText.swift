/// Makes the proof that is shown of a request.
///
/// `statements` are those that the evaluator named, where it was asked already.
func witness(
    _ request: Request, _ verdict: Verdict, _ problem: Problem, _ names: [String],
    allowedBy statements: [Evaluator.Place]? = nil
) -> Witness {
    let places = (statements ?? problem.evaluator.evaluate(request).statements).map { place in
        StatementPlace(
            policy: names[place.policy], index: place.statement,
            sid: problem.documents[place.policy].statement(at: place.statement)?.sid)
    }
    var absent = [String]()
    var asked = [String]()
    for rule in problem.rules {
        for condition in rule.statement.conditions {
            asked.append(condition.key)
            if request.context[condition.key] == nil, !absent.contains(condition.writtenKey) {
                absent.append(condition.writtenKey)
            }
        }
    }
    var behalf: String?
    if case .service = request.caller {
        behalf =
            request.context["aws:sourceaccount"]?.first ?? request.context["aws:sourceowner"]?.first
            ?? request.context["aws:sourcearn"]?.first ?? request.context["aws:sourceorgid"]?.first
            ?? "any AWS account"
    }
    return Witness(
        request: request, absent: absent, onBehalfOf: behalf, verdict: verdict, statements: places,
        askedKeys: asked)
}

extension Witness {
    /// It in a sentence.
    public var sentence: String {
        "\(who) can call \(request.action) \(isSending ? "as" : "on") \(what)\(circumstances)"
    }

    private var isSending: Bool { request.action.lowercased().hasPrefix("ses:send") }

    private var who: String {
        let isStranger = verdict == .anyone || verdict == .restrictedPublic
        switch request.caller {
        case .unsigned: return "anybody without credentials"
        case .identity(let arn): return isStranger ? "any AWS account" : arn
        case .session(let arn, _): return arn
        case .service(let name):
            let isAnybodys = onBehalfOf == "any AWS account" || verdict.rank >= 3
            return "the service \(name), for \(isAnybodys ? "any AWS account" : onBehalfOf ?? "")"
        case .federated(let name):
            let host = IdentityProvider.host(of: name)
            return isStranger
                ? "anybody who signs in through \(host)" : "somebody who comes through \(host)"
        case .canonicalUser(let id): return "the account with the canonical id \(id)"
        case .special(let arn): return arn
        }
    }

    private var what: String {
        guard let fields = ARN(request.resource) else { return request.resource }
        for prefix in ["identity/", "role/", "function:"] where fields.resource.begins(with: prefix) {
            return String(fields.resource.dropFirst(prefix.count))
        }
        return String(fields.resource)
    }

    private var circumstances: String {
        if askedKeys.isEmpty { return "; no condition limits it" }
        let shown = request.context.items.filter { askedKeys.contains($0.key) }
        var parts = shown.map { "\($0.key) = \($0.values.joined(separator: ", "))" }
        if !parts.isEmpty { parts[0] = "with \(parts[0])" }
        if !absent.isEmpty { parts.append("without \(absent.joined(separator: ", "))") }
        return parts.map { ", " + $0 }.joined()
    }
}
