import Checks
import Assembly
import Collection
import Documents
import Inventory

extension Command {
    static let plan = Command(
        path: ["plan"], summary: "Print the calls of a scan, and the least IAM policy that they need",
        words: "",
        flags: LibraryOptions.folders + LibraryOptions.selection + [
            Flag(
                "format", "FORMAT", choices: ["table", "json", "policy"],
                help: "table, json, or the IAM policy alone"),
            Flag(
                "from", "LOG", help: "count the calls of a saved scan, and how long they take at AWS's rates"),
        ],
        examples: [
            ("assay plan", "what a scan with every check would call"),
            (
                "assay plan --service ses --format policy > policy.json",
                "the permissions that the SES checks need"
            ),
            (
                "assay plan --from scan.log",
                "how many calls a scan like the saved one makes, and how long it takes"
            ),
        ]
    ) { arguments, console in
        let (library, models) = try LibraryOptions.library(arguments, console, part: .selectedChecksAndTypes)
        let checks = try LibraryOptions.select(arguments, library)
        let needs = Need.all(of: checks, library.resourceTypes)
        let plan = Plan(needs: needs, types: library.resourceTypes, models: models)
        let count = try arguments.value("from").map { PlanCount(try ExchangeLog.read($0).exchanges) }
        switch arguments.value("format") ?? "table" {
        case "policy": try console.print(JSON.text(plan.policy, .indented) + "\n")
        case "json":
            let steps: [Value] = plan.steps.map { step in
                var document = Object([
                    ("call", .string(step.call)), ("per", .string(step.per)), ("paged", .bool(step.isPaged)),
                    ("conditional", .bool(step.isConditional)), ("rate", .number(step.rate)),
                    ("permission", .string(step.permission)), ("verified", .bool(step.isVerified)),
                ])
                document["counted"] = count.map { .integer($0.calls(step)) }
                return .object(document)
            }
            try console.print(JSON.text(["calls": .array(steps), "policy": plan.policy], .indented) + "\n")
        default:
            var text =
                "\(plan.steps.count) operations for \(checks.count) \(checks.count == 1 ? "check" : "checks"); each call is made once\n\n"
            let width = plan.steps.map(\.call.count).max() ?? 0
            for step in plan.steps {
                let gap = String(repeating: " ", count: width - step.call.count + 2)
                let paged = step.isPaged ? "each page of each " : "each "
                let maybe = step.isConditional ? ", at most" : ""
                let rate = step.rate == step.rate.rounded() ? "\(Int(step.rate))" : "\(step.rate)"
                let counted = count.map { ", \($0.calls(step)) times" } ?? ""
                text += "\(step.call)\(gap)\(paged)\(step.per)\(maybe); \(rate) a second\(counted)\n"
            }
            if let count { text += "\n\(count.summary(plan.steps))\n" }
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
