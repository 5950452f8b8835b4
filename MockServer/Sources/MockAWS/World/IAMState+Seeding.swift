import Documents

extension IAMState {
    private mutating func with(_ kind: Kind, _ name: String?, _ body: (inout Principal) -> Void) {
        guard let name else { return }
        var principal = self[kind, name] ?? Principal(document: Object([(kind.id, .string(name))]))
        body(&principal)
        self[kind, name] = principal
    }

    private static func lay(_ shown: Value, over document: inout Object, except: [String] = []) {
        for member in shown.object ?? Object() where !except.contains(member.key) {
            document[member.key] = member.value
        }
    }

    /// Takes over what a recorded answer shows.
    mutating func seed(_ operation: String, _ parameters: Object, _ output: Object) {
        for kind in Kind.allCases {
            let word = kind.rawValue, name = parameters[kind.id]?.string
            switch operation {
            case "List\(word)s":
                for item in output["\(word)s"]?.array ?? [] {
                    with(kind, item[kind.id]?.string) { Self.lay(item, over: &$0.document) }
                }
            case "Get\(word)":
                guard let item = output[word] else { continue }
                with(kind, item[kind.id]?.string) { Self.lay(item, over: &$0.document) }
            case "List\(word)Policies":
                for policy in output["PolicyNames"]?.array?.compactMap(\.string) ?? [] {
                    with(kind, name) { $0.inline[policy] = $0.inline[policy] ?? "" }
                }
            case "Get\(word)Policy":
                guard let policy = output["PolicyName"]?.string else { continue }
                with(kind, name) { $0.inline[policy] = output["PolicyDocument"] }
            case "ListAttached\(word)Policies":
                with(kind, name) { $0.attached = output["AttachedPolicies"]?.array ?? [] }
            case "List\(word)Tags": with(kind, name) { $0.document["Tags"] = output["Tags"] }
            case "GetAccountAuthorizationDetails":
                for item in output["\(word)DetailList"]?.array ?? [] { seed(kind, detail: item) }
            default: continue
            }
        }
        switch operation {
        case "ListPolicies", "GetAccountAuthorizationDetails":
            for policy in output["Policies"]?.array ?? [] { seed(policy: policy) }
        case "GetPolicy": if let policy = output["Policy"] { seed(policy: policy) }
        case "GetPolicyVersion", "ListPolicyVersions":
            guard let arn = parameters["PolicyArn"]?.string, !arn.contains("::aws:policy/") else { return }
            var policy = policies[arn]?.object ?? Object([("Arn", .string(arn))])
            var versions = policy["PolicyVersionList"]?.array ?? []
            for version in output["Versions"]?.array ?? output["PolicyVersion"].map({ [$0] }) ?? [] {
                let known = versions.first { $0["VersionId"] == version["VersionId"] }
                guard known?["Document"] == nil else { continue }
                versions.removeAll { $0["VersionId"] == version["VersionId"] }
                versions.append(version)
            }
            policy["PolicyVersionList"] = .array(versions)
            policies[arn] = .object(policy)
        default: break
        }
    }

    private mutating func seed(_ kind: Kind, detail: Value) {
        let list = "\(kind.rawValue)PolicyList"
        with(kind, detail[kind.id]?.string) { principal in
            Self.lay(
                detail, over: &principal.document, except: [list, "AttachedManagedPolicies", "GroupList"])
            for policy in detail[list]?.array ?? [] {
                if let name = policy["PolicyName"]?.string {
                    principal.inline[name] = policy["PolicyDocument"]
                }
            }
            principal.attached = detail["AttachedManagedPolicies"]?.array ?? principal.attached
            principal.groups = detail["GroupList"]?.array?.compactMap(\.string) ?? principal.groups
        }
    }

    private mutating func seed(policy: Value) {
        guard let arn = policy["Arn"]?.string, !arn.contains("::aws:policy/") else { return }
        var known = policies[arn]?.object ?? Object()
        Self.lay(policy, over: &known)
        policies[arn] = .object(known)
    }
}
