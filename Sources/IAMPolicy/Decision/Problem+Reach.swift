/// Who is not among the callers of a reach.
extension Problem {
    func accounts(outside reach: Reach) -> PatternSet {
        switch reach {
        case .strangers: namedAccounts
        case .untrusted: ourAccounts
        case .outsiders: myAccount
        case .everyone: .none
        }
    }

    /// Whether no caller of a reach is of an account.
    func isOutside(_ account: String, _ reach: Reach) -> Bool {
        switch reach {
        case .strangers: names.accounts.contains(account)
        case .untrusted: account == context.account || context.trustedAccounts.contains(account)
        case .outsiders: account == context.account
        case .everyone: false
        }
    }

    /// Whether no caller of a reach, and nothing of what it owns, has `name` as its key of a role.
    func isOutside(_ name: String, _ role: KeyRole, _ reach: Reach) -> Bool {
        switch role {
        case .principalAccount, .sourceAccount: isOutside(name, reach)
        case .principalArn, .sourceArn: ARN.account(in: name).map { isOutside(String($0), reach) } ?? false
        case .principalOrgID, .sourceOrgID, .principalOrgPaths, .sourceOrgPaths:
            reach == .untrusted && context.organizationID.map { $0 == name.before(UInt8(ascii: "/")) } == true
        default: false
        }
    }

    /// Which ARNs are of no caller of a reach, nor of what it owns.
    func foreignARNs(outside reach: Reach) -> Constraint? {
        Domain.exclusion(.accountOfARN, accounts(outside: reach))
    }

    /// Which paths of organisations no caller of a reach is in.
    func foreignPaths(outside reach: Reach) -> Constraint? {
        switch reach {
        case .strangers: Domain.exclusion(.organizationOfPath, namedOrganizations)
        case .untrusted: Domain.exclusion(.organizationOfPath, ourOrganization)
        case .outsiders, .everyone: nil
        }
    }
}
