/// One request put together from what a person writes.
public enum Simulation {
    /// The caller that `text` names: `anonymous` or `*`, an account's number, an ARN, `federated:NAME`, or a service.
    public static func caller(_ text: String) -> Request.Caller? {
        if text == "anonymous" || text == "*" { return .unsigned }
        if text.hasPrefix("federated:") { return .federated(String(text.dropFirst("federated:".count))) }
        if isAccountNumber(text) { return .identity(arn: "arn:aws:iam::\(text):root") }
        if text.hasPrefix("arn:") {
            switch AWSPrincipal(arn: text) {
            case .session?: return .session(arn: text, identity: Scene.role(ofSession: text))
            case .account?, .identity?: return .identity(arn: text)
            case .special?: return .special(arn: text)
            default: return nil
            }
        }
        return text.contains(".") ? .service(text) : nil
    }

    /// A request of `caller` with the keys that AWS adds by itself to those in `context` (names in any case).
    public static func request(
        _ caller: Request.Caller, _ action: String, resource: String, of owner: ResourceContext,
        context: [(key: String, value: String)]
    ) -> Request {
        var keys = [String: [String]]()
        switch caller {
        case .identity(let arn), .session(_, let arn):
            keys["aws:principalarn"] = [arn]
            if let fields = ARN(arn) {
                keys["aws:principalaccount"] = [String(fields.account)]
                keys["aws:principaltype"] = [
                    fields.resource == "root"
                        ? "Account"
                        : fields.resource.hasPrefix("user/")
                            ? "User"
                            : fields.resource.hasPrefix("federated-user/") ? "FederatedUser" : "AssumedRole"
                ]
                if fields.resource.hasPrefix("user/"), let name = fields.resource.split(separator: "/").last {
                    keys["aws:username"] = [String(name)]
                }
            }
            keys["aws:principalisawsservice"] = ["false"]
        case .service(let name):
            keys["aws:principalisawsservice"] = ["true"]
            keys["aws:principalservicename"] = [name]
        case .unsigned:
            keys["aws:principalaccount"] = ["anonymous"]
            keys["aws:principaltype"] = ["Anonymous"]
        case .federated, .canonicalUser, .special: break
        }
        keys["aws:resourceaccount"] = [owner.account]
        if !owner.region.isEmpty { keys["aws:requestedregion"] = [owner.region] }
        if let organization = owner.organizationID { keys["aws:resourceorgid"] = [organization] }
        var given = [String: [String]]()
        for (key, value) in context { given[key.lowercased(), default: []].append(value) }
        return Request(
            caller: caller, action: action, resource: resource, context: keys.merging(given) { _, new in new }
        )
    }
}
