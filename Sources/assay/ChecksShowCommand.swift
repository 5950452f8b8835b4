import Expressions
import Assembly
import Checks
import Collection
import Documents
import Findings

extension Command {
    static let checksShow = Command(
        path: ["checks", "show"], summary: "Show everything that a check says of itself", words: "ID",
        flags: LibraryOptions.folders + [
            Flag("resource", "ARN", help: "fill the resource's name into the commands")
        ],
        examples: [
            (
                "assay checks show ses_identity_not_publicly_accessible",
                "what it asks, why, and how to mend it by hand"
            )
        ]
    ) { arguments, console in
        let (library, models) = try LibraryOptions.library(arguments, console)
        guard arguments.words.count == 1, let id = arguments.words.first else {
            throw UsageError("assay checks show takes the id of a check")
        }
        guard let check = library.checks[id] else {
            let hint = suggestion(for: id, among: library.checks.keys.sorted()).map { "; " + $0 } ?? ""
            throw UsageError("there is no check \(id)\(hint)")
        }
        let needs = Need.all(of: [check], library.resourceTypes)
        let plan = Plan(needs: needs, types: library.resourceTypes, models: models)
        try console.print(CheckText(check, library, plan, resource: arguments.value("resource")).markdown)
        return 0
    }
}

/// A check as Markdown.
struct CheckText {
    private let check: Check
    private let library: CheckLibrary
    private let plan: Plan
    private let name: String?

    init(_ check: Check, _ library: CheckLibrary, _ plan: Plan, resource: String?) {
        self.check = check
        self.library = library
        self.plan = plan
        let keepsARN = library.resourceTypes[check.resource]?.name.text.contains("rn}") ?? false
        name = resource.map { arn in
            keepsARN
                ? arn
                : String(
                    arn.split(separator: ":", maxSplits: 5).last.map { $0.drop { $0 != "/" }.dropFirst() }
                        ?? "")
        }
    }

    var markdown: String {
        let prose = check.prose
        var text = "# \(check.title)\n\n"
        text += "`\(check.id)`: \(check.severity.rawValue) severity, resource type `\(check.resource)`\n"
        if let level = check.level { section("Profile applicability", "Level \(level)", &text) }
        section("Description", prose.description, &text)
        section("Rationale", prose.rationale, &text)
        if !prose.pros.isEmpty || !prose.cons.isEmpty {
            text += "\n## Impact\n\n"
            for line in prose.pros { text += "- for: \(line)\n" }
            for line in prose.cons { text += "- against: \(line)\n" }
        }
        section("Default value", prose.defaultValue, &text)
        text += "\n## Prerequisites\n\n"
        for line in prose.prerequisites { text += "- \(line)\n" }
        text += "- permissions: \(Set(plan.steps.map(\.permission)).sorted().joined(separator: ", "))\n"
        if case .manual(let question) = check.question { section("Question", question, &text) }
        steps("Audit", prose.audit, &text)
        steps("Remediation", prose.remediation, &text)
        steps("Backout", prose.backout, &text)
        if !check.fixes.isEmpty {
            text += "\n## Fixes\n\n"
            for fix in check.fixes {
                let back = fix.irreversible.map { "; can't be undone: \($0)" } ?? ""
                text += "- `\(fix.name)` (\(fix.risk.rawValue)): \(fix.title)\(back)\n"
            }
        }
        if !check.parameters.isEmpty {
            text += "\n## Parameters\n\n"
            for parameter in check.parameters {
                text += "- `\(parameter.name)`: \(parameter.title); \(parameter.kind.words)"
                text += parameter.isRequired ? ", must be set\n" : ", by default \(parameter.standard)\n"
            }
        }
        let controls = library.frameworks.sorted { $0.name < $1.name }.flatMap { framework in
            framework.controls.compactMap { control in
                control.checks[check.id].map { basis in
                    let source = control.sources[check.id].map { ", \($0)" } ?? ""
                    return "\(framework.fullTitle) \(control.id) (\(basis)\(source))"
                }
            }
        }
        list("Controls", controls, &text)
        list("References", prose.references, &text)
        return text
    }

    private func section(_ title: String, _ body: String, _ text: inout String) {
        if !body.isEmpty { text += "\n## \(title)\n\n\(body)\n" }
    }

    private func list(_ title: String, _ lines: [String], _ text: inout String) {
        guard !lines.isEmpty else { return }
        text += "\n## \(title)\n\n" + lines.map { "- \($0)\n" }.joined()
    }

    private func steps(_ title: String, _ steps: CheckInfo.Steps, _ text: inout String) {
        guard !steps.console.isEmpty || !steps.cli.isEmpty else { return }
        text += "\n## \(title)\n"
        if !steps.console.isEmpty {
            text += "\nIn the console:\n\n"
            for (place, step) in steps.console.enumerated() { text += "\(place + 1). \(step)\n" }
        }
        if !steps.cli.isEmpty {
            text += "\nWith the AWS CLI:\n\n```\n"
            for line in steps.cli { text += filled(line) + "\n" }
            text += "```\n"
        }
    }

    /// A command with the resource's name in the place of `{id}`, quoted for a shell.
    private func filled(_ line: String) -> String {
        guard let name else { return line }
        let quoted =
            "'" + name.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
            + "'"
        return line.split(separator: "{id}", omittingEmptySubsequences: false).joined(separator: quoted)
    }
}
