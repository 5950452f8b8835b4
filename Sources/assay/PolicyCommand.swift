import Documents
import Files
import IAMPolicy

#if canImport(Glibc)
    import Glibc
#endif

extension Command {
    private static let about = [
        Flag("resource", "ARN", help: "the resource that the policies are of"),
        Flag("account", "ID", help: "its account, where the ARN names none"),
        Flag("trust", "ID", repeats: true, help: "an account that is not an outsider"),
        Flag("organization", "ID", help: "the organisation whose members are not outsiders"),
        Flag(
            "kind", "KIND", choices: ResourceKind.allCases.map(\.rawValue),
            help: "the kind of resource (default: what the ARN says)"),
        Flag("format", "FORMAT", choices: ["text", "json"], help: "text or json"),
    ]

    static let policyExplain = Command(
        path: ["policy", "explain"], summary: "Say who can use a resource by its policies, with proof",
        words: "[FILE…]",
        flags: about + [
            Flag(
                "jsonl",
                help: "answer each line of stdin, a JSON object with policies and resource, with one line")
        ],
        examples: [
            (
                "assay policy explain topic.json --resource arn:aws:sns:eu-west-1:111122223333:alerts",
                "exit status 1 where it is public"
            )
        ]
    ) { arguments, console in
        let options = PolicyOptions(arguments)
        return arguments.has("jsonl")
            ? try explainLines { try console.print($0) } : try explain(options) { try console.print($0) }
    }

    static let policySimulate = Command(
        path: ["policy", "simulate"], summary: "Say whether policies allow one request", words: "[FILE…]",
        flags: about + [
            Flag("action", "NAME", help: "what is asked for, such as sns:Publish"),
            Flag(
                "principal", "WHO",
                help: "who asks: an ARN, an account, a service, federated:PROVIDER or anonymous"),
            Flag("context", "KEY=VALUE", repeats: true, help: "a condition key of the request"),
        ],
        examples: [
            (
                "assay policy simulate topic.json --resource arn:aws:sns:eu-west-1:111122223333:alerts "
                    + "--action sns:Publish --principal anonymous",
                "exit status 1 where it is not allowed"
            )
        ]
    ) { arguments, console in try simulate(PolicyOptions(arguments)) { try console.print($0) } }

    static let policyDiff = Command(
        path: ["policy", "diff"], summary: "Say which requests only one of two policies allows",
        words: "FILE FILE", flags: about,
        examples: [
            (
                "assay policy diff old.json new.json --resource arn:aws:sns:eu-west-1:111122223333:alerts",
                "what a change opens and closes"
            )
        ]
    ) { arguments, console in try compare(PolicyOptions(arguments)) { try console.print($0) } }
}

/// What was typed behind the command.
private struct PolicyOptions {
    let arguments: Arguments

    init(_ arguments: Arguments) { self.arguments = arguments }

    var files: [String] { arguments.words }

    func all(_ name: String) -> [String] { arguments.rawValues(name) }

    func one(_ name: String) -> String? { arguments.value(name) }

    /// The resource that the options tell of.
    func context() throws(UsageError) -> ResourceContext {
        guard let arn = one("resource") else { throw UsageError("--resource ARN is needed") }
        let fields = arn.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        guard fields.count == 6, fields[0] == "arn" else {
            throw UsageError("--resource takes an ARN, this is \(arn)")
        }
        let account = one("account") ?? String(fields[4])
        for number in [account] + all("trust")
        where number.utf8.count != 12 || !number.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) {
            throw UsageError(
                number.isEmpty
                    ? "the ARN names no account: say --account ID"
                    : "an account is 12 digits, this is \(number)")
        }
        return ResourceContext(
            kind: one("kind").map { ResourceKind(word: $0) } ?? ResourceContext.kind(ofARN: arn), arn: arn,
            account: account,
            trustedAccounts: all("trust"), organizationID: one("organization"))
    }

    var isJSON: Bool { one("format") == "json" }
}

private func text(_ file: String) throws(UsageError) -> String {
    do throws(FileFailure) { return try Files.text(file == "-" ? "/dev/stdin" : file, limit: 64 << 20) } catch
    { throw UsageError("\(error)") }
}

