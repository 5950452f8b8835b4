import AWSWire
import Documents
import ServiceModels

/// IAM's operations over users, groups and roles; nil where the operation is not kept here.
extension IAMState {
    mutating func answer(_ call: Call) throws(ServiceError) -> Object? {
        let name = call.operation.name
        if name == "GetAccountAuthorizationDetails" { return try details(call) }
        if let output = try answerPolicies(call) { return output }
        if let output = try answerGroups(call) { return output }
        for kind in Kind.allCases {
            if name == "List\(kind.rawValue)s" {
                let prefix = call.text("PathPrefix") ?? "/"
                let all = all(kind).filter { ($0.document["Path"]?.string ?? "/").hasPrefix(prefix) }
                return try Self.page("\(kind.rawValue)s", all.map { $0.listed }, call)
            }
            if let output = try answer(call, kind) { return output }
        }
        return nil
    }

    /// A page of a list, as IAM cuts it.
    static func page(_ member: String, _ items: [Value], _ call: Call) throws(ServiceError) -> Object {
        let (range, next) = try call.page(items.count, token: "Marker", limit: "MaxItems", most: 100)
        var output = Object([(member, .array(Array(items[range]))), ("IsTruncated", .bool(next != nil))])
        if let next { output["Marker"] = .string(next) }
        return output
    }

    static func absent(_ kind: String, _ name: String) -> ServiceError {
        ServiceError(
            code: "NoSuchEntity", message: "The \(kind.lowercased()) with name \(name) cannot be found.",
            status: 404)
    }

    static func exists(_ kind: String, _ name: String) -> ServiceError {
        ServiceError(
            code: "EntityAlreadyExists", message: "\(kind) with name \(name) already exists.", status: 409)
    }

    /// The principal that `call` names.
    func principal(_ kind: Kind, _ call: Call) throws(ServiceError) -> (name: String, principal: Principal) {
        let name = try call.need(kind.id)
        guard let found = self[kind, name] else { throw Self.absent(kind.rawValue, name) }
        return (name, found)
    }

    /// A policy document that a call gives, URL-encoded as answers show it.
    static func document(_ call: Call, _ parameter: String) throws(ServiceError) -> String {
        let text = try call.need(parameter)
        guard let document = try? JSON.parse(text), document["Statement"] != nil else {
            throw ServiceError(
                code: "MalformedPolicyDocument", message: "This policy contains invalid Json", status: 400)
        }
        return Percent.encode(text)
    }

    private mutating func answer(_ call: Call, _ kind: Kind) throws(ServiceError) -> Object? {
        let operation = call.operation.name
        if operation == "Create\(kind.rawValue)" { return try create(call, kind) }
        guard operation.contains(kind.rawValue), let verb = Self.verb(operation, kind) else {
            return nil
        }
        // Without a name, GetUser is about the caller.
        if operation == "GetUser", call.text("UserName") == nil { return nil }
        var (name, principal) = try principal(kind, call)
        defer { if self[kind, name] != nil { self[kind, name] = principal } }
        switch verb {
        case "Get": return Object([(kind.rawValue, principal.got)])
        case "Delete":
            guard principal.inline.isEmpty, principal.attached.isEmpty else {
                throw ServiceError(
                    code: "DeleteConflict",
                    message:
                        "Cannot delete entity, must \(principal.attached.isEmpty ? "delete" : "detach all") policies first.",
                    status: 409)
            }
            self[kind, name] = nil
        case "UpdateAssumePolicy":
            principal.document["AssumeRolePolicyDocument"] = .string(
                try Self.document(call, "PolicyDocument"))
        case "Update":
            // IAM takes a description away that is not given.
            if kind == .role {
                principal.document["Description"] = call.parameters["Description"]
                principal.document["MaxSessionDuration"] = call.parameters["MaxSessionDuration"] ?? 3600
            }
            principal.document["Path"] = call.parameters["NewPath"] ?? principal.document["Path"]
        case "UpdateDescription":
            principal.document["Description"] = call.parameters["Description"]
            return Object([("Role", principal.got)])
        case "ListPolicies":
            return try Self.page("PolicyNames", principal.inline.keys.map { .string($0) }, call)
        case "ListAttachedPolicies": return try Self.page("AttachedPolicies", principal.attached, call)
        case "ListTags": return try Self.page("Tags", principal.document["Tags"]?.array ?? [], call)
        case "PutPolicy":
            principal.inline[try call.need("PolicyName")] = .string(try Self.document(call, "PolicyDocument"))
        case "GetPolicy", "DeletePolicy":
            let policy = try call.need("PolicyName")
            guard let text = principal.inline[policy] else {
                throw Self.absent("\(kind.rawValue) policy", policy)
            }
            if verb == "GetPolicy" {
                return Object([
                    (kind.id, .string(name)), ("PolicyName", .string(policy)), ("PolicyDocument", text),
                ])
            }
            principal.inline[policy] = nil
        case "AttachPolicy":
            let arn = try call.need("PolicyArn")
            guard arn.contains("::aws:policy/") || policies[arn] != nil else {
                throw ServiceError(
                    code: "NoSuchEntity", message: "Policy \(arn) does not exist or is not attachable.",
                    status: 404)
            }
            let short = arn.split(separator: "/").last.map(String.init) ?? arn
            principal.attached.removeAll { $0["PolicyArn"]?.string == arn }
            principal.attached.append(["PolicyName": .string(short), "PolicyArn": .string(arn)])
        case "DetachPolicy":
            let arn = try call.need("PolicyArn")
            guard principal.attached.contains(where: { $0["PolicyArn"]?.string == arn }) else {
                throw ServiceError(code: "NoSuchEntity", message: "Policy \(arn) was not found.", status: 404)
            }
            principal.attached.removeAll { $0["PolicyArn"]?.string == arn }
        case "PutPermissionsBoundary":
            principal.document["PermissionsBoundary"] = [
                "PermissionsBoundaryType": "PermissionsBoundaryPolicy",
                "PermissionsBoundaryArn": call.parameters["PermissionsBoundary"] ?? "",
            ]
        case "DeletePermissionsBoundary": principal.document["PermissionsBoundary"] = nil
        case "Tag", "Untag":
            var tags = principal.document["Tags"]?.array ?? []
            let given = call.parameters["Tags"]?.array ?? []
            let keys = given.compactMap { $0["Key"]?.string } + call.texts("TagKeys")
            tags.removeAll { keys.contains($0["Key"]?.string ?? "") }
            tags += given
            principal.document["Tags"] = tags.isEmpty ? nil : .array(tags)
        default: return nil
        }
        return Object()
    }

