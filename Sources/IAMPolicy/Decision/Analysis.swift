/// What can be done to a resource by whom, at worst.
public enum Verdict: String, Sendable, Hashable, CaseIterable {
    /// Anyone at all.
    case anyone = "public"
    /// Anyone, but only by making a named service act for them.
    case confusedDeputy = "service-confused-deputy"
    /// Anyone who also sits in a fixed small network, or holds a fixed secret.
    case restrictedPublic = "restricted-public"
    /// A named outsider that is not trusted.
    case untrusted = "cross-account-untrusted"
    /// Only trusted accounts or our organisation.
    case trusted = "cross-account-trusted"
    /// Nobody but our account.
    case nobody = "private"
    /// AWS would refuse a document.
    case invalid
    /// The bounds found differ.
    case undecided

    /// How bad it is; 5 is public, 0 private; -1 where it says nothing.
    public var rank: Int {
        switch self {
        case .anyone: 5
        case .confusedDeputy: 4
        case .restrictedPublic: 3
        case .untrusted: 2
        case .trusted: 1
        case .nobody: 0
        case .invalid, .undecided: -1
        }
    }

    /// The verdict of a rank from 0 to 5.
    init(rank: Int) {
        self = [.nobody, .trusted, .untrusted, .restrictedPublic, .confusedDeputy, .anyone][rank]
    }
}

/// A statement of a named policy.
public struct StatementPlace: Sendable, Hashable {
    /// The policy's name.
    public let policy: String
    /// The statement's index in it, from 0.
    public let index: Int
    /// Its `Sid`.
    public let sid: String?

    /// A statement of the policy called `policy`.
    public init(policy: String, index: Int, sid: String?) {
        self.policy = policy
        self.index = index
        self.sid = sid
    }
}

/// A request that the policies really allow, shown as proof.
public struct Witness: Sendable, Hashable {
    /// The request.
    public let request: Request
    /// Condition keys that the policies mention and that the request must not carry.
    public let absent: [String]
    /// Whose resource or account a service acts for.
    public let onBehalfOf: String?
    /// The class of the caller, as a verdict.
    public let verdict: Verdict
    /// The statements that allow it.
    public let statements: [StatementPlace]
    /// The condition keys that the policies ask for, in lower case.
    let askedKeys: [String]
}

/// What the policies of a resource open to whom.
public struct Analysis: Sendable {
    /// The verdict.
    public var verdict: Verdict
    /// What is proved; the same as `verdict` when that is decided.
    public var atLeast: Verdict
    /// What is not excluded.
    public var atMost: Verdict
    /// The actions that the verdict covers.
    public var actions: [String] = []
    /// For each verdict that some action has as its worst: the actions.
    public var actionsByVerdict: [Verdict: [String]] = [:]
    /// To whom it is open: `*`, accounts, organisations, services, providers.
    public var grantees: [String] = []
    /// The statements that grant it.
    public var statements: [StatementPlace] = []
    /// The statements that would have to change.
    public var culprits: [StatementPlace] = []
    /// A request that shows it; nil for private, invalid and undecided without proof.
    public var witness: Witness?
    /// What else is worth knowing.
    public var notes: [String] = []
    /// Why AWS would refuse the documents: policy, place, reason.
    public var problems: [(policy: String, problem: PolicyDocument.Problem)] = []
}
