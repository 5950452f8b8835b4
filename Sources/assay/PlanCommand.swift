import Checks
import Assembly
import Collection
import Documents

extension Command {
    static let plan = Command(
        path: ["plan"], summary: "Print the calls of a scan, and the least IAM policy that they need",
        words: "",
        flags: LibraryOptions.folders + LibraryOptions.selection + [
            Flag(
                "format", "FORMAT", choices: ["table", "json", "policy"],
                help: "table, json, or the IAM policy alone")
        ],
        examples: [
            ("assay plan", "what a scan with every check would call"),
            (
                "assay plan --service ses --format policy > policy.json",
                "the permissions that the SES checks need"
            ),
        ]
    ) { arguments, console in
        let (library, models) = try LibraryOptions.library(arguments, console, part: .selectedChecksAndTypes)
        let checks = try LibraryOptions.select(arguments, library)
        var needs: [String: Need] = [:]
        for check in checks { needs[check.resource, default: Need()].add(check, library.resourceTypes) }
        let plan = Plan(needs: needs, types: library.resourceTypes, models: models)
        switch arguments.value("format") ?? "table" {
        case "policy": try console.print(JSON.text(plan.policy, .indented) + "\n")
        case "json":
            let steps: [Value] = plan.steps.map { step in
                [
                    "call": .string(step.call), "per": .string(step.per), "paged": .bool(step.isPaged),
                    "conditional": .bool(step.isConditional), "rate": .number(step.rate),
                    "permission": .string(step.permission), "verified": .bool(step.isVerified),
                ]
            }
            try console.print(JSON.text(["calls": .array(steps), "policy": plan.policy], .indented) + "\n")
        default:
            var text = "\(plan.steps.count) operations for \(checks.count) checks; each call is made once\n\n"
            let width = plan.steps.map(\.call.count).max() ?? 0
            for step in plan.steps {
                let gap = String(repeating: " ", count: width - step.call.count + 2)
                let paged = step.isPaged ? "each page of each " : "each "
                let maybe = step.isConditional ? ", at most" : ""
                let rate = step.rate == step.rate.rounded() ? "\(Int(step.rate))" : "\(step.rate)"
                text += "\(step.call)\(gap)\(paged)\(step.per)\(maybe); \(rate) a second\n"
            }
            let unverified = plan.steps.filter { !$0.isVerified }.map(\.permission)
            text += "\nThe least IAM policy (assay plan --format policy prints it alone):\n"
            text += JSON.text(plan.policy, .indented) + "\n"
            if !unverified.isEmpty {
                text +=
                    "Not compared with the service authorization reference: \(Set(unverified).sorted().joined(separator: ", "))\n"
            }
            try console.print(text)
        }
        return 0
    }
}
