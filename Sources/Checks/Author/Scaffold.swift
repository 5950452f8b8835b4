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
