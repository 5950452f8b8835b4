import Checks
import Collection
import Expressions
import Findings
import Reporting

/// Everything that a check says of itself, in parts that can be written as Markdown or for a terminal.
struct CheckText {
    private enum Part {
        case title(String)
        case heading(String)
        case paragraph(String)
        case bullets([String])
        case numbers([String])
        case commands([String])
    }

    private var parts: [Part] = []
    private let name: String?

    /// The text of `check`, with the permissions of `plan`, and in its commands the name of `resource`, an ARN.
    init(_ check: Check, _ library: CheckLibrary, _ plan: Plan, resource: String?) {
        let keepsARN = library.resourceTypes[check.resource]?.name.text.contains("rn}") ?? false
        name = resource.map { arn in
            keepsARN
                ? arn
                : String(
                    arn.split(separator: ":", maxSplits: 5).last.map { $0.drop { $0 != "/" }.dropFirst() }
                        ?? "")
        }
        let prose = check.prose
        parts = [
            .title(check.title),
            .paragraph(
                "`\(check.id)`: \(check.severity.rawValue) severity, resource type `\(check.resource)`"),
        ]
        if let level = check.level { section("Profile applicability", "Level \(level)") }
        section("Description", prose.description)
        section("Rationale", prose.rationale)
        section("Impact", prose.pros.map { "for: \($0)" } + prose.cons.map { "against: \($0)" })
        section("Default value", prose.defaultValue)
        let permissions = Set(plan.steps.map(\.permission)).sorted().joined(separator: ", ")
        section("Prerequisites", prose.prerequisites + ["permissions: \(permissions)"])
        if case .manual(let question) = check.question { section("Question", question) }
        section("Audit", prose.audit)
        section("Remediation", prose.remediation)
        section("Backout", prose.backout)
        section(
            "Fixes",
            check.fixes.map { fix in
                let back = fix.irreversible.map { "; can't be undone: \($0)" } ?? ""
                return "`\(fix.name)` (\(fix.risk.rawValue)): \(fix.title)\(back)"
            })
        section(
            "Parameters",
            check.parameters.map { parameter in
                let standard = parameter.isRequired ? "must be set" : "by default \(parameter.standard)"
                return "`\(parameter.name)`: \(parameter.title); \(parameter.kind.words), \(standard)"
            })
        section("Controls", Self.controls(check, library))
        section("References", prose.references)
    }

    private static func controls(_ check: Check, _ library: CheckLibrary) -> [String] {
        library.frameworks.sorted { $0.name < $1.name }.flatMap { framework in
            framework.controls.compactMap { control in
                control.checks[check.id].map { basis in
                    let source = control.sources[check.id].map { ", \($0)" } ?? ""
                    return "\(framework.fullTitle) \(control.id) (\(basis)\(source))"
                }
            }
        }
    }

    private mutating func section(_ title: String, _ body: String) {
        if !body.isEmpty { parts += [.heading(title), .paragraph(body)] }
    }

    private mutating func section(_ title: String, _ lines: [String]) {
        if !lines.isEmpty { parts += [.heading(title), .bullets(lines)] }
    }

    private mutating func section(_ title: String, _ steps: CheckInfo.Steps) {
        guard !steps.console.isEmpty || !steps.cli.isEmpty else { return }
        parts.append(.heading(title))
        if !steps.console.isEmpty { parts += [.paragraph("In the console:"), .numbers(steps.console)] }
        if !steps.cli.isEmpty {
            parts += [.paragraph("With the AWS CLI:"), .commands(steps.cli.map { filled($0) })]
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

    /// The text as Markdown.
    var markdown: String {
        parts.map { part in
            switch part {
            case .title(let text): "# \(text)\n"
            case .heading(let text): "## \(text)\n"
            case .paragraph(let text): text + "\n"
            case .bullets(let lines): lines.map { "- \($0)\n" }.joined()
            case .numbers(let lines): lines.enumerated().map { "\($0 + 1). \($1)\n" }.joined()
            case .commands(let lines): "```\n\(lines.map { $0 + "\n" }.joined())```\n"
            }
        }.joined(separator: "\n")
    }

    /// The text for a terminal of `width` columns. Commands are not wrapped, so that they can be copied.
    func plain(width: Int, hasColour: Bool) -> String {
        let terminal = TerminalText(hasColour: hasColour)
        let width = min(width, 100)
        func wrapped(_ text: String, _ mark: String = "  ") -> String {
            let space = String(repeating: " ", count: mark.count)
            let lines = text.split(separator: "\n").flatMap { line in
                TerminalText.wrapped(
                    String(line).visible.filter { $0 != "`" }, max(20, width - mark.count))
            }
            return lines.enumerated().map { ($0 == 0 ? mark : space) + $1 + "\n" }.joined()
        }
        return parts.map { part in
            switch part {
            case .title(let text): terminal.styled(text.visible, .bold) + "\n"
            case .heading(let text): "\n" + terminal.styled(text, .bold) + "\n"
            case .paragraph(let text): wrapped(text)
            case .bullets(let lines): lines.map { wrapped($0, "  - ") }.joined()
            case .numbers(let lines): lines.enumerated().map { wrapped($1, "  \($0 + 1). ") }.joined()
            case .commands(let lines):
                lines.flatMap { $0.split(separator: "\n") }.map { "    \(String($0).visible)\n" }.joined()
            }
        }.joined()
    }
}
