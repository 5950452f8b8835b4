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
            let hint = suggestion(for: profile, among: shared.profiles.keys.sorted()).map { "; " + $0 } ?? ""
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
    static func regions(_ arguments: Arguments, _ client: AWSClient, _ models: ModelLibrary)
        throws(UsageError) -> [String]?
    {
        let known = Self.known(models)
        let named = arguments.values("region")
        if named == ["all"] { return nil }
        guard !named.isEmpty else {
            guard let region = client.configuration.settings.region else {
                throw UsageError(
                    "no region: name one with --region, or set AWS_REGION or the profile's region")
            }
            return [region]
        }
        for region in named where !known.contains(region) {
            let hint =
                suggestion(for: region, among: known) ?? "AWS has \(known.count) regions, such as eu-west-1"
            throw UsageError("there is no region \(region); \(hint)")
        }
        var seen = Set<String>()
        return named.filter { seen.insert($0).inserted }
    }

    private static func known(_ models: ModelLibrary) -> [String] {
        let partitions = models.partitions()["partitions"]?.array ?? []
        return partitions.flatMap { $0["regions"]?.object?.keys ?? [] }.filter { !$0.contains("global") }
            .sorted()
    }

    /// The accounts that were named; the caller's own where none was.
    static func targets(_ arguments: Arguments) throws -> [AccountTarget] {
        var targets = arguments.values("role-arn").map {
            AccountTarget(role: $0, externalID: arguments.value("external-id"))
        }
        if let bad = arguments.values("role-arn").first(where: {
            !$0.hasPrefix("arn:") || !$0.contains(":role/")
        }) {
            throw UsageError(
                "--role-arn takes the ARN of a role such as arn:aws:iam::111122223333:role/audit, not \(bad)")
        }
        if let file = arguments.value("accounts") {
            targets += try AccountTarget.read(Files.text(file), file: file)
        }
        if arguments.has("organization"), arguments.value("role-name") == nil {
            throw UsageError("--organization needs --role-name: the role to assume in each account")
        }
        return targets.isEmpty && !arguments.has("organization") ? [AccountTarget()] : targets
    }
}