private func explain(_ options: PolicyOptions, _ out: ([UInt8]) throws -> Void) throws -> Int32 {
    let context = try options.context()
    let isJSON = options.isJSON
    var sources: [Explanation.Source] = []
    for file in options.files.isEmpty ? ["-"] : options.files {
        sources.append((file == "-" ? "standard input" : file, try text(file)))
    }
    let documents = sources.map { PolicyDocument(text: $0.text ?? "", kind: context.kind) }
    let analysis = analyse(documents, names: sources.map(\.name), of: context)
    let explanation = Explanation(analysis, of: context, sources: sources)
    try out(Array(isJSON ? (JSON.text(explanation.value, .indented) + "\n").utf8 : explanation.text.utf8))
    return analysis.verdict == .anyone || analysis.verdict == .invalid || analysis.atMost == .anyone ? 1 : 0
}

/// Longer lines are answered without being read.
private let longestLine = 16 << 20

private func explainLines(_ out: ([UInt8]) throws -> Void) throws -> Int32 {
    var line = [UInt8]()
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    var answers = [UInt8]()
    var isTooLong = false
    func answer() throws {
        if isTooLong {
            answers += CorpusLine.answer(Array("\"the line is longer than \(longestLine) bytes\"".utf8))
        } else if line.contains(where: { $0 != 0x20 && $0 != 0x0d && $0 != 0x09 }) {
            answers += CorpusLine.answer(line)
        } else {
            return
        }
        answers.append(0x0a)
        if answers.count > 1 << 15 {
            try out(answers)
            answers.removeAll(keepingCapacity: true)
        }
    }
    while true {
        let count = read(0, &chunk, chunk.count)
        if count < 0, errno == EINTR { continue }
        guard count >= 0 else {
            throw UsageError("cannot read standard input: \(String(cString: strerror(errno)))")
        }
        if count == 0 { break }
        var start = 0
        for at in 0..<count where chunk[at] == 0x0a {
            if !isTooLong { line += chunk[start..<at] }
            try answer()
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
            try out(answers)
            answers.removeAll(keepingCapacity: true)
        }
    }
    try answer()
    if !answers.isEmpty { try out(answers) }
    return 0
}

private func simulate(_ options: PolicyOptions, _ out: ([UInt8]) throws -> Void) throws -> Int32 {
    let context = try options.context()
    let isJSON = options.isJSON
    guard let action = options.one("action") else { throw UsageError("--action service:Action is needed") }
    guard let name = options.one("principal"), let caller = Simulation.caller(name) else {
        throw UsageError(
            "--principal is needed: an ARN, an account's number, a service, federated:PROVIDER or anonymous")
    }
    var keys: [(key: String, value: String)] = []
    for pair in options.all("context") {
        let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty else {
            throw UsageError("--context takes key=value, this is \(pair)")
        }
        keys.append((String(parts[0]), String(parts[1])))
    }
    let files = options.files.isEmpty ? ["-"] : options.files
    var documents = [PolicyDocument]()
    for file in files {
        let document = PolicyDocument(text: try text(file), kind: context.kind)
        if let problem = document.problems.first { throw UsageError("\(file) is not valid: \(problem)") }
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
        try out(Array((JSON.text(value, .indented) + "\n").utf8))
    } else {
        try out(Array((answer.decision.rawValue + "\n").utf8))
        for place in places {
            try out(
                Array(
                    "  \(place.policy): Statement[\(place.index)]\(place.sid.map { " \($0)" } ?? "")\n".utf8))
        }
    }
    return answer.decision == .allow ? 0 : 1
}

private func compare(_ options: PolicyOptions, _ out: ([UInt8]) throws -> Void) throws -> Int32 {
    guard options.files.count == 2 else { throw UsageError("diff takes two files") }
    let context = try options.context()
    let isJSON = options.isJSON
    var documents = [PolicyDocument]()
    for file in options.files {
        let document = PolicyDocument(text: try text(file), kind: context.kind)
        if let problem = document.problems.first { throw UsageError("\(file) is not valid: \(problem)") }
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
        try out(
            Array(
                (JSON.text(
                    [
                        "same": .bool(added.isEmpty && removed.isEmpty), "added": value(added),
                        "removed": value(removed),
                    ], .indented) + "\n").utf8))
    } else if added.isEmpty, removed.isEmpty {
        try out(Array("the same: no request tells them apart\n".utf8))
    } else {
        for (word, difference) in [("added", added), ("removed", removed)] {
            if let witness = difference.witness {
                try out(
                    Array(
                        "\(word)     \(difference.actions.joined(separator: " "))\n          \(witness.sentence)\n"
                            .utf8))
            } else if difference.isUndecided {
                try out(Array("\(word)     nothing was found, but not everything could be settled\n".utf8))
            }
        }
    }
    if added.witness != nil || removed.witness != nil { return 1 }
    return added.isUndecided || removed.isUndecided ? 2 : 0
}
