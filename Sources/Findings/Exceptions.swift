public import Documents

/// The exceptions of a scan: applied once to its findings, before the report.
public struct Exceptions: Sendable, Hashable {
    /// The exceptions, in the order written. The first that holds for a finding is the one that marks it.
    public let all: [FindingException]
    /// Within so many days before its end an exception is warned of.
    public static let warningDays = 30

    /// The exceptions `all`.
    public init(_ all: [FindingException]) { self.all = all }

    /// Marks the failed and unknown findings that an exception is about.
    ///
    /// - Parameters:
    ///   - findings: what the scan found.
    ///   - selected: the checks of this scan; an exception for another check is not said to match nothing.
    ///   - known: every check that was loaded.
    ///   - now: the moment that decides what is over.
    /// - Returns: the findings in their order, and what there is to say: exceptions that are over, that end soon, that are
    ///   no longer needed, or that matched nothing.
    public func apply(
        to findings: [FiledFinding], selected: [String], known: [String], at now: Timestamp
    ) -> (findings: [FiledFinding], notes: [String]) {
        var marked = findings
        var places = [String: [Int]]()
        for (place, exception) in all.enumerated() { places[exception.check, default: []].append(place) }
        var uses = all.map { _ in Use() }
        for (number, finding) in findings.enumerated() {
            let about = (places[finding.check] ?? []).filter { all[$0].matches(finding.headline) }
            guard !about.isEmpty else { continue }
            let isOpen = finding.status == .fail || finding.status == .unknown
            for place in about { if isOpen { uses[place].open += 1 } else { uses[place].closed += 1 } }
            guard isOpen else { continue }
            let chosen = about.first { all[$0].daysLeft(at: now) >= 0 } ?? about[0]
            let exception = all[chosen]
            marked[number].headline.exception = AppliedException(
                reason: exception.reason, owner: exception.owner, expires: exception.expiry,
                ticket: exception.ticket, isExpired: exception.daysLeft(at: now) < 0)
        }
        let chosen = Set(selected)
        let notes = zip(all, uses).compactMap { exception, use in
            note(exception, use, isSelected: chosen.contains(exception.check), known, now)
        }
        return (marked, notes)
    }

    private struct Use {
        var open = 0
        var closed = 0
    }

    private func note(
        _ exception: FindingException, _ use: Use, isSelected: Bool, _ known: [String], _ now: Timestamp
    ) -> String? {
        let name =
            "exception \(exception.place) (\(exception.check), \(exception.resource), of \(exception.owner))"
        guard known.contains(exception.check) else {
            let hint = suggestion(for: exception.check, among: known).map { "; \($0)" } ?? ""
            return "\(name) matched nothing: no such check is loaded\(hint)"
        }
        guard isSelected else { return nil }
        let days = exception.daysLeft(at: now)
        if use.open == 0 {
            return use.closed == 0
                ? "\(name) matched nothing"
                : "\(name) is no longer needed: what it accepts does not fail any more"
        }
        if days < 0 {
            return "\(name) ended on \(exception.expiry): what it accepted counts again (\(use.open))"
        }
        return days <= Self.warningDays
            ? "\(name) ends on \(exception.expiry), in \(days) day\(days == 1 ? "" : "s")" : nil
    }

    /// The exceptions as lines for `assay exceptions list`: each with its end, owner, ticket and reason.
    public func listing(at now: Timestamp) -> String {
        let expired = all.count { $0.daysLeft(at: now) < 0 }
        let soon = all.count { (0...Self.warningDays).contains($0.daysLeft(at: now)) }
        var lines = [
            "\(all.count) exception\(all.count == 1 ? "" : "s"), \(expired) ended, \(soon) end within \(Self.warningDays) days"
        ]
        for exception in all {
            let days = exception.daysLeft(at: now)
            let left =
                days < 0
                ? "ended on \(exception.expiry)"
                : "until \(exception.expiry) (\(days) day\(days == 1 ? "" : "s") left)"
            let scope = [exception.account, exception.region].compactMap { $0 }.joined(separator: " ")
            lines.append("")
            lines.append("\(exception.check)  \(exception.resource)" + (scope.isEmpty ? "" : "  (\(scope))"))
            lines.append("  \(left), \(exception.owner)" + (exception.ticket.map { ", \($0)" } ?? ""))
            lines.append("  \(exception.reason)")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
