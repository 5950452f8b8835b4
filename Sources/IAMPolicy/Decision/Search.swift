/// Looks for one request of a scene that one Allow permits and no Deny forbids; one scene after the other.
///
/// The Allow's conditions are demands; each Deny must fail in one of its. Taking one after the other subtracts boxes from
/// a box. A text is asked for only when the one at hand no longer does.
struct Search {
    /// Something that a statement asks.
    enum Question {
        case condition(Problem.Atom, variables: Bool)
        case resource(Problem.Rule)
        case resources(PatternSet)
        case principal(Constraint)
    }

    struct Demand {
        let question: Question
        let truth: Bool

        var hasVariables: Bool {
            switch question {
            case .condition(let atom, _): atom.hasVariables
            case .resource(let rule): rule.resourcesHaveVariables
            case .resources, .principal: false
            }
        }
    }

    /// Demands of which one must be met.
    enum Clause {
        case one(Demand)
        case any([Demand])

        var count: Int {
            switch self {
            case .one: 1
            case .any(let demands): demands.count
            }
        }

        var hasVariables: Bool {
            switch self {
            case .one(let demand): demand.hasVariables
            case .any(let demands): demands.contains(where: \.hasVariables)
            }
        }
    }

    let scene: Scene
    /// Whether addresses must be many: then those of all ways are put together.
    let countsAddresses: Bool
    /// Whether a scene could not be looked through.
    var isIncomplete = false
    /// What is asked of a request in place of the evaluator's `allow`.
    let accepts: ((Request) -> Bool)?
    var budget = 0
    /// The addresses from which some way was found, so far too few.
    var addresses = IPSet([])
    /// Whether the Allow names the services that it is about.
    private(set) var isForNamedServices = false
    var found: Proof?
    /// Whether a variable was held at one value of many.
    private(set) var hasPinned = false
    /// Whether policy variables may have any value: then what is found is only possible.
    private(set) var isRelaxed = false
    /// The addresses of what is only possible.
    var possibleAddresses = IPSet([])

    init(_ scene: Scene, countsAddresses: Bool, accepts: ((Request) -> Bool)?) {
        self.scene = scene
        self.countsAddresses = countsAddresses
        self.accepts = accepts
    }

    /// A request that `allow` permits and none of `denies` forbids; nil when there is none, or none was found
    /// (then ``isIncomplete``).
    mutating func proof(_ allow: Problem.Rule, _ denies: [Problem.Rule], also: Problem.Rule? = nil) -> Proof?
    {
        isForNamedServices = !allow.statement.principals.isEveryone
        found = nil
        budget = 30_000
        isIncomplete = false
        hasPinned = false
        possibleAddresses = IPSet([])
        var clauses = [Clause]()
        guard demand(allow, &clauses) else { return nil }
        if let also, !demand(also, &clauses) { return nil }
        for deny in denies where !refuse(deny, &clauses) { return nil }
        scene.work -= 200 * clauses.count + 40 * denies.count
        if clauses.count > 1 { clauses = Self.ordered(Self.merged(clauses)) }
        if !solve(clauses, 0, State()), hasPinned, !isIncomplete {
            // Some values of the variables were not tried. If none could help, nothing was missed.
            isRelaxed = true
            if solve(clauses, 0, State()) { isIncomplete = true }
            isRelaxed = false
        }
        return found
    }

    /// Those that can be met in the fewest ways first. Variables last: they hold a key at one value, which what comes
    /// before should have narrowed.
    private static func ordered(_ clauses: [Clause]) -> [Clause] {
        if clauses.allSatisfy({ $0.count == 1 && !$0.hasVariables }) { return clauses }
        let plain = clauses.filter { !$0.hasVariables }.sorted { $0.count < $1.count }
        guard plain.count < clauses.count else { return plain }
        return plain + clauses.filter(\.hasVariables).sorted { $0.count < $1.count }
    }

    /// Demands that a statement is about the request; false where it never is.
    private func demand(_ rule: Problem.Rule, _ clauses: inout [Clause]) -> Bool {
        ask(rule) { clauses.append(.one(Demand(question: $0, truth: true))) }
    }

