/// How a demand is met.
extension Search {
    /// The ways to meet a demand.
    mutating func ways(toMeet demand: Demand, from state: consuming State) -> Ways {
        // A state is copied for each way to meet a demand.
        budget -= 1 + state.count / 16
        guard budget > 0, scene.work > 0 else {
            isIncomplete = true
            return .none
        }
        switch demand.question {
        case .principal(let constraint):
            let wanted = Constraint(
                lift: constraint.lift, set: constraint.set, isMember: constraint.isMember == demand.truth)
            return Ways(setText(.principal, wanted, state))
        case .resources(let texts):
            return Ways(
                setText(.resource, Constraint(lift: .whole, set: texts, isMember: demand.truth), state))
        case .resource(let rule):
            let isMember = rule.statement.isNotResource != demand.truth
            if let texts = rule.resourceTexts {
                return Ways(
                    setText(.resource, Constraint(lift: .whole, set: texts, isMember: isMember), state))
            }
            let resources = rule.resources ?? []
            var out = Ways.none
            if isMember, !isRelaxed, let exact = solved(resources, rule.variables, state) {
                out.add(exact)
                return out
            }
            for (set, base) in sets(.stringLike, resources, isMember: isMember, rule.variables, state) {
                let wanted = Constraint(lift: .whole, set: set, isMember: isMember)
                if let next = setText(.resource, wanted, base) { out.add(next) }
            }
            if isMember, !isRelaxed { out.add(mirrored(resources, .resource, .whole, state)) }
            return out
        case .condition(let atom, let variables): return ways(atom, demand.truth, variables, state)
        }
    }

    private mutating func ways(
        _ atom: Problem.Atom, _ truth: Bool, _ variables: Bool, _ state: consuming State
    ) -> Ways {
        let how = atom.comparison
        let binding = scene.binding(atom.key)
        var out = Ways.none
        if how.comparison == .null {
            for isAbsent in [true, false] where atom.null(isAbsent: isAbsent) == truth {
                switch binding {
                case .absent: if isAbsent { out.add(copy state) }
                case .constant: if !isAbsent { out.add(copy state) }
                case .variable(_, _, let presence):
                    if let next = setPresence(presence, !isAbsent, copy state) { out.add(next) }
                }
            }
            return out
        }
        switch binding {
        case .absent: return how.truthWhenAbsent == truth ? .one(state) : .none
        case .constant(let values):
            for (matches, base) in matchers(atom, variables, state)
            where how.holds(of: values, matches) == truth { out.add(base) }
        case .variable(let variable, let lift, let presence):
            if how.truthWhenAbsent == truth, let next = setPresence(presence, false, copy state) {
                out.add(next)
            }
            if let base = setPresence(presence, true, state) {
                present(atom, truth, variables, variable, lift, base, &out)
            }
        }
        return out
    }

    func setPresence(_ presence: Scene.Presence?, _ present: Bool, _ state: consuming State) -> State? {
        guard let presence else { return present ? state : nil }
        if let known = state.present[presence] { return known == present ? state : nil }
        state.present[presence] = present
        return state
    }

    /// Adds the ways in which a key that is there makes a condition true or false.
    private mutating func present(
        _ atom: Problem.Atom, _ truth: Bool, _ variables: Bool, _ variable: Scene.Variable, _ lift: Lift,
        _ state: consuming State, _ out: inout Ways
    ) {
        let how = atom.comparison
        switch kind(variable) {
        case .text:
            let isMember = how.isNegated != truth
            if let set = atom.texts {
                let wanted = Constraint(lift: lift, set: set, isMember: isMember)
                if let next = setText(variable, wanted, state) { out.add(next) }
                return
            }
            if atom.hasVariables, isSelf(atom) {
                if isMember { out.add(state) }
                return
            }
            for (set, base) in textSets(atom, isMember: isMember, variables, state) {
                guard let set else {
                    isIncomplete = true
                    continue
                }
                let wanted = Constraint(lift: lift, set: set, isMember: isMember)
                if let next = setText(variable, wanted, base) { out.add(next) }
            }
            if atom.hasVariables, isMember, !isRelaxed {
                out.add(mirrored(atom.values, variable, lift, state))
            }
        case .texts:
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
                if let next = texts(variable, one, isSome: isAny == truth, base) { out.add(next) }
            }
        case .finite(let all):
            scene.work -= 8 * all.count * atom.values.count
            guard scene.work > 0 else {
                isIncomplete = true
                return
            }
            for (matches, base) in matchers(atom, variables, state) {
                let left = (base.finite(variable) ?? all).filter { (matches($0) != how.isNegated) == truth }
                guard !left.isEmpty else { continue }
                var next = base
                next.set(variable, finite: left)
                out.add(next)
            }
        case .addresses(let all):
            guard let set = addressSet(atom) else {
                isIncomplete = true
                return
            }
            let wanted = how.isNegated != truth ? set : set.complement
            let left = (state.addresses(variable) ?? all).intersection(wanted)
            guard !left.isEmpty else { return }
            var next = state
            next.set(variable, addresses: left)
            out.add(next)
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

    func kind(_ variable: Scene.Variable) -> Scene.Kind { scene.kind(variable) }

    mutating func setText(
        _ variable: Scene.Variable, _ constraint: Constraint, _ state: consuming State
    ) -> State? {
        guard case .text(let domain) = kind(variable) else { return nil }
        var text = state.take(variable) ?? State.Text()
        text.constraints.append(constraint)
        // The text at hand is good for all that was asked before.
        if let sample = text.sample, constraint.holds(sample) {
            scene.work -= 64 + 8 * text.constraints.count
        } else {
            switch domain.member(text.constraints, scene) {
            case .found(let sample): text.sample = sample
            case .none: return nil
            case .unknown:
                isIncomplete = true
                return nil
            }
        }
        state.set(variable, text: text)
        return state
    }

    private mutating func texts(_ variable: Scene.Variable, _ one: Constraint, isSome: Bool, _ state: State)
        -> State?
    {
        guard case .texts(let domain) = kind(variable) else { return nil }
        var many = state.many(variable) ?? State.Many()
        if isSome {
            guard case .found(let sample) = domain.member(many.every + [one], scene) else { return nil }
            if !many.some.contains(sample) { many.some.append(sample) }
        } else {
            many.every.append(one)
            // What one demand asked for may have to be something else now.
            guard many.some.allSatisfy({ one.holds($0) }), case .found = domain.member(many.every, scene)
            else {
                isIncomplete = true
                return nil
            }
        }
        var next = state
        next.set(variable, many: many)
        return next
    }
}