    /// What an operation does to one of a kind, whatever the kind: `PutPolicy` for `PutRolePolicy`.
    private static func verb(_ operation: String, _ kind: Kind) -> String? {
        guard let place = operation.firstRange(of: kind.rawValue) else { return nil }
        return String(operation[..<place.lowerBound] + operation[place.upperBound...])
    }

    private mutating func create(_ call: Call, _ kind: Kind) throws(ServiceError) -> Object {
        let name = try call.need(kind.id)
        guard self[kind, name] == nil else { throw Self.exists(kind.rawValue, name) }
        let path = call.text("Path") ?? "/"
        let prefix = [Kind.user: "AIDA", .group: "AGPA", .role: "AROA"][kind]!
        var document = Object([
            ("Path", .string(path)), (kind.id, .string(name)),
            ("\(kind.rawValue)Id", .string(prefix + KeyRing.letters("\(call.account) \(kind) \(name)", 17))),
            (
                "Arn",
                .string(
                    "arn:\(call.partition):iam::\(call.account):\(kind.rawValue.lowercased())\(path)\(name)")
            ),
            ("CreateDate", .string(Timestamp(seconds: call.at.seconds.rounded(.down)).iso8601)),
        ])
        if kind == .role {
            document["AssumeRolePolicyDocument"] = .string(
                try Self.document(call, "AssumeRolePolicyDocument"))
            document["Description"] = call.parameters["Description"]
            document["MaxSessionDuration"] = call.parameters["MaxSessionDuration"] ?? 3600
        }
        document["Tags"] = call.parameters["Tags"]
        if let arn = call.parameters["PermissionsBoundary"] {
            document["PermissionsBoundary"] = [
                "PermissionsBoundaryType": "PermissionsBoundaryPolicy", "PermissionsBoundaryArn": arn,
            ]
        }
        let made = Principal(document: document)
        self[kind, name] = made
        return Object([(kind.rawValue, made.got)])
    }
}

extension IAMState.Principal {
    private func without(_ members: [String]) -> Object {
        var shown = document
        for member in members { shown[member] = nil }
        return shown
    }

    /// The element of a list, which shows less than a read of the one.
    var listed: Value {
        .object(without(["RoleLastUsed", "Tags", "PermissionsBoundary", "InstanceProfileList"]))
    }

    /// What a read of the one shows.
    var got: Value { .object(without(["InstanceProfileList"])) }

    /// The element of `GetAccountAuthorizationDetails`.
    func detail(_ kind: IAMState.Kind) -> Value {
        var shown = without(["Description", "MaxSessionDuration", "PasswordLastUsed"])
        shown["\(kind.rawValue)PolicyList"] = .array(
            inline.map { ["PolicyName": .string($0.key), "PolicyDocument": $0.value] })
        shown["AttachedManagedPolicies"] = .array(attached)
        if kind == .user { shown["GroupList"] = .array(groups.map { .string($0) }) }
        if kind == .role, shown["InstanceProfileList"] == nil { shown["InstanceProfileList"] = [] }
        return .object(shown)
    }
}
