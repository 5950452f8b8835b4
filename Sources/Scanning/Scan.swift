public import Assembly
public import Checks
public import Collection
import Documents
public import Evaluation
public import Files
public import Findings
public import Inventory
public import ServiceModels

/// Judges the selected checks in one account after another, whatever gives the answers: AWS, a log, or both.
public struct Scan: Sendable {
    /// The checks and resource types.
    public let library: CheckLibrary
    /// The checks that were selected.
    public let checks: [Check]
    /// The settings and the time.
    public let evaluator: Evaluator
    /// The models.
    public let models: ModelLibrary
    /// Where findings are put away.
    public let file: SpillFile

    /// Judges `checks` of `library`, and puts what it finds away in `file`.
    public init(
        library: CheckLibrary, checks: [Check], evaluator: Evaluator, models: ModelLibrary, file: SpillFile
    ) {
        self.library = library
        self.checks = checks
        self.evaluator = evaluator
        self.models = models
        self.file = file
    }

    /// An account to judge, and what answers for it.
    public struct Account: Sendable {
        /// The account, 12 digits.
        public let id: String
        /// The partition, such as `aws`.
        public let partition: String
        /// The regions.
        public let regions: [String]
        /// Where what is global is asked.
        public let homeRegion: String
        /// The recorded answer to one resource's share of a batch.
        public let recall: @Sendable (Call) -> Answer?
        /// What is recorded of one page.
        public let recorded: @Sendable (Exchange.Key) -> Page?
        /// The answer to one page that is not recorded.
        public let page: @Sendable (Exchange.Key) async -> Page
        /// Where the tasks run that ask for pages; nil for wherever there is room.
        public let executor: (any TaskExecutor)?

        /// An account to judge.
        public init(
            id: String, partition: String, regions: [String], homeRegion: String,
            recall: @escaping @Sendable (Call) -> Answer? = { _ in nil },
            recorded: @escaping @Sendable (Exchange.Key) -> Page? = { _ in nil },
            page: @escaping @Sendable (Exchange.Key) async -> Page, executor: (any TaskExecutor)? = nil
        ) {
            self.id = id
            self.partition = partition
            self.regions = regions
            self.homeRegion = homeRegion
            self.recall = recall
            self.recorded = recorded
            self.page = page
            self.executor = executor
        }
    }

    /// What came of an account.
    public struct Result: Sendable {
        /// The findings.
        public var findings: [FiledFinding] = []
        /// What could not be seen.
        public var gaps: [Gap] = []

        /// Nothing.
        public init() {}
    }

    /// Makes the resources of `account`, and knows nothing yet.
    func resolver(_ account: Account) -> Resolver {
        let models = models
        return Resolver(
            types: library.resourceTypes,
            setting: .init(
                account: account.id, partition: account.partition, homeRegion: account.homeRegion,
                requiredParameters: {
                    Set((try? models.model($0))?.operation($1)?.input?.structure?.required ?? [])
                }),
            answers: Answers())
    }

    /// Judges everything in `account`.
    ///
    /// - Parameters:
    ///   - fixing: whether what fixes read is read, too.
    ///   - each: called with each verdict, those of one resource one after the other.
    ///   - progress: called as answers come.
    public func judge(
        _ account: Account, fixing: Bool = false,
        each: (Check, Evaluator.Verdict, Resource, Resolver) -> Void = { _, _, _, _ in },
        progress: @escaping (AccountWork.Progress) -> Void = { _ in }
    ) async -> Result {
        let resolver = resolver(account)
        let pager = Pager(models: models)
        let byType = Dictionary(grouping: checks, by: \.resource)
        var result = Result()
        var filer = FindingFiler(file)
        let shared = SharedWork()
        let needs = Need.all(of: checks, fixing: fixing, library.resourceTypes)
        await AccountWork(needs: needs, regions: account.regions).run(
            resolver, recall: account.recall, executor: account.executor,
            ask: { request in
                await pager.answer(request.key, paging: request.paging, recorded: account.recorded) {
                    await account.page($0)
                }
            },
            listed: { type, region, list in
                guard let unseen = list.incomplete else { return }
                for check in byType[type.id] ?? [] {
                    let finding = evaluator.incomplete(
                        check, account: account.id, region: region, isGlobal: type.scope == .global, unseen,
                        resolver.answers)
                    result.findings.append(filer.file(finding))
                }
            },
            ready: { resource in
                let checks = byType[resource.type.id] ?? []
                evaluator.judge(checks, resource, resolver, sharing: shared, seeksCulprits: fixing) {
                    check, verdict in
                    result.findings.append(filer.file(verdict.finding))
                    each(check, verdict, resource, resolver)
                }
            },
            progress: progress)
        result.gaps = resolver.answers.gaps.filter { !$0.call.isEmpty }
        return result
    }

    /// What is said where the account of `gaps` could not be looked at: unknown, for each check, by the last of them.
    public func unseen(_ what: String, _ gaps: [Gap]) -> Result {
        var result = Result()
        result.gaps = gaps
        guard let gap = gaps.last else { return result }
        var filer = FindingFiler(file)
        result.findings = checks.map { check in
            let finding = Finding(
                check: check.id, status: .unknown, severity: check.severity, resource: nil,
                part: gap.parameters["RoleArn"]?.string ?? gap.unseen, resourceType: check.resource,
                account: gap.account, region: gap.region,
                reason: "\(what): \(gap.call): \(gap.code) (\(gap.message))", gaps: gaps)
            return filer.file(finding)
        }
        return result
    }
}
