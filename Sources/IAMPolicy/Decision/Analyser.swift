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
    /// Whether two sets of policies are compared: then every kind of caller counts.
    var isAboutDifference = false
    private let usesKeys: Uses

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
        let patterns = problem.rules.map { rule in
            rule.statement.actions.map { ($0 == "*" ? nil : Pattern(glob: $0.lowercased()), $0.lowercased()) }
        }
        var out = [Group]()
        var places = [[Int]: Int]()
        let wantedNames = wanted.map { Set($0.map { $0.lowercased() }) }
        for (name, isObject) in candidates(wanted) {
            let lower = name.lowercased()
            if let wantedNames, !wantedNames.contains(where: { Pattern(glob: $0).matches(lower) }) {
                continue
            }
            var allows = [Int]()
            var denies = [Int]()
            let domains = resources(isObject)
            for (place, rule) in problem.rules.enumerated() {
                let hit = patterns[place].contains { pattern, text in
                    guard let pattern else { return true }
                    return text == lower || text.utf8.last == UInt8(ascii: "*")
                        || text.utf8.contains(UInt8(ascii: "?")) || text.utf8.contains(UInt8(ascii: "*"))
                        ? text == lower || pattern.matches(lower) : false
                }
                guard hit != rule.statement.isNotAction else { continue }
                if rule.statement.isDeny { denies.append(place) } else { allows.append(place) }
            }
            guard !allows.isEmpty else { continue }
            var key = [isObject ? 1 : 0] + allows + [-1] + denies + [-2]
            // Who may call at all depends on the action: each of a role's takes other callers.
            if problem.context.kind == .iamRole { key.append(out.count) }
            key.append(takesUnsigned(lower) ? 1 : 0)
            for (number, role) in problem.roles.enumerated() {
                if case .perAction = role { key.append(presence(number, lower)) }
            }
            if let place = places[key] {
                out[place].names.append(name)
            } else {
                places[key] = out.count
                out.append(
                    Group(
                        names: [name], resource: domains, allows: allows.map { problem.rules[$0] },
                        denies: denies.map { problem.rules[$0] }))
            }
        }
        return out
    }

    private func presence(_ key: Int, _ action: String) -> Int {
        let scene = Scene(
            problem: problem, caller: .unsigned, network: .internet, reach: .strangers, isAnyNetwork: false,
            action: action,
            actionName: action, resource: .free)
        return switch scene.binding(key) {
        case .absent: 0
        default: 1
        }
    }

    private func resources(_ isObject: Bool) -> Domain {
        let arn = problem.context.arn
        switch problem.context.kind {
        case .s3Bucket: return isObject ? .objects(of: arn) : .exactly(arn)
        case .generic:
            let exact: Set<String> = ["secretsmanager", "events", "ecr", "sns", "sqs", "ses", "kms", "sts"]
            if let service = problem.context.service, exact.contains(service) { return .exactly(arn) }
            return .below(arn)
        default: return .exactly(arn)
        }
    }

    /// The actions to look at, with whether they are about objects.
    private func candidates(_ wanted: [String]?) -> [(String, Bool)] {
        let service = problem.context.service
        if let entries = ActionTable.entries(of: problem.context.kind, service: service) {
            var all = entries.map { ($0.name, $0.isObject) }
            guard includesOwnerOnly else { return all }
            if wanted == nil {
                all += ActionTable.ownerOnly.filter { $0.name.hasPrefix((service ?? "") + ":") }.map {
                    ($0.name, false)
                }
            }
            for name in wanted ?? []
            where !name.contains("*") && !name.contains("?")
                && !all.contains(where: { $0.0.lowercased() == name.lowercased() })
            {
                all.append((name, false))
            }
            return all
        }
        // No table: what the policies name, and for a pattern something that it matches.
        var out = [(String, Bool)]()
        var seen = Set<String>()
        func add(_ name: String) {
            let parts = name.split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[1].isEmpty, service == nil || parts[0].lowercased() == service
            else { return }
            if seen.insert(name.lowercased()).inserted { out.append((name, false)) }
        }
        for action in wanted ?? [] { add(action) }
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
            switch problem.context.service {
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
            if isWide, takesUnsigned(action),
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
            if isWide, usesKeys.service || isAboutDifference {
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
                    guard searches > 0 else {
                        answer.isIncomplete = true
                        return answer
                    }
                    searches -= 1 + group.denies.count / 50
                    var scene = Scene(
                        problem: problem, caller: caller, network: network, reach: stage.reach,
                        isAnyNetwork: stage.isAnyNetwork,
                        action: action.lowercased(), actionName: action, resource: group.resource)
                    scene.fixed = fixed
                    var search = Search(scene, countsAddresses: stage.countsAddresses)
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
