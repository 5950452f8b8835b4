public import Documents

/// What changed between an earlier scan and this one.
public struct Changes: Sendable, Hashable {
    /// How a finding differs.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// It failed or is unknown now, and was not known before.
        case new
        /// It fails now; before it was there and did not.
        case worse
        /// It failed or was unknown before and does neither now.
        case fixed
        /// It is gone: its resource or check was not seen in this scan.
        case gone
    }
    /// The earlier scan's name.
    public let scan: String
    /// When the earlier scan began.
    public let since: Timestamp
    /// How each finding that differs does, by fingerprint.
    public let kinds: [String: Kind]

    /// What changed from the statuses of an earlier scan, by fingerprint, to `findings`.
    public init(scan: String, since: Timestamp, previous: [String: Status], findings: [Finding]) {
        self.scan = scan
        self.since = since
        var kinds = [String: Kind]()
        var rest = previous
        for finding in findings {
            let fingerprint = finding.fingerprint
            let before = rest.removeValue(forKey: fingerprint)
            let isOpen = finding.status == .fail || finding.status == .unknown
            switch (before, isOpen) {
            case (nil, true): kinds[fingerprint] = .new
            case (.fail?, false), (.unknown?, false): kinds[fingerprint] = .fixed
            case (let before?, true) where before != .fail && finding.status != before:
                kinds[fingerprint] = .worse
            default: break
            }
        }
        for (fingerprint, status) in rest where status == .fail || status == .unknown {
            kinds[fingerprint] = .gone
        }
        self.kinds = kinds
    }

    /// How many findings differ in this way.
    public func count(_ kind: Kind) -> Int { kinds.values.count { $0 == kind } }
}
