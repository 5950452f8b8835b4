import Documents
import Remediation
import Reporting

/// A plan of fixes as people read it on a terminal.
enum PlanText {
    /// Every step with its finding, calls, changes and reversal, then what is left.
    static func text(_ plan: FixPlan) -> String {
        var text = "\(plan.steps.count) steps in account \(plan.account)\n"
        var first = [String: [ChangingCall: String]]()
        for step in plan.steps {
            text += "\n\(step.id). \(step.title) (\(step.risk))\n"
            text += line("resource", step.resource) + line("region", step.region)
            text += line("finding", "\(step.check): \(step.reason)")
            for change in step.changes {
                text += line("call", "\(change.call.call) \(short(change.call.parameters))")
                if let undo = change.undo { text += line("undo", "\(undo.call) \(short(undo.parameters))") }
            }
            let same = step.changes.compactMap { first[step.region]?[$0.call] }
            if same.count == step.changes.count, let other = same.first {
                text += line("note", "step \(other) changes the same; it is sent once")
                continue
            }
            for change in step.changes { first[step.region, default: [:]][change.call] = step.id }
            if let why = step.irreversible { text += line("no undo", why) }
            for change in step.diff.split(separator: "\n") { text += "   | \(String(change).visible)\n" }
        }
        if !plan.unresolved.isEmpty { text += "\nwithout a step\n" }
        for left in plan.unresolved {
            text += "  \(left.resource): \(left.check): \(left.why)".visible + "\n"
        }
        if !plan.permissions.isEmpty {
            text +=
                "\npermissions that applying and backing out need: \(plan.permissions.joined(separator: ", "))\n"
        }
        return text
    }

    private static func line(_ name: String, _ value: String) -> String {
        "   \(name)\(String(repeating: " ", count: max(1, 10 - name.count)))\(value.visible)\n"
    }

    /// The parameters without long documents, which the changes show.
    private static func short(_ parameters: Object) -> String {
        parameters.map { member in
            let value = member.value.string ?? JSON.text(member.value)
            return "\(member.key)=\(value.count > 80 ? "…" : value)"
        }.joined(separator: " ")
    }
}
