import Collection
import Assembly
import Checks
import Documents
import Evaluation
import Findings
import Inventory
import Scanning

extension Command {
    static let evaluate = Command(
        path: ["evaluate"], summary: "Judge a saved scan again, without a call", words: "LOG",
        flags: LibraryOptions.folders + LibraryOptions.selection + LibraryOptions.settings
            + ReportOutput.flags,
        examples: [
            ("assay evaluate scan.log", "the report of a scan that was saved with assay run --save scan.log"),
            ("assay evaluate scan.log --check my_new_check", "try a check that is being written"),
        ]
    ) { arguments, console in
        guard arguments.words.count == 1 else { throw UsageError("assay evaluate takes one log") }
        let (library, models) = try LibraryOptions.library(
            arguments, console, part: .selectedChecks, isReported: true)
        let checks = try LibraryOptions.select(arguments, library)
        let parameters = try LibraryOptions.parameters(arguments, library)
        let exceptions = try ReportOutput.exceptions(arguments)
        let contents = try ExchangeLog.read(arguments.words[0])
        for line in contents.unreadable {
            console.say("\(arguments.words[0]):\(line.line): no exchange: \(line.reason)")
        }
        let recording = Recording(contents.exchanges, models: models)
        let unentered = recording.unentered
        guard let time = recording.time, !recording.accounts.isEmpty || !unentered.isEmpty else {
            throw UsageError("\(arguments.words[0]) holds no exchange of a scan")
        }
        let scan = Scan(
            library: library, checks: checks, evaluator: Evaluator(now: time, parameters: parameters),
            models: models, file: console.spillFile)
        var making = ReportMaking(library, checks, started: time)
        making.calls = 0
        for account in recording.accounts {
            let regions = recording.regions(of: account, calls: library.regionalCalls)
            let callers = recording.regions(of: account, calls: ["sts:GetCallerIdentity"])
            let home = callers.first ?? regions.first ?? "us-east-1"
            let result = await scan.judge(
                .init(
                    id: account, partition: home.partition, regions: regions.isEmpty ? [home] : regions,
                    homeRegion: home,
                    recall: { recording.answer(to: $0) },
                    page: { key in
                        recording.page(key)
                            ?? .refused(
                                .init(code: "not-recorded", message: "the log does not hold this call"))
                    }))
            making.findings += result.findings
            making.gaps += result.gaps
            making.accounts.append(.init(id: account, regions: regions, caller: nil))
        }
        for gap in unentered {
            let result = scan.unseen("the account could not be entered", [gap])
            making.findings += result.findings
            making.gaps += result.gaps
            making.accounts.append(.init(id: gap.account, regions: [gap.region], caller: nil))
        }
        console.tell(of: scan.file)
        let report = making.report(exceptions, id: "evaluation", now: time)
        try ReportOutput.write(report, arguments, console)
        return ReportOutput.status(
            report, arguments, scopeIsIncomplete: !contents.unreadable.isEmpty || !unentered.isEmpty
        )
        .rawValue
    }
}

extension CheckLibrary {
    /// The calls by which things that live in a region are listed, and those that ask about the region as a whole: where
    /// one of them was asked, a scan looked.
    var regionalCalls: Set<String> {
        var calls = Set<String>()
        for type in resourceTypes.values where type.scope == .region {
            if case .call(let read)? = type.list?.source, type.list?.parent == nil { calls.insert(read.call) }
            guard type.list == nil else { continue }
            for case .read(let read) in type.attributes.map(\.kind) { calls.insert(read.call) }
        }
        return calls
    }
}

extension String {
    /// The partition of a region by its name's beginning.
    fileprivate var partition: String {
        if hasPrefix("cn-") { return "aws-cn" }
        if hasPrefix("us-gov-") { return "aws-us-gov" }
        if hasPrefix("us-isob-") { return "aws-iso-b" }
        if hasPrefix("us-iso-") { return "aws-iso" }
        return "aws"
    }
}
