import Findings

/// Where a finding stands.
struct FindingState: Hashable {
    /// What the tables have instead of a status where the resource is gone.
    static let gone = "gone"

    /// The status when last looked at; nil: the resource is gone.
    let status: Status?
    /// Whether it was accepted then.
    let isAccepted: Bool
    /// Whether it failed, and has not been fixed since; what is unknown since is not fixed.
    let isFailing: Bool
    /// Whether it ever failed.
    let hasFailed: Bool

    /// The state of a finding in `before` that a scan sees with `status`, or finds gone.
    init(after before: FindingState?, status: Status?, isAccepted: Bool) {
        self.status = status
        self.isAccepted = isAccepted
        isFailing = status == .fail || status == .unknown && before?.isFailing == true
        hasFailed = status == .fail || before?.hasFailed == true
    }

    /// The state in four columns of a row.
    init(_ row: Statement, from place: Int32) {
        status = row.text(place).flatMap(Status.init)
        isAccepted = row.int(place + 1) != 0
        isFailing = row.int(place + 2) != 0
        hasFailed = row.int(place + 3) != 0
    }

    /// What happened since `before`; nil: nothing.
    func change(from before: FindingState?) -> Change? {
        guard let before else { return status == .fail ? .failed : .seen }
        if isFailing, !before.isFailing { return before.hasFailed ? .reopened : .failed }
        if !isFailing, before.isFailing { return .fixed }
        if status == nil { return before.status == nil ? nil : .gone }
        return status == before.status && isAccepted == before.isAccepted ? nil : .changed
    }
}
