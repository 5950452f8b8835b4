public import AWSWire
internal import Documents
internal import Synchronization

/// Credentials that stay fresh: loaded at first use, once for all who wait, and again five minutes before they expire.
public actor CredentialCache {
    private let load: @Sendable () async -> Result<Credentials, CredentialFailure>
    private let now: @Sendable () -> Timestamp
    private var current: Credentials? { didSet { fresh.withLock { [current] in $0 = current } } }
    /// What ``current`` is, for callers that need not wait.
    private nonisolated let fresh = Mutex<Credentials?>(nil)
    private var underway: Task<Result<Credentials, CredentialFailure>, Never>?
    private var retryAt: Timestamp?

    /// How long before they expire credentials are replaced, in seconds.
    static let margin = 300.0

    init(
        now: @escaping @Sendable () -> Timestamp = { .now() },
        load: @escaping @Sendable () async -> Result<Credentials, CredentialFailure>
    ) {
        self.now = now
        self.load = load
    }

    /// Credentials that never change.
    public init(_ credentials: Credentials) {
        self.init { .success(credentials) }
    }

    /// The credentials, if they are there and stay good for a while. Takes no turn at the actor.
    nonisolated var ready: Credentials? {
        guard let current = fresh.withLock({ $0 }) else { return nil }
        return isStale(current) ? nil : current
    }

    /// The credentials; while new ones can not be had, old ones that have not expired.
    public func credentials() async throws(CredentialFailure) -> Credentials {
        if let current, !isStale(current) { return current }
        if let current, let retryAt, now() < retryAt, !hasExpired(current) { return current }
        let task: Task<Result<Credentials, CredentialFailure>, Never>
        if let underway {
            task = underway
        } else {
            task = Task { [load] in await load() }
            underway = task
        }
        // Who waits is cancelled with the whole scan, and what all wait for is of no use then.
        let result = await withTaskCancellationHandler {
            await task.value
        } onCancel: {
            task.cancel()
        }
        if underway == task { underway = nil }
        switch result {
        case .success(let credentials):
            current = credentials
            retryAt = nil
            return credentials
        case .failure(let failure):
            if let current, !hasExpired(current) {
                retryAt = Timestamp(seconds: now().seconds + 10)
                return current
            }
            throw failure
        }
    }

    /// Forgets `credentials`, which AWS said have expired.
    public func invalidate(_ credentials: Credentials) {
        if current?.accessKeyID == credentials.accessKeyID, current?.expiration != nil { current = nil }
    }

    private nonisolated func isStale(_ credentials: Credentials) -> Bool {
        credentials.expiration.map { $0.seconds - now().seconds < Self.margin } ?? false
    }

    private func hasExpired(_ credentials: Credentials) -> Bool {
        credentials.expiration.map { $0 <= now() } ?? false
    }
}
