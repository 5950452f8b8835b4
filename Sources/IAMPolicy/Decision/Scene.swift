/// How far from us the callers of a scene may be; each includes those before it.
enum Reach: Int, Comparable {
    case strangers, untrusted, outsiders, everyone
    static func < (a: Reach, b: Reach) -> Bool { a.rawValue < b.rawValue }
}

/// One kind of caller on one kind of network with one action: within it every key is independent of the others, but
/// for those that are parts of one text. One object for all scenes of a decision, which is set for one after the other.
final class Scene {
    enum Caller: Hashable {
        case signed(Domain.Identity)
        case unsigned
        /// A service, and whether the resource it acts for tells its owner.
        case service(String, isOwned: Bool)
        case federated(String)
        case session(String)
        case special(String)
        case canonical(String)
    }

    enum Network { case internet, endpoint }

    let problem: Problem
    var caller = Caller.unsigned
    var network = Network.internet
    private(set) var reach = Reach.everyone
    /// Whether the caller may sit in a fixed network, and addresses are not counted.
    private(set) var isAnyNetwork = true
    /// The actions that count as one, and the resource that they work on; set before anything is asked.
    private var group: Analyser.Group!
    /// Keys that a question fixes, by number: the values, or nil for absent.
    private var fixed: [Int: [String]?] = [:]
    /// How much all searches of the decision together may still do, in machine words; hostile documents end here.
    var work = 40_000_000
    /// How the texts of the callers that there were are kept.
    var kinds = Kinds()

    init(_ problem: Problem) { self.problem = problem }

    /// Sets it for the callers of a class.
    func set(_ stage: Analyser.Stage, _ group: Analyser.Group, fixed: [Int: [String]?]) {
        reach = stage.reach
        isAnyNetwork = stage.isAnyNetwork
        self.group = group
        self.fixed = fixed
    }

    var entry: ActionTable.Entry { group.first }
    var resource: Domain { group.resource }

    /// The texts that hold the keys.
    enum Variable: Hashable {
        case principal, organization, source, sourceAccount, sourceOrganization, userID
        case address, vpc, vpce, vpcArn, vpceAccount, vpceOrganization, vpcAddress, accessPoint, resource
        case key(Int)

        /// A number that tells variables apart.
        var code: Int {
            switch self {
            case .principal: 0
            case .organization: 1
            case .source: 2
            case .sourceAccount: 3
            case .sourceOrganization: 4
            case .userID: 5
            case .address: 6
            case .vpc: 7
            case .vpce: 8
            case .vpcArn: 9
            case .vpceAccount: 10
            case .vpceOrganization: 11
            case .vpcAddress: 12
            case .accessPoint: 13
            case .resource: 14
            case .key(let key): 15 + key
            }
        }
    }

    /// What can be said about whether a key is there: keys of one group are there together.
    enum Presence: Hashable {
        case variable(Variable)
        case key(Int)
    }

    enum Binding {
        case absent
        case constant([String])
        case variable(Variable, Lift, Presence?)
    }

    /// How a text is kept.
    enum Kind {
        case text(Domain)
        /// Several texts.
        case texts(Domain)
        case finite([String])
        case addresses(IPSet)
    }

    private var isSigned: Bool {
        switch caller {
        case .signed, .session, .special, .canonical: true
        case .unsigned, .service, .federated: false
        }
    }

    private var isService: Bool { if case .service = caller { true } else { false } }

