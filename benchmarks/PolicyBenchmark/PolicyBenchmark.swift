import Documents
import Files
import IAMPolicy

#if canImport(Glibc)
    import Glibc
#endif

/// Times the policy analyser on labelled policies, from JSON text to verdict with its actions and witness, on one core.
///
/// `PolicyBenchmark hostile` judges documents that are made to cost much, and fails where one takes more than 2 s or
/// 256 MiB, or is judged wrong. `PolicyBenchmark CORPUS [FILE]` prints the median over all policies and the rate on
/// ordinary ones: those without conditions, or with conditions on accounts and organisations alone. It writes to FILE for
/// each policy its id, whether it is ordinary, and the time, for `policy-peers` to compare with.
@main struct PolicyBenchmark {
    static func main() throws {
        guard CommandLine.arguments.count > 1 else {
            print("usage: PolicyBenchmark CORPUS.jsonl [FILE] | hostile")
            return
        }
        if CommandLine.arguments[1] == "hostile" { exit(hostile() ? 0 : 1) }
        let bytes = try Files.read(CommandLine.arguments[1])
        var all = [(id: String, seconds: Double)]()
        var ordinary = [Double]()
        var reading = [Double]()
        var lines = ""
        for line in bytes.split(separator: 10) {
            guard let record = try? JSON.parse(Array(line)), let policy = record["policy"] else { continue }
            var texts = [policy.string ?? JSON.text(policy)]
            texts += (record["extra_policies"]?.array ?? []).map { $0.string ?? JSON.text($0) }
            let context = ResourceContext(
                kind: ResourceKind(word: record["resource_type"]?.string),
                arn: record["resource_arn"]?.string ?? "",
                account: record["account"]?.string ?? "",
                trustedAccounts: (record["trusted_accounts"]?.array ?? []).compactMap(\.string),
                organizationID: record["org_id"]?.string)
            let names = texts.map { _ in "policy" }
            let once = time(40) { judge(texts, names, context) }
            let id = record["id"]?.string ?? ""
            all.append((id, once))
            let isOrdinary = isOrdinary(texts, context)
            lines += "\(id) \(isOrdinary ? "ordinary" : "other") \(once)\n"
            if isOrdinary {
                ordinary.append(once)
                reading.append(time(40) { read(texts, context.kind) })
            }
        }
        if CommandLine.arguments.count > 2 {
            try Files.write(Array(lines.utf8), to: CommandLine.arguments[2])
        }
        all.sort { $0.seconds < $1.seconds }
        ordinary.sort()
        reading.sort()
        print(
            "policies \(all.count): median \(micro(all[all.count / 2].seconds)) µs, 90 % \(micro(all[all.count * 9 / 10].seconds)) µs"
        )
        let mean = ordinary.reduce(0, +) / Double(ordinary.count)
        print(
            "ordinary \(ordinary.count): median \(micro(ordinary[ordinary.count / 2])) µs, mean \(micro(mean)) µs, \(Int(1 / mean)) a second; of that reading the text \(micro(reading[reading.count / 2])) µs"
        )
        print(
            "slowest "
                + all.suffix(8).reversed().map { "\($0.id) \(micro($0.seconds)) µs" }.joined(separator: ", "))
    }

    /// Judges policies, from their texts on. On no actor, as a scan does it.
    private nonisolated static func judge(_ texts: [String], _ names: [String], _ context: ResourceContext) {
        let documents = texts.map { PolicyDocument(text: $0, kind: context.kind) }
        blackHole(analyse(documents, names: names, of: context, isDetailed: false).verdict)
    }

    private nonisolated static func read(_ texts: [String], _ kind: ResourceKind) {
        for text in texts { blackHole(PolicyDocument(text: text, kind: kind)) }
    }

    /// Judges every hostile document; whether all were within bounds.
    static func hostile() -> Bool {
        var isGood = true
        for policy in HostilePolicy.all {
            forgetPeak()
            let start = clock()
            let document = PolicyDocument(text: policy.text, kind: policy.context.kind)
            let analysis = analyse([document], names: ["policy"], of: policy.context)
            let took = Double(clock() - start) / Double(CLOCKS_PER_SEC)
            let megabytes = peak() / 1024
            let isRight =
                policy.truth.map {
                    $0 == .invalid
                        ? analysis.verdict == .invalid
                        : analysis.atLeast.rank <= $0.rank && $0.rank <= analysis.atMost.rank
                } ?? true
            let isWithin = took <= 2 && megabytes <= 256
            let verdict =
                analysis.verdict == .undecided
                ? "undecided, \(analysis.atLeast.rawValue) to \(analysis.atMost.rawValue)"
                : analysis.verdict.rawValue
            print(
                "\(isRight ? isWithin ? "    " : "over" : "wrong") \((took * 1000).rounded()) ms \(megabytes) MiB  \(policy.name) (\(policy.text.utf8.count / 1024) KiB): \(verdict)"
            )
            if !isRight || !isWithin { isGood = false }
        }
        return isGood
    }

    /// Lets the most memory that the process ever had be what it has now.
    private static func forgetPeak() {
        guard let file = fopen("/proc/self/clear_refs", "w") else { return }
        fputs("5", file)
        fclose(file)
    }

    /// The most memory that the process had since, in KiB.
    private static func peak() -> Int {
        let status = (try? Files.text("/proc/self/status")) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return line?.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first.flatMap { Int($0) }
            ?? 0
    }

    static func micro(_ seconds: Double) -> Double { (seconds * 1e7).rounded() / 10 }

    static func isOrdinary(_ texts: [String], _ context: ResourceContext) -> Bool {
        let keys: Set<String> = [
            "aws:principalaccount", "aws:principalorgid", "aws:sourceaccount", "aws:sourceowner",
            "aws:principalorgpaths",
        ]
        return texts.allSatisfy { text in
            text.utf8.count < 1000
                && PolicyDocument(text: text, kind: context.kind).statements.allSatisfy {
                    $0.conditions.allSatisfy { keys.contains($0.key) }
                }
        }
    }

    @inline(never) nonisolated static func blackHole<Value>(_ value: Value) {}

    /// The least time of a run, in seconds.
    static func time(_ runs: Int, _ body: () -> Void) -> Double {
        let clock = ContinuousClock()
        var best = Duration.seconds(1000)
        var spent = Duration.zero
        for _ in 0..<runs where spent < .milliseconds(200) {
            let took = clock.measure(body)
            best = min(best, took)
            spent += took
        }
        return Double(best.components.attoseconds) / 1e18 + Double(best.components.seconds)
    }
}
