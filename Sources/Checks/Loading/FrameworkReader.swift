import Documents
import Findings

/// Reads one framework's file.
struct FrameworkReader {
    let mistakes: Mistakes
    let checks: Set<String>

    /// The framework called `name` that `root` writes.
    func read(_ root: YAML.Node, name: String) -> FrameworkInfo? {
        let basis = root.text("basis")
        var controls = [FrameworkInfo.Control]()
        for (key, value) in root["controls"]?.pairs ?? [] {
            var entries: [String: String] = [:]
            var sources: [String: String] = [:]
            for item in value["checks"]?.items ?? [] {
                let node = !item.isText ? item["check"] : item
                guard let node, let check = node.text else { continue }
                if !checks.contains(check) {
                    mistakes.add(
                        node, "there is no check '\(check)'",
                        hint: suggestion(for: check, among: checks.sorted()))
                }
                if entries[check] != nil { mistakes.add(node, "the check '\(check)' is here twice") }
                guard let basis = item["basis"]?.text ?? basis else {
                    mistakes.add(
                        node, "nothing says whether this is published or by analogy",
                        hint: "add 'basis' to the file or the entry")
                    continue
                }
                entries[check] = basis
                if let source = item["source"]?.text { sources[check] = source }
            }
            controls.append(
                FrameworkInfo.Control(
                    id: key.text!, title: value.text("title") ?? "", checks: entries, sources: sources))
        }
        guard let title = root.text("title"), let source = root.text("source") else { return nil }
        return FrameworkInfo(
            name: name, title: title, version: root.text("version") ?? "", source: source, controls: controls)
    }
}