    func binding(_ key: Int) -> Binding {
        if !fixed.isEmpty, let fixed = fixed[key] { return fixed.map { .constant($0) } ?? .absent }
        let mine = Variable.key(key)
        let maybe = Binding.variable(mine, .whole, .key(key))
        let always = Binding.variable(mine, .whole, nil)
        let context = problem.context
        switch problem.roles[key] {
        case .principalAccount:
            switch caller {
            case .signed, .session, .canonical: return .variable(.principal, .accountOfARN, nil)
            case .special: return .constant(["cloudfront"])
            case .unsigned: return .constant(["anonymous"])
            case .service: return .constant(["service"])
            case .federated: return .absent
            }
        case .principalArn:
            switch caller {
            case .signed, .session, .special, .canonical: return .variable(.principal, .whole, nil)
            case .service(let name, _): return .constant(["arn:\(problem.partition):iam::service:\(name)"])
            case .unsigned, .federated: return .absent
            }
        case .principalOrgID:
            return isSigned
                ? .variable(.organization, .organizationOfPath, .variable(.organization)) : .absent
        case .principalOrgPaths:
            return isSigned ? .variable(.organization, .whole, .variable(.organization)) : .absent
        case .principalType:
            switch caller {
            case .signed(.root): return .constant(["Account"])
            case .signed(.user): return .constant(["User"])
            case .signed(.federatedUser): return .constant(["FederatedUser"])
            case .signed(.role), .session, .canonical: return .constant(["AssumedRole"])
            case .special: return .constant(["User"])
            case .unsigned: return .constant(["Anonymous"])
            case .service, .federated: return .absent
            }
        case .userID:
            switch caller {
            case .signed(.root): return .variable(.principal, .accountOfARN, nil)
            case .signed, .session, .canonical: return .variable(.userID, .whole, nil)
            case .unsigned: return .constant(["anonymous"])
            case .service, .federated, .special: return .absent
            }
        case .userName: return caller == .signed(.user) ? .variable(.principal, .nameOfUser, nil) : .absent
        case .principalFree, .principalBool, .principalNumber: return isSigned ? maybe : .absent
        case .isAWSService:
            switch caller {
            case .signed, .session, .special, .canonical: return .constant(["false"])
            case .service: return .constant(["true"])
            case .unsigned, .federated: return .absent
            }
        case .serviceName, .serviceNames:
            if case .service(let name, _) = caller { return .constant([name]) }
            return .absent
        case .sourceAccount:
            guard case .service(_, let isOwned) = caller else { return .absent }
            return isOwned
                ? .variable(.source, .accountOfARN, .key(key)) : .variable(.sourceAccount, .whole, .key(key))
        case .sourceArn: return isService ? .variable(.source, .whole, .key(key)) : .absent
        case .sourceOrgID:
            return isService
                ? .variable(.sourceOrganization, .organizationOfPath, .variable(.sourceOrganization))
                : .absent
        case .sourceOrgPaths:
            return isService
                ? .variable(.sourceOrganization, .whole, .variable(.sourceOrganization)) : .absent
        case .sourceIP: return network == .internet && !isService ? .variable(.address, .whole, nil) : .absent
        case .vpc: return throughEndpoint(.vpc)
        case .vpce: return throughEndpoint(.vpce)
        case .vpcArn: return throughEndpoint(.vpcArn)
        case .vpceAccount: return throughEndpoint(.vpceAccount)
        case .vpceOrgID: return throughEndpoint(.vpceOrganization, .organizationOfPath)
        case .vpceOrgPaths: return throughEndpoint(.vpceOrganization)
        case .vpcSourceIP: return throughEndpoint(.vpcAddress)
        case .accessPointAccount: return .variable(.accessPoint, .accountOfARN, .variable(.accessPoint))
        case .accessPointArn: return .variable(.accessPoint, .whole, .variable(.accessPoint))
        case .resourceAccount: return .constant([context.account])
        case .resourceOrgID: return context.organizationID.map { .constant([$0]) } ?? maybe
        case .resourceOrgPaths, .freeMany, .free: return maybe
        case .requestedRegion: return problem.region.isEmpty ? always : .constant([problem.region])
        case .currentTime, .epochTime: return .variable(.key(timeKey ?? key), .whole, nil)
        case .secureTransport, .viaService: return always
        case .bearer: return maybe
        case .perAction(let rule):
            return rule.isThere(in: entry.folded) ? rule.isAlwaysPresent ? always : maybe : .absent
        case .claim:
            guard case .federated(let provider) = caller else { return .absent }
            let host = IdentityProvider.host(of: provider)
            let name = problem.keys[key]
            guard name.hasPrefix(host + ":") else { return .absent }
            let claim = name.dropFirst(host.utf8.count + 1)
            let known = IdentityProvider.shared(named: provider)?.claims.first { $0.name == claim }
            return known?.isAlwaysPresent == true || claim == "sub" || claim == "aud" || claim == "iss"
                ? always : maybe
        }
    }

    /// Where both keys of time are asked for, one text holds the time.
    private var timeKey: Int? { problem.roles.firstIndex { $0 == .currentTime || $0 == .epochTime } }

    private func throughEndpoint(_ variable: Variable, _ lift: Lift = .whole) -> Binding {
        guard network == .endpoint, !isService else { return .absent }
        let isAlways = variable != .vpceOrganization && variable != .vpcArn
        return .variable(variable, lift, isAlways ? nil : .variable(variable))
    }

    /// The partitions of the callers; nil for the usual one alone.
    private var partitions: [String]? {
        let mine = problem.partition
        let others = reach == .strangers ? [] : problem.names[.otherPartitions]
        return mine == "aws" && others.isEmpty ? nil : [mine] + others.sorted()
    }

    /// The fixed networks and their owners, where the caller sits in none of them.
    private func unless(_ names: [String]) -> PatternSet {
        isAnyNetwork ? .none : PatternSet(literals: names)
    }

    /// Whether the forms of callers, and of what they own, are those of the usual partition and need not be made.
    var hasUsualForms: Bool {
        if case .service(_, isOwned: false) = caller { return false }
        return problem.isInUsualPartition
    }

