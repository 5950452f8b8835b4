public import AWSWire

/// How a client talks to AWS.
public struct ClientConfiguration: Sendable {
    /// What environment and profile settle.
    public var settings: Settings
    /// One endpoint for every service, before all that is configured elsewhere: `--endpoint-url`.
    public var endpointURL: String?
    /// Bounds on each attempt.
    public var limits = TransportLimits()
    /// How failed attempts are tried again.
    public var retries = RetryPolicy()
    /// Whether calls are kept to AWS's rates.
    public var isRateLimited = true
    /// How many times faster than AWS's the other side's clock runs: rates are multiplied and pauses divided by it.
    public var timeFactor = 1.0
    /// How many requests may be open to one host at a time.
    public var connectionsPerHost = 64
    /// How many requests may be open at a time.
    public var connections = 512
    /// The `User-Agent` header.
    public var userAgent = "assay"
    /// Told of each attempt when it has ended; for progress and `--debug-http`. Called from any thread.
    public var observe: (@Sendable (AttemptEvent) -> Void)?
    /// Asks a person for the code of the MFA device with that serial number; nil when nobody can be asked.
    public var mfaCode: (@Sendable (String) async -> Secret?)?

    /// A configuration from `settings`, everything else as it usually is.
    public init(settings: Settings) {
        self.settings = settings
        retries = RetryPolicy(settings.retryMode ?? .standard, attempts: settings.maximumAttempts)
    }
}
