import Documents
import Expressions
import IAMPolicy

/// Builds one resource type from its draft, and proves it.
struct ResourceTypeReader {
    let registry: Registry
    let draft: ResourceDraft
    private var mistakes: Mistakes { draft.mistakes }

    init(registry: Registry, draft: ResourceDraft) {
        self.registry = registry
        self.draft = draft
    }

    /// The resource type; nil where mistakes leave none.
    func read() -> ResourceType? {
        let node = draft.node
        let reader = AttributeReader(registry: registry, draft: draft, mistakes: mistakes)
        let patterns = reader.patterns(on: Typed(.resource(draft.id, .listed)))
        proveNames()
        let list = draft.list(registry)
        let attributes = draft.attributes.compactMap { draft.attribute($0.name, registry)?.attribute }
        var templates: [String: Template] = [:]
        for key in ["id", "arn"] {
            guard let written = node[key], let (template, canBeAbsent) = patterns.typedText(written) else {
                continue
            }
            if canBeAbsent {
                mistakes.add(written, "'\(key)' can be absent", hint: "name what AWS sends under 'always'")
            }
            templates[key] = template
        }
        if let id = templates["id"] { proveStatic(id, node["id"]!) }
        var region: ScopedExpression?
        if let written = node["region"],
            let expression = ExpressionReader(mistakes: mistakes).expression(written)
        {
            let typed = TypeChecker(
                registry: registry, mistakes: mistakes, node: written, variables: Registry.everywhere
            ).type(of: expression.root, on: Typed(.resource(draft.id, .listed)))
            if !typed.type.isText {
                mistakes.add(written, "a region is text, and this is \(typed.type.words)")
            }
            region = ScopedExpression(expression)
        }
        if let written = node["policy_kind"], let word = written.text {
            let words = ResourceKind.allCases.map(\.rawValue)
            if !words.contains(word) {
                mistakes.add(
                    written, "the policy analyser knows no kind '\(word)'",
                    hint: suggestion(for: word, among: words) ?? "it knows \(words.joined(separator: ", "))")
            }
        }
        if let written = node["probe"], let name = written.text {
            let probed = draft.attributes.first { $0.name == name }
            if probed == nil {
                mistakes.add(
                    written, "there is no attribute '\(name)'",
                    hint: suggestion(for: name, among: draft.attributes.map(\.name)))
            } else if probed!.node["gone_on"] == nil {
                mistakes.add(written, "'\(name)' has no 'gone_on', so it can't tell whether one exists")
            }
        }
        guard let id = templates["id"], let arn = templates["arn"], let title = node.text("title"),
            let scope = node.text("scope").flatMap(ResourceType.Scope.init)
        else { return nil }
        return ResourceType(
            id: draft.id, title: title, scope: scope, list: list, name: id, arn: arn, region: region,
            policyKind: node.text("policy_kind"), probe: node.text("probe"), attributes: attributes,
            place: mistakes.place(node))
    }

    private func proveNames() {
        for attribute in draft.attributes {
            if ["id", "arn", "account", "region", "item", "parent"].contains(attribute.name) {
                attribute.mistakes.add(
                    attribute.key, "'\(attribute.name)' means something else already",
                    hint: "give the attribute another name")
            }
        }
    }

    /// An id comes before all that is asked about the resource.
    private func proveStatic(_ id: Template, _ node: YAML.Node) {
        let names = Set(draft.attributes.map(\.name) + ["id", "arn"])
        for read in Pattern(id).reads {
            if let first = read.first, names.contains(first) {
                mistakes.add(
                    node, "an id is made of 'item', 'parent' and variables, and '\(first)' is asked for by it"
                )
            }
        }
    }
}
