import Documents
import Findings
import ServiceModels

/// Reads what a check tells people, and proves its command lines.
struct ProseReader {
    let models: ModelLibrary
    let mistakes: Mistakes

    /// The prose in the file `root`.
    func read(_ root: YAML.Node) -> Prose {
        var prose = Prose()
        prose.description = root.text("description") ?? ""
        prose.rationale = root.text("rationale") ?? ""
        prose.pros = root["impact"]?.texts("pros") ?? []
        prose.cons = root["impact"]?.texts("cons") ?? []
        prose.defaultValue = root.text("default_value") ?? ""
        prose.prerequisites = root.texts("prerequisites")
        prose.audit = steps(root["audit"])
        prose.remediation = steps(root["remediation"])
        prose.backout = steps(root["backout"])
        prose.references = root.texts("references")
        return prose
    }

    private func steps(_ node: YAML.Node?) -> CheckInfo.Steps {
        guard let node else { return CheckInfo.Steps() }
        if let cli = node["cli"] {
            for line in cli.items ?? [cli] { CommandLine(models: models, mistakes: mistakes).prove(line) }
        }
        return CheckInfo.Steps(console: node.texts("console"), cli: node.texts("cli"))
    }
}
