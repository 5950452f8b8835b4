import AWSWire
import Documents
import ServiceModels

/// The account's managed policies, its groups' members, and everything at once.
extension IAMState {
    mutating func answerPolicies(_ call: Call) throws(ServiceError) -> Object? {
        switch call.operation.name {
        case "ListPolicies":
            // AWS's own policies are not in the state.
            var all = call.text("Scope") == "AWS" ? [] : policies.keys
            if call.parameters["OnlyAttached"]?.bool == true { all = all.filter { attachments($0) > 0 } }
            return try Self.page("Policies", all.map { shown($0) }, call)
        case "CreatePolicy": return try createPolicy(call)
        case "GetPolicy", "DeletePolicy", "ListPolicyVersions", "GetPolicyVersion", "CreatePolicyVersion",
            "DeletePolicyVersion", "SetDefaultPolicyVersion", "ListEntitiesForPolicy":
            let arn = try call.need("PolicyArn")
            // What AWS's own policies say can only be recorded.
            if policies[arn] == nil, arn.contains("::aws:policy/"), !call.operation.name.hasPrefix("ListEnt")
            {
                return nil
            }
            return try answer(call, policy: arn)
        default: return nil
        }
    }

    private func shown(_ arn: String) -> Value {
        var policy = policies[arn]?.object ?? Object()
        policy["PolicyVersionList"] = nil
        policy["AttachmentCount"] = .integer(attachments(arn))
        return .object(policy)
    }

    private mutating func answer(_ call: Call, policy arn: String) throws(ServiceError) -> Object? {
        if call.operation.name == "ListEntitiesForPolicy" {
            var output = Object()
            for kind in Kind.allCases {
                let names = all(kind).filter { $0.attached.contains { $0["PolicyArn"]?.string == arn } }
                output["Policy\(kind.rawValue)s"] = .array(
                    names.map { one in
                        [
                            kind.id: one.document[kind.id] ?? "",
                            "\(kind.rawValue)Id": one.document["\(kind.rawValue)Id"] ?? "",
                        ]
                    })
            }
            output["IsTruncated"] = false
            return output
        }
        guard var document = policies[arn]?.object else {
            throw ServiceError(
                code: "NoSuchEntity", message: "Policy \(arn) was not found.", status: 404)
        }
        var versions = document["PolicyVersionList"]?.array ?? []
        let id = call.text("VersionId")
        let place = versions.firstIndex { $0["VersionId"]?.string == id }
        switch call.operation.name {
        case "GetPolicy": return Object([("Policy", shown(arn))])
        case "DeletePolicy":
            guard attachments(arn) == 0, versions.count <= 1 else {
                throw ServiceError(
                    code: "DeleteConflict",
                    message: attachments(arn) > 0
                        ? "Cannot delete a policy attached to entities."
                        : "This policy has more than one version. Before you delete a policy, you must delete the "
                            + "policy's versions.", status: 409)
            }
            policies[arn] = nil
            return Object()
        case "ListPolicyVersions":
            return try Self.page(
                "Versions",
                versions.map { version in
                    var shown = version.object ?? Object()
                    shown["Document"] = nil
                    return .object(shown)
                }, call)
        case "GetPolicyVersion":
            guard let place else { throw Self.noVersion(arn, id) }
            return Object([("PolicyVersion", versions[place])])
        case "CreatePolicyVersion":
            guard versions.count < 5 else {
                throw ServiceError(
                    code: "LimitExceeded", message: "A managed policy can have up to 5 versions.", status: 409
                )
            }
            let number =
                1
                + (versions.compactMap { $0["VersionId"]?.string.flatMap { Int($0.dropFirst()) } }.max() ?? 0)
            var version = Object([
                ("Document", .string(try Self.document(call, "PolicyDocument"))),
                ("VersionId", .string("v\(number)")),
                ("IsDefaultVersion", .bool(call.parameters["SetAsDefault"]?.bool ?? false)),
                ("CreateDate", .string(call.at.iso8601)),
            ])
            versions.insert(.object(version), at: 0)
            if version["IsDefaultVersion"] == true {
                versions = Self.defaulting(versions, to: "v\(number)", &document)
            }
            version["Document"] = nil
            document["PolicyVersionList"] = .array(versions)
            policies[arn] = .object(document)
            return Object([("PolicyVersion", .object(version))])
        case "SetDefaultPolicyVersion":
            guard place != nil, let id else { throw Self.noVersion(arn, id) }
            versions = Self.defaulting(versions, to: id, &document)
        default:
            guard let place else { throw Self.noVersion(arn, id) }
            guard versions[place]["IsDefaultVersion"]?.bool != true else {
                throw ServiceError(
                    code: "DeleteConflict", message: "Cannot delete the default version of a policy.",
                    status: 409)
            }
            versions.remove(at: place)
        }
        document["PolicyVersionList"] = .array(versions)
        policies[arn] = .object(document)
        return Object()
    }

