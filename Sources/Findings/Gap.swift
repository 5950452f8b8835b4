public import Documents

/// Something that AWS did not let us see: a call and why it gave no answer.
public struct Gap: Sendable, Hashable {
    /// The account that was asked, 12 digits; empty where not even that is known.
    public let account: String
    /// The region that was asked; `global` for a service without regions.
    public let region: String
    /// The call, such as `sesv2:GetEmailIdentity`.
    public let call: String
    /// What the call was asked with; an empty object where it never came to a call.
    public let parameters: Value
    /// The error's code as AWS sent it, or a word of ours in lower case: `timeout`, `unreadable`, `missing-entry`,
    /// `repeated-token`, `invalid-policy`, `interrupted` …
    public let code: String
    /// What was said, for people. No secrets.
    public let message: String
    /// What is left unseen, in words: `email identity example.com`.
    public let unseen: String
    /// AWS's id of the request, where there was an answer.
    public let requestID: String?

    /// A gap.
    public init(
        account: String, region: String, call: String, parameters: Value = [:], code: String, message: String,
        unseen: String, requestID: String? = nil
    ) {
        self.account = account
        self.region = region
        self.call = call
        self.parameters = parameters
        self.code = code
        self.message = message
        self.unseen = unseen
        self.requestID = requestID
    }
}

extension Gap: Comparable {
    /// By account, region, call, and what is unseen.
    public static func < (a: Gap, b: Gap) -> Bool {
        (a.account, a.region, a.call, a.unseen, a.code, a.message)
            < (b.account, b.region, b.call, b.unseen, b.code, b.message)
    }
}
