import Documents
import IAMPolicy
import Reporting

/// Answers one request: the decision, and the statements that made it or why none did.
func simulatePolicies(_ options: PolicyOptions, _ out: ([UInt8]) throws -> Void) throws -> Int32 {
    let context = try options.context()
    let request = try request(options, context)
    let policies = try options.policies(context).map { try $0.valid() }
    let evaluator = Evaluator(policies.map(\.document))
    let answer = evaluator.evaluate(request)
    let misses = answer.statements.isEmpty ? evaluator.misses(request) : []
    func named(_ place: Evaluator.Place) -> StatementPlace {
        StatementPlace(
            policy: policies[place.policy].name, index: place.statement,
            sid: policies[place.policy].document.statement(at: place.statement)?.sid)
    }
    if options.isJSON {
        let value: Value = [
            "decision": .string(answer.decision.rawValue),
            "statements": .array(answer.statements.map { named($0).value }),
            "misses": .array(
                misses.map { ["statement": named($0.place).value, "reason": .string($0.reason)] }),
        ]
        try out(Array((JSON.text(value, .indented) + "\n").utf8))
    } else {
        var lines = [answer.decision.rawValue]
        for place in answer.statements.prefix(shownStatements) {
            lines.append("  " + named(place).described(in: policies[place.policy].text))
        }
        for miss in misses.prefix(shownStatements) {
            let place = named(miss.place).described(in: policies[miss.place.policy].text)
            lines.append("  \(place) does not allow it: \(miss.reason)")
        }
        let more = max(answer.statements.count, misses.count) - shownStatements
        if more > 0 { lines.append("  and \(more) more") }
        try out(Array(lines.map { $0.visible + "\n" }.joined().utf8))
    }
    return answer.decision == .allow ? 0 : 1
}

/// More statements than these nobody reads.
private let shownStatements = 50

private func request(_ options: PolicyOptions, _ context: ResourceContext) throws(UsageError) -> Request {
    guard let action = options.one("action") else { throw UsageError("--action service:Action is needed") }
    let parts = action.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }), !action.contains("*"), !action.contains("?")
    else {
        throw UsageError("--action takes one action, written service:Action, this is \(action)")
    }
    let kinds = "an ARN, an account's number, a service, federated:PROVIDER or anonymous"
    guard let name = options.one("principal") else { throw UsageError("--principal is needed: \(kinds)") }
    guard let caller = Simulation.caller(name) else {
        throw UsageError("--principal takes \(kinds), this is \(name)")
    }
    var keys: [(key: String, value: String)] = []
    for pair in options.all("context") {
        let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty else {
            throw UsageError("--context takes key=value, this is \(pair)")
        }
        keys.append((String(parts[0]), String(parts[1])))
    }
    return Simulation.request(caller, action, resource: context.arn, of: context, context: keys)
}