    private static func noVersion(_ arn: String, _ id: String?) -> ServiceError {
        ServiceError(
            code: "NoSuchEntity",
            message: "Policy \(arn) version \(id ?? "") does not exist or is not attachable.", status: 404)
    }

    private static func defaulting(_ versions: [Value], to id: String, _ document: inout Object) -> [Value] {
        document["DefaultVersionId"] = .string(id)
        return versions.map { version in
            var changed = version.object ?? Object()
            changed["IsDefaultVersion"] = .bool(changed["VersionId"]?.string == id)
            return .object(changed)
        }
    }

    private mutating func createPolicy(_ call: Call) throws(ServiceError) -> Object {
        let name = try call.need("PolicyName"), path = call.text("Path") ?? "/"
        let arn = "arn:\(call.partition):iam::\(call.account):policy\(path)\(name)"
        guard policies[arn] == nil else {
            throw ServiceError(
                code: "EntityAlreadyExists",
                message: "A policy called \(name) already exists. Duplicate names are not allowed.",
                status: 409)
        }
        let date = Value.string(call.at.iso8601)
        var policy = Object([
            ("PolicyName", .string(name)),
            ("PolicyId", .string("ANPA" + KeyRing.letters("\(call.account) policy \(name)", 17))),
            ("Arn", .string(arn)), ("Path", .string(path)), ("DefaultVersionId", "v1"),
            ("PermissionsBoundaryUsageCount", 0), ("IsAttachable", true), ("CreateDate", date),
            ("UpdateDate", date),
            (
                "PolicyVersionList",
                [
                    [
                        "Document": .string(try Self.document(call, "PolicyDocument")), "VersionId": "v1",
                        "IsDefaultVersion": true, "CreateDate": date,
                    ]
                ]
            ),
        ])
        policy["Description"] = call.parameters["Description"]
        policy["Tags"] = call.parameters["Tags"]
        policies[arn] = .object(policy)
        return Object([("Policy", shown(arn))])
    }

    mutating func answerGroups(_ call: Call) throws(ServiceError) -> Object? {
        switch call.operation.name {
        case "AddUserToGroup", "RemoveUserFromGroup":
            let group = try principal(.group, call).name
            var (name, user) = try principal(.user, call)
            user.groups.removeAll { $0 == group }
            if call.operation.name == "AddUserToGroup" { user.groups.append(group) }
            self[.user, name] = user
            return Object()
        case "GetGroup":
            let (name, group) = try principal(.group, call)
            let users = all(.user).filter { $0.groups.contains(name) }.map(\.listed)
            var output = try Self.page("Users", users, call)
            output["Group"] = group.got
            return output
        case "ListGroupsForUser":
            let groups = try principal(.user, call).principal.groups
            return try Self.page("Groups", groups.compactMap { self[.group, $0]?.listed }, call)
        default: return nil
        }
    }

    /// Everything, or what the filter names: one list cut to pages.
    func details(_ call: Call) throws(ServiceError) -> Object {
        let filter = Set(call.texts("Filter"))
        func wants(_ name: String) -> Bool { filter.isEmpty || filter.contains(name) }
        var items = [(list: String, item: Value)]()
        for kind in Kind.allCases where wants(kind.rawValue) {
            items += all(kind).map { ("\(kind.rawValue)DetailList", $0.detail(kind)) }
        }
        if wants("LocalManagedPolicy") {
            for arn in policies.keys {
                var policy = policies[arn]?.object ?? Object()
                policy["Tags"] = nil
                policy["AttachmentCount"] = .integer(attachments(arn))
                items.append(("Policies", .object(policy)))
            }
        }
        let (range, next) = try call.page(items.count, token: "Marker", limit: "MaxItems", most: 100)
        var output = Object()
        for list in ["UserDetailList", "GroupDetailList", "RoleDetailList", "Policies"] {
            output[list] = .array(items[range].filter { $0.list == list }.map(\.item))
        }
        output["IsTruncated"] = .bool(next != nil)
        if let next { output["Marker"] = .string(next) }
        return output
    }
}
