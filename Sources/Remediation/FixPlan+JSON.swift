import Documents

/// Why a file is no plan or journal that can be followed.
public struct PlanFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong, and what to do.
    public let description: String

    init(_ description: String) { self.description = description }
}

extension FixPlan {
    /// The plan as JSON, without the digest.
    var body: Value {
        [
            "format": .string(Self.format), "account": .string(account), "partition": .string(partition),
            "made": .string(made.iso8601), "regions": .array(regions.map { .string($0) }),
            "permissions": .array(permissions.map { .string($0) }),
            "parameters": .object(
                Object(
                    parameters.sorted { $0.key < $1.key }.map { check, settings in
                        (
                            check,
                            .object(Object(settings.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }))
                        )
                    })),
            "steps": .array(steps.map(\.json)),
            "unresolved": .array(
                unresolved.map {
                    ["check": .string($0.check), "resource": .string($0.resource), "why": .string($0.why)]
                }),
        ]
    }

    /// Reads the plan that `text` holds. Its digest must be that of what it says.
    public init(text: String) throws(PlanFailure) {
        let value: Value
        do throws(JSON.Failure) { value = try JSON.parse(text) } catch {
            throw PlanFailure("the plan is no JSON: \(error)")
        }
        guard let format = value["format"]?.string, format.hasPrefix("assay-plan/") else {
            throw PlanFailure("this is no plan; assay fix --plan FILE writes one")
        }
        guard format == Self.format else {
            throw PlanFailure(
                "the plan's format is \(format), this program applies \(Self.format); plan again")
        }
        guard case .object(var object) = value, let digest = object["digest"]?.string else {
            throw PlanFailure("the plan has no digest; plan again")
        }
        object["digest"] = nil
        guard Self.digest(of: .object(object)) == digest else {
            throw PlanFailure(
                "the plan was edited after it was made: its digest is not that of its content; plan again")
        }
        try self.init(json: .object(object))
    }

    /// The plan that `value` describes; whose digest it has is not looked at.
    init(json value: Value) throws(PlanFailure) {
        let reader = PlanReader(value)
        account = try reader.text("account")
        partition = try reader.text("partition")
        guard let made = Timestamp(try reader.text("made")) else {
            throw PlanFailure("`made` must be a time")
        }
        self.made = made
        regions = try reader.items("regions").compactMap(\.string)
        var parameters: [String: [String: Value]] = [:]
        for check in value["parameters"]?.object ?? Object() {
            parameters[check.key] = Dictionary(
                (check.value.object ?? Object()).map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
        }
        self.parameters = parameters
        permissions = try reader.items("permissions").compactMap(\.string)
        var steps = [PlannedStep]()
        for item in try reader.items("steps") { steps.append(try PlannedStep(json: item)) }
        self.steps = steps
        unresolved = try reader.items("unresolved").map {
            Unresolved(
                check: $0["check"]?.string ?? "", resource: $0["resource"]?.string ?? "",
                why: $0["why"]?.string ?? "")
        }
    }
}

/// Members of a plan that must be there.
struct PlanReader {
    let value: Value

    init(_ value: Value) { self.value = value }

    func text(_ name: String) throws(PlanFailure) -> String {
        guard let text = value[name]?.string else { throw PlanFailure("`\(name)` must be text") }
        return text
    }

    func items(_ name: String) throws(PlanFailure) -> [Value] {
        guard let items = value[name]?.array else { throw PlanFailure("`\(name)` must be a list") }
        return items
    }

    func object(_ name: String) throws(PlanFailure) -> Value {
        guard let inner = value[name], inner.object != nil else {
            throw PlanFailure("`\(name)` must be an object")
        }
        return inner
    }
}

extension ChangingCall {
    var json: Value {
        ["call": .string(call), "with": .object(parameters), "permission": .string(permission)]
    }

    init(json value: Value) throws(PlanFailure) {
        let reader = PlanReader(value)
        let parts = try reader.text("call").split(separator: ":")
        guard parts.count == 2 else { throw PlanFailure("`call` must be service:Operation") }
        self.init(
            service: String(parts[0]), operation: String(parts[1]),
            parameters: try reader.object("with").object ?? Object(),
            permission: try reader.text("permission"))
    }
}

extension PlannedChange {
    var json: Value {
        var object = Object()
        switch subject {
        case .culprit(let key): object["culprit"] = key
        case .preparation(let place): object["first"] = .integer(place)
        case .resource: object["resource"] = true
        }
        object["before"] = before
        if let after { object["after"] = after }
        object["document"] = .bool(isDocument)
        object["call"] = call.json
        if let undo { object["undo"] = undo.json }
        return .object(object)
    }

    init(json value: Value) throws(PlanFailure) {
        let reader = PlanReader(value)
        if let key = value["culprit"] {
            subject = .culprit(key: key)
        } else if let place = value["first"]?.int {
            subject = .preparation(place)
        } else if value["resource"] == true {
            subject = .resource
        } else {
            throw PlanFailure("a change is of a culprit, of what must be so first, or of the resource")
        }
        before = value["before"] ?? .null
        after = value["after"]
        isDocument = value["document"] == true
        call = try ChangingCall(json: try reader.object("call"))
        if let undo = value["undo"] { self.undo = try ChangingCall(json: undo) } else { undo = nil }
    }
}

extension PlannedStep {
    var json: Value {
        var object = Object([
            ("id", .string(id)), ("check", .string(check)), ("resource", .string(resource)),
            ("region", .string(region)), ("fingerprint", .string(fingerprint)), ("reason", .string(reason)),
            ("fix", .string(fix)), ("title", .string(title)), ("label", .string(label)),
            ("risk", .string(risk)),
        ])
        if let irreversible { object["irreversible"] = .string(irreversible) }
        object["diff"] = .array(
            diff.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map {
                .string(String($0))
            })
        object["changes"] = .array(changes.map(\.json))
        return .object(object)
    }

    init(json value: Value) throws(PlanFailure) {
        let reader = PlanReader(value)
        id = try reader.text("id")
        check = try reader.text("check")
        resource = try reader.text("resource")
        region = try reader.text("region")
        fingerprint = try reader.text("fingerprint")
        reason = try reader.text("reason")
        fix = try reader.text("fix")
        title = try reader.text("title")
        label = try reader.text("label")
        risk = try reader.text("risk")
        irreversible = value["irreversible"]?.string
        var changes = [PlannedChange]()
        for item in try reader.items("changes") { changes.append(try PlannedChange(json: item)) }
        self.changes = changes
    }
}
