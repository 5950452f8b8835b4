extension Finding {
    /// A finding without its reason and evidence: what sorting, counting and comparing need, small enough to hold those of
    /// a whole scan.
    public struct Headline: Sendable, Hashable {
        private var subject: Subject
        /// None or one: few findings have an exception, and a list of none takes a word.
        private var exceptions: [AppliedException] = []
        /// The resource, or where there is none the part.
        private var about: String
        private let isResource: Bool
        /// The answer.
        public let status: Status

        init(
            check: String, status: Status, severity: Severity, resource: String?, part: String,
            resourceType: String, account: String, region: String
        ) {
            subject = Subject(check, severity, resourceType, account, region)
            about = resource ?? part
            isResource = resource != nil
            self.status = status
        }

        /// The check's id.
        public var check: String { subject.check }
        /// How bad a failure is.
        public var severity: Severity { subject.severity }
        /// The resource's ARN (or `SERVICE.THING/id` where it has none); nil where the finding is about an account and region.
        public var resource: String? { isResource ? about : nil }
        /// Where there is no resource, what it is about: empty for the resources of its type that could not be listed, else
        /// what else could not be seen, such as `the list of regions`.
        public var part: String { isResource ? "" : about }
        /// The resource type, such as `ses.identity`.
        public var resourceType: String { subject.resourceType }
        /// The account, 12 digits; empty where the account could not be entered and its id is not known.
        public var account: String { subject.account }
        /// The region; `global` for a service without regions.
        public var region: String { subject.region }

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

        /// Takes as little room as it can: one subject for all findings of a check in an account and region, and a text
        /// without room to grow.
        mutating func settle(among subjects: inout Set<Subject>) {
            subject = subjects.insert(subject).memberAfterInsert
            about = String(decoding: about.utf8, as: UTF8.self)
        }
    }

    /// What the findings of one check in one account and region have in common.
    final class Subject: Sendable, Hashable {
        let check: String
        let severity: Severity
        let resourceType: String
        let account: String
        let region: String

        init(
            _ check: String, _ severity: Severity, _ resourceType: String, _ account: String, _ region: String
        ) {
            self.check = check
            self.severity = severity
            self.resourceType = resourceType
            self.account = account
            self.region = region
        }

        static func == (a: Subject, b: Subject) -> Bool {
            a === b
                || a.check == b.check && a.account == b.account && a.region == b.region
                    && a.resourceType == b.resourceType && a.severity == b.severity
        }

        func hash(into hasher: inout Hasher) {
            hasher.combine(check)
            hasher.combine(account)
            hasher.combine(region)
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
