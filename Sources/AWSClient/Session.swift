/// Who asks: credentials, the account that they belong to, and what may be done with them.
public struct Session: Sendable {
    /// The credentials, kept fresh.
    public let credentials: CredentialCache
    /// The account; empty while nobody knows it. Calls of one account share its rates.
    public var account: String
    /// Whether operations that change something may be sent. Those that return secrets are refused always.
    public let mayChange: Bool

    /// A session that only reads.
    public init(_ credentials: CredentialCache, account: String = "") {
        self.credentials = credentials
        self.account = account
        mayChange = false
    }

    private init(_ credentials: CredentialCache, _ account: String, mayChange: Bool) {
        self.credentials = credentials
        self.account = account
        self.mayChange = mayChange
    }

    /// The same session, allowed to change things: for `fix --apply` and `backout` alone.
    public var allowingChanges: Session { Session(credentials, account, mayChange: true) }
}
