import Documents
import Files
import IAMPolicy

#if canImport(Glibc)
    import Glibc
#endif

/// `assay policy explain|simulate|diff`: questions about policies in files, without AWS.
///
/// Writes what was asked for with `out`, everything else with `complain`; both get whole lines. The result is the exit
/// status: 0 yes or done, 1 public, different or not allowed, 2 wrong use.
func policyCommand(_ arguments: [String], out: ([UInt8]) -> Void, complain: (String) -> Void) -> Int32 {
    do throws(PolicyUsage) {
        guard let word = arguments.first else {
            throw PolicyUsage("say what to do: explain, simulate or diff")
        }
        let options = try PolicyOptions(Array(arguments.dropFirst()))
        switch word {
        case "explain":
            return options.isLines ? explainLines(out: out, complain: complain) : try explain(options, out)
        case "simulate": return try simulate(options, out)
        case "diff": return try diff(options, out)
        default:
            throw PolicyUsage(
                "there is no policy command \(word); "
                    + (suggestion(for: word, among: ["explain", "simulate", "diff"])
                        ?? "there are explain, simulate and diff"))
        }
    } catch {
        complain("assay policy: \(error.message)\n")
        return 2
    }
}

/// Wrong use, and what to do instead.
struct PolicyUsage: Error {
    let message: String
    init(_ message: String) { self.message = message }
}

/// What was typed behind the command.
private struct PolicyOptions {
    var files: [String] = []
    var values: [String: [String]] = [:]
    var isLines = false

    private static let known = [
        "resource", "account", "trust", "organization", "kind", "format", "action", "principal", "context",
    ]

    init(_ arguments: [String]) throws(PolicyUsage) {
        var rest = arguments[...]
        while let word = rest.popFirst() {
            if word == "--jsonl" {
                isLines = true
            } else if word.hasPrefix("--") {
                let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1).map(String.init)
                guard let name = parts.first, Self.known.contains(name) else {
                    throw PolicyUsage(
                        "there is no option \(word); "
                            + (suggestion(for: String(word.dropFirst(2)), among: Self.known) ?? "see --help"))
                }
                guard let value = parts.count == 2 ? parts[1] : rest.popFirst() else {
                    throw PolicyUsage("--\(name) takes a value")
                }
                values[name, default: []].append(value)
            } else {
                files.append(word)
            }
        }
    }

    func one(_ name: String) -> String? { values[name]?.last }

    /// The resource that the options tell of.
    func context() throws(PolicyUsage) -> ResourceContext {
        guard let arn = one("resource") else { throw PolicyUsage("--resource ARN is needed") }
        let fields = arn.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        guard fields.count == 6, fields[0] == "arn" else {
            throw PolicyUsage("--resource takes an ARN, this is \(arn)")
        }
        if let word = one("kind"), ResourceKind(rawValue: word) == nil {
            throw PolicyUsage(
                "there is no kind of resource \(word); there are \(ResourceKind.allCases.map(\.rawValue).joined(separator: ", "))"
            )
        }
        let account = one("account") ?? String(fields[4])
        for number in [account] + (values["trust"] ?? [])
        where number.utf8.count != 12 || !number.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) {
            throw PolicyUsage(
                number.isEmpty
                    ? "the ARN names no account: say --account ID"
                    : "an account is 12 digits, this is \(number)")
        }
        return ResourceContext(
            kind: one("kind").map { ResourceKind(word: $0) } ?? ResourceContext.kind(ofARN: arn), arn: arn,
            account: account,
            trustedAccounts: values["trust"] ?? [], organizationID: one("organization"))
    }

    func isJSON() throws(PolicyUsage) -> Bool {
        switch one("format") ?? "text" {
        case "text": return false
        case "json": return true
        case let other: throw PolicyUsage("there is no format \(other); there are text and json")
        }
    }
}

private func text(_ file: String) throws(PolicyUsage) -> String {
    do throws(FileFailure) { return try Files.text(file == "-" ? "/dev/stdin" : file, limit: 64 << 20) } catch
    { throw PolicyUsage("\(error)") }
}

private func explain(_ options: PolicyOptions, _ out: ([UInt8]) -> Void) throws(PolicyUsage) -> Int32 {
    let context = try options.context()
    let isJSON = try options.isJSON()
    var sources: [Explanation.Source] = []
    for file in options.files.isEmpty ? ["-"] : options.files {
        sources.append((file == "-" ? "standard input" : file, try text(file)))
    }
    let documents = sources.map { PolicyDocument(text: $0.text ?? "", kind: context.kind) }
    let analysis = analyse(documents, names: sources.map(\.name), of: context)
    let explanation = Explanation(analysis, of: context, sources: sources)
    out(Array(isJSON ? (JSON.text(explanation.value, .indented) + "\n").utf8 : explanation.text.utf8))
    return analysis.verdict == .anyone || analysis.verdict == .invalid || analysis.atMost == .anyone ? 1 : 0
}

/// Longer lines are answered without being read.
private let longestLine = 16 << 20

