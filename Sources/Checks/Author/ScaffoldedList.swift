import Documents
import ServiceModels

/// What a service's model tells of a call that lists something.
struct ScaffoldedList {
    private let call: String
    private let list: String
    private let element: Shape
    /// The parameters that the call needs.
    private let needed: [String]
    /// Whether the service has one endpoint for all regions.
    private let isGlobal: Bool
    /// Calls that read and need nothing but a text that each element has, by that member's name.
    private let details: [(member: String, calls: [String])]
    /// The member that names an element: its ARN if it has one; nil where the elements are text.
    private let name: String?
    private let isARN: Bool

    init(_ call: String, _ models: ModelLibrary) throws(ScaffoldFailure) {
        self.call = call
        let parts = call.split(separator: ":").map(String.init)
        guard parts.count == 2 else {
            throw ScaffoldFailure("\(call) is no call; write service:Operation, as in sns:ListTopics")
        }
        let model: ServiceModel
        do { model = try models.model(parts[0]) } catch { throw ScaffoldFailure(error.description) }
        guard let operation = model.operation(parts[1]) else {
            let hint = model.hint(for: parts[1]).map { "; " + $0 } ?? ""
            throw ScaffoldFailure("\(parts[0]) has no operation \(parts[1])\(hint)")
        }
        guard model.classOf(parts[1]) == .read else { throw ScaffoldFailure("\(call) does not only read") }
        needed = operation.input?.structure?.required ?? []
        isGlobal = model.metadata.globalEndpoint != nil
        guard let (path, element) = Self.list(in: operation) else {
            throw ScaffoldFailure("the answer of \(call) has no list")
        }
        list = path
        self.element = element
        let names =
            element.structure?.members.filter {
                if case .string = $0.shape.kind { true } else { false }
            }
            .map(\.name) ?? []
        let ranked = ["arn", "id", "identifier", "name", "url"].lazy.compactMap { ending in
            names.filter { $0.lowercased().hasSuffix(ending) }.min { $0.count < $1.count }
        }
        name = ranked.first ?? names.first
        isARN = name?.lowercased().hasSuffix("arn") ?? false
        details = Self.details(of: names, as: element.name, but: parts[1], model)
        if name == nil, element.structure != nil {
            throw ScaffoldFailure(
                "nothing in the elements of \(list) names one; write the resource type by hand")
        }
    }

    /// The list in an answer, in the answer itself or in one of its members, and what its elements are.
    private static func list(in operation: ServiceModels.Operation) -> (path: String, element: Shape)? {
        let members = operation.output?.structure?.members ?? .empty
        let inner = members.flatMap { member in
            (member.shape.structure?.members ?? .empty).map { ("\(member.name).\($0.name)", $0) }
        }
        let lists = (members.map { ($0.name, $0) } + inner).compactMap { path, member in
            if case .list(let element) = member.shape.kind {
                (path: path, element: element.shape)
            } else {
                nil
            }
        }
        let key = operation.paginator?.resultKeys.first
        return lists.first { $0.path == key } ?? lists.first
    }

    /// Calls about one of `kind`: those that need nothing but what each has, and of words that all things share (a name)
    /// only those whose own name tells.
    private static func details(
        of members: [String], as kind: String, but listing: String, _ model: ServiceModel
    ) -> [(member: String, calls: [String])] {
        let shared: Set<String> = ["arn", "description", "id", "name", "state", "status", "type"]
        var calls: [String: [String]] = [:]
        for name in model.knownOperationNames where name != listing && model.classOf(name) == .read {
            guard let input = model.operation(name)?.input?.structure else { continue }
            let required = input.required.filter { known($0) == nil }
            let isNamed = name.contains(kind)
            guard required.count <= 1, isNamed || !required.isEmpty else { continue }
            let asked = required.isEmpty ? input.members.map(\.name) : required
            // The parameter may be spelt with another first letter than the member.
            let found = asked.lazy.compactMap { parameter in
                members.first { $0.lowercased() == parameter.lowercased() }.map { (parameter, $0) }
            }.first
            guard let (parameter, member) = found, isNamed || !shared.contains(member.lowercased()) else {
                continue
            }
            let with =
                input.required.filter { $0 != parameter }.compactMap(known) + [
                    "\(parameter): \"{item.\(member)}\""
                ]
            calls[member, default: []].append("\(name) with {\(with.joined(separator: ", "))}")
        }
        return calls.sorted { $0.key < $1.key }.map { (member: $0.key, calls: $0.value) }
    }

    /// A parameter with its value, where its name alone tells that: the account. Else only the author knows.
    private static func known(_ parameter: String) -> String? {
        parameter.lowercased() == "accountid" ? "\(parameter): \"{$account}\"" : nil
    }

    /// The file with the resource type `id`.
    func resourceType(_ id: String) -> String {
        let service = id.prefix { $0 != "." }
        let thing = id.dropFirst(service.count + 1)
        let member = name ?? element.name
        let always = name == nil ? "      named: \(member)" : "      always: [\(member)]"
        let arn = isARN ? "\"{id}\"" : "arn:{$partition}:\(service):{$region}:{$account}:\(thing)/{id}"
        let with = needed.map { Self.known($0) ?? "\($0): TODO" }.joined(separator: ", ")
        return """
            resources:
              \(id):
                title: TODO, what one is called
                scope: \(isGlobal ? "global" : "region")
                list:
                  call: \(call)
            \(needed.isEmpty ? "" : "      with: {\(with)}\n")      each: \(list)
            \(always)
                id: "{item.\(member)}"
                arn: \(arn)
                attributes: {}

            """ + hints
    }

    /// How more is learnt of one: comments with the calls that ask about it.
    private var hints: String {
        guard let first = details.first?.calls.first, let end = first.firstIndex(of: " ") else { return "" }
        let service = call.prefix { $0 != ":" }
        var text = """
            # What the list does not tell, an attribute does, and the check reads it as detail.MEMBER:
            #     attributes:
            #       detail:
            #         call: \(service):\(first[..<end])
            #         \(first[end...].dropFirst().replacing("with {", with: "with: {"))
            # The calls that ask about one of these:

            """
        for calls in details.map(\.calls) { for one in calls { text += "#   \(service):\(one)\n" } }
        return text
    }

    /// An answer with one element, in YAML's flow style.
    var sample: String {
        let text = isARN ? "\"arn:aws:service:eu-west-1:111122223333:example\"" : "example"
        let elements = name.map { "[{\($0): \(text)}]" } ?? "[\(text)]"
        return "{" + list.replacing(".", with: ": {") + ": \(elements)}" + (list.contains(".") ? "}" : "")
    }
}
