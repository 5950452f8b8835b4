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

    /// Scans `targets` in `regions`, or in all that are switched on in each, entering other accounts from `session`.
    ///
    /// - Parameters:
    ///   - home: the region to enter an account by and to ask what is global, where none is named.
    ///   - caller: who the session is, where that is known.
    ///   - take: called with each account's result when it is there.
    ///   - progress: called as the work goes on, from several tasks.
    public func run(
        _ targets: [AccountTarget], regions: [String]?, home: String, session: Session,
        caller: AccountSource.Caller? = nil,
        take: (AccountResult) -> Void, progress: @escaping @Sendable (Progress) -> Void
    ) async {
        @Sendable func place(_ target: AccountTarget) -> Place {
            let named = target.regions.isEmpty ? regions : target.regions
            return Place(regions: named, home: named?.first ?? home)
        }
        await withTaskGroup(of: AccountResult.self) { group in
            var rest = targets[...]
            for target in rest.prefix(accountsAtOnce) {
                group.addTask { await one(target, place(target), session, caller, progress) }
            }
            rest = rest.dropFirst(accountsAtOnce)
            while let result = await group.next() {
                take(result)
                if let target = rest.popFirst() {
                    group.addTask { await one(target, place(target), session, caller, progress) }
                }
            }
        }
    }

    /// Where an account is looked at.
    private struct Place: Sendable {
        /// The regions; nil for all that are switched on.
        let regions: [String]?
        let home: String
    }

    private func one(
        _ target: AccountTarget, _ place: Place, _ session: Session, _ caller: AccountSource.Caller?,
        _ progress: @escaping @Sendable (Progress) -> Void
    ) async -> AccountResult {
        let own =
            target.role.map {
                client.session(
                    assuming: $0, from: session, region: place.home, externalID: target.externalID,
                    sessionName: "assay")
            } ?? session
        var source = AccountSource(
            client: client, session: own, recording: recording, journal: journal,
            caller: target.role == nil ? caller : nil)
        func ended(
            _ account: String, _ caller: AccountSource.Caller?, _ regions: [String], _ result: Scan.Result
        )
            -> AccountResult
        {
            progress(Progress(account: account, work: AccountWork.Progress(), isDone: true))
            return AccountResult(
                info: .init(id: account, regions: regions, caller: caller?.arn), result: result,
                isEntered: caller != nil, calls: source.callsMade)
        }
        switch await source.enter(region: place.home) {
        case .failure(let refusal):
            await source.noteRefusal(target, refusal, region: place.home)
            let gap = target.gap(refusal, region: place.home)
            return ended(
                target.account, nil, place.regions ?? [],
                scan.unseen("the account could not be entered", [gap]))
        case .success(let caller) where ![caller.account, ""].contains(target.account):
            let refusal = Refusal(
                code: "other-account",
                message: "the credentials are of account \(caller.account); name a role to assume in this one"
            )
            return ended(
                target.account, nil, place.regions ?? [],
                scan.unseen(
                    "the account could not be entered", [target.gap(refusal, region: place.home)]))
        case .success(let caller):
            let regions: [String]
            switch await source.regions(named: place.regions, home: place.home) {
            case .failure(let unseen):
                return ended(
                    caller.account, caller, [],
                    scan.unseen("the list of regions could not be seen", unseen.gaps))
            case .success(let found): regions = found
            }
            let account = Scan.Account(
                id: caller.account, partition: caller.partition, regions: regions, homeRegion: place.home,
                recall: source.recall, recorded: source.recorded, page: source.page, executor: client.executor
            )
            let result = await scan.judge(
                account,
                progress: { progress(Progress(account: caller.account, work: $0, isDone: false)) })
            if target.role != nil { client.forget(account: caller.account) }
            return ended(caller.account, caller, regions, result)
        }
    }
}
