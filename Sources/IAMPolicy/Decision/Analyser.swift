/// Decides for one resource: groups its actions by the statements about them, and for each group looks through the
/// classes of callers, the worst first.
struct Analyser {
    /// A class of callers to look through; see SEMANTICS of ``Verdict``.
    struct Stage {
        let rank: Int
        let reach: Reach
        let isAnyNetwork: Bool
        let countsAddresses: Bool
        /// Callers that are services: none, by wildcard only, or named only.
        let services: Services
        let isDirect: Bool
        enum Services { case none, byWildcard, byName, any }
    }

    static let stages = [
        Stage(
            rank: 5, reach: .strangers, isAnyNetwork: false, countsAddresses: true, services: .byWildcard,
            isDirect: true),
        Stage(
            rank: 4, reach: .strangers, isAnyNetwork: false, countsAddresses: false, services: .byName,
            isDirect: false),
        Stage(
            rank: 3, reach: .strangers, isAnyNetwork: true, countsAddresses: false, services: .any,
            isDirect: true),
        Stage(
            rank: 2, reach: .untrusted, isAnyNetwork: true, countsAddresses: false, services: .any,
            isDirect: true),
        Stage(
            rank: 1, reach: .outsiders, isAnyNetwork: true, countsAddresses: false, services: .any,
            isDirect: true),
    ]
    /// All callers, our account included.
    static let everyone = Stage(
        rank: 0, reach: .everyone, isAnyNetwork: true, countsAddresses: false, services: .any, isDirect: true)

    let problem: Problem
    /// Keys that a question fixes.
    var fixed: [Int: [String]?] = [:]
    /// How many searches may still be made; hostile documents end here.
    var searches = 20_000
    /// Whether the question is about what is denied: then every kind of caller counts, whoever could be allowed.
    var isAboutDeny = false
    /// Whether actions count that only the owner's account can use.
    var includesOwnerOnly = false
    /// Whether strangers were looked through in vain: then callers that are the same in every class need no second look.
    var knowsStrangers = false
    /// Whether two sets of policies are compared: then every kind of caller counts.
    var isAboutDifference = false
    private let usesKeys: Uses
    private let memory = Memory()

    /// Which kinds of keys the policies use: what no statement asks needs no telling apart.
    private struct Uses {
        var identity = false
        var principal = false
        var network = false
        var source = false
        var service = false
    }

    init(_ problem: Problem) {
        self.problem = problem
        var uses = Uses()
        for role in problem.roles {
            switch role {
            case .principalArn, .principalType, .userID, .userName, .principalFree, .principalBool,
                .principalNumber:
                uses.identity = true
                uses.principal = true
                uses.service = true
            case .principalAccount, .principalOrgID, .principalOrgPaths:
                uses.principal = true
                uses.service = true
            case .sourceIP, .vpc, .vpce, .vpcArn, .vpceAccount, .vpceOrgID, .vpceOrgPaths, .vpcSourceIP:
                uses.network = true
                uses.service = true
            case .isAWSService:
                uses.principal = true
                uses.service = true
            case .serviceName, .serviceNames, .bearer: uses.service = true
            case .sourceAccount, .sourceArn, .sourceOrgID, .sourceOrgPaths:
                uses.source = true
                uses.service = true
            default: break
            }
        }
        for rule in problem.rules {
            let principals = rule.statement.principals
            if rule.statement.isNotPrincipal || rule.statement.isDeny && !principals.isEveryone {
                uses.principal = true
                uses.service = true
            }
            if principals.aws.contains(where: { if case .identity = $0 { true } else { false } }) {
                uses.identity = true
            }
        }
        usesKeys = uses
    }

    /// Whether a stage may show something that those before it do not.
    func isNeeded(_ stage: Stage) -> Bool {
        switch stage.rank {
        case 3: usesKeys.network || problem.roles.contains(.bearer)
        case 1: !problem.context.trustedAccounts.isEmpty || problem.context.organizationID != nil
        default: true
        }
    }

    /// The stage whose callers are all outsiders: where none of them gets in, nobody does.
    var widest: Stage { isNeeded(Self.stages[4]) ? Self.stages[4] : Self.stages[3] }

    /// An action, and the statements about it.
    struct Group {
        var names: [String]
        let resource: Domain
        let allows: [Problem.Rule]
        var denies: [Problem.Rule]
    }

    /// The answer for one group and stage.
    struct Answer {
        var request: Request?
        var isIncomplete = false
    }

    // MARK: groups