private func explainLines(out: ([UInt8]) -> Void, complain: (String) -> Void) -> Int32 {
    var line = [UInt8]()
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    var answers = [UInt8]()
    var isTooLong = false
    func answer() {
        if isTooLong {
            answers += CorpusLine.answer(Array("\"the line is longer than \(longestLine) bytes\"".utf8))
        } else if line.contains(where: { $0 != 0x20 && $0 != 0x0d && $0 != 0x09 }) {
            answers += CorpusLine.answer(line)
        } else {
            return
        }
        answers.append(0x0a)
        if answers.count > 1 << 15 {
            out(answers)
            answers.removeAll(keepingCapacity: true)
        }
    }
    while true {
        let count = read(0, &chunk, chunk.count)
        if count < 0, errno == EINTR { continue }
        guard count >= 0 else {
            complain("assay policy: cannot read standard input: \(String(cString: strerror(errno)))\n")
            return 2
        }
        if count == 0 { break }
        var start = 0
        for at in 0..<count where chunk[at] == 0x0a {
            if !isTooLong { line += chunk[start..<at] }
            answer()
            line.removeAll(keepingCapacity: line.capacity < 1 << 20)
            isTooLong = false
            start = at + 1
        }
        if !isTooLong { line += chunk[start..<count] }
        if line.count > longestLine {
            isTooLong = true
            line = []
        }
        // Whoever waits for an answer gets it when there is nothing more to read at once.
        if count < chunk.count, !answers.isEmpty {
            out(answers)
            answers.removeAll(keepingCapacity: true)
        }
    }
    answer()
    if !answers.isEmpty { out(answers) }
    return 0
}

private func simulate(_ options: PolicyOptions, _ out: ([UInt8]) -> Void) throws(PolicyUsage) -> Int32 {
    let context = try options.context()
    let isJSON = try options.isJSON()
    guard let action = options.one("action") else { throw PolicyUsage("--action service:Action is needed") }
    guard let name = options.one("principal"), let caller = Simulation.caller(name) else {
        throw PolicyUsage(
            "--principal is needed: an ARN, an account's number, a service, federated:PROVIDER or anonymous")
    }
    var keys: [(key: String, value: String)] = []
    for pair in options.values["context"] ?? [] {
        let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty else {
            throw PolicyUsage("--context takes key=value, this is \(pair)")
        }
        keys.append((String(parts[0]), String(parts[1])))
    }
    let files = options.files.isEmpty ? ["-"] : options.files
    var documents = [PolicyDocument]()
    for file in files {
        let document = PolicyDocument(text: try text(file), kind: context.kind)
        if let problem = document.problems.first { throw PolicyUsage("\(file) is not valid: \(problem)") }
        documents.append(document)
    }
    let request = Simulation.request(caller, action, resource: context.arn, of: context, context: keys)
    let answer = Evaluator(documents).evaluate(request)
    let places = answer.statements.map { place in
        StatementPlace(
            policy: files[place.policy], index: place.statement,
            sid: documents[place.policy].statements.first { $0.index == place.statement }?.sid)
    }
    if isJSON {
        let value: Value = [
            "decision": .string(answer.decision.rawValue), "statements": .array(places.map(\.value)),
        ]
        out(Array((JSON.text(value, .indented) + "\n").utf8))
    } else {
        out(Array((answer.decision.rawValue + "\n").utf8))
        for place in places {
            out(
                Array(
                    "  \(place.policy): Statement[\(place.index)]\(place.sid.map { " \($0)" } ?? "")\n".utf8))
        }
    }
    return answer.decision == .allow ? 0 : 1
}

private func diff(_ options: PolicyOptions, _ out: ([UInt8]) -> Void) throws(PolicyUsage) -> Int32 {
    guard options.files.count == 2 else { throw PolicyUsage("diff takes two files") }
    let context = try options.context()
    let isJSON = try options.isJSON()
    var documents = [PolicyDocument]()
    for file in options.files {
        let document = PolicyDocument(text: try text(file), kind: context.kind)
        if let problem = document.problems.first { throw PolicyUsage("\(file) is not valid: \(problem)") }
        documents.append(document)
    }
    let added = Difference.added(from: documents[0], to: documents[1], of: context)
    let removed = Difference.added(from: documents[1], to: documents[0], of: context)
    if isJSON {
        func value(_ difference: Difference) -> Value {
            [
                "actions": .array(difference.actions.map { .string($0) }),
                "witness": difference.witness?.value ?? .null,
                "undecided": .bool(difference.isUndecided),
            ]
        }
        out(
            Array(
                (JSON.text(
                    [
                        "same": .bool(added.isEmpty && removed.isEmpty), "added": value(added),
                        "removed": value(removed),
                    ], .indented) + "\n").utf8))
    } else if added.isEmpty, removed.isEmpty {
        out(Array("the same: no request tells them apart\n".utf8))
    } else {
        for (word, difference) in [("added", added), ("removed", removed)] {
            if let witness = difference.witness {
                out(
                    Array(
                        "\(word)     \(difference.actions.joined(separator: " "))\n          \(witness.sentence)\n"
                            .utf8))
            } else if difference.isUndecided {
                out(Array("\(word)     nothing was found, but not everything could be settled\n".utf8))
            }
        }
    }
    if added.witness != nil || removed.witness != nil { return 1 }
    return added.isUndecided || removed.isUndecided ? 2 : 0
}