    /// Demands that a statement is not about the request; false where it always is.
    private func refuse(_ rule: Problem.Rule, _ clauses: inout [Clause]) -> Bool {
        var demands = [Demand]()
        guard ask(rule, { demands.append(Demand(question: $0, truth: false)) }) else { return true }
        if demands.isEmpty { return false }
        clauses.append(demands.count == 1 ? .one(demands[0]) : .any(demands))
        return true
    }

    /// Tells what must hold for a statement to be about a request of the scene, without what holds of all of them; false
    /// when it never is.
    private func ask(_ rule: Problem.Rule, _ tell: (Question) -> Void) -> Bool {
        switch principal(rule) {
        case .never: return false
        case .always: break
        case .sometimes(let constraint): tell(.principal(constraint))
        }
        // Conditions first: it is they that keep callers out.
        for atom in rule.atoms {
            switch scene.answer(atom) {
            case true?: break
            case false?: return false
            case nil: tell(.condition(atom, variables: rule.variables))
            }
        }
        if rule.resources != nil {
            switch scene.answer(resourcesOf: rule) {
            case true?: break
            case false?: return false
            case nil: tell(.resource(rule))
            }
        } else if rule.statement.isNotResource, rule.statement.resources?.contains("*") == true {
            return false
        }
        return true
    }

    mutating func isPinned() { hasPinned = true }

    private enum Match { case never, always, sometimes(Constraint) }

    private func principal(_ rule: Problem.Rule) -> Match {
        let isMember = !rule.statement.isNotPrincipal
        func answer(_ hit: Bool) -> Match { hit == isMember ? .always : .never }
        if rule.statement.principals.isEveryone { return answer(true) }
        switch scene.caller {
        case .unsigned: return answer(false)
        case .service(let name, _):
            return answer(rule.statement.principals.services.contains { $0 == "*" || $0 == name })
        case .federated(let name):
            return answer(rule.statement.principals.federated.contains { $0 == "*" || $0 == name })
        case .canonical(let id): return answer(rule.statement.principals.canonicalUsers.contains(id))
        case .special(let arn):
            return answer(
                rule.statement.principals.aws.contains {
                    if case .special(arn) = $0 { true } else { false }
                })
        case .session(let arn):
            let role = Scene.role(ofSession: arn)
            let owner = ARN(arn).map { String($0.account) }
            return answer(
                rule.statement.principals.aws.contains {
                    switch $0 {
                    case .session(arn, _): true
                    case .identity(role, _): true
                    case .account(let number): number == owner
                    default: false
                    }
                })
        case .signed:
            // Strangers are nobody that a policy names.
            guard scene.reach != .strangers, let named = rule.named else { return answer(false) }
            if named.lift == .accountOfARN,
                named.set.literals.allSatisfy({ scene.problem.isOutside($0, scene.reach) })
            {
                return answer(false)
            }
            return .sometimes(Constraint(lift: named.lift, set: named.set, isMember: isMember))
        }
    }

    private mutating func solve(_ clauses: [Clause], _ place: Int, _ state: consuming State) -> Bool {
        if place == clauses.count { return finish(state) }
        switch clauses[place] {
        case .one(let demand): return solve(demand, clauses, place, state) ?? false
        case .any(let demands):
            for demand in demands { if let end = solve(demand, clauses, place, copy state) { return end } }
            return false
        }
    }

    /// Whether the search is over when a demand of the clause at `place` is met; nil where another may be tried.
    private mutating func solve(
        _ demand: Demand, _ clauses: [Clause], _ place: Int, _ state: consuming State
    ) -> Bool? {
        switch ways(toMeet: demand, from: state) {
        case .none: break
        case .one(let next): if solve(clauses, place + 1, next) { return true }
        case .many(let all): for next in all where solve(clauses, place + 1, next) { return true }
        }
        return budget <= 0 || scene.work <= 0 ? false : nil
    }
}
