public import Documents

/// A dated, reasoned, owned acceptance of findings, as a user writes it.
public struct FindingException: Sendable, Hashable {
    /// The check's id.
    public let check: String
    /// The resource, exact or with `*` (any characters) and `?` (one character). `*` alone also accepts a finding about
    /// an account and region.
    public let resource: String
    /// The account, 12 digits; nil for every account.
    public let account: String?
    /// The region; nil for every region.
    public let region: String?
    /// Why.
    public let reason: String
    /// Who answers for it.
    public let owner: String
    /// The last day (UTC) on which it holds, as `2027-03-31`.
    public let expiry: String
    /// Where it is tracked.
    public let ticket: String?
    /// Where it is written, as `FILE:LINE`; empty for one that is not written yet.
    public let place: String

    /// An acceptance.
    public init(
        check: String, resource: String, account: String? = nil, region: String? = nil, reason: String,
        owner: String, expiry: String, ticket: String? = nil, place: String = ""
    ) {
        self.check = check
        self.resource = resource
        self.account = account
        self.region = region
        self.reason = reason
        self.owner = owner
        self.expiry = expiry
        self.ticket = ticket
        self.place = place
    }

    /// Whether it is about `finding`, whatever the finding's status and the day.
    public func matches(_ finding: Finding.Headline) -> Bool {
        guard check == finding.check, account == nil || account == finding.account,
            region == nil || region == finding.region
        else { return false }
        guard let name = finding.resource else { return resource == "*" }
        return resource == name || Self.glob(Array(resource.utf8), Array(name.utf8))
    }

    /// How many days are left at `now`: 0 on the last day, negative when it is over.
    public func daysLeft(at now: Timestamp) -> Int {
        let last = Timestamp(expiry)?.seconds ?? 0
        return Int((last / 86400).rounded(.down)) - Int((now.seconds / 86400).rounded(.down))
    }

    /// Whether `text` is of the form `pattern`; linear but for one retreat to the last `*`.
    private static func glob(_ pattern: [UInt8], _ text: [UInt8]) -> Bool {
        var (p, t) = (0, 0)
        var star: (p: Int, t: Int)?
        while t < text.count {
            if p < pattern.count, pattern[p] == UInt8(ascii: "*") {
                star = (p, t)
                p += 1
            } else if p < pattern.count, pattern[p] == text[t] || pattern[p] == UInt8(ascii: "?") {
                p += 1
                t += 1
            } else if let last = star {
                star = (last.p, last.t + 1)
                p = last.p + 1
                t = last.t + 1
            } else {
                return false
            }
        }
        return pattern[p...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}
