public import Documents
public import Findings

/// What a scan changed: how its findings differ from the last time that each was looked at.
public struct Changes: Sendable {
    /// A finding that changed.
    public struct Entry: Sendable, Hashable {
        /// The finding.
        public let name: FindingName
        /// What became of it.
        public let change: Change
        /// What it was; nil: it had not been seen, or its resource had been gone.
        public let before: Status?
        /// What it is; nil: its resource is gone.
        public let after: Status?
        /// Whether it is accepted now.
        public let isAccepted: Bool
    }

    /// The scan's number.
    public let scan: Int
    /// The findings that changed, ordered by check, account, region and resource.
    public let entries: [Entry]
    /// When each finding of the scan was first seen, by fingerprint.
    public let firstSeen: [String: Timestamp]
    /// The fingerprints of findings that fail, are not accepted, and did not do so when they were last looked at: what
    /// `--new-only` shows and `--fail-on new` fails on.
    public let new: Set<String>
}

/// How two scans differ.
public struct Difference: Sendable {
    /// How a finding differs.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// It fails in the later scan only, and nobody accepted it.
        case new
        /// It failed in the earlier scan; in the later one it passes, does not apply, or its resource is gone.
        case fixed
        /// Nobody knows in the later scan, and somebody did in the earlier.
        case unknown
        /// It is in both with another status or acceptance.
        case changed
        /// It is in the later scan only, and does not fail.
        case appeared
        /// It is in the earlier scan only, did not fail, and the later one looked.
        case gone
        /// It is in the earlier scan only, and the later one did not look: another scope, or it could not list.
        case notLookedAt = "not-looked-at"
    }

    /// A finding in a scan.
    public struct Sight: Sendable, Hashable {
        /// The status.
        public let status: Status
        /// Whether it was accepted.
        public let isAccepted: Bool
        /// How bad a failure is.
        public let severity: Severity
        /// Why.
        public let reason: String
    }

    /// A finding that differs.
    public struct Entry: Sendable, Hashable {
        /// The finding.
        public let name: FindingName
        /// How it differs.
        public let kind: Kind
        /// What it was in the earlier scan, where it was there.
        public let before: Sight?
        /// What it is in the later scan, where it is there.
        public let after: Sight?
    }

    /// The earlier scan.
    public let before: Scan
    /// The later scan.
    public let after: Scan
    /// What differs, by kind, then check, account, region and resource.
    public let entries: [Entry]
    /// How many findings are the same in both.
    public let unchanged: Int
}

extension FindingName: Comparable {
    /// By check, account, region and resource.
    public static func < (a: FindingName, b: FindingName) -> Bool {
        (a.check, a.account, a.region, a.resource ?? "") < (b.check, b.account, b.region, b.resource ?? "")
    }
}
