import Documents
import IAMPolicy

/// Throws random requests of outsiders at a policy. What gets through proves how bad the policy is at least.
struct RequestSampler {
    let target: WidePolicies.Target
    let document: PolicyDocument
    private let evaluator: Evaluator
    private let values: [String: [String]]

    init(_ policy: Value, _ target: WidePolicies.Target) {
        self.target = target
        document = PolicyDocument(policy, kind: target.kind)
        evaluator = Evaluator([document])
        var values = [String: [String]]()
        for statement in document.statements {
            for condition in statement.conditions { values[condition.key, default: []] += condition.values }
        }
        self.values = values
    }

    /// The rank that some request of `tries` shows, with the request.
    func worst(_ tries: Int, _ random: inout Seeded) -> (rank: Int, request: Request?) {
        var worst = 0
        var shown: Request?
        for _ in 0..<tries {
            let (rank, request) = request(&random)
            guard rank > worst, allows(request) else { continue }
            (worst, shown) = (rank, request)
        }
        return (worst, shown)
    }

    /// Whether the policy allows `request`.
    func allows(_ request: Request) -> Bool { evaluator.evaluate(request).decision == .allow }

    /// A text that `pattern` may match, with wildcards filled.
    private func filled(_ pattern: String, _ random: inout Seeded) -> String {
        let filler = random.pick(["", "x", "111122223333", "a:b"])
        return String(pattern.flatMap { $0 == "*" ? Array(filler) : $0 == "?" ? ["7"] : [$0] })
    }

    private func some(_ key: String, _ random: inout Seeded) -> String {
        random.chance(80) && values[key] != nil
            ? filled(random.pick(values[key]!), &random) : random.pick(["x", "bob", "curl/8", "5"])
    }

