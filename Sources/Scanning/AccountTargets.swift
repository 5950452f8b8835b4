public import Assembly
import Documents
import Files
public import Findings

/// An account that a scan is to enter.
public struct AccountTarget: Sendable {
    /// The account, 12 digits; empty for the caller's own.
    public var account: String
    /// The role to assume there; nil for the caller's own account.
    public var role: String?
    /// What the role's owner asks callers to say.
    public var externalID: String?
    /// The regions; empty for those of the whole scan.
    public var regions: [String]

    /// An account.
    public init(account: String = "", role: String? = nil, externalID: String? = nil, regions: [String] = [])
    {
        self.account = account
        self.role = role
        self.externalID = externalID
        self.regions = regions
    }

    /// The account in which the role `arn` is; nil where that is not the ARN of a role.
    public init?(role arn: String, externalID: String? = nil) {
        let parts = arn.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0] == "arn", parts[2] == "iam", Self.isAccount(parts[4]),
            parts[5].hasPrefix("role/"), parts[5].count > 5
        else { return nil }
        self.init(account: String(parts[4]), role: arn, externalID: externalID)
    }

    /// Whether `text` is an account's id: 12 digits.
    static func isAccount(_ text: some StringProtocol) -> Bool {
        text.utf8.count == 12 && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }

    /// What is said of the account when it could not be entered.
    public func gap(_ refusal: Refusal, region: String) -> Gap {
        Gap(
            account: account, region: region, call: role == nil ? "sts:GetCallerIdentity" : "sts:AssumeRole",
            parameters: role.map { ["RoleArn": .string($0)] } ?? [:], code: refusal.code,
            message: refusal.message, unseen: "everything in account \(account)", requestID: refusal.requestID
        )
    }
}
