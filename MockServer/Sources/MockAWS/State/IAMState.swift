import Documents

/// IAM in one account: users, groups, roles and the account's own policies.
struct IAMState: Sendable {
    /// A user, a group or a role.
    struct Principal: Sendable {
        /// What the `Get` of it shows, such as `Role`.
        var document = Object()
        /// The inline policies, as text, by name.
        var inline = Object()
        /// The managed policies, as `PolicyName` and `PolicyArn`.
        var attached: [Value] = []
        /// The names of the groups of a user.
        var groups: [String] = []
    }

    /// What the three have in common, under different names.
    enum Kind: String, Sendable, CaseIterable {
        case user = "User"
        case group = "Group"
        case role = "Role"

        /// The member that names one: `RoleName`.
        var id: String { rawValue + "Name" }
    }

    /// In the order in which they are listed.
    private(set) var names: [Kind: [String]] = [:]
    private var principals: [Kind: [String: Principal]] = [:]
    /// The account's policies by ARN: a `Policy` with its versions in `PolicyVersionList`.
    var policies = Object()
    subscript(_ kind: Kind, _ name: String) -> Principal? {
        get { principals[kind]?[name] }
        set {
            let isKnown = principals[kind]?[name] != nil
            principals[kind, default: [:]][name] = newValue
            if newValue != nil, !isKnown { names[kind, default: []].append(name) }
            if newValue == nil { names[kind]?.removeAll { $0 == name } }
        }
    }

    /// All of a kind, in order.
    func all(_ kind: Kind) -> [Principal] { (names[kind] ?? []).compactMap { self[kind, $0] } }

    /// How many principals have the policy `arn` attached.
    func attachments(_ arn: String) -> Int {
        Kind.allCases.reduce(0) { sum, kind in
            sum + all(kind).count { $0.attached.contains { $0["PolicyArn"]?.string == arn } }
        }
    }
}
