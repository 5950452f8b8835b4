import Checks
import Documents
import Files
import Findings
import Remediation
import Reporting
import Scanning

extension Command {
    static let backout = Command(
        path: ["backout"], summary: "Put back what assay fix --apply changed", words: "JOURNAL",
        flags: [
            Flag("force", help: "put back also what somebody has changed since"),
            Flag("yes", help: "do not ask on the terminal before the first call that changes something"),
        ] + FixScope.flags,
        examples: [("assay backout fix.json.journal", "the last change first, each verified")]
    ) { arguments, console in
        guard arguments.words.count == 1 else {
            throw UsageError("assay backout takes the journal of one assay fix --apply")
        }
        let file = arguments.words[0]
        guard Files.exists(file) else { throw UsageError("there is no file \(file)") }
        let backout: Backout
        let journal: FixJournal
        do {
            backout = try Backout(try FixJournal.read(file))
            journal = try FixJournal(appendingTo: file)
        } catch let failure as PlanFailure { throw UsageError("\(file): \(failure)") }
        guard arguments.has("yes") || console.inIsTerminal && console.errorIsTerminal else {
            throw UsageError("without a terminal to ask on, assay backout needs --yes")
        }
        let scope = try await FixScope(arguments, console, region: backout.entries.first?.step.region)
        guard scope.caller.account == backout.account else {
            throw UsageError(
                "\(file) is of account \(backout.account), these credentials are for \(scope.caller.account)")
        }
        if !arguments.has("yes") {
            let question = "type the account's number to put back \(backout.entries.count) changes:"
            guard console.ask(question) == backout.account else { throw UsageError("nothing was put back") }
        }
        let checks = Set(backout.entries.map(\.step.check)).sorted().compactMap { scope.library.checks[$0] }
        let scan = scope.scan(
            checks, regions: backout.regions, partition: backout.partition, settings: backout.parameters)
        let results = try await backout.run(
            in: scan.world(scope.client, scope.session), journal: journal, force: arguments.has("force")
        ) { entry, outcome in
            console.say(
                "step \(entry.step.id), \(entry.step.resource), \(entry.change.name): \(outcome.words)"
                    .visible)
        }
        let left = results.filter { !$0.outcome.isWhole }
        try console.print(
            "\(results.count - left.count) of \(results.count) changes are as they were before\n")
        for (entry, _) in left {
            // What can't be put back must not be lost either.
            try console.print(
                "not put back: \(entry.step.resource), \(entry.change.name), which was\n".visible + "\n")
            try console.print((entry.before.string ?? JSON.text(entry.before, .indented)).visible + "\n")
        }
        return (left.isEmpty ? RunStatus.fine : .failed).rawValue
    }
}

extension Backout.Outcome {
    fileprivate var words: String {
        switch self {
        case .restored(let isExact):
            isExact ? "put back byte for byte" : "put back; AWS lays the document out anew"
        case .already: "as it was already, nothing was sent"
        case .changed(let found): "somebody has changed it since; put back with --force. It is \(found)"
        case .lost(let why): "not put back: \(why)"
        case .failed(let why): "it may not be as it was: \(why)"
        }
    }
}
