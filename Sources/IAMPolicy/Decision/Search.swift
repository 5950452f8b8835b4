/// Looks for one request of a scene that one Allow permits and no Deny forbids.
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

    struct State {
        var present = FewValues<Scene.Presence, Bool>()
        var texts = FewValues<Scene.Variable, (constraints: [Constraint], sample: String)>()
        /// Several texts: all are in `every`, and each of `some` has one.
        var many = FewValues<Scene.Variable, (every: [Constraint], some: [String])>()
        var finite = FewValues<Scene.Variable, [String]>()
        var addresses = FewValues<Scene.Variable, IPSet>()
    }

    let scene: Scene
    /// Whether addresses must be many: then those of all ways are put together.
    let countsAddresses: Bool
    var isIncomplete = false
    /// What is asked of a request in place of the evaluator's `allow`.
    var accepts: ((Request) -> Bool)?
    private var budget = 30_000
    let memory: Memory
    /// The addresses from which some way was found, so far too few.
    var addresses = IPSet([])
    private(set) var allow: Problem.Rule?
    var found: Request?
    /// The statements that allow it, where the evaluator was asked.
    var statements: [Evaluator.Place]?
    /// Whether a variable was held at one value of many.
    private(set) var hasPinned = false
    /// Whether policy variables may have any value: then what is found is only possible.
    private(set) var isRelaxed = false
    /// The addresses of what is only possible.
    var possibleAddresses = IPSet([])

    init(_ scene: Scene, countsAddresses: Bool, memory: Memory) {
        self.scene = scene
        self.memory = memory
        self.countsAddresses = countsAddresses
    }

    /// A request that `allow` permits and none of `denies` forbids; nil when there is none, or none was found
    /// (then ``isIncomplete``).
    mutating func request(_ allow: Problem.Rule, _ denies: [Problem.Rule], also: Problem.Rule? = nil)
        -> Request?
    {
        self.allow = allow
        found = nil
        var clauses = [[Demand]]()
        guard demand(allow, &clauses) else { return nil }
        if let also, !demand(also, &clauses) { return nil }
        for deny in denies where !refuse(deny, &clauses) { return nil }
        memory.work -= 200 * clauses.count + 40 * denies.count
        clauses = Self.merged(clauses)
        // Variables last: they hold a key at one value, which what comes before should have narrowed.
        if clauses.contains(where: { $0.contains(where: \.hasVariables) }) {
            clauses =
                clauses.filter { !$0.contains(where: \.hasVariables) }.sorted { $0.count < $1.count }
                + clauses.filter { $0.contains(where: \.hasVariables) }.sorted { $0.count < $1.count }
        } else if clauses.count > 1 {
            clauses.sort { $0.count < $1.count }
        }
        if !solve(clauses, 0, State()), hasPinned, !isIncomplete {
            // Some values of the variables were not tried. If none could help, nothing was missed.
            isRelaxed = true
            if solve(clauses, 0, State()) { isIncomplete = true }
            isRelaxed = false
        }
        return found
    }

    /// Demands that a statement is about the request; false where it never is.
    private func demand(_ rule: Problem.Rule, _ clauses: inout [[Demand]]) -> Bool {
        guard let open = openQuestions(rule) else { return false }
        for question in open { clauses.append([Demand(question: question, truth: true)]) }
        return true
    }

    /// Demands that a statement is not about the request; false where it always is.
    private func refuse(_ rule: Problem.Rule, _ clauses: inout [[Demand]]) -> Bool {
        guard let open = openQuestions(rule) else { return true }
        if open.isEmpty { return false }
        clauses.append(open.map { Demand(question: $0, truth: false) })
        return true
    }

    /// What must hold for a statement to be about a request of the scene, without what holds of all of them; nil when it
    /// never is.
    private func openQuestions(_ rule: Problem.Rule) -> [Question]? {
        var out = [Question]()
        switch principal(rule) {
        case .never: return nil
        case .always: break
        case .sometimes(let constraint): out.append(.principal(constraint))
        }
        /// False where it never holds.
        func ask(_ question: Question) -> Bool {
            let answer = scene.answer(question)
            if answer == nil { out.append(question) }
            return answer ?? true
        }
        // Conditions first: it is they that keep callers out.
        for atom in rule.atoms {
            guard ask(.condition(atom, variables: rule.variables)) else { return nil }
        }
        if rule.resources != nil {
            guard ask(.resource(rule)) else { return nil }
        } else if rule.statement.isNotResource, rule.statement.resources?.contains("*") == true {
            return nil
        }
        return out
    }

    mutating func isPinned() { hasPinned = true }

    private enum Match { case never, always, sometimes(Constraint) }

    private func principal(_ rule: Problem.Rule) -> Match {
        let isMember = !rule.statement.isNotPrincipal
        func answer(_ hit: Bool) -> Match { hit == isMember ? .always : .never }
        let principals = rule.statement.principals
        if principals.isEveryone { return answer(true) }
        switch scene.caller {
        case .unsigned: return answer(false)
        case .service(let name, _): return answer(principals.services.contains { $0 == "*" || $0 == name })
        case .federated(let name): return answer(principals.federated.contains { $0 == "*" || $0 == name })
        case .canonical(let id): return answer(principals.canonicalUsers.contains(id))
        case .special(let arn):
            return answer(principals.aws.contains { if case .special(arn) = $0 { true } else { false } })
        case .session(let arn):
            let role = Scene.role(ofSession: arn)
            let owner = ARN(arn).map { String($0.account) }
            return answer(
                principals.aws.contains {
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
            if named.lift == .accountOfARN, named.set.literals.allSatisfy(scene.isOutside) {
                return answer(false)
            }
            return .sometimes(Constraint(lift: named.lift, set: named.set, isMember: isMember))
        }
    }

    private mutating func solve(_ clauses: [[Demand]], _ place: Int, _ state: State) -> Bool {
        if place == clauses.count { return finish(state) }
        for demand in clauses[place] {
            for next in states(meeting: demand, from: state) where solve(clauses, place + 1, next) {
                return true
            }
            if budget <= 0 || memory.work <= 0 { return false }
        }
        return false
    }

    /// The ways to meet a demand.
    private mutating func states(meeting demand: Demand, from state: State) -> [State] {
        // A state is copied for each way to meet a demand.
        budget -= 1 + (state.texts.count + state.present.count + state.finite.count) / 16
        guard budget > 0, memory.work > 0 else {
            isIncomplete = true
            return []
        }
        switch demand.question {
        case .principal(let constraint):
            let wanted = Constraint(
                lift: constraint.lift, set: constraint.set, isMember: constraint.isMember == demand.truth)
            return setText(.principal, wanted, state).map { [$0] } ?? []
        case .resources(let texts):
            let wanted = Constraint(lift: .whole, set: texts, isMember: demand.truth)
            return setText(.resource, wanted, state).map { [$0] } ?? []
        case .resource(let rule):
            let isMember = rule.statement.isNotResource != demand.truth
            if let texts = rule.resourceTexts {
                let wanted = Constraint(lift: .whole, set: texts, isMember: isMember)
                return setText(.resource, wanted, state).map { [$0] } ?? []
            }
            let resources = rule.resources ?? []
            if isMember, !isRelaxed, let exact = solved(resources, rule.variables, state) { return exact }
            var out = sets(.stringLike, resources, isMember: isMember, rule.variables, state)
                .compactMap { set, base in
                    setText(.resource, Constraint(lift: .whole, set: set, isMember: isMember), base)
                }
            if isMember, !isRelaxed { out += mirrored(resources, .resource, .whole, state) }
            return out
        case .condition(let atom, let variables): return states(atom, demand.truth, variables, state)
        }
    }

    private mutating func states(_ atom: Problem.Atom, _ truth: Bool, _ variables: Bool, _ state: State)
        -> [State]
    {
        let how = atom.comparison
        let binding = scene.binding(atom.key)
        if how.comparison == .null {
            var out = [State]()
            for isAbsent in [true, false] where atom.null(isAbsent: isAbsent) == truth {
                switch binding {
                case .absent: if isAbsent { out.append(state) }
                case .constant: if !isAbsent { out.append(state) }
                case .variable(let variable, _, let presence):
                    if let next = setPresence(presence, !isAbsent, variable, state) { out.append(next) }
                }
            }
            return out
        }
        switch binding {
        case .absent: return how.truthWhenAbsent == truth ? [state] : []
        case .constant(let values):
            var out = [State]()
            for (matches, base) in matchers(atom, variables, state)
            where how.holds(of: values, matches) == truth { out.append(base) }
            return out
        case .variable(let variable, let lift, let presence):
            var out = [State]()
            if how.truthWhenAbsent == truth, let next = setPresence(presence, false, variable, state) {
                out.append(next)
            }
            guard let base = setPresence(presence, true, variable, state) else { return out }
            out += present(atom, truth, variables, variable, lift, base)
            return out
        }
    }

    func setPresence(_ presence: Scene.Presence?, _ present: Bool, _ variable: Scene.Variable, _ state: State)
        -> State?
    {
        guard let presence else { return present ? state : nil }
        if let known = state.present[presence] { return known == present ? state : nil }
        var next = state
        next.present[presence] = present
        return next
    }

    /// The ways in which a key that is there makes a condition true or false.
    private mutating func present(
        _ atom: Problem.Atom, _ truth: Bool, _ variables: Bool, _ variable: Scene.Variable, _ lift: Lift,
        _ state: State
    ) -> [State] {
        let how = atom.comparison
        switch kind(variable) {
        case .text:
            let isMember = how.isNegated != truth
            if let set = atom.texts {
                return setText(variable, Constraint(lift: lift, set: set, isMember: isMember), state)
                    .map { [$0] } ?? []
            }
            if atom.hasVariables, isSelf(atom) { return isMember ? [state] : [] }
            var out = [State]()
            for (set, base) in textSets(atom, isMember: isMember, variables, state) {
                guard let set else {
                    isIncomplete = true
                    continue
                }
                if let next = setText(variable, Constraint(lift: lift, set: set, isMember: isMember), base) {
                    out.append(next)
                }
            }
            if atom.hasVariables, isMember, !isRelaxed { out += mirrored(atom.values, variable, lift, state) }
            return out
        case .texts:
            var out = [State]()
            let isMember = how.isNegated != truth
            for (set, base) in textSets(atom, isMember: isMember, variables, state) {
                guard let set else {
                    isIncomplete = true
                    continue
                }
                let isAny: Bool
                switch how.quantifier {
                case .forAllValues: isAny = false
                case .forAnyValue: isAny = true
                case .none: isAny = !how.isNegated
                }
                let one = Constraint(lift: lift, set: set, isMember: isMember)
                if let next = texts(variable, one, isSome: isAny == truth, base) { out.append(next) }
            }
            return out
        case .finite(let all):
            var out = [State]()
            memory.work -= 8 * all.count * atom.values.count
            guard memory.work > 0 else {
                isIncomplete = true
                return []
            }
            for (matches, base) in matchers(atom, variables, state) {
                let left = (base.finite[variable] ?? all).filter { (matches($0) != how.isNegated) == truth }
                guard !left.isEmpty else { continue }
                var next = base
                next.finite[variable] = left
                out.append(next)
            }
            return out
        case .addresses(let all):
            guard let set = addressSet(atom) else {
                isIncomplete = true
                return []
            }
            let wanted = how.isNegated != truth ? set : set.complement
            let left = (state.addresses[variable] ?? all).intersection(wanted)
            guard !left.isEmpty else { return [] }
            var next = state
            next.addresses[variable] = left
            return [next]
        }
    }

    /// Whether a value of a condition is the key itself, which always matches.
    private func isSelf(_ atom: Problem.Atom) -> Bool {
        let name = scene.problem.keys[atom.key]
        return atom.values.contains { value in
            guard let text = VariableText(value), text.parts.count == 1, case .key(name, _) = text.parts[0]
            else { return false }
            return true
        }
    }

    private func addressSet(_ atom: Problem.Atom) -> IPSet? {
        switch atom.comparison.comparison {
        case .ipAddress: return IPSet(atom.values.compactMap { IPRange($0) })
        case .stringLike where atom.values.contains("*"): return .everything
        case .stringEquals, .stringLike:
            var ranges = [IPRange]()
            for value in atom.values {
                if let range = IPRange(value), !value.contains("/") {
                    ranges.append(range)
                } else if atom.comparison.comparison == .stringLike {
                    let parts = value.split(separator: ".", omittingEmptySubsequences: false)
                    guard parts.last == "*", (2...4).contains(parts.count), !value.dropLast().contains("*"),
                        !value.contains("?"),
                        let range = IPRange(
                            (parts.dropLast().map(String.init)
                                + [String](repeating: "0", count: 5 - parts.count)).joined(separator: ".")
                                + "/\(8 * (parts.count - 1))")
                    else { return nil }
                    ranges.append(range)
                }
            }
            return IPSet(ranges)
        default: return nil
        }
    }

    func kind(_ variable: Scene.Variable) -> Scene.Kind { memory.kind(variable, scene) }

    mutating func setText(_ variable: Scene.Variable, _ constraint: Constraint, _ state: State) -> State? {
        guard case .text(let domain) = kind(variable) else { return nil }
        let old = state.texts[variable]
        let constraints = (old?.constraints ?? []) + [constraint]
        // The text at hand is good for all that was asked before.
        if let sample = old?.sample, constraint.holds(sample) {
            memory.work -= 64 + 8 * constraints.count
            var next = state
            next.texts[variable] = (constraints, sample)
            return next
        }
        switch domain.member(constraints, work: &memory.work) {
        case .found(let sample):
            var next = state
            next.texts[variable] = (constraints, sample)
            return next
        case .none: return nil
        case .unknown:
            isIncomplete = true
            return nil
        }
    }

    private mutating func texts(_ variable: Scene.Variable, _ one: Constraint, isSome: Bool, _ state: State)
        -> State?
    {
        guard case .texts(let domain) = kind(variable) else { return nil }
        var (every, some) = state.many[variable] ?? ([], [])
        if isSome {
            guard case .found(let sample) = domain.member(every + [one], work: &memory.work) else {
                return nil
            }
            if !some.contains(sample) { some.append(sample) }
        } else {
            every.append(one)
            // What one demand asked for may have to be something else now.
            guard some.allSatisfy({ one.holds($0) }), case .found = domain.member(every, work: &memory.work)
            else {
                isIncomplete = true
                return nil
            }
        }
        var next = state
        next.many[variable] = (every, some)
        return next
    }
}
