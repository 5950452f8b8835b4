import Documents
import IAMPolicy

/// The words of policy questions: callers, actions, condition keys.
enum PolicyWords {
    /// The class of callers that a node names; nil when it names none, which the form has noted.
    static func caller(_ node: YAML.Node) -> CallerClass? {
        if let word = node.text { return CallerClass(word: word) }
        return node.text("federated").map { .federated($0) } ?? node.text("service").map { .service($0) }
    }

    /// Notes an action that the analyser does not know, or whose service nobody knows: it would never be allowed, and so
    /// always pass.
    static func proveAction(_ node: YAML.Node, _ registry: Registry, _ mistakes: Mistakes) {
        guard let text = node.text else { return }
        let service = text.prefix { $0 != ":" }
        if !isKnownAction(text) {
            mistakes.add(
                node, "the policy analyser knows no action '\(text)'",
                hint: suggestedAction(text) ?? "write service:Action")
        } else if !isKnownService(String(service)), !registry.hasActions(of: service.lowercased()) {
            mistakes.add(
                node, "no service that is known has actions such as '\(text)'",
                hint: suggestedService(text))
        }
    }

    /// Notes a condition key that the analyser does not know.
    static func proveKey(_ node: YAML.Node, _ mistakes: Mistakes) {
        guard let text = node.text, !isKnownKey(text) else { return }
        mistakes.add(
            node, "the policy analyser knows no condition key '\(text)'",
            hint: suggestedKey(text))
    }
}
