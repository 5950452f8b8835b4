public import Documents

/// What changed between an earlier scan and this one, as a report tells it.
public struct ScanChanges: Sendable, Hashable {
    /// How a finding differs.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// It fails or is unknown now, and was not there before.
        case new
        /// It fails now and did not before, or is unknown now and was not.
        case worse
        /// It failed or was unknown before and does neither now.
        case fixed
        /// It failed or was unknown before, and its resource is no longer there.
        case gone

        /// How a finding differs that was `before` and is `after`; nil for either where it is not there. Nil where there is
        /// nothing to tell.
        public init?(before: Status?, after: Status?) {
            let wasOpen = before == .fail || before == .unknown
            switch (before, after) {
            case (nil, .fail?), (nil, .unknown?): self = .new
            case (_?, .fail?) where before != .fail: self = .worse
            case (_?, .unknown?) where !wasOpen: self = .worse
            case (_?, nil) where wasOpen: self = .gone
            case (_?, .pass?), (_?, .notApplicable?), (_?, .manual?):
                if wasOpen { self = .fixed } else { return nil }
            default: return nil
            }
        }
    }
    /// The earlier scan's name.
    public let scan: String
    /// When the earlier scan began.
    public let since: Timestamp
    /// How each finding that differs does, by fingerprint.
    public let kinds: [String: Kind]

    /// What changed, by fingerprint.
    public init(scan: String, since: Timestamp, kinds: [String: Kind]) {
        self.scan = scan
        self.since = since
        self.kinds = kinds
    }

    /// What changed from the statuses of an earlier scan, by fingerprint, to `findings`. What is accepted is not told of.
    public init(scan: String, since: Timestamp, previous: [String: Status], findings: [FiledFinding]) {
        var kinds = [String: Kind]()
        var rest = previous
        for finding in findings {
            let fingerprint = finding.fingerprint
            let before = rest.removeValue(forKey: fingerprint)
            if !finding.isAccepted { kinds[fingerprint] = Kind(before: before, after: finding.status) }
        }
        for (fingerprint, status) in rest { kinds[fingerprint] = Kind(before: status, after: nil) }
        self.init(scan: scan, since: since, kinds: kinds)
    }

    /// How many findings differ in this way.
    public func count(_ kind: Kind) -> Int { kinds.values.count { $0 == kind } }
}
