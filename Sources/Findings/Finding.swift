public import Documents

/// What one check says of one resource, or of an account and region where the resources could not be listed.
///
/// The members of its ``Headline`` are its own.
@dynamicMemberLookup
public struct Finding: Sendable, Hashable {
    /// What is said of what.
    public var headline: Headline
    /// Why, in a sentence without full stop.
    public let reason: String
    /// What the answer rests on, in the order in which it decides.
    public let evidence: [Evidence]
    /// What could not be seen and could have decided otherwise; not empty when the status is unknown.
    public let gaps: [Gap]

    /// A finding.
    public init(_ headline: Headline, reason: String, evidence: [Evidence], gaps: [Gap]) {
        self.headline = headline
        self.reason = reason
        self.evidence = evidence
        self.gaps = gaps
    }

    /// A finding.
    public init(
        check: String, status: Status, severity: Severity, resource: String?, part: String = "",
        resourceType: String, account: String, region: String, reason: String, evidence: [Evidence] = [],
        gaps: [Gap] = [],
        exception: AppliedException? = nil
    ) {
        var headline = Headline(
            check: check, status: status, severity: severity, resource: resource, part: part,
            resourceType: resourceType, account: account, region: region)
        headline.exception = exception
        self.init(headline, reason: reason, evidence: evidence, gaps: gaps)
    }

    /// A member of the headline.
    @inlinable public subscript<Member>(dynamicMember path: KeyPath<Headline, Member>) -> Member {
        headline[keyPath: path]
    }

    /// 32 lower-case hexadecimal digits that tell one list of parts from another.
    public static func fingerprint(of parts: [String]) -> String {
        var low: UInt64 = 0xcbf2_9ce4_8422_2325
        var high: UInt64 = 0x9ae1_6a3b_2f90_404f
        for var part in parts {
            part.withUTF8 { bytes in
                for byte in bytes {
                    low = (low ^ UInt64(byte)) &* 0x100_0000_01b3
                    high = (high ^ UInt64(byte ^ 0x5a)) &* 0x100_0000_01b3
                }
            }
            low = low &* 0x100_0000_01b3
            high = (high ^ 0x5a) &* 0x100_0000_01b3
        }
        return String(unsafeUninitializedCapacity: 32) { text in
            for place in 0..<32 {
                let sum = place < 16 ? high : low
                let digit = UInt8(truncatingIfNeeded: sum >> UInt64(60 - place % 16 * 4)) & 15
                text[place] = digit < 10 ? digit + UInt8(ascii: "0") : digit - 10 + UInt8(ascii: "a")
            }
            return 32
        }
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
