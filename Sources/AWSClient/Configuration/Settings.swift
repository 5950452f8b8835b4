/// What environment and profile settle for every call: region, endpoints, retries, certificate authorities.
///
/// The environment goes before the profile, as in every AWS tool.
public struct Settings: Sendable {
    /// The environment.
    public let environment: [String: String]
    /// The shared files.
    public let configuration: SharedConfiguration
    /// The profile's name: the one asked for, `AWS_PROFILE`, or `default`.
    public let profileName: String
    /// Whether somebody asked for the profile by name, on the command line.
    public let isProfileExplicit: Bool

    /// The settings of `profile`, by default `AWS_PROFILE`'s.
    public init(environment: [String: String], configuration: SharedConfiguration, profile: String? = nil) {
        self.environment = environment
        self.configuration = configuration
        isProfileExplicit = profile != nil
        profileName =
            profile ?? ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"].lazy.compactMap { environment[$0] }.first {
                !$0.isEmpty
            }
            ?? "default"
    }

    /// The profile's properties; nil when no file has that profile.
    public var profile: SharedConfiguration.Section? { configuration.profiles[profileName] }

    /// The value of an environment variable; nil where it is unset or blank.
    func variable(_ name: String) -> String? {
        guard let value = environment[name]?.trimmed, !value.isEmpty else { return nil }
        return String(value)
    }

    /// The region: `AWS_REGION`, `AWS_DEFAULT_REGION`, or the profile's.
    public var region: String? {
        variable("AWS_REGION") ?? variable("AWS_DEFAULT_REGION") ?? profile?["region"]
    }

    /// Whether endpoints validated by FIPS 140 are wanted.
    public var usesFIPS: Bool { flag("AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint") }

    /// Whether endpoints that also speak IPv6 are wanted.
    public var usesDualStack: Bool { flag("AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint") }

    /// A file of certificate authorities in place of the system's.
    public var certificateAuthorities: String? {
        (variable("AWS_CA_BUNDLE") ?? profile?["ca_bundle"]).map {
            SharedConfiguration.expanded($0, environment)
        }
    }

    private var writtenAttempts: String? { variable("AWS_MAX_ATTEMPTS") ?? profile?["max_attempts"] }
    private var writtenMode: String? { variable("AWS_RETRY_MODE") ?? profile?["retry_mode"] }

    /// How often a call is tried in all; nil where nothing is said that makes sense.
    public var maximumAttempts: Int? { writtenAttempts.flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil } }

    /// How calls are tried again; nil where nothing is said that makes sense.
    public var retryMode: RetryMode? { writtenMode.flatMap { RetryMode(rawValue: $0.lowercased()) } }

    /// What of the settings of retries makes no sense; nil when all does.
    public var retryMistake: String? {
        if let writtenMode, retryMode == nil {
            return "there is no retry mode \(writtenMode); it is legacy, standard or adaptive"
        }
        if let writtenAttempts, maximumAttempts == nil {
            return "the number of attempts must be a whole number of at least 1, not \(writtenAttempts)"
        }
        return nil
    }

    private func flag(_ name: String, _ property: String) -> Bool {
        (variable(name) ?? profile?[property])?.lowercased() == "true"
    }

    /// The endpoint that somebody configured for the service with `key` (its id in lower case with underscores:
    /// `secrets_manager`); nil for AWS's own.
    ///
    /// In order: `AWS_ENDPOINT_URL_<KEY>`, `AWS_ENDPOINT_URL`, the profile's `services` section, its `endpoint_url`.
    /// <https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html>
    public func configuredEndpoint(_ key: String) -> String? {
        guard !flag("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "ignore_configured_endpoint_urls") else {
            return nil
        }
        let key = String(key.lowercased().map { $0 == " " || $0 == "-" ? "_" : $0 })
        return variable("AWS_ENDPOINT_URL_" + key.uppercased()) ?? variable("AWS_ENDPOINT_URL")
            ?? profile?["services"].flatMap { configuration.services[$0]?.nested(key)?["endpoint_url"] }
            ?? profile?["endpoint_url"]
    }
}