    /// The actions of the resource that some Allow is about; those about which the same is said are together.
    func groups(only wanted: [String]? = nil) -> [Group] {
        let globs = problem.rules.map { $0.statement.actions.map(ActionGlob.init) }
        let wanted = wanted.map { $0.map(ActionGlob.init) }
        let keys = problem.roles.compactMap { role in
            if case .perAction(let rule) = role { rule } else { nil }
        }
        let isRole = problem.context.kind == .iamRole
        var out = [Group]()
        var places = [(key: [Int], place: Int)]()
        var key = [Int]()
        for entry in candidates(wanted) {
            let action = entry.folded
            if let wanted, !wanted.contains(where: { $0.matches(action) }) { continue }
            // What tells one action from another: the statements about it, its kind of resource, its keys, and who may
            // call it. Each action of a role takes other callers.
            key.removeAll(keepingCapacity: true)
            key += [entry.isObject ? 1 : 0, isRole ? out.count : takesUnsigned(action) ? 1 : 0]
            var isAllowed = false
            for (place, rule) in problem.rules.enumerated() {
                let hit = globs[place].contains { $0.matches(action) }
                guard hit != rule.statement.isNotAction else { continue }
                key.append(place)
                if !rule.statement.isDeny { isAllowed = true }
            }
            guard isAllowed else { continue }
            let end = key.count
            for rule in keys { key.append(rule.isThere(in: action) ? -1 : -2) }
            if let known = places.first(where: { $0.key == key }) {
                out[known.place].names.append(entry.name)
                continue
            }
            places.append((key, out.count))
            let about = key[2..<end].map { problem.rules[$0] }
            out.append(
                Group(
                    names: [entry.name], resource: resources(entry.isObject),
                    allows: about.filter { !$0.statement.isDeny }, denies: about.filter(\.statement.isDeny)))
        }
        return out
    }

    private func resources(_ isObject: Bool) -> Domain {
        let arn = problem.context.arn
        switch problem.context.kind {
        case .s3Bucket: return isObject ? .objects(of: arn) : .exactly(arn)
        case .generic:
            let exact: Set<String> = ["secretsmanager", "events", "ecr", "sns", "sqs", "ses", "kms", "sts"]
            if let service = problem.service, exact.contains(service) { return .exactly(arn) }
            return .below(arn)
        default: return .exactly(arn)
        }
    }

    /// The actions to look at.
    private func candidates(_ wanted: [ActionGlob]?) -> [ActionTable.Entry] {
        let service = problem.service
        if let entries = ActionTable.entries(of: problem.context.kind, service: service) {
            guard includesOwnerOnly else { return entries }
            var all = entries
            if wanted == nil {
                all += ActionTable.ownerOnly.filter { $0.name.hasPrefix((service ?? "") + ":") }
            }
            for one in wanted ?? [] where one.isPlain && !all.contains(where: { $0.folded == one.folded }) {
                all.append(ActionTable.Entry(one.written))
            }
            return all
        }
        // No table: what the policies name, and for a pattern something that it matches.
        var out = [ActionTable.Entry]()
        var seen = Set<String>()
        func add(_ name: String) {
            let parts = name.split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[1].isEmpty, service == nil || parts[0].lowercased() == service
            else { return }
            if seen.insert(name.lowercased()).inserted { out.append(ActionTable.Entry(name)) }
        }
        for action in wanted ?? [] { add(action.written) }
        for rule in problem.rules {
            for action in rule.statement.actions {
                if action == "*" || action == "*:*" {
                    add("\(service ?? "any"):AnyAction")
                } else if action.contains("*") || action.contains("?") {
                    for filler in ["", "AnyAction"] {
                        add(String(action.flatMap { $0 == "*" ? Array(filler) : $0 == "?" ? ["x"] : [$0] }))
                    }
                } else {
                    add(action)
                }
            }
            if rule.statement.isNotAction { add("\(service ?? "any"):AnyAction") }
        }
        return out
    }

    // MARK: callers

    private static let usualServices = [
        "events.amazonaws.com", "cloudtrail.amazonaws.com", "config.amazonaws.com",
    ]

