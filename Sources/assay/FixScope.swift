import AWSClient
import Assembly
import Checks
import Documents
import Evaluation
import Files
import Findings
import Scanning
import ServiceModels

/// The one account in which something is fixed or taken back.
struct FixScope {
    /// How it is reached.
    static let flags =
        ScopeOptions.reach + [
            Flag("role-arn", "ARN", help: "assume this role and work in its account"),
            Flag("external-id", "TEXT", help: "the external id for --role-arn"),
        ] + LibraryOptions.settings + LibraryOptions.folders

    let library: CheckLibrary
    let models: ModelLibrary
    let client: AWSClient
    let session: Session
    let caller: AccountSource.Caller
    let source: AccountSource
    let parameters: [String: [String: Value]]
    let file: SpillFile

    /// Enters the account that the flags describe.
    ///
    /// - Parameter region: where STS is asked; the profile's where it is nil.
    init(_ arguments: Arguments, _ console: Console, region: String? = nil) async throws {
        file = console.spillFile
        (library, models) = try LibraryOptions.library(arguments, console)
        parameters = try LibraryOptions.parameters(arguments, library)
        client = try ScopeOptions.client(arguments, console, models)
        let home = region ?? client.configuration.settings.region ?? "us-east-1"
        let target = try ScopeOptions.targets(arguments, client, nil)[0]
        let own = client.session()
        var entering = own
        if let role = target.role {
            entering = client.session(
                assuming: role, from: own, region: home, externalID: target.externalID,
                sessionName: "assay-fix")
        }
        session = entering
        var source = AccountSource(client: client, session: session, recording: nil, journal: nil)
        switch await source.enter(region: home) {
        case .failure(let refusal):
            throw UsageError(
                "the account could not be entered: sts:GetCallerIdentity: \(refusal.code): \(refusal.message)"
            )
        case .success(let caller): self.caller = caller
        }
        self.source = source
    }

    /// What plans, applies and verifies in `regions`; `settings` of checks before those of the flags.
    func scan(
        _ checks: [Check], regions: [String], partition: String? = nil,
        settings: [String: [String: Value]] = [:]
    ) -> FixScan {
        let source = source
        return FixScan(
            scan: Scan(
                library: library, checks: checks,
                evaluator: Evaluator(
                    now: .now(), parameters: parameters.merging(settings) { $0.merging($1) { $1 } }),
                models: models, file: file),
            account: .init(
                id: caller.account, partition: partition ?? caller.partition, regions: regions,
                homeRegion: regions.first ?? "us-east-1",
                page: { key in
                    if let known = source.recorded(key) { return known }
                    return await source.page(key)
                }))
    }
}
