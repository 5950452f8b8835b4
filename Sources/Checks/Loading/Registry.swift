import Documents
import Expressions
import ServiceModels

/// What the loader knows while it reads: the models, the resource types as far as they are built, the parameters.
///
/// Types are built when something asks for them, so their order in files does not matter. Confined to one load. Once every
/// type is built without a mistake, checks may be read on several threads: nothing is written then.
final class Registry {
    let models: ModelLibrary
    private(set) var drafts: [String: ResourceDraft] = [:]
    /// Parameters that checks share.
    var shared: [String: Parameter] = [:]

    init(models: ModelLibrary) { self.models = models }

    /// Takes in a resource type; the one that had its id.
    func add(_ draft: ResourceDraft) -> ResourceDraft? {
        let old = drafts[draft.id]
        drafts[draft.id] = draft
        return old
    }

    /// The ids of all resource types, sorted.
    var ids: [String] { drafts.keys.sorted() }

    /// What can be read of a resource, sorted.
    func memberNames(of id: String) -> [String] {
        guard let draft = drafts[id] else { return [] }
        var names = ["id", "arn", "account", "region"] + draft.attributes.map(\.name)
        if draft.node["list"] != nil { names.append("item") }
        if draft.parent != nil { names.append("parent") }
        return names.sorted()
    }

    /// The type of the member `name` of a resource; nil when it has none.
    func member(_ name: String, of id: String, _ reach: StaticType.Reach) -> Typed? {
        guard let draft = drafts[id] else { return .wrong }
        switch name {
        case "id", "arn", "account", "region": return .text
        case "item":
            guard draft.node["list"] != nil else { return nil }
            let item = draft.item(self)
            return reach == .listed ? item : Typed(item.type, canBeAbsent: true)
        case "parent":
            guard let parent = draft.parent else { return nil }
            return Typed(drafts[parent] == nil ? .wrong : .resource(parent, .listed))
        default:
            guard let built = draft.attribute(name, self) else { return nil }
            var typed = built.typed
            if reach == .reference, built.vanishes || draft.node["probe"] != nil { typed.canBeAbsent = true }
            return typed
        }
    }

    /// Whether a service that has a model, or that a resource type calls, has actions that begin with `prefix`.
    func hasActions(of prefix: String) -> Bool {
        let calls = drafts.values.flatMap { draft in draft.nodes.flatMap(\.calls) }
        let called = Set(calls.map { String($0.prefix { $0 != ":" }) })
        return ([prefix] + called).contains { service in
            guard let model = try? models.model(service) else { return false }
            return [model.actionPrefix, model.metadata.signingName, model.metadata.endpointPrefix].contains(
                prefix)
        }
    }

    /// The variables that are there everywhere.
    static let everywhere: [String: Typed] = ["account": .text, "region": .text, "partition": .text]

    /// The model of a service and one of its operations; nil, and noted, where there is none.
    func operation(_ node: YAML.Node, _ mistakes: Mistakes) -> Asked? {
        guard let text = node.text else { return nil }
        let colon = UInt8(ascii: ":")
        let service = String(Substring(text.utf8.prefix { $0 != colon }))
        let name = String(Substring(text.utf8.dropFirst(service.utf8.count + 1)))
        guard !service.isEmpty, !name.isEmpty, !name.utf8.contains(colon) else {
            mistakes.add(node, "'\(text)' is no call", hint: "write service:Operation, as in sns:ListTopics")
            return nil
        }
        let model: ServiceModel
        do { model = try models.model(service) } catch {
            mistakes.add(node, error.description)
            return nil
        }
        guard let operation = model.operation(name) else {
            mistakes.add(
                node, "\(service) has no operation '\(name)'", hint: model.hint(for: name),
                offset: service.count + 1)
            return nil
        }
        if let reason = operation.unsupported { mistakes.add(node, "\(text) can't be called: \(reason)") }
        return Asked(model: model, operation: operation)
    }
}

extension ServiceModel {
    /// What to do about `operation`, which the model has not.
    func hint(for operation: String) -> String? {
        suggestion(for: operation, among: knownOperationNames)
            ?? (isCut
                ? "the model of \(name) in the program is cut; install botocore (pip install botocore) for the rest"
                : nil)
    }
}

/// An operation of a service.
struct Asked {
    let model: ServiceModel
    let operation: ServiceModels.Operation
    var call: String { "\(model.name):\(operation.name)" }
}

extension YAML.Node {
    /// The calls that are named in it.
    fileprivate var calls: [String] {
        if let items { return items.flatMap(\.calls) }
        let below = members?.flatMap(\.value.calls) ?? []
        return self["call"]?.text.map { [$0] + below } ?? below
    }
}