    /// Whether somebody without credentials gets through to the service.
    private func takesUnsigned(_ action: String) -> Bool {
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

    private func callers(_ stage: Stage, _ allow: Problem.Rule, _ action: String) -> [Scene.Caller] {
        let statement = allow.statement
        let principals = statement.principals
        let isWide = principals.isEveryone || statement.isNotPrincipal
        var out = [Scene.Caller]()
        let isRole = problem.context.kind == .iamRole
        let isRepeated = knowsStrangers && stage.reach > .strangers && !problem.roles.contains(.bearer)
        if isAboutDeny {
            out =
                Domain.Identity.allCases.map { .signed($0) } + [
                    .service(Self.usualServices[0], isOwned: true)
                ]
            if takesUnsigned(action) { out.append(.unsigned) }
            out += problem.names.services.filter { $0 != "*" }.map { .service($0, isOwned: true) }
            if isRole, action != "sts:assumerole" { out += providers.map { .federated($0) } }
            return out + problem.names.sessions.map { .session($0) }
        }
        if stage.isDirect, !isRole || action == "sts:assumerole" {
            if isWide || stage.reach > .strangers && !principals.aws.isEmpty {
                out.append(.signed(.role))
                if usesKeys.identity || isAboutDifference { out += [.signed(.user), .signed(.root)] }
                if stage.reach > .strangers {
                    for arn in problem.names.sessions where owns(stage, ARN(arn)?.account) {
                        out.append(.session(arn))
                    }
                    for arn in problem.names.specials { out.append(.special(arn)) }
                }
            }
            if stage.reach > .strangers { for id in principals.canonicalUsers { out.append(.canonical(id)) } }
            let isRepeated = isRepeated && !usesKeys.network
            if isWide, takesUnsigned(action), !isRepeated,
                usesKeys.principal || isAboutDifference || stage.reach == .strangers
            {
                out.append(.unsigned)
            }
        }
        if stage.isDirect, isRole, action != "sts:assumerole" {
            for name in isWide ? providers : principals.federated where isOpen(name, stage, action) {
                out.append(.federated(name))
            }
        }
        var services = [String]()
        switch stage.services {
        case .none: break
        case .byName: services = statement.isNotPrincipal ? [] : principals.services
        case .byWildcard, .any:
            let isRepeated = isRepeated && !usesKeys.source
            if isWide, isRepeated {
            } else if isWide, usesKeys.service || isAboutDifference {
                services =
                    Self.usualServices.filter { !problem.names.services.contains($0) }.prefix(1)
                    + problem.names.services.filter { $0 != "*" }
                services = Array(services.prefix(12))
                for (key, role) in problem.roles.enumerated()
                where role == .serviceName || role == .serviceNames {
                    services += problem.rules.flatMap(\.atoms).filter { $0.key == key }.flatMap(\.values)
                        .filter { !$0.contains("*") }
                }
            } else if case .any = stage.services, !statement.isNotPrincipal,
                !isRole || stage.reach > .strangers
            {
                services = principals.services
            }
        }
        if isRole, action != "sts:assumerole" { services = [] }
        for name in services {
            let names = name == "*" ? Self.usualServices : [name]
            for name in names {
                out.append(.service(name, isOwned: true))
                if usesKeys.source || isAboutDifference { out.append(.service(name, isOwned: false)) }
            }
        }
        return out
    }

    /// The identity providers through which somebody can come whom no policy names: those that AWS has built in, those
    /// that the policies name, and those whose claims they ask for.
    private var providers: [String] {
        var out = problem.names.federated
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
        let isSAML = provider.contains(":saml-provider/")
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

    private func networks(_ caller: Scene.Caller) -> [Scene.Network] {
        if case .service = caller { return [.internet] }
        return usesKeys.network || isAboutDeny ? [.internet, .endpoint] : [.internet]
    }

    // MARK: search

    /// Looks for a request of a stage's callers among the Allows of a group.
    ///
    /// `also` is a further statement that must be about the request; `accepts` takes the place of the evaluator.
    mutating func look(
        _ group: Group, _ stage: Stage, among allows: [Problem.Rule]? = nil,
        callers only: ((Scene.Caller) -> Bool)? = nil,
        also: Problem.Rule? = nil, accepts: ((Request) -> Bool)? = nil
    ) -> Answer {
        var answer = Answer()
        var addresses = IPSet([])
        let action = group.names[0]
        for allow in allows ?? group.allows {
            for caller in callers(stage, allow, action.lowercased()) where only?(caller) ?? true {
                for network in networks(caller) {
                    guard searches > 0, memory.work > 0 else {
                        answer.isIncomplete = true
                        return answer
                    }
                    searches -= 1 + group.denies.count / 50
                    var scene = Scene(
                        problem: problem, caller: caller, network: network, reach: stage.reach,
                        isAnyNetwork: stage.isAnyNetwork,
                        action: action.lowercased(), actionName: action, resource: group.resource)
                    scene.fixed = fixed
                    var search = Search(
                        scene, countsAddresses: stage.countsAddresses, memory: memory)
                    search.addresses = addresses
                    search.accepts = accepts
                    if let request = search.request(allow, group.denies, also: also) {
                        answer.request = request
                        return answer
                    }
                    addresses = search.addresses
                    if search.isIncomplete { answer.isIncomplete = true }
                }
            }
        }
        return answer
    }
}