    /// How a text is kept, found out anew.
    func makeKind(_ variable: Variable) -> Kind {
        let names = problem.names
        let partition = problem.partition
        switch variable {
        case .principal:
            switch caller {
            case .signed(let identity):
                return .text(.identity(identity, partitions, excluding: problem.foreignARNs(outside: reach)))
            case .session(let arn): return .text(.exactly(Scene.role(ofSession: arn)))
            case .special(let arn): return .text(.exactly(arn))
            default:
                return .text(.identity(.role, partitions, excluding: problem.foreignARNs(outside: reach)))
            }
        case .organization, .sourceOrganization:
            return .text(.organization(excluding: problem.foreignPaths(outside: reach)))
        case .source:
            guard case .service(_, let isOwned) = caller, isOwned else {
                let isStranger = reach == .strangers
                return .text(
                    .ownerlessResource(
                        partition, buckets: isStranger ? names[.buckets] : [],
                        others: isStranger ? names[.sourceResources] : []))
            }
            return .text(.ownedResource(partition, excluding: problem.foreignARNs(outside: reach)))
        case .sourceAccount: return .text(.account(excluding: problem.accounts(outside: reach)))
        case .userID:
            var identity = Domain.Identity.role
            if case .signed(let kind) = caller { identity = kind }
            let ids =
                identity == .federatedUser
                ? problem.accounts(outside: reach).literals : reach == .strangers ? names[.userIDs] : []
            return .text(.userID(identity, excluding: ids))
        case .address: return .addresses(.internet)
        case .vpcAddress: return .addresses(.everything)
        case .vpc: return .text(.network("vpc-", excluding: unless(names[.networks])))
        case .vpce: return .text(.network("vpce-", excluding: unless(names[.networks])))
        case .vpcArn:
            return .text(
                .networkARN(
                    partition, accounts: unless(names.accounts.items),
                    networks: isAnyNetwork ? [] : names[.networks]))
        case .vpceAccount: return .text(.account(excluding: unless(names.accounts.items)))
        case .vpceOrganization:
            return .text(
                .organization(
                    excluding: Domain.exclusion(.organizationOfPath, unless(names.organizations.items))))
        case .accessPoint:
            return .text(.accessPoint(partition, excluding: problem.foreignARNs(outside: reach)))
        case .resource: return .text(resource)
        case .key(let key): return kind(ofKey: key)
        }
    }

    private func kind(ofKey key: Int) -> Kind {
        let role = problem.roles[key]
        switch role {
        case .secureTransport, .viaService, .principalBool: return .finite(["true", "false"])
        case .currentTime, .epochTime:
            return .finite(
                Candidates.all(
                    problem,
                    [key]
                        + problem.roles.indices.filter {
                            [.currentTime, .epochTime].contains(problem.roles[$0]) && $0 != key
                        }, now: true))
        case .bearer:
            let fixed = problem.rules.flatMap(\.atoms).filter { $0.key == key }.flatMap(\.values)
            return .text(.free(excluding: isAnyNetwork ? [] : fixed))
        case .claim:
            guard case .federated(let provider) = caller else { return .text(.free) }
            let name = String(problem.keys[key].split(separator: ":").last ?? "")
            guard let shared = IdentityProvider.shared(named: provider) else { return .text(.free) }
            if let claim = shared.claims.first(where: { $0.name == name }) {
                return .text(.claim(claim, excluding: reach == .strangers ? tenants(claim, key) : []))
            }
            return name == "amr" ? .texts(.free) : .text(.free)
        case .freeMany: return .texts(.free)
        case .perAction(let rule) where rule.isMany: return .texts(.free)
        default: break
        }
        switch Candidates.comparisons(problem, key) {
        case .texts: return .text(.free)
        case .addresses: return .addresses(.everything)
        case .scalars: return .finite(Candidates.all(problem, [key], now: false))
        }
    }

    /// The tenants that the policies name in a claim.
    private func tenants(_ claim: IdentityProvider.Claim, _ key: Int) -> [String] {
        var out = NameList()
        for atom in problem.rules.flatMap(\.atoms) where atom.key == key {
            for value in atom.values {
                guard value.hasPrefix(claim.prefix) else { continue }
                let rest = value.dropFirst(claim.prefix.count)
                if let end = claim.end {
                    guard let stop = rest.firstIndex(of: end) else { continue }
                    let name = rest[..<stop]
                    if !name.isEmpty, !name.hasWildcards { out.insert(String(name)) }
                } else if !rest.hasWildcards {
                    out.insert(String(rest))
                }
            }
        }
        return out.items
    }

    /// The ARN of the role (or federated user) whose session `arn` is.
    static func role(ofSession arn: String) -> String {
        guard let fields = ARN(arn), fields.resource.begins(with: "assumed-role/") else { return arn }
        let name = fields.resource.dropFirst("assumed-role/".count).split(separator: "/").first ?? ""
        return "arn:\(fields.partition):iam::\(fields.account):role/\(name)"
    }
}
