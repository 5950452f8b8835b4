public import Documents
public import Findings

/// A scan as the store remembers it.
public struct Scan: Sendable, Hashable {
    /// Its place in the order in which scans were stored, from 1.
    public let number: Int
    /// The circumstances; `folders` and `checks` as they were then.
    public let info: ScanInfo
    /// How many findings had each status, accepted ones apart.
    public let counts: [Status: Int]
    /// How many failed and unknown findings were accepted.
    public let accepted: Int
}

/// What the store knows a finding by.
public struct FindingName: Sendable, Hashable {
    /// The finding's fingerprint.
    public let fingerprint: String
    /// The check's id.
    public let check: String
    /// The resource type.
    public let resourceType: String
    /// The resource's ARN; nil where the finding is about an account and region.
    public let resource: String?
    /// The account.
    public let account: String
    /// The region.
    public let region: String
}

/// What became of a finding in one scan, compared with the last scan that looked at it.
public enum Change: String, Sendable, Hashable, CaseIterable {
    /// It was there for the first time, and did not fail.
    case seen
    /// It failed, and had never failed before.
    case failed
    /// It failed again after it had been fixed.
    case reopened
    /// It had failed, and no longer does: it passes, does not apply, or the resource is gone.
    case fixed
    /// The resource is gone; the finding had not failed.
    case gone
    /// Its status or its acceptance is another; what failed and is unknown now is not fixed.
    case changed
}

/// A moment in the life of a finding.
public struct Event: Sendable, Hashable {
    /// The number of the scan.
    public let scan: Int
    /// When that scan began.
    public let at: Timestamp
    /// What happened.
    public let change: Change
    /// The status since; nil: the resource is gone.
    public let status: Status?
    /// Whether the finding has been accepted since.
    public let isAccepted: Bool
}

/// The life of a finding.
public struct Life: Sendable, Hashable {
    /// The finding.
    public let name: FindingName
    /// How bad a failure is, when last seen.
    public let severity: Severity
    /// Why it had its status, when last seen.
    public let reason: String
    /// When the scan that first saw it began.
    public let firstSeen: Timestamp
    /// When the scan that last saw it began.
    public let lastSeen: Timestamp
    /// What happened, in order, the first sight included.
    public let events: [Event]

    /// When it was fixed, where it is.
    public var fixed: Timestamp? { turn?.change == .fixed ? turn?.at : nil }

    /// Whether it failed when last seen, or is unknown since it did.
    public var isOpen: Bool { turn.map { $0.change != .fixed } ?? false }

    /// The last time that it failed or was fixed.
    private var turn: Event? { events.last { [.failed, .reopened, .fixed].contains($0.change) } }
}
