import Documents
@testable import Remediation

/// An account in memory, in which calls go wrong when told to, and the program ends at a moment that is chosen.
final class PretendedAccount {
    /// What happens to a call that changes something.
    enum Fate: CaseIterable { case taken, denied, lostBefore, lostAfter }
    /// The program was killed.
    struct Killed: Error {}

    /// The values by name; what is not in it is absent.
    var values: [String: String]
    /// What happens to the calls to come; all are taken when it is empty.
    var fates: [Fate] = []
    /// After how many moments the program is killed: before and after each call, and before each look.
    var life = Int.max
    /// The calls that were taken.
    private(set) var taken = 0

    init(_ values: [String: String]) { self.values = values }

    private func live() throws {
        life -= 1
        if life < 0 { throw Killed() }
    }

    /// The world that applying and taking back work in.
    var world: FixWorld {
        FixWorld(
            look: { step in
                try self.live()
                return step.changes.map { change in
                    guard case .culprit(let key) = change.subject, let name = key.string else {
                        return .unseen("no such subject")
                    }
                    return .value(self.values[name].map { .string($0) } ?? .null)
                }
            },
            send: { call, _ in
                try self.live()
                let fate = self.fates.isEmpty ? .taken : self.fates.removeFirst()
                switch fate {
                case .denied: return .refused("AccessDenied", "not allowed")
                case .lostBefore: return .unclear("the connection was reset")
                case .taken, .lostAfter:
                    self.taken += 1
                    self.values[call.parameters["Name"]?.string ?? ""] = call.parameters["Policy"]?.string
                    try self.live()
                    return fate == .taken ? .taken : .unclear("the connection was reset")
                }
            }, now: { Timestamp("2026-01-02T03:04:05Z")! })
    }
}

extension PretendedAccount {
    /// A plan that changes each of `changes`, one step for each resource.
    static func plan(_ changes: [[(name: String, before: String?, after: String?)]]) -> FixPlan {
        func call(_ name: String, _ value: String?) -> ChangingCall {
            var parameters = Object([("Name", .string(name))])
            if let value { parameters["Policy"] = .string(value) }
            return ChangingCall(
                service: "sesv2",
                operation: value == nil ? "DeleteEmailIdentityPolicy" : "PutEmailIdentityPolicy",
                parameters: parameters, permission: "ses:PutEmailIdentityPolicy")
        }
        let steps = changes.enumerated().map { place, changes in
            PlannedStep(
                id: String(place + 1), check: "a_check",
                resource: "arn:aws:ses:eu-west-1:111122223333:identity/\(place)",
                region: "eu-west-1", fingerprint: "\(place)", reason: "it is public", fix: "narrow",
                title: "Narrow",
                label: "public", risk: "safe", irreversible: nil,
                changes: changes.map {
                    PlannedChange(
                        subject: .culprit(key: .string($0.name)),
                        before: $0.before.map { .string($0) } ?? .null,
                        after: $0.after.map { .string($0) } ?? .null, isDocument: true,
                        call: call($0.name, $0.after), undo: call($0.name, $0.before))
                })
        }
        return FixPlan(
            account: "111122223333", partition: "aws", made: Timestamp("2026-01-02T03:04:05Z")!,
            regions: ["eu-west-1"], parameters: [:],
            permissions: ["ses:PutEmailIdentityPolicy"], steps: steps, unresolved: [])
    }
}