    /// A request, with how bad a policy is that allows it; also of the owner's account where `isOwnToo`.
    func request(_ random: inout Seeded, isOwnToo: Bool = false) -> (rank: Int, request: Request) {
        var action = random.pick(target.actions)
        var keys = ["aws:resourceaccount": ["111122223333"], "aws:requestedregion": ["us-east-1"]]
        if target.arn.contains(":s3:") || target.kind == .iamRole { keys["aws:requestedregion"] = nil }
        var rank = 5
        let caller: Request.Caller
        let kinds =
            ["signed", "signed", "service"] + (target.takesUnsigned ? ["unsigned"] : [])
            + (target.kind == .iamRole ? ["federated"] : [])
        let kind = random.pick(kinds)
        if kind != "federated", target.kind == .iamRole { action = target.actions[0] }
        switch kind {
        case "unsigned":
            caller = .unsigned
            keys["aws:principalaccount"] = ["anonymous"]
            keys["aws:principaltype"] = ["Anonymous"]
            keys["aws:userid"] = ["anonymous"]
        case "federated":
            action = target.actions[1]
            caller = .federated(WidePolicies.provider)
            let owner = random.pick(["octo", "octopus", "evil"])
            rank = owner == "octo" ? 2 : 5
            keys["\(WidePolicies.host):sub"] = [
                "repo:\(owner)/\(random.pick(["app", "x"])):ref:\(random.pick(["main", "x"]))"
            ]
            keys["\(WidePolicies.host):aud"] = ["sts.amazonaws.com"]
            if random.chance(50) { keys["\(WidePolicies.host):environment"] = ["prod"] }
        case "service":
            // A role's service must be of its account (iam:PassRole).
            if target.kind == .iamRole { rank = 0 }
            caller = .service("events.amazonaws.com")
            let account = random.pick(["666677778888", "999900001111", "444455556666"])
            rank = min(rank, account.hasPrefix("6") ? 4 : account.hasPrefix("9") ? 2 : 1)
            keys["aws:principalisawsservice"] = ["true"]
            keys["aws:principalaccount"] = ["service"]
            keys["aws:principalarn"] = ["arn:aws:iam::service:events.amazonaws.com"]
            if random.chance(70) { keys["aws:sourceaccount"] = [account] }
            if random.chance(70) {
                keys["aws:sourcearn"] = [
                    "arn:aws:sns:us-east-1:\(account):\(random.pick(["upstream", "x:111122223333:y"]))"
                ]
            }
        default:
            let account = random.pick(
                ["666677778888", "125555555555", "999900001111", "444455556666"]
                    + (isOwnToo ? ["111122223333"] : []))
            rank = account.hasPrefix("9") ? 2 : account.hasPrefix("4") ? 1 : account.hasPrefix("111") ? 0 : 5
            let isUser = random.chance(50)
            let name = random.pick([
                "Admin", "bob", "x/\(filled(":role/Admin", &random))", "n111122223333", "partner", "payments",
            ])
            let arn = "arn:aws:iam::\(account):\(isUser ? "user" : "role")/\(name)"
            caller = .identity(arn: arn)
            keys["aws:principalarn"] = [arn]
            keys["aws:principalaccount"] = [account]
            keys["aws:principalisawsservice"] = ["false"]
            keys["aws:principaltype"] = [isUser ? "User" : "AssumedRole"]
            if isUser { keys["aws:username"] = [String(name.split(separator: "/").last!)] }
            keys["aws:userid"] = [
                isUser ? "AIDAVISITOR0000000000" : "AROAVISITOR0000000000:\(random.pick(["bob", "x1"]))"
            ]
            if random.chance(50) { keys["aws:principaltag/team"] = [some("aws:principaltag/team", &random)] }
            if random.chance(50) { keys["aws:multifactorauthage"] = [random.pick(["0", "9", "10", "4000"])] }
            if random.chance(40) {
                let organization = random.pick(["o-a1b2c3d4e5", "o-zz99yy88xx", "o-stranger0000"])
                rank = min(rank, organization.hasPrefix("o-a") ? 1 : organization.hasPrefix("o-z") ? 2 : 5)
                keys["aws:principalorgid"] = [organization]
                keys["aws:principalorgpaths"] = [
                    "\(organization)/\(random.pick(["r-ab12/ou-ab12-11111111/", "r-cd34/"]))"
                ]
            }
        }
        if kind != "service" {
            if random.chance(65) {
                keys["aws:sourceip"] = [
                    random.pick([
                        "18.130.44.9", "52.9.9.9", "60.1.1.1", "140.1.1.1", "2a01:4f8::1", "2600::1",
                    ])
                ]
                // One address alone shows no more than a small network.
                if values["aws:sourceip"] != nil { rank = min(rank, 3) }
            } else {
                let isNamed = random.chance(40)
                if isNamed { rank = min(rank, 3) }
                keys["aws:sourcevpce"] = [isNamed ? "vpce-0a1b2c3d4e5f60718" : "vpce-0f0f0f0f0f0f0f0f0"]
                keys["aws:sourcevpc"] = [isNamed ? "vpc-0a1b2c3d" : "vpc-0f0f0f0f"]
                keys["aws:vpcsourceip"] = [random.pick(["10.0.0.9", "18.130.44.9", "60.1.1.1"])]
            }
        }
        keys["aws:securetransport"] = [random.pick(["true", "false"])]
        keys["aws:currenttime"] = [
            random.pick(["2030-01-01T00:00:00Z", "2090-06-01T00:00:00Z", "2095-01-01T00:00:00Z"])
        ]
        if random.chance(60) { keys["aws:useragent"] = [some("aws:useragent", &random)] }
        if random.chance(40) {
            keys["aws:calledvia"] = ["athena.amazonaws.com", "cloudformation.amazonaws.com"].shuffled(
                using: &random
            ).dropLast(random.chance(50) ? 1 : 0)
        }
        func perAction(_ key: String, _ name: String, always: Bool = false) {
            if action == name, always || random.chance(60) { keys[key] = [some(key, &random)] }
        }
        perAction("sns:endpoint", "sns:Subscribe", always: true)
        perAction("s3:prefix", "s3:ListBucket")
        perAction("s3:x-amz-acl", "s3:PutObject")
        perAction("ses:fromaddress", "ses:SendEmail", always: true)
        perAction("sts:externalid", "sts:AssumeRole")
        if action == "s3:ListBucket", random.chance(50) {
            keys["s3:max-keys"] = [random.pick(["5", "10", "5000"])]
        }
        var resource = target.arn
        if action.hasSuffix("Object") { resource += random.pick(["/a", "/b", "/ab/c", "/bob/x"]) }
        return (rank, Request(caller: caller, action: action, resource: resource, context: keys))
    }
}
