import Documents
import IAMPolicy

/// Judges policies of ``RandomPolicies`` by trying every request of a small world that their names can tell apart.
struct BruteForceJudge {
    let document: PolicyDocument
    let context: ResourceContext
    let text: String
    let used: Set<String>
    let evaluator: Evaluator

    init(_ policy: Value, _ context: ResourceContext) {
        document = PolicyDocument(policy, kind: context.kind)
        self.context = context
        text = JSON.text(policy)
        used = Set(document.statements.flatMap { $0.conditions.map(\.key) })
        evaluator = Evaluator([document])
    }

    private func uses(_ keys: String...) -> Bool { keys.contains { used.contains($0) } }

    private struct Part {
        var rank: Int
        var caller: Request.Caller
        var keys: [String: [String]]
    }

    private func rank(account: String, organization: String? = nil) -> Int {
        if account == context.account { return 0 }
        if context.trustedAccounts.contains(account)
            || (organization != nil && organization == context.organizationID)
        {
            return 1
        }
        if text.contains(account) { return 2 }
        if let organization, text.contains(organization) { return 2 }
        return 5
    }

    private let accounts = ["444455556666", "999900001111", "666677778888", "125555555555"]

    private func callers() -> [Part] {
        var out = [Part]()
        let names = [
            "role/Admin", "role/partner", "role/x", "role/n111122223333", "user/n111122223333",
            "user/x/:role/Admin", "root",
            "federated-user/x",
        ]
        let organizations: [String?] =
            uses("aws:principalorgid", "aws:principalorgpaths")
            ? [nil, "o-a1b2c3d4e5", "o-zz99yy88xx", "o-strange0000"] : [nil]
        for account in accounts {
            for name in names {
                for organization in organizations {
                    for unit in organization == nil ? [""] : ["r-ab12/ou-ab12-11111111/x/", "r-cd34/"] {
                        let arn = "arn:aws:\(name.hasPrefix("fed") ? "sts" : "iam")::\(account):\(name)"
                        var keys = [
                            "aws:principalaccount": [account],
                            "aws:principalarn": [arn],
                            "aws:principalisawsservice": ["false"],
                        ]
                        keys["aws:principaltype"] = [
                            name == "root"
                                ? "Account"
                                : name.hasPrefix("user")
                                    ? "User" : name.hasPrefix("fed") ? "FederatedUser" : "AssumedRole"
                        ]
                        if let organization {
                            keys["aws:principalorgid"] = [organization]
                            keys["aws:principalorgpaths"] = ["\(organization)/\(unit)"]
                        }
                        let part = Part(
                            rank: rank(account: account, organization: organization),
                            caller: .identity(arn: arn), keys: keys)
                        for tag in uses("aws:principaltag/team")
                            ? [nil, "payments", "paymentS", "core", "corE", "Core", "cx", "c*", "C*", "zz"]
                            : [nil]
                        {
                            var tagged = part
                            if let tag { tagged.keys["aws:principaltag/team"] = [tag] }
                            out.append(tagged)
                        }
                    }
                }
            }
        }
        if context.kind == .snsTopic {
            out.append(
                Part(
                    rank: 5, caller: .unsigned,
                    keys: ["aws:principalaccount": ["anonymous"], "aws:principaltype": ["Anonymous"]]))
        }
        return out
    }

    private func services() -> [Part] {
        var out = [Part]()
        for service in ["events.amazonaws.com", "s3.amazonaws.com", "config.amazonaws.com"] {
            for account in accounts {
                for arn in [
                    nil, "arn:aws:sns:us-east-1:\(account):upstream",
                    "arn:aws:sqs:us-east-1:\(account):x111122223333",
                    "arn:aws:sns:us-east-1:\(account):111122223333:upstream",
                    "arn:aws:sns:us-east-1:\(account):999900001111:upstream", "arn:aws:s3:::acme-strange",
                    "arn:aws:s3:::other-strange",
                ] {
                    for isSent in [true, false] {
                        var keys = [
                            "aws:principalisawsservice": ["true"], "aws:principalaccount": ["service"],
                            "aws:principalarn": ["arn:aws:iam::service:\(service)"],
                        ]
                        if isSent { keys["aws:sourceaccount"] = [account] }
                        if let arn { keys["aws:sourcearn"] = [arn] }
                        out.append(Part(rank: rank(account: account), caller: .service(service), keys: keys))
                    }
                }
            }
        }
        return out
    }

    /// The worst verdict that some request shows.
    func verdict(actions: [String]) -> Verdict {
        var worst = 0
        let secure = uses("aws:securetransport") ? ["true", "false"] : ["true"]
        let addresses: [(String, Double)] =
            uses("aws:sourceip")
            ? [
                ("18.130.44.9", 256.0), ("52.9.9.9", 16777216.0), ("53.9.9.9", 16777216.0),
                ("60.1.1.1", 536870912.0),
                ("140.1.1.1", 536870912.0), ("2a01:4f8::1", 65536.0), ("2600::1", 1.152921504606847e+18),
            ]
            : [("60.1.1.1", 536870912.0)]
        for action in actions {
            // How many addresses strangers come from, all of them together.
            var counted = Set<String>()
            for caller in callers() {
                for transport in secure {
                    var keys = caller.keys.merging([
                        "aws:securetransport": [transport], "aws:resourceaccount": [context.account],
                    ]) { a, _ in a }
                    for (address, _) in addresses {
                        keys["aws:sourceip"] = [address]
                        guard allowed(caller, action, keys) else { continue }
                        if caller.rank == 5 {
                            counted.insert(address)
                        } else {
                            worst = max(worst, caller.rank)
                        }
                    }
                    keys["aws:sourceip"] = nil
                    guard uses("aws:sourceip", "aws:sourcevpce") else { continue }
                    for endpoint in ["vpce-0f0f0f0f0f0f0f0f0", "vpce-0a1b2c3d4e5f60718"] {
                        keys["aws:sourcevpce"] = [endpoint]
                        guard allowed(caller, action, keys) else { continue }
                        worst = max(worst, caller.rank == 5 ? text.contains(endpoint) ? 3 : 5 : caller.rank)
                    }
                }
            }
            let four = addresses.filter { counted.contains($0.0) && !$0.0.contains(":") }.reduce(0.0) {
                $0 + $1.1
            }
            let six = addresses.filter { counted.contains($0.0) && $0.0.contains(":") }.map(\.1).max() ?? 0
            if four > 16_777_216 || six > 1e6 {
                worst = 5
            } else if !counted.isEmpty {
                worst = max(worst, 3)
            }
            for service in services() {
                for transport in secure {
                    let keys = service.keys.merging([
                        "aws:securetransport": [transport], "aws:resourceaccount": [context.account],
                    ]) { a, _ in a }
                    let request = Request(
                        caller: service.caller, action: action, resource: context.arn, context: keys)
                    let answer = evaluator.evaluate(request)
                    guard answer.decision == .allow else { continue }
                    let isWide = answer.statements.contains { place in
                        let statement = document.statements.first { $0.index == place.statement }!
                        return statement.principals.isEveryone || statement.isNotPrincipal
                    }
                    worst = max(worst, service.rank == 5 ? isWide ? 5 : 4 : service.rank)
                }
            }
        }
        return Verdict.allCases.first { $0.rank == worst }!
    }

    private func allowed(_ caller: Part, _ action: String, _ keys: [String: [String]]) -> Bool {
        evaluator.evaluate(
            Request(caller: caller.caller, action: action, resource: context.arn, context: keys)
        ).decision == .allow
    }
}
