import Checks
import Documents
import Files
import Findings
import Remediation
import Reporting
import Scanning

extension Command {
    static let fix = Command(
        path: ["fix"], summary: "Plan fixes of what failed, or apply a plan that was reviewed", words: "",
        flags: [
            Flag("plan", "FILE", help: "scan, and write a plan; nothing is changed"),
            Flag(
                "fix", "NAME", repeats: true, help: "this fix, in the place of the default of what it mends"),
            Flag("resource", "ARN", repeats: true, help: "this resource; destructive fixes need it"),
            Flag(
                "region", "NAME", repeats: true,
                help: "a region, several with commas (default: the profile's)"),
            Flag("force", help: "write over the file of --plan"),
            Flag("apply", "FILE", help: "apply this plan"),
            Flag("digest", "SHA256", help: "the digest of the plan that was reviewed; --apply needs it"),
            Flag("yes", help: "do not ask on the terminal before the first call that changes something"),
            Flag("journal", "FILE", help: "where --apply notes what it changes (default: FILE.journal)"),
            Flag("keep-going", help: "go on with the other steps after one that can't be made"),
        ] + LibraryOptions.selection + FixScope.flags,
        examples: [
            (
                "assay fix --check ses_identity_not_publicly_accessible --region eu-west-1 --plan fix.json",
                "write what would be changed, to be reviewed"
            ),
            (
                "assay fix --apply fix.json --digest 3b0c…",
                "apply it as it was reviewed; the journal takes it back with assay backout"
            ),
        ]
    ) { arguments, console in
        switch (arguments.value("plan"), arguments.value("apply")) {
        case (let file?, nil): return try await plan(file, arguments, console)
        case (nil, let file?): return try await apply(file, arguments, console)
        default: throw UsageError("assay fix takes either --plan FILE or --apply FILE")
        }
    }

    private static func plan(_ file: String, _ arguments: Arguments, _ console: Console) async throws -> Int32
    {
        if Files.exists(file), !arguments.has("force") {
            throw UsageError("\(file) is there already; name another file, or write over it with --force")
        }
        let regionNamed = arguments.values("region").first { $0 != "all" }
        let scope = try await FixScope(arguments, console, region: regionNamed)
        let checks = try LibraryOptions.select(arguments, scope.library)
        let named = Set(arguments.values("fix"))
        let known = Set(checks.flatMap { $0.fixes.map(\.name) })
        if let bad = named.subtracting(known).sorted().first {
            let hint = suggestion(for: bad, among: known.sorted()).map { "; " + $0 } ?? ""
            throw UsageError("the selected checks have no fix \(bad)\(hint)")
        }
        guard let regions = try ScopeOptions.regions(arguments, scope.client) else {
            throw UsageError("assay fix takes regions by name, not all: name those that the plan is for")
        }
        let resources = Set(arguments.rawValues("resource"))
        let (plan, result) = await scope.scan(checks, regions: regions).plan(
            named: named, resources: resources, made: .now())
        let unseen = resources.subtracting(result.findings.compactMap(\.resource)).sorted()
        if let absent = unseen.first {
            console.say("assay: \(absent.visible) was not found in \(regions.joined(separator: ", "))")
        }
        try Files.write(Array(plan.text.utf8), to: file)
        try console.print(PlanText.text(plan))
        for gap in result.gaps {
            console.say(
                "not seen: \(gap.call) in \(gap.region): \(gap.code): \(gap.message); \(gap.unseen)".visible)
        }
        try console.print(
            "\nwritten to \(file)\ndigest \(plan.digest)\napply with: assay fix --apply \(file) --digest \(plan.digest)\n"
        )
        if !plan.unresolved.isEmpty || !unseen.isEmpty { return RunStatus.failed.rawValue }
        let isUnknown = result.findings.contains { $0.status == .unknown }
        return (isUnknown ? RunStatus.incomplete : .fine).rawValue
    }

    private static func apply(_ file: String, _ arguments: Arguments, _ console: Console) async throws
        -> Int32
    {
        let plan: FixPlan
        do { plan = try FixPlan(text: try Files.text(file, limit: 256 << 20)) } catch let failure
            as PlanFailure
        {
            throw UsageError("\(file): \(failure)")
        }
        guard let digest = arguments.value("digest") else {
            throw UsageError(
                "--apply needs --digest, the digest that was printed when the plan was made and reviewed")
        }
        guard digest.lowercased() == plan.digest else {
            throw UsageError(
                "\(file) has the digest \(plan.digest), not \(digest): it is not the plan that was reviewed")
        }
        guard !plan.steps.isEmpty else { throw UsageError("\(file) has no steps: there is nothing to apply") }
        guard arguments.has("yes") || console.inIsTerminal && console.errorIsTerminal else {
            throw UsageError("without a terminal to ask on, --apply needs --yes")
        }
        let scope = try await FixScope(arguments, console, region: plan.regions.first)
        guard scope.caller.account == plan.account else {
            throw UsageError(
                "\(file) is for account \(plan.account), these credentials are for \(scope.caller.account)")
        }
        let unknown = Set(plan.steps.map(\.check)).filter { scope.library.checks[$0] == nil }.sorted()
        if let check = unknown.first {
            throw UsageError("\(file) is of the check \(check), which is not here")
        }
        let scan = scope.scan(
            Set(plan.steps.map(\.check)).sorted().compactMap { scope.library.checks[$0] },
            regions: plan.regions,
            partition: plan.partition, settings: plan.parameters)
        let world = scan.world(scope.client, scope.session)
        let journalFile = arguments.value("journal") ?? file + ".journal"
        // Nothing is written before everything that would be changed was looked at.
        let changed = try await Application.changed(plan, in: world)
        for (step, found) in changed {
            console.say(
                "assay: step \(step.id), \(step.resource): it is not as the plan says: \(found)".visible)
        }
        guard changed.isEmpty || arguments.has("keep-going") else {
            throw UsageError(
                "\(changed.count) of \(plan.steps.count) steps start from what is not there any more; plan again, or apply the others with --keep-going. Nothing was changed"
            )
        }
        if !arguments.has("yes") {
            try console.print(PlanText.text(plan))
            guard console.ask("type the account's number to apply \(plan.steps.count) steps:") == plan.account
            else {
                throw UsageError("not applied")
            }
        }
        let journal: FixJournal
        do { journal = try FixJournal(appendingTo: journalFile) } catch let failure as PlanFailure {
            throw UsageError("\(failure)")
        }
        let results = try await Application(world: world, journal: journal).apply(
            plan, keepsGoing: arguments.has("keep-going")
        ) { step, outcome in
            console.say("step \(step.id): \(step.title): \(outcome.words)".visible)
        }
        var status = RunStatus.fine
        for (step, proof, why) in await scan.verify(plan) {
            let reason = proof == .fixed ? "" : ": \(why)"
            try console.print("\(proof.rawValue): \(step.check) of \(step.resource)\(reason)".visible + "\n")
            switch proof {
            case .fixed: break
            case .stillFailing: status = .failed
            case .notVerified: if status == .fine { status = .incomplete }
            }
        }
        if results.contains(where: { !$0.outcome.isGood }) { status = .failed }
        try console.print("taken back with: assay backout \(journalFile)\n")
        return status.rawValue
    }
}

extension Application.Outcome {
    fileprivate var isGood: Bool { self == .made || self == .already }

    fileprivate var words: String {
        switch self {
        case .made: "made"
        case .already: "so already, nothing was sent"
        case .changed(let found): "not made, it is not as the plan says: \(found)"
        case .failed(let why): "failed: \(why)"
        case .notTried: "not tried"
        }
    }
}
