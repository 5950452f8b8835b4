import AWSClient
import Assembly
import Checks
import Collection
import Documents
import Evaluation
import Files
import Findings
import Inventory
import Reporting
import Scanning
import ServiceModels

#if canImport(Glibc)
    import Glibc
#endif

extension Command {
    static let run = Command(
        path: ["run"], summary: "Scan accounts and regions, and report", words: "",
        flags: ScopeOptions.reach + ScopeOptions.scope + LibraryOptions.selection + LibraryOptions.settings
            + LibraryOptions.folders + ReportOutput.flagsWithHistory + [
                Flag("save", "LOG", help: "keep what AWS said, to judge it again with assay evaluate"),
                Flag(
                    "resume", "LOG", isValueOptional: true,
                    help: "go on with a scan that was ended (default: assay-scan.log)"),
                Flag("no-progress", help: "show no progress"),
            ],
        examples: [
            ("assay run --profile audit --region eu-west-1", "one account, one region, every check"),
            (
                "assay run --check ses_identity_not_publicly_accessible --region all --output html=report.html",
                "the flagship in every region, as a page"
            ),
            (
                "assay run --organization --role-name Audit --region eu-west-1,us-east-1 --fail-on high",
                "every account of the organisation, in a nightly job"
            ),
        ]
    ) { arguments, console in
        try await RunCommand(arguments, console).run()
    }
}

/// One scan from the command line.
struct RunCommand: Sendable {
    let arguments: Arguments
    let console: Console

    init(_ arguments: Arguments, _ console: Console) {
        self.arguments = arguments
        self.console = console
    }

    func run() async throws -> Int32 {
        let started = Timestamp.now()
        let (library, models) = try LibraryOptions.library(
            arguments, console, part: .selectedChecksAndTypes, isReported: true)
        let checks = try LibraryOptions.select(arguments, library)
        let parameters = try LibraryOptions.parameters(arguments, library)
        let exceptions = try ReportOutput.exceptions(arguments)
        _ = try ReportOutput.files(arguments)
        try HistoryOptions.check(arguments)
        let client = try ScopeOptions.client(arguments, console, models)
        let named = try ScopeOptions.regions(arguments, client)
        let targets = try ScopeOptions.targets(arguments, client, named)
        let log = try ScanLog(arguments, console, models)
        let journal = try Journal(path: log.path)
        let evaluator = Evaluator(now: started, parameters: parameters)
        let file = console.spillFile
        let live = LiveScan(
            scan: Scan(
                library: library, checks: checks, evaluator: evaluator, models: models, file: file),
            client: client,
            recording: log.recording, journal: journal)
        let session = client.session()
        let (outcome, isInterrupted) = try await Interrupt.cancels(console) {
            try await scan(live, targets, named, session, ReportMaking(library, checks, started: started))
        }
        var making = outcome.making
        making.isInterrupted = isInterrupted
        if let failure = await journal.failure { console.say("assay: \(failure); the log is not whole") }
        console.tell(of: file)
        guard outcome.entered > 0 || outcome.knowsCaller || isInterrupted else {
            sayNothingWasJudged(making.gaps)
            log.discard()
            return RunStatus.unusable.rawValue
        }
        let report = making.report(
            exceptions, id: "\(started.basic)-\(UInt32.random(in: 0...UInt32.max))", now: .now())
        let recorded = HistoryOptions.record(report, arguments, console)
        let new = recorded.map { report.keeping(new: $0.new) } ?? report
        let shown = arguments.has("new-only") ? new : report
        do {
            try ReportOutput.write(shown, arguments, console, changes: recorded?.changes)
        } catch let failure as FileFailure where failure.code == EPIPE {
            // The reader has gone away with what it wanted: the scan has ended.
            try log.finish(isInterrupted: isInterrupted, console)
            throw failure
        } catch {
            console.say("the report could not be written; assay run --resume \(log.path) makes it again")
            throw error
        }
        if console.environment["GITHUB_ACTIONS"] == "true" {
            for line in try GitHubAnnotations.lines(shown) { console.say(line) }
        }
        try log.finish(isInterrupted: isInterrupted, console)
        let counted = arguments.value("fail-on") == ReportOutput.new ? new : report
        return ReportOutput.status(counted, arguments, scopeIsIncomplete: outcome.entered < outcome.asked)
            .rawValue
    }

    private func sayNothingWasJudged(_ gaps: [Gap]) {
        let reasons = Set(gaps.map { "\($0.call): \($0.code): \($0.message)" }).sorted()
        let end = "no account could be entered, so nothing was judged"
        if reasons.count == 1 {
            console.say("assay: \(end): \(reasons[0].visible)")
            return
        }
        for reason in reasons { console.say("assay: \(reason.visible)") }
        console.say("assay: \(end)")
    }

    private struct Outcome: Sendable {
        var making: ReportMaking
        var entered = 0
        var asked = 0
        /// Whether the caller's account was entered to find out that something can't be seen.
        var knowsCaller = false
    }

    private func scan(
        _ live: LiveScan, _ named: [AccountTarget], _ regions: [String]?, _ session: Session,
        _ making: ReportMaking
    ) async throws -> Outcome {
        var outcome = Outcome(making: making)
        var targets = named
        let home = regions?.first ?? live.client.configuration.settings.region ?? "us-east-1"
        var caller: AccountSource.Caller?
        if arguments.has("organization"), let role = arguments.value("role-name") {
            var source = AccountSource(
                client: live.client, session: session, recording: live.recording, journal: live.journal)
            let own: AccountSource.Caller
            switch await source.enter(region: home) {
            case .failure(let refusal):
                outcome.making.gaps.append(AccountTarget().gap(refusal, region: home))
                return outcome
            case .success(let found): own = found
            }
            caller = own
            let (accounts, unseen) = await source.organization(home: home)
            let members = Organization(
                accounts, role: role, externalID: arguments.value("external-id"), own: own.account)
            let known = Set(targets.map(\.account))
            targets += members.targets.filter { !known.contains($0.account) }
            outcome.making.notes += members.notes
            outcome.making.calls += source.callsMade
            if let unseen {
                let result = live.scan.unseen(
                    "the accounts of the organisation could not be seen", unseen.gaps)
                outcome.making.findings += result.findings
                outcome.making.gaps += result.gaps
                outcome.asked += 1
                outcome.knowsCaller = true
            }
        }
        let progress = ProgressLine(
            console,
            isShown: console.errorIsTerminal && !arguments.has("no-progress") && !arguments.has("quiet"))
        outcome.asked += targets.count
        await live.run(targets, regions: regions, home: home, session: session, caller: caller) { result in
            outcome.making.accounts.append(result.info)
            outcome.making.findings += result.result.findings
            outcome.making.gaps += result.result.gaps
            outcome.making.calls += result.calls
            if result.isEntered { outcome.entered += 1 }
        } progress: { part in
            progress.show(part)
        }
        progress.clear()
        return outcome
    }
}
