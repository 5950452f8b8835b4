public import ServiceModels

/// Which URL a user has named for a service, in the order in which AWS's tools look
/// (<https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html>).
public enum EndpointOverride {
    /// The URL for the service of `model`; nil when there is none.
    ///
    /// - Parameters:
    ///   - environment: the process's environment.
    ///   - profile: the settings of the profile in the shared configuration.
    ///   - services: the settings of the profile's `services` section, by the service's key and then by name.
    public static func url(
        for model: ServiceModel, environment: [String: String], profile: [String: String],
        services: [String: [String: String]]
    ) -> String? {
        func set(_ value: String?) -> String? { value.flatMap { $0.isEmpty ? nil : $0 } }
        let ignored =
            set(environment["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"])
            ?? set(profile["ignore_configured_endpoint_urls"])
        if ignored?.lowercased() == "true" { return nil }
        let key = model.metadata.configurationKey
        return set(environment["AWS_ENDPOINT_URL_\(key.uppercased())"]) ?? set(
            environment["AWS_ENDPOINT_URL"])
            ?? set(services[key]?["endpoint_url"]) ?? set(profile["endpoint_url"])
    }
}
