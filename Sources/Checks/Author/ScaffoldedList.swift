import Documents
import ServiceModels

/// What a service's model tells of a call that lists something.
struct ScaffoldedList {
    private let call: String
    private let list: String
    private let element: Shape
    /// The parameters that the call needs, which only the author knows.
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
            let near = suggestion(for: parts[1], among: model.operationNames).map { "; " + $0 } ?? ""
            throw ScaffoldFailure("\(parts[0]) has no operation \(parts[1])\(near)")
        }
        guard model.classOf(parts[1]) == .read else { throw ScaffoldFailure("\(call) does not only read") }
        needed = operation.input?.structure?.required ?? []
        isGlobal = model.metadata.globalEndpoint != nil
        let members = operation.output?.structure?.members ?? []
        let lists = members.filter { if case .list = $0.shape.kind { true } else { false } }
        let key = operation.paginator?.resultKeys.first
        guard let member = lists.first(where: { $0.name == key }) ?? lists.first,
            case .list(let element) = member.shape.kind
        else { throw ScaffoldFailure("the answer of \(call) has no list") }
        list = member.name
        self.element = element.shape
        let names =
            element.shape.structure?.members.filter {
                if case .string = $0.shape.kind { true } else { false }
            }
            .map(\.name) ?? []
        let ranked = ["arn", "id", "identifier", "name", "url"].lazy.compactMap { ending in
            names.filter { $0.lowercased().hasSuffix(ending) }.min { $0.count < $1.count }
        }
        name = ranked.first ?? names.first
        isARN = name?.lowercased().hasSuffix("arn") ?? false
        details = Self.details(of: names, model)
        if name == nil, element.shape.structure != nil {
            throw ScaffoldFailure(
                "nothing in the elements of \(list) names one; write the resource type by hand")
        }
    }

    private static func details(of members: [String], _ model: ServiceModel) -> [(
        member: String, calls: [String]
    )] {
        var calls: [String: [String]] = [:]
        for name in model.operationNames where model.classOf(name) == .read {
            guard let input = model.operation(name)?.input?.structure, input.required.count == 1 else {
                continue
            }
            // The parameter may be spelt with another first letter than the member.
            let asked = input.required[0].lowercased()
            guard let member = members.first(where: { $0.lowercased() == asked }) else { continue }
            calls[member, default: []].append("\(name) with {\(input.required[0]): \"{item.\(member)}\"}")
        }
        return calls.sorted { $0.key < $1.key }.map { (member: $0.key, calls: $0.value) }
    }

    /// The file with the resource type `id`.
    func resourceType(_ id: String) -> String {
        let service = id.prefix { $0 != "." }
        let thing = id.dropFirst(service.count + 1)
        let member = name ?? element.name
        let always = name == nil ? "      named: \(member)" : "      always: [\(member)]"
        let arn = isARN ? "\"{id}\"" : "arn:{$partition}:\(service):{$region}:{$account}:\(thing)/{id}"
        let with = needed.map { "\($0): TODO" }.joined(separator: ", ")
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
        return name.map { "{\(list): [{\($0): \(text)}]}" } ?? "{\(list): [\(text)]}"
    }
}
