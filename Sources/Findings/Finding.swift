public import Documents

/// What one check says of one resource, or of an account and region where the resources could not be listed.
public struct Finding: Sendable, Hashable {
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
    /// Why, in a sentence without full stop.
    public let reason: String
    /// What the answer rests on, in the order in which it decides.
    public let evidence: [Evidence]
    /// What could not be seen and could have decided otherwise; not empty when the status is unknown.
    public let gaps: [Gap]
    /// The exception that accepts this finding, or that did until it expired.
    public var exception: AppliedException?

    /// A finding.
    public init(
        check: String, status: Status, severity: Severity, resource: String?, part: String = "",
        resourceType: String, account: String, region: String, reason: String, evidence: [Evidence] = [],
        gaps: [Gap] = [],
        exception: AppliedException? = nil
    ) {
        self.check = check
        self.status = status
        self.severity = severity
        self.resource = resource
        self.part = part
        self.resourceType = resourceType
        self.account = account
        self.region = region
        self.reason = reason
        // A scan keeps its findings to its end: without the room that an array leaves to grow.
        self.evidence = evidence.capacity > evidence.count ? evidence.map { $0 } : evidence
        self.gaps = gaps
        self.exception = exception
    }

    /// Whether somebody accepted this finding and the acceptance has not ended.
    public var isAccepted: Bool { exception?.isExpired == false }

    /// What makes this the same finding in the next scan: check, account, region, and resource or part.
    ///
    /// 32 lower-case hexadecimal digits (two 64-bit FNV-1a sums over those, each ended by a zero byte). It tells findings
    /// apart; it keeps nothing secret.
    public var fingerprint: String {
        Self.fingerprint(of: [check, account, region, resource ?? ""] + (part.isEmpty ? [] : [part]))
    }

    /// 32 lower-case hexadecimal digits that tell one list of parts from another.
    public static func fingerprint(of parts: [String]) -> String {
        var low: UInt64 = 0xcbf2_9ce4_8422_2325
        var high: UInt64 = 0x9ae1_6a3b_2f90_404f
        for part in parts {
            for byte in part.utf8 {
                low = (low ^ UInt64(byte)) &* 0x100_0000_01b3
                high = (high ^ UInt64(byte ^ 0x5a)) &* 0x100_0000_01b3
            }
            low = low &* 0x100_0000_01b3
            high = (high ^ 0x5a) &* 0x100_0000_01b3
        }
        var text = [UInt8]()
        text.reserveCapacity(32)
        for sum in [high, low] {
            for shift in stride(from: 60, through: 0, by: -4) {
                let digit = UInt8(sum >> UInt64(shift) & 15)
                text.append(digit < 10 ? digit + UInt8(ascii: "0") : digit - 10 + UInt8(ascii: "a"))
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}

/// One thing that an answer rests on.
public struct Evidence: Sendable, Hashable {
    /// The label or path of the assertion, such as `policies` or `detail.DeliveryOptions.TlsPolicy`.
    public let path: String
    /// What was there; nil where nothing was (absent). Members that AWS marks sensitive are left out.
    public let value: Value?
    /// What it says, in a sentence: the reason, or the witness of a policy.
    public let text: String?
    /// The call that showed it, such as `sesv2:GetEmailIdentity`.
    public let call: String?
    /// For a policy: which statements decide, and the request that an outsider could make.
    public var policy: PolicyEvidence? { box?.policy }
    private let box: Box?

    /// Few pieces of evidence have a policy: kept apart, it costs the others a word.
    private final class Box: Sendable, Hashable {
        let policy: PolicyEvidence

        init(_ policy: PolicyEvidence) { self.policy = policy }

        static func == (a: Box, b: Box) -> Bool { a.policy == b.policy }
        func hash(into hasher: inout Hasher) { hasher.combine(policy) }
    }

    /// A piece of evidence.
    public init(
        path: String, value: Value? = nil, text: String? = nil, call: String? = nil,
        policy: PolicyEvidence? = nil
    ) {
        self.path = path
        self.value = value
        self.text = text
        self.call = call
        box = policy.map(Box.init)
    }
}

/// What the policy analyser says.
public struct PolicyEvidence: Sendable, Hashable {
    /// A statement of a policy.
    public struct Statement: Sendable, Hashable {
        /// The policy's name; empty where it has none.
        public let policy: String
        /// The statement's place, from 0.
        public let index: Int
        /// Its Sid, where it has one.
        public let sid: String?
        /// A statement.
        public init(policy: String, index: Int, sid: String?) {
            self.policy = policy
            self.index = index
            self.sid = sid
        }
    }
    /// The verdict, such as `public`.
    public let verdict: String
    /// The statements that decide.
    public let statements: [Statement]
    /// The witness as data: `principal`, `action`, `resource`, `context`, `absent`; nil where there is none.
    public let witness: Value?
    /// The policies that were judged, by name, as documents.
    public let documents: Value
    /// Evidence of an analysis.
    public init(verdict: String, statements: [Statement], witness: Value?, documents: Value) {
        self.verdict = verdict
        self.statements = statements
        self.witness = witness
        self.documents = documents
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
