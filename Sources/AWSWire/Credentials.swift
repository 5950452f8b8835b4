public import Documents

/// What a request is signed with.
public struct Credentials: Sendable, Hashable {
    /// The access key's identifier, which is no secret.
    public let accessKeyID: String
    /// The secret access key.
    public let secretAccessKey: Secret
    /// The session's token, with temporary credentials.
    public let sessionToken: Secret?
    /// When they expire; nil when they do not.
    public let expiration: Timestamp?
    /// The account that they belong to, where that is known.
    public let accountID: String?

    /// Credentials.
    public init(
        accessKeyID: String, secretAccessKey: Secret, sessionToken: Secret? = nil,
        expiration: Timestamp? = nil,
        accountID: String? = nil
    ) {
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.sessionToken = sessionToken
        self.expiration = expiration
        self.accountID = accountID
    }
}
