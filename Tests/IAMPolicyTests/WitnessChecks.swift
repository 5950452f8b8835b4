import Documents
import IAMPolicy

/// Checks a witness against what callers of its class can do, by rules of its own: whether the request can be made at all,
/// and by somebody of that class.
struct WitnessChecks {
    let text: String
    let context: ResourceContext
    let witness: Witness

    private func value(_ key: String) -> String? { witness.request.context[key]?.first }

    private func account(_ arn: String) -> String? {
        let fields = arn.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        return fields.count == 6 ? String(fields[4]) : nil
    }

    private func organization(_ key: String, _ path: String) -> String? {
        value(key) ?? value(path).map { String($0.prefix { $0 != "/" }) }
    }

    /// What is wrong with it.
    var faults: [String] { impossible + misplaced }

    /// Keys that no request has, or not together.
    private var impossible: [String] {
        var out = [String]()
        func fault(_ isWrong: Bool, _ what: String) { if isWrong { out.append(what) } }
        let isDirect = ["aws:sourceaccount", "aws:sourcearn", "aws:sourceowner"].allSatisfy {
            value($0) == nil
        }
        let throughEndpoint = ["aws:sourcevpc", "aws:sourcevpce", "aws:vpcsourceip"].contains {
            value($0) != nil
        }
        fault(throughEndpoint && value("aws:sourceip") != nil, "an address and an endpoint")
        switch witness.request.caller {
        case .identity(let arn):
            fault(!isDirect, "a source of a direct call")
            fault(value("aws:principalarn").map { $0 != arn } ?? false, "another's ARN")
            fault(value("aws:principalaccount").map { $0 != account(arn) } ?? false, "another's account")
            fault(
                value("aws:username").map { !arn.contains(":user/") || !arn.hasSuffix("/\($0)") } ?? false,
                "another's name")
            fault(value("aws:principalisawsservice") == "true", "a service")
        case .unsigned:
            fault(!isDirect, "a source of a direct call")
            let signed = [
                "aws:principalarn", "aws:principalorgid", "aws:principalorgpaths", "aws:username",
                "aws:principalisawsservice", "aws:principaltag/team", "aws:multifactorauthage",
            ]
            fault(signed.contains { value($0) != nil }, "a key of signed requests")
            fault(
                [.sesIdentity, .kmsKey, .iamRole].contains(context.kind),
                "a service that takes no unsigned requests")
        case .service:
            fault(value("aws:principalisawsservice") == "false", "no service")
            fault(
                value("aws:principalorgid") != nil || value("aws:sourceip") != nil || throughEndpoint,
                "a key that services lack")
            let owner = value("aws:sourcearn").flatMap(account) ?? ""
            fault(!owner.isEmpty && value("aws:sourceaccount").map { $0 != owner } ?? false, "two owners")
        default: break
        }
        fault(value("aws:resourceaccount").map { $0 != context.account } ?? false, "another's resource")
        return out
    }

    /// Somebody of another class.
    private var misplaced: [String] {
        var owners = [String?]()
        var organizations = [String?]()
        switch witness.request.caller {
        case .identity(let arn):
            owners = [account(arn)]
            organizations = [organization("aws:principalorgid", "aws:principalorgpaths")]
        case .service:
            owners = [
                value("aws:sourceaccount"), value("aws:sourceowner"), value("aws:sourcearn").flatMap(account),
            ]
            organizations = [organization("aws:sourceorgid", "aws:sourceorgpaths")]
        default: break
        }
        var out = [String]()
        for owner in owners.compactMap({ $0 }) where !owner.isEmpty {
            if owner == context.account { out.append("our account") }
            if witness.verdict.rank > 1, context.trustedAccounts.contains(owner) {
                out.append("a trusted account")
            }
            if witness.verdict.rank > 2, text.contains(owner) { out.append("a named account") }
        }
        for organization in organizations.compactMap({ $0 }) {
            if witness.verdict.rank > 1, organization == context.organizationID {
                out.append("our organisation")
            }
            if witness.verdict.rank > 2, text.contains(organization) { out.append("a named organisation") }
        }
        if witness.verdict == .anyone {
            for key in ["aws:sourcevpc", "aws:sourcevpce"] {
                if let network = value(key), text.contains(network) { out.append("a named network") }
            }
        }
        return out
    }
}
