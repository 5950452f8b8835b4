import Documents
import Expressions

/// A resource type as written, and what of it has been built.
final class ResourceDraft {
    let id: String
    let node: YAML.Node
    let mistakes: Mistakes
    let folder: String
    private(set) var attributes: [AttributeDraft] = []
    private var listing: BuiltListing?
    private var isListing = false
    private var knownNames: Set<String>?

    struct BuiltListing {
        let listing: Listing?
        let item: Typed
    }

    init(id: String, node: YAML.Node, mistakes: Mistakes, folder: String) {
        self.id = id
        self.node = node
        self.mistakes = mistakes
        self.folder = folder
        for (key, value) in node["attributes"]?.pairs ?? [] {
            attributes.append(AttributeDraft(key: key, node: value, mistakes: mistakes))
        }
    }

    /// All that is written about it, the attributes that other files declare too.
    var nodes: [YAML.Node] { [node] + attributes.map(\.node) }

    /// The id of the parent type.
    var parent: String? { node["list"]?.text("of") }

    /// Adds attributes that another file declares.
    func extend(_ node: YAML.Node, _ mistakes: Mistakes) {
        for (key, value) in node["attributes"]?.pairs ?? [] {
            if attributes.contains(where: { $0.name == key.text }) {
                mistakes.add(key, "\(id) has an attribute '\(key.text!)' already")
            } else {
                attributes.append(AttributeDraft(key: key, node: value, mistakes: mistakes))
            }
        }
    }

    /// What can stand in braces: what a forgotten pair of braces would have meant.
    func names(_ registry: Registry) -> Set<String> {
        if let known = knownNames { return known }
        let names = Set(registry.memberNames(of: id))
        knownNames = names
        return names
    }

    /// The attribute `name`, built; nil when there is none.
    func attribute(_ name: String, _ registry: Registry) -> AttributeDraft.Built? {
        guard let draft = attributes.first(where: { $0.name == name }) else { return nil }
        if let built = draft.built { return built }
        if draft.isBuilding {
            draft.mistakes.add(draft.key, "the attribute '\(name)' of \(id) is made from itself")
            return AttributeDraft.Built(attribute: nil, typed: .wrong, vanishes: false)
        }
        draft.isBuilding = true
        let built = AttributeReader(registry: registry, draft: self, mistakes: draft.mistakes).read(draft)
        draft.built = built
        return built
    }

    /// How the resources are listed.
    func list(_ registry: Registry) -> Listing? { read(registry)?.listing }

    /// The type of `item`.
    func item(_ registry: Registry) -> Typed { read(registry)?.item ?? .wrong }

    private func read(_ registry: Registry) -> BuiltListing? {
        if let listing { return listing }
        guard let node = node["list"] else { return nil }
        if isListing {
            mistakes.add(node, "the list of \(id) is made from itself")
            return nil
        }
        isListing = true
        let built = AttributeReader(registry: registry, draft: self, mistakes: mistakes).list(node)
        listing = built
        return built
    }
}

/// An attribute as written, and what has been built of it.
final class AttributeDraft {
    let key: YAML.Node
    let node: YAML.Node
    let mistakes: Mistakes
    var isBuilding = false
    var built: Built?

    struct Built {
        /// The attribute; nil where mistakes leave none.
        let attribute: Attribute?
        let typed: Typed
        /// Whether a reference to something that is gone makes it absent.
        let vanishes: Bool
    }

    init(key: YAML.Node, node: YAML.Node, mistakes: Mistakes) {
        self.key = key
        self.node = node
        self.mistakes = mistakes
    }

    var name: String { key.text! }
}
