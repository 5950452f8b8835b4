/// The callers and networks of a class that an Allow may be about.
extension Analyser {
    /// Whether somebody without credentials gets through to the service.
    func takesUnsigned(_ action: String) -> Bool {
        switch problem.context.kind {
        case .s3Bucket, .snsTopic, .sqsQueue: return true
        case .sesIdentity, .kmsKey, .iamRole: return false
        case .generic:
            switch problem.service {
            case "lambda": return action == "lambda:invokefunctionurl"
            case "secretsmanager", "ecr", "events", "dynamodb", "kinesis", "backup", "glacier", "logs",
                "codeartifact", "ssm", "kms",
                "ses", "sts", "states", "elasticfilesystem", "acm-pca", "glue":
                return false
            default: return true
            }
        }
    }

    func callers(_ stage: Stage, _ allow: Problem.Rule, _ action: String) -> [Scene.Caller] {
        let isNegated = allow.statement.isNotPrincipal
        let isWide = allow.statement.principals.isEveryone || isNegated
        var out = [Scene.Caller]()
        let isRole = problem.context.kind == .iamRole
        let isRepeated = knowsStrangers && stage.reach > .strangers && !problem.asksForBearer
        if isAboutDeny {
            out =
                Domain.Identity.allCases.map { .signed($0) } + [
                    .service(Self.usualServices[0], isOwned: true)
                ]
            if takesUnsigned(action) { out.append(.unsigned) }
            out += problem.names.services.items.filter { $0 != "*" }.map { .service($0, isOwned: true) }
            if isRole, action != "sts:assumerole" { out += providers.map { .federated($0) } }
            return out + problem.names[.sessions].map { .session($0) }
        }
        // No stranger is somebody that is named, but a named service may act for one.
        if !isWide, !isRole, stage.reach == .strangers, allow.statement.principals.services.isEmpty {
            return []
        }
        if stage.isDirect, !isRole || action == "sts:assumerole" {
            if !namesOthers(allow, stage.reach, { $0.isPrincipal }) {
                out = isWide ? signed : named(allow, stage)
            }
            if stage.reach > .strangers, isWide || !allow.statement.principals.aws.isEmpty {
                for arn in problem.names[.sessions] where owns(stage, ARN(arn)?.account) {
                    out.append(.session(arn))
                }
                for arn in problem.names[.specials] { out.append(.special(arn)) }
            }
            if stage.reach > .strangers {
                for id in allow.statement.principals.canonicalUsers { out.append(.canonical(id)) }
            }
            let isRepeated = isRepeated && !usesKeys.network
            if isWide, takesUnsigned(action), !isRepeated,
                usesKeys.principal || isAboutDifference || stage.reach == .strangers
            {
                out.append(.unsigned)
            }
        }
        if stage.isDirect, isRole, action != "sts:assumerole" {
            for name in isWide ? providers : allow.statement.principals.federated
            where isOpen(name, stage, action) {
                out.append(.federated(name))
            }
        }
        if isRole && action != "sts:assumerole" || namesOthers(allow, stage.reach, { $0.isSource }) {
            return out
        }
        var services = [String]()
        switch stage.services {
        case .none: break
        case .byName: services = isNegated ? [] : allow.statement.principals.services
        case .byWildcard, .any:
            let isRepeated = isRepeated && !usesKeys.source
            if isWide, isRepeated {
            } else if isWide, usesKeys.service || isAboutDifference {
                if let usual = Self.usualServices.first(where: { !problem.names.services.contains($0) }) {
                    services.append(usual)
                }
                for name in problem.names.services.items where name != "*" && services.count < 12 {
                    services.append(name)
                }
                services += askedServices.filter { !services.contains($0) }
            } else if case .any = stage.services, !isNegated,
                !isRole || stage.reach > .strangers
            {
                services = allow.statement.principals.services
            }
        }
        for name in services {
            let names = name == "*" ? Self.usualServices : [name]
            for name in names {
                out.append(.service(name, isOwned: true))
                if usesKeys.source || isAboutDifference { out.append(.service(name, isOwned: false)) }
            }
        }
        return out
    }

    /// Whether a condition of an Allow fixes the caller, or the source for which a service acts, and names none of a reach.
    private func namesOthers(_ allow: Problem.Rule, _ reach: Reach, _ isAsked: (KeyRole) -> Bool) -> Bool {
        guard allow.hasFixed else { return false }
        return allow.atoms.contains { atom in
            let role = problem.roles[atom.key]
            guard atom.isFixed, isAsked(role), let names = atom.texts?.literals else { return false }
            // No stranger is one that is named.
            if reach == .strangers { return true }
            return fixed.isEmpty && names.allSatisfy { problem.isOutside($0, role, reach) }
        }
    }

    /// The kinds of identities that nothing but the policies tells apart.
    private var signed: [Scene.Caller] {
        usesKeys.identity || isAboutDifference ? Self.identities : Self.roles
    }

    private static let identities: [Scene.Caller] = [
        .signed(.role), .signed(.user), .signed(.root), .signed(.federatedUser),
    ]
    private static let roles: [Scene.Caller] = [.signed(.role)]
    private static let users: [Scene.Caller] = [.signed(.user)]

    /// Those of them that an Allow for named identities can be about, among the callers of a stage.
    private func named(_ allow: Problem.Rule, _ stage: Stage) -> [Scene.Caller] {
        var (roles, users) = (false, false)
        for principal in allow.statement.principals.aws {
            switch principal {
            case .account(let number):
                if !problem.isOutside(number, stage.reach) { return signed }
            case .identity(let arn, let number):
                guard !problem.isOutside(number, stage.reach) else { break }
                if ARN(arn)?.resource.begins(with: "user/") == true { users = true } else { roles = true }
            case .session, .deleted, .special: break
            }
        }
        return roles && users ? Self.roles + Self.users : roles ? Self.roles : users ? Self.users : []
    }

    /// The identity providers through which somebody can come whom no policy names: those that AWS has built in, those
    /// that the policies name, and those whose claims they ask for.
    private var providers: [String] {
        var out = problem.names[.federated]
        for provider in IdentityProvider.shared where !out.contains(provider.host) {
            let isAsked = problem.keys.contains { $0.hasPrefix(provider.host + ":") }
            if provider.isBuiltIn || isAsked { out.append(provider.host) }
        }
        return out
    }

    private func owns(_ stage: Stage, _ account: Substring?) -> Bool {
        guard let account = account.map(String.init) else { return false }
        switch stage.reach {
        case .strangers: return false
        case .untrusted:
            return account != problem.context.account && !problem.context.trustedAccounts.contains(account)
        case .outsiders: return account != problem.context.account
        case .everyone: return true
        }
    }

    /// Whether callers of a stage can come through an identity provider.
    private func isOpen(_ provider: String, _ stage: Stage, _ action: String) -> Bool {
        let isSAML = ARN(provider)?.resource.begins(with: "saml-provider/") ?? false
        guard action == (isSAML ? "sts:assumerolewithsaml" : "sts:assumerolewithwebidentity") else {
            return false
        }
        if provider == "*" || IdentityProvider.shared(named: provider) != nil { return true }
        // A provider of one tenant belongs to whoever registered it.
        if stage.reach == .everyone { return true }
        guard stage.reach > .strangers else { return false }
        guard let owner = ARN(provider)?.account else { return false }
        return owns(stage, owner)
    }

    func networks(_ caller: Scene.Caller) -> [Scene.Network] {
        if case .service = caller { return [.internet] }
        return usesKeys.network || isAboutDeny ? [.internet, .endpoint] : [.internet]
    }
}
