import Documents
public import ServiceModels

/// The texts of new files, ready to edit: a check, its cases, and the resource type where there is none yet.
public struct Scaffold: Sendable {
    /// The check's file.
    public let check: String
    /// Its cases.
    public let test: String
    /// The resource type's file; nil where the type is there already.
    public let resources: String?

    /// The texts for the check `id` about `resource`.
    ///
    /// `listing` is the call that lists the resources (`service:Operation`); it is wanted where `library` has no such
    /// type. The texts load without a mistake and their cases pass; what they ask is for the author to replace.
    ///
    /// - Throws: why the texts can't be made, in words for the author.
    public init(
        id: String, resource: String, listing: String?, library: CheckLibrary, models: ModelLibrary
    ) throws(ScaffoldFailure) {
        if library.checks[id] != nil { throw ScaffoldFailure("there is a check \(id) already") }
        let service = String(resource.prefix { $0 != "." })
        guard id.hasPrefix(service + "_") else {
            throw ScaffoldFailure(
                "the id of a check about \(resource) begins with \(service)_, and \(id) does not")
        }
        check = """
            title: TODO, a sentence that says what should hold
            resource: \(resource)
            severity: medium
            assert:
              value: arn
              matches: "arn:*"
              reason: TODO, what is wrong when it does not hold
            description: TODO, what is asked.

            """
        if let type = library.resourceTypes[resource] {
            guard listing == nil else {
                throw ScaffoldFailure("there is a resource type \(resource) already, so no call is wanted")
            }
            resources = nil
            test = try Self.cases(of: type, models)
        } else {
            guard let listing else {
                let near =
                    suggestion(for: resource, among: library.resourceTypes.keys.sorted()).map { "; " + $0 }
                    ?? ""
                throw ScaffoldFailure(
                    "there is no resource type \(resource)\(near); name the call that lists them, as in sns:ListTopics"
                )
            }
            let list = try ScaffoldedList(listing, models)
            resources = list.resourceType(resource)
            test = Self.cases(call: listing, answer: list.sample)
        }
    }

    private static func cases(of type: ResourceType, _ models: ModelLibrary) throws(ScaffoldFailure) -> String
    {
        guard case .call(let read)? = type.list?.source, type.list?.parent == nil else {
            return """
                cases: []
                # Each case gives the answers that the check's calls get, and the finding that is expected:
                #   - {name: as it should be, given: {CALL: {answer: {}}}, expect: pass}
                #   - {name: denied, given: {CALL: {error: AccessDeniedException}}, expect: unknown}

                """
        }
        return cases(call: read.call, answer: try ScaffoldedList(read.call, models).sample)
    }

    private static func cases(call: String, answer: String) -> String {
        """
        cases:
          - name: TODO, as it should be
            given: {\(call): {answer: \(answer)}}
            expect: pass
          - name: nobody may list them
            given: {\(call): {error: AccessDeniedException}}
            expect: [{resource: none, status: unknown, gap: \(call)}]
        # TODO: a case that fails.

        """
    }
}

/// Why the texts of a new check can't be made.
public struct ScaffoldFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong and what to do.
    public let description: String
    init(_ description: String) { self.description = description }
}

/// What a service's model tells of a call that lists something.
struct ScaffoldedList {
    private let call: String
    private let list: String
    private let element: Shape
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
        let required = operation.input?.structure?.required ?? []
        guard required.isEmpty else {
            throw ScaffoldFailure(
                "\(call) needs \(required.joined(separator: ", ")), so it lists nothing by itself")
        }
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
        if name == nil, element.shape.structure != nil {
            throw ScaffoldFailure(
                "nothing in the elements of \(list) names one; write the resource type by hand")
        }
    }

    /// The file with the resource type `id`.
    func resourceType(_ id: String) -> String {
        let service = id.prefix { $0 != "." }
        let thing = id.dropFirst(service.count + 1)
        let member = name ?? element.name
        let always = name == nil ? "      named: \(member)" : "      always: [\(member)]"
        let arn = isARN ? "\"{id}\"" : "arn:{$partition}:\(service):{$region}:{$account}:\(thing)/{id}"
        return """
            resources:
              \(id):
                title: TODO, what one is called
                scope: region
                list:
                  call: \(call)
                  each: \(list)
            \(always)
                id: "{item.\(member)}"
                arn: \(arn)
                attributes: {}

            """
    }

    /// An answer with one element, in YAML's flow style.
    var sample: String {
        let text = isARN ? "\"arn:aws:service:eu-west-1:111122223333:example\"" : "example"
        return name.map { "{\(list): [{\($0): \(text)}]}" } ?? "{\(list): [\(text)]}"
    }
}
