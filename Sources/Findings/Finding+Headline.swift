extension Finding {
    /// A finding without its reason and evidence: what sorting, counting and comparing need, small enough to hold those of
    /// a whole scan.
    public struct Headline: Sendable, Hashable {
        /// The check's id.
        public let check: String
        /// The answer.
        public let status: Status
        /// How bad a failure is.
        public let severity: Severity
        /// The resource's ARN (or `SERVICE.THING/id` where it has none); nil where the finding is about an account and region.
        public let resource: String?
        /// Where there is no resource, what it is about: empty for the resources of its type that could not be listed, else
        /// what else could not be seen, such as `the list of regions`.
        public let part: String
        /// The resource type, such as `ses.identity`.
        public let resourceType: String
        /// The account, 12 digits; empty where the account could not be entered and its id is not known.
        public let account: String
        /// The region; `global` for a service without regions.
        public let region: String
        /// None or one: few findings have an exception, and a list of none takes a word.
        private var exceptions: [AppliedException] = []

        init(
            check: String, status: Status, severity: Severity, resource: String?, part: String,
            resourceType: String, account: String, region: String
        ) {
            self.check = check
            self.status = status
            self.severity = severity
            self.resource = resource
            self.part = part
            self.resourceType = resourceType
            self.account = account
            self.region = region
        }

        /// The exception that accepts this finding, or that did until it expired.
        public var exception: AppliedException? {
            get { exceptions.first }
            set { exceptions = newValue.map { [$0] } ?? [] }
        }

        /// Whether somebody accepted this finding and the acceptance has not ended.
        public var isAccepted: Bool { exceptions.first?.isExpired == false }

        /// What makes this the same finding in the next scan: check, account, region, and resource or part.
        ///
        /// 32 lower-case hexadecimal digits (two 64-bit FNV-1a sums over those, each ended by a zero byte). It tells findings
        /// apart; it keeps nothing secret.
        public var fingerprint: String {
            Finding.fingerprint(of: [check, account, region, resource ?? ""] + (part.isEmpty ? [] : [part]))
        }
    }
}

/// The mark that an exception leaves on a finding.
public struct AppliedException: Sendable, Hashable {
    /// Why the finding is accepted.
    public let reason: String
    /// Who answers for it.
    public let owner: String
    /// The last day on which it holds, as `2027-03-31`.
    public let expires: String
    /// Where it is tracked.
    public let ticket: String?
    /// Whether that day was over when the scan began.
    public let isExpired: Bool

    /// A mark.
    public init(reason: String, owner: String, expires: String, ticket: String?, isExpired: Bool) {
        self.reason = reason
        self.owner = owner
        self.expires = expires
        self.ticket = ticket
        self.isExpired = isExpired
    }
}
