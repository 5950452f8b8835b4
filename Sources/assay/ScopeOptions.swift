import AWSClient
import AWSWire
import Documents
import Files
import Scanning
import ServiceModels

/// The flags by which AWS is reached: profile, endpoint, accounts, regions.
enum ScopeOptions {
    static let reach = [
        Flag(
            "profile", "NAME",
            help: "the profile of the shared config and credentials files (default: AWS_PROFILE)"),
        Flag("endpoint-url", "URL", help: "one endpoint for every service, such as a mock's"),
        Flag(
            "rate-factor", "N",
            help: "how many times faster than AWS's published rates calls may come (default: 1)"),
        Flag("debug-http", help: "show every request and answer on stderr, secrets struck out"),
    ]

    static let scope = [
        Flag(
            "region", "NAME", repeats: true,
            help: "a region, several with commas, or all (default: the profile's)"),
        Flag("role-arn", "ARN", repeats: true, help: "assume this role and scan its account"),
        Flag("external-id", "TEXT", help: "the external id for --role-arn"),
        Flag("accounts", "FILE", help: "a YAML file of accounts: account, role, external_id, regions"),
        Flag("organization", help: "scan every active account of the organisation, with --role-name"),
        Flag("role-name", "NAME", help: "the role to assume in each account of the organisation"),
    ]

    /// The client that the flags and the environment describe.
    static func client(_ arguments: Arguments, _ console: Console, _ models: ModelLibrary) throws -> AWSClient
    {
        let shared = try SharedConfiguration.load(environment: console.environment)
        let settings = Settings(
            environment: console.environment, configuration: shared, profile: arguments.value("profile"))
        var configuration = ClientConfiguration(settings: settings)
        if let profile = arguments.value("profile"), shared.profiles[profile] == nil {
            let paths = SharedConfiguration.paths(environment: console.environment)
            let hint =
                suggestion(for: profile, among: shared.profiles.keys.sorted()).map { "; " + $0 }
                ?? " in \(paths.config) and \(paths.credentials)"
            throw UsageError("there is no profile \(profile)\(hint)")
        }
        if let mistake = settings.retryMistake { throw UsageError(mistake) }
        configuration.endpointURL = arguments.value("endpoint-url")
        configuration.userAgent = "assay/\(Version.text)"
        if let text = arguments.value("rate-factor") {
            guard let factor = Double(text), factor > 0, factor.isFinite else {
                throw UsageError("--rate-factor takes a number above 0, not \(text)")
            }
            configuration.timeFactor = factor
        }
        if arguments.has("debug-http") { configuration.observe = { event in console.say(event.debugText) } }
        configuration.mfaCode = { serial in
            console.ask("MFA code of \(serial):", secret: true).map { Secret($0) }
        }
        return AWSClient(models: models, configuration: configuration)
    }

    /// The regions that were named, each known; nil for all of them.
    static func regions(_ arguments: Arguments, _ client: AWSClient) throws(RegionFailure) -> [String]? {
        try client.regions(arguments.values("region"))
    }

    /// The accounts that were named, each once; the caller's own where none was.
    static func targets(_ arguments: Arguments, _ client: AWSClient, _ regions: [String]?) throws
        -> [AccountTarget]
    {
        let isOrganization = arguments.has("organization")
        if isOrganization != (arguments.value("role-name") != nil) {
            throw UsageError(
                isOrganization
                    ? "--organization needs --role-name: the role to assume in each account"
                    : "--role-name goes with --organization; a role of one account is --role-arn")
        }
        let roles = arguments.values("role-arn")
        let externalID = arguments.value("external-id")
        if externalID != nil, roles.isEmpty, !isOrganization {
            throw UsageError("--external-id goes with --role-arn or --organization")
        }
        var targets = [AccountTarget]()
        for role in roles {
            guard let target = AccountTarget(role: role, externalID: externalID) else {
                throw UsageError(
                    "--role-arn takes the ARN of a role such as arn:aws:iam::111122223333:role/audit, not \(role)"
                )
            }
            if let other = targets.first(where: { $0.account == target.account }), other.role != role {
                throw UsageError("--role-arn names two roles of account \(target.account); name one")
            }
            if !targets.contains(where: { $0.role == role }) { targets.append(target) }
        }
        if let file = arguments.value("accounts") {
            let home = regions?.first ?? client.configuration.settings.region ?? "us-east-1"
            targets += try AccountTarget.read(
                Files.text(file), file: file, partition: client.partition(ofRegion: home).name,
                known: Set(targets.map(\.account)),
                mistake: { region in
                    do throws(RegionFailure) { try client.check(region: region) } catch {
                        return error.description
                    }
                    return nil
                })
        }
        return targets.isEmpty && !isOrganization ? [AccountTarget()] : targets
    }
}
