import AWSWire
public import Documents

/// What would be changed to resolve findings of one account: reviewed as a file, applied as reviewed.
public struct FixPlan: Sendable, Hashable {
    /// The name and number of the format that this reads and writes.
    public static let format = "assay-plan/1"

    /// A failed finding that no step of the plan resolves.
    public struct Unresolved: Sendable, Hashable {
        /// The check.
        public let check: String
        /// The resource, by ARN.
        public let resource: String
        /// Why there is no step.
        public let why: String

        /// A finding without a step.
        public init(check: String, resource: String, why: String) {
            self.check = check
            self.resource = resource
            self.why = why
        }
    }

    /// The account, 12 digits.
    public let account: String
    /// The partition, such as `aws`.
    public let partition: String
    /// When it was made.
    public let made: Timestamp
    /// The regions that were looked at.
    public let regions: [String]
    /// The settings of the checks that have steps, by check.
    public let parameters: [String: [String: Value]]
    /// The IAM actions that applying it, looking at what came of it and taking it back need.
    public let permissions: [String]
    /// The steps, in the order in which they are applied.
    public let steps: [PlannedStep]
    /// What the plan leaves.
    public let unresolved: [Unresolved]

    /// A plan.
    public init(
        account: String, partition: String, made: Timestamp, regions: [String],
        parameters: [String: [String: Value]], permissions: [String],
        steps: [PlannedStep], unresolved: [Unresolved]
    ) {
        self.account = account
        self.partition = partition
        self.made = made
        self.regions = regions
        self.parameters = parameters
        self.permissions = permissions
        self.steps = steps
        self.unresolved = unresolved
    }

    /// SHA-256 over the plan's JSON with sorted members and without white space, in hexadecimal.
    public var digest: String { Self.digest(of: body) }

    static func digest(of body: Value) -> String {
        Digest.hex(Digest.sha256(Array(JSON.text(body, .sorted).utf8)))
    }

    /// The file's text.
    public var text: String {
        guard case .object(var object) = body else { return "" }
        object["digest"] = .string(digest)
        return JSON.text(.object(object), .indented) + "\n"
    }
}
