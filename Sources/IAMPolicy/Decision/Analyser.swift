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
    let usesKeys: Uses
    private let scene: Scene

    /// Whether the work that may be done is done; then what was not found may yet be there.
    var isSpent: Bool { scene.work <= 0 }

    /// Allows some more work, to tell more of what is decided.
    func extend() { scene.work = 10_000_000 }

    /// Which kinds of keys the policies use: what no statement asks needs no telling apart.
    struct Uses {
        var identity = false
        var principal = false
        var network = false
        var source = false
        var service = false
    }

    init(_ problem: Problem) {
        self.problem = problem
        scene = Scene(problem)
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
            if rule.statement.isNotPrincipal || rule.statement.isDeny && !rule.statement.principals.isEveryone
            {
                uses.principal = true
                uses.service = true
            }
            if rule.statement.principals.aws.contains(where: {
                if case .identity = $0 { true } else { false }
            }) {
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
    final class Group {
        fileprivate let list: ActionList
        fileprivate let places: ActionList.Places
        let resource: Domain
        let allows: [Problem.Rule]
        let denies: [Problem.Rule]
        /// The worst that was found: its rank, and the request that shows it.
        var worst = (rank: 0, proof: Proof?.none)

        fileprivate init(
            _ list: ActionList, _ places: ActionList.Places, _ resource: Domain, allows: [Problem.Rule],
            denies: [Problem.Rule]
        ) {
            self.list = list
            self.places = places
            self.resource = resource
            self.allows = allows
            self.denies = denies
        }

        /// The same with other Denies.
        func with(denies: [Problem.Rule]) -> Group {
            Group(list, places, resource, allows: allows, denies: denies)
        }

        /// The first of the actions, which stands for all.
        var first: ActionTable.Entry { list[places.first] }

        /// All of them, in order.
        var names: [String] { list.names(of: places) }

        /// All of `groups`, in order.
        static func names(of groups: [Group]) -> [String] {
            guard var list = groups.first?.list else { return [] }
            var out = [String]()
            var places = ActionList.Places()
            for group in groups {
                if group.list !== list {
                    out += list.names(of: places)
                    list = group.list
                    places = ActionList.Places()
                }
                places.formUnion(group.places)
            }
            // A list has its names in order.
            if out.isEmpty { return list.names(of: places) }
            return (out + list.names(of: places)).sorted()
        }

        /// Whether to look through all classes of callers costs much.
        var isLarge: Bool { allows.count + denies.count > 16 }

        /// Whether an Allow is about callers that it does not name.
        var isForUnnamed: Bool {
            allows.contains { $0.statement.principals.isEveryone || $0.statement.isNotPrincipal }
        }
    }

    /// The answer for one group and stage.
    struct Answer {
        var proof: Proof?
        var isIncomplete = false

        var request: Request? { proof?.request }
    }

    // MARK: groups

    /// The actions of the resource that some Allow is about; those about which the same is said are together.
    mutating func groups(only wanted: [String]? = nil) -> [Group] {
        var out = [Group]()
        let rules = problem.rules
        var whole: Domain?
        var objects: Domain?
        for list in lists(wanted) {
            var allowed = ActionList.Places()
            for rule in rules {
                rule.actions = list.places(of: rule.statement.actions, isNot: rule.statement.isNotAction)
                if !rule.statement.isDeny { allowed.formUnion(rule.actions) }
            }
            if let wanted { allowed = allowed.intersection(list.places(of: wanted)) }
            let (places, others) = classes(of: allowed, in: list)
            if others.isEmpty {
                if !places.isEmpty { out.append(group(places, list, &whole, &objects)) }
            } else {
                for places in ([places] + others).sorted(by: { $0.first < $1.first }) {
                    out.append(group(places, list, &whole, &objects))
                }
            }
        }
        return out
    }

    /// The group of `places`; `whole` and `objects` are the resources of those before, where there were any.
    private func group(
        _ places: ActionList.Places, _ list: ActionList, _ whole: inout Domain?, _ objects: inout Domain?
    ) -> Group {
        let first = places.first
        var (allows, denies) = (problem.allows, problem.denies)
        if !problem.rules.allSatisfy({ $0.actions.contains(first) }) {
            allows = allows.filter { $0.actions.contains(first) }
            denies = denies.filter { $0.actions.contains(first) }
        }
        let resource: Domain
        if list.objects.contains(first) {
            resource = objects ?? resources(isObject: true)
            objects = resource
        } else {
            resource = whole ?? resources(isObject: false)
            whole = resource
        }
        return Group(list, places, resource, allows: allows, denies: denies)
    }

    /// The actions of `allowed` in classes that nothing tells apart: neither statements nor the kind of resource, nor the
    /// keys of their requests, nor who may call them. Each action of a role takes other callers.
    private func classes(of allowed: ActionList.Places, in list: ActionList) -> (
        ActionList.Places, others: [ActionList.Places]
    ) {
        guard !allowed.isEmpty else { return (allowed, []) }
        var first = allowed
        var others = [ActionList.Places]()
        func split(_ some: inout ActionList.Places, _ places: ActionList.Places) {
            let inside = some.intersection(places)
            guard !inside.isEmpty, inside != some else { return }
            others.append(some.subtracting(places))
            some = inside
        }
        func split(_ places: ActionList.Places) {
            for place in others.indices {
                var some = others[place]
                split(&some, places)
                others[place] = some
            }
            split(&first, places)
        }
        if problem.context.kind == .iamRole {
            for place in 0..<list.entries.count { split(ActionList.Places(place)) }
        }
        split(list.objects)
        if problem.context.kind == .generic { split(list.places { takesUnsigned($0.folded) }) }
        for case .perAction(let rule) in problem.roles { split(list.places { rule.isThere(in: $0.folded) }) }
        // Ten thousand statements say no more than a few different things.
        for rule in problem.rules where others.count < 127 { split(rule.actions) }
        return (first, others)
    }

    /// The services whose resources have no parts with ARNs of their own.
    private static let undivided = ["secretsmanager", "events", "ecr", "sns", "sqs", "ses", "kms", "sts"]

    private func resources(isObject: Bool) -> Domain {
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

    // MARK: search

    /// Looks for a request of a stage's callers among the Allows of a group.
    ///
    /// `also` is a further statement that must be about the request; `accepts` takes the place of the evaluator.
    func look(
        _ group: Group, _ stage: Stage, among allows: [Problem.Rule]? = nil,
        callers only: ((Scene.Caller) -> Bool)? = nil,
        also: Problem.Rule? = nil, accepts: ((Request) -> Bool)? = nil
    ) -> Answer {
        var answer = Answer(isIncomplete: lacksActions)
        let action = group.first.folded
        // Made for the first caller: most often there is none.
        var search: Search?
        for allow in allows ?? group.allows {
            for caller in callers(stage, allow, action) where only?(caller) ?? true {
                for network in networks(caller) {
                    scene.work -= 200
                    guard scene.work > 0 else {
                        answer.isIncomplete = true
                        return answer
                    }
                    if search == nil {
                        scene.set(stage, group, fixed: fixed)
                        search = Search(scene, countsAddresses: stage.countsAddresses, accepts: accepts)
                    }
                    scene.caller = caller
                    scene.network = network
                    if let proof = search!.proof(allow, group.denies, also: also) {
                        answer.proof = proof
                        return answer
                    }
                    if search!.isIncomplete { answer.isIncomplete = true }
                }
            }
        }
        return answer
    }
}
