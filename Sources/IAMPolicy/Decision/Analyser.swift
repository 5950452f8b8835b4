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
    /// Whether there are more actions than were looked at.
    private(set) var lacksActions = false
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

    /// Whether the work that may be done is done; then what was not found may yet be there.
    var isSpent: Bool { memory.work <= 0 }

    /// Allows some more work, to tell more of what is decided.
    func extend() { memory.work = 10_000_000 }

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
        case 3: usesKeys.network || problem.asksForBearer
        case 1: !problem.context.trustedAccounts.isEmpty || problem.context.organizationID != nil
        default: true
        }
    }

    /// The stage whose callers are all outsiders: where none of them gets in, nobody does.
    var widest: Stage { isNeeded(Self.stages[4]) ? Self.stages[4] : Self.stages[3] }

    /// Actions about which the same is said, and the statements that say it.
    struct Group {
        var names: [String]
        /// The first of them in lower case.
        let folded: String
        let resource: Domain
        let allows: [Problem.Rule]
        var denies: [Problem.Rule]

        /// Whether to look through all classes of callers costs much.
        var isLarge: Bool { allows.count + denies.count > 16 }

        /// Whether an Allow is about callers that it does not name.
        var isForUnnamed: Bool {
            allows.contains { $0.statement.principals.isEveryone || $0.statement.isNotPrincipal }
        }
    }

    /// The answer for one group and stage.
    struct Answer {
        var request: Request?
        /// The statements that allow it, where the evaluator was asked.
        var statements: [Evaluator.Place]?
        var isIncomplete = false
    }

    // MARK: groups

    /// The actions of the resource that some Allow is about; those about which the same is said are together.
    mutating func groups(only wanted: [String]? = nil) -> [Group] {
        var out = [Group]()
        for list in lists(wanted) {
            let hits = problem.rules.map { list.places(of: $0.statement) }
            var allowed = ActionList.Places(0)
            for (rule, hit) in zip(problem.rules, hits) where !rule.statement.isDeny { allowed |= hit }
            if let wanted { allowed &= wanted.reduce(0) { $0 | list.places(of: $1) } }
            for places in classes(of: allowed, in: list, hits) {
                let first = places.trailingZeroBitCount
                let bit = ActionList.Places(1) << ActionList.Places(first)
                var (allows, denies) = ([Problem.Rule](), [Problem.Rule]())
                for (rule, hit) in zip(problem.rules, hits) where hit & bit != 0 {
                    if rule.statement.isDeny { denies.append(rule) } else { allows.append(rule) }
                }
                var names = [String]()
                var left = places
                while left != 0 {
                    names.append(list[left.trailingZeroBitCount].name)
                    left &= left - 1
                }
                out.append(
                    Group(
                        names: names, folded: list[first].folded,
                        resource: resources(list.objects & bit != 0), allows: allows, denies: denies))
            }
        }
        return out
    }

    /// The actions of `allowed` in classes that nothing tells apart: neither statements nor the kind of resource, nor the
    /// keys of their requests, nor who may call them. Each action of a role takes other callers.
    private func classes(of allowed: ActionList.Places, in list: ActionList, _ hits: [ActionList.Places])
        -> [ActionList.Places]
    {
        guard allowed != 0 else { return [] }
        var out = [allowed]
        func split(_ places: ActionList.Places) {
            for place in out.indices {
                let inside = out[place] & places
                guard inside != 0, inside != out[place] else { continue }
                out.append(out[place] & ~places)
                out[place] = inside
            }
        }
        if problem.context.kind == .iamRole {
            for place in 0..<list.entries.count { split(1 << ActionList.Places(place)) }
        }
        split(list.objects)
        if problem.context.kind == .generic { split(list.places { takesUnsigned($0.folded) }) }
        for case .perAction(let rule) in problem.roles { split(list.places { rule.isThere(in: $0.folded) }) }
        // Ten thousand statements say no more than a few different things.
        for hit in hits where out.count < 128 { split(hit) }
        return out.count > 1 ? out.sorted { $0.trailingZeroBitCount < $1.trailingZeroBitCount } : out
    }

    /// The services whose resources have no parts with ARNs of their own.
    private static let undivided = ["secretsmanager", "events", "ecr", "sns", "sqs", "ses", "kms", "sts"]

    private func resources(_ isObject: Bool) -> Domain {
        let arn = problem.context.arn
        switch problem.context.kind {
        case .s3Bucket: return isObject ? .objects(of: arn) : .exactly(arn)
        case .generic:
            if let service = problem.service, Self.undivided.contains(service) { return .exactly(arn) }
            return .below(arn)
        default: return .exactly(arn)
        }
    }

    /// The actions to look at.
    private mutating func lists(_ wanted: [String]?) -> [ActionList] {
        let service = problem.service
        let known = ActionTable.lists(of: problem.context.kind, service: service)
        if !known.isEmpty, !includesOwnerOnly { return known }
        var more = ActionList.Collector(service: service)
        for action in wanted ?? [] where known.isEmpty || !action.hasWildcards { more.add(action) }
        if known.isEmpty {
            // No table: what the policies name, and for a pattern something that it matches.
            for rule in problem.rules {
                for action in rule.statement.actions { more.add(example: action) }
                if rule.statement.isNotAction { more.add(example: "*") }
            }
        } else if wanted == nil {
            more.add(ActionTable.ownerOnly[service ?? ""] ?? [])
        }
        lacksActions = more.isFull
        return known + more.lists(beyond: known)
    }

    // MARK: callers

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
        let principals = allow.statement.principals
        let isNegated = allow.statement.isNotPrincipal
        let isWide = principals.isEveryone || isNegated
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
            return out + problem.names.sessions.items.map { .session($0) }
        }
        if stage.isDirect, !isRole || action == "sts:assumerole" {
            if stage.reach == .strangers ? isWide && !allow.fixesPrincipal : isWide || !principals.aws.isEmpty
            {
                out.append(.signed(.role))
                if usesKeys.identity || isAboutDifference {
                    out += [.signed(.user), .signed(.root), .signed(.federatedUser)]
                }
                if stage.reach > .strangers {
                    for arn in problem.names.sessions.items where owns(stage, ARN(arn)?.account) {
                        out.append(.session(arn))
                    }
                    for arn in problem.names.specials.items { out.append(.special(arn)) }
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
        case .byName: services = isNegated ? [] : principals.services
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
                services = principals.services
            }
        }
        if isRole && action != "sts:assumerole" || stage.reach == .strangers && allow.fixesSource {
            services = []
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

    /// The identity providers through which somebody can come whom no policy names: those that AWS has built in, those
    /// that the policies name, and those whose claims they ask for.
    private var providers: [String] {
        var out = problem.names.federated.items
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
        var answer = Answer(isIncomplete: lacksActions)
        var addresses = IPSet([])
        for allow in allows ?? group.allows {
            for caller in callers(stage, allow, group.folded) where only?(caller) ?? true {
                for network in networks(caller) {
                    memory.work -= 200
                    guard memory.work > 0 else {
                        answer.isIncomplete = true
                        return answer
                    }
                    var scene = Scene(
                        problem: problem, caller: caller, network: network, reach: stage.reach,
                        isAnyNetwork: stage.isAnyNetwork,
                        action: group.folded, actionName: group.names[0], resource: group.resource)
                    scene.fixed = fixed
                    if scene.refuses(allow) { continue }
                    var search = Search(
                        scene, countsAddresses: stage.countsAddresses, memory: memory)
                    search.addresses = addresses
                    search.accepts = accepts
                    if let request = search.request(allow, group.denies, also: also) {
                        answer.request = request
                        answer.statements = search.statements
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
