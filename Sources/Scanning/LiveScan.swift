public import AWSClient
import Assembly
import Checks
public import Collection
import Documents
public import Findings

/// Scans many accounts of AWS at once, within bounds, and gathers what came of it.
public struct LiveScan: Sendable {
    /// What is judged.
    public let scan: Scan
    /// What calls AWS.
    public let client: AWSClient
    /// What was recorded before.
    public let recording: Recording?
    /// Where exchanges are written.
    public let journal: Journal?
    /// How many accounts are worked on at once.
    public var accountsAtOnce = 16

    /// A scan.
    public init(scan: Scan, client: AWSClient, recording: Recording?, journal: Journal?) {
        self.scan = scan
        self.client = client
        self.recording = recording
        self.journal = journal
    }

    /// How far an account is.
    public struct Progress: Sendable {
        /// The account; empty before it is known.
        public let account: String
        /// How far it is.
        public let work: AccountWork.Progress
        /// Whether it is done.
        public let isDone: Bool
    }

    /// What came of one account.
    public struct AccountResult: Sendable {
        /// The account and its regions.
        public let info: ScanInfo.Account
        /// The findings and gaps.
        public let result: Scan.Result
        /// Whether the account could be entered.
        public let isEntered: Bool
        /// Calls that AWS was asked, those that are recorded and those for credentials left out.
        public let calls: Int
    }

    /// Scans `targets` in `regions`, entering other accounts from `session`.
    ///
    /// - Parameters:
    ///   - take: called with each account's result when it is there.
    ///   - progress: called as the work goes on, from several tasks.
    public func run(
        _ targets: [AccountTarget], regions: [String], session: Session,
        take: (AccountResult) -> Void, progress: @escaping @Sendable (Progress) -> Void
    ) async {
        await withTaskGroup(of: AccountResult.self) { group in
            var rest = targets[...]
            for target in rest.prefix(accountsAtOnce) {
                group.addTask { await one(target, regions, session, progress) }
            }
            rest = rest.dropFirst(accountsAtOnce)
            while let result = await group.next() {
                take(result)
                if let target = rest.popFirst() {
                    group.addTask { await one(target, regions, session, progress) }
                }
            }
        }
    }

    private func one(
        _ target: AccountTarget, _ regions: [String], _ session: Session,
        _ progress: @escaping @Sendable (Progress) -> Void
    ) async -> AccountResult {
        let regions = target.regions.isEmpty ? regions : target.regions
        let home = regions.first ?? "us-east-1"
        let own =
            target.role.map {
                client.session(
                    assuming: $0, from: session, region: home, externalID: target.externalID,
                    sessionName: "assay")
            } ?? session
        var source = AccountSource(client: client, session: own, recording: recording, journal: journal)
        switch await source.enter(region: home) {
        case .failure(let refusal):
            await source.noteRefusal(target, refusal, region: home)
            let gap = target.gap(refusal, region: home)
            progress(Progress(account: target.account, work: AccountWork.Progress(), isDone: true))
            return AccountResult(
                info: .init(id: target.account, regions: regions, caller: nil),
                result: scan.unentered(target.account, gap), isEntered: false, calls: source.calls.number)
        case .success(let caller):
            let account = Scan.Account(
                id: caller.account, partition: caller.partition, regions: regions, homeRegion: home,
                recall: source.recall, recorded: source.recorded, page: source.page)
            let result = await scan.judge(
                account,
                progress: { progress(Progress(account: caller.account, work: $0, isDone: false)) })
            progress(Progress(account: caller.account, work: AccountWork.Progress(), isDone: true))
            return AccountResult(
                info: .init(id: caller.account, regions: regions, caller: caller.arn), result: result,
                isEntered: true,
                calls: source.calls.number)
        }
    }
}
