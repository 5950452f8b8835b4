public import Documents

/// Whose rules apply to a resource's policy: which elements it must have, who may call unsigned.
public enum ResourceKind: String, Sendable, CaseIterable {
    case sesIdentity = "ses-identity"
    case snsTopic = "sns-topic"
    case sqsQueue = "sqs-queue"
    case s3Bucket = "s3-bucket"
    case kmsKey = "kms-key"
    case iamRole = "iam-role"
    /// Any other; the worst case where nothing is known.
    case generic

    /// The kind that the word of a resource type's `policy_kind` names; ``generic`` for an unknown word.
    public init(word: String?) { self = word.flatMap { Self(rawValue: $0) } ?? .generic }

    /// Whether a statement needs `Resource` or `NotResource`.
    var needsResource: Bool { self != .iamRole && self != .generic }

    /// The prefix of its actions; nil when the ARN tells.
    var service: String? {
        switch self {
        case .sesIdentity: "ses"
        case .snsTopic: "sns"
        case .sqsQueue: "sqs"
        case .s3Bucket: "s3"
        case .kmsKey: "kms"
        case .iamRole: "sts"
        case .generic: nil
        }
    }
}

/// The resource whose policies are judged, and what counts as its owner's own.
public struct ResourceContext: Sendable {
    /// Whose rules apply.
    public var kind: ResourceKind { didSet { read() } }
    /// Its ARN.
    public var arn: String { didSet { read() } }
    /// The partition of the ARN; `aws` when it has none.
    public private(set) var partition = "aws"
    /// The region of the ARN; empty when it has none.
    public private(set) var region = ""
    /// The prefix of the actions that work on it; nil when nobody knows.
    public private(set) var service: String?
    /// Our account's number.
    public var account: String
    /// The accounts that we trust.
    public var trustedAccounts: [String]
    /// Our organisation's id; nil when unknown.
    public var organizationID: String?
    /// When requests are made: then or later. What a policy closed before is closed.
    public var now: Timestamp

    /// 2026-01-01, for those who do not ask a clock.
    public static let fixedNow = Timestamp(seconds: 1_767_225_600)

    /// A resource.
    public init(
        kind: ResourceKind, arn: String, account: String, trustedAccounts: [String] = [],
        organizationID: String? = nil, now: Timestamp = fixedNow
    ) {
        self.kind = kind
        self.arn = arn
        self.account = account
        self.trustedAccounts = trustedAccounts
        self.organizationID = organizationID
        self.now = now
        read()
    }

    private mutating func read() {
        let fields = ARN(arn)
        partition = fields.map { String($0.partition) } ?? "aws"
        region = fields.map { String($0.region) } ?? ""
        service =
            kind.service
            ?? fields.flatMap {
                $0.service.isEmpty ? nil : ActionTable.prefix(ofARNService: String($0.service))
            }
    }

    /// The kind that an ARN tells; for people who give no kind.
    public static func kind(ofARN text: String) -> ResourceKind {
        guard let arn = ARN(text) else { return .generic }
        switch arn.service {
        case "ses": return .sesIdentity
        case "sns": return .snsTopic
        case "sqs": return .sqsQueue
        case "s3" where arn.account.isEmpty: return .s3Bucket
        case "kms": return .kmsKey
        case "iam" where arn.resource.begins(with: "role/"): return .iamRole
        default: return .generic
        }
    }
}
