import Documents
import Files
import IAMPolicy

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
            ? try explainPolicyLines { try console.print($0) }
            : try explain(options) { try console.print($0) }
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
    ) { arguments, console in try simulatePolicies(PolicyOptions(arguments)) { try console.print($0) } }

    static let policyDiff = Command(
        path: ["policy", "diff"], summary: "Say which requests only one of two policies allows",
        words: "FILE FILE", flags: about,
        examples: [
            (
                "assay policy diff old.json new.json --resource arn:aws:sns:eu-west-1:111122223333:alerts",
                "what a change opens and closes"
            )
        ]
    ) { arguments, console in try comparePolicies(PolicyOptions(arguments)) { try console.print($0) } }
}

/// What was typed behind the command.
struct PolicyOptions {
    let arguments: Arguments

    init(_ arguments: Arguments) { self.arguments = arguments }

    /// The files that were named; standard input where there is none.
    var files: [String] { arguments.words.isEmpty ? ["-"] : arguments.words }

    /// The policies in the files, which may be standard input but once.
    func policies(_ context: ResourceContext) throws(UsageError) -> [NamedPolicy] {
        if files.count(where: { $0 == "-" }) > 1 { throw UsageError("standard input can be read but once") }
        var out = [NamedPolicy]()
        for file in files { out.append(try NamedPolicy(file, context)) }
        return out
    }

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
            trustedAccounts: all("trust"), organizationID: one("organization"), now: .now())
    }

    var isJSON: Bool { one("format") == "json" }
}

/// A policy that was named on the command line: what it is called, its text, and it.
struct NamedPolicy {
    let name: String
    let text: String
    let document: PolicyDocument

    /// The policy in `file`, `-` for standard input.
    init(_ file: String, _ context: ResourceContext) throws(UsageError) {
        name = file == "-" ? "standard input" : file
        text = try policyText(file)
        document = PolicyDocument(text: text, kind: context.kind)
    }

    /// Refuses a document that AWS would refuse.
    func valid() throws(UsageError) -> NamedPolicy {
        guard let problem = document.problems.first else { return self }
        throw UsageError("\(name) is not valid: \(problem)")
    }
}

private func policyText(_ file: String) throws(UsageError) -> String {
    do throws(FileFailure) { return try Files.text(file == "-" ? "/dev/stdin" : file, limit: 64 << 20) } catch
    { throw UsageError("\(error)") }
}

private func explain(_ options: PolicyOptions, _ out: ([UInt8]) throws -> Void) throws -> Int32 {
    let context = try options.context()
    let policies = try options.policies(context)
    let analysis = analyse(policies.map(\.document), names: policies.map(\.name), of: context)
    let explanation = Explanation(analysis, of: context, sources: policies.map { ($0.name, $0.text) })
    try out(
        Array(options.isJSON ? (JSON.text(explanation.value, .indented) + "\n").utf8 : explanation.text.utf8))
    return analysis.verdict == .anyone || analysis.verdict == .invalid || analysis.atMost == .anyone ? 1 : 0
}
