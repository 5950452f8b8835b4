extension Search {
    /// The value of a part of a text, held there from now on.
    mutating func hold(_ variable: Scene.Variable, _ lift: Lift, _ state: State) -> (String, State)? {
        switch kind(variable) {
        case .text(let domain):
            var constraints = [Constraint]()
            var sample = ""
            if let known = state.text(variable), let text = known.sample {
                sample = text
                constraints = known.constraints
            } else {
                guard case .found(let text) = domain.member([], scene) else { return nil }
                sample = text
            }
            let part = lift.part(of: sample)
            constraints.append(Constraint(lift: lift, set: PatternSet(literals: [part]), isMember: true))
            var next = state
            next.set(variable, text: State.Text(constraints: constraints, sample: sample))
            return (part, next)
        case .finite(let all):
            guard let value = (state.finite(variable) ?? all).first else { return nil }
            var next = state
            next.set(variable, finite: [value])
            return (value, next)
        case .addresses(let all):
            guard let range = (state.addresses(variable) ?? all).ranges.first else { return nil }
            var next = state
            next.set(
                variable, addresses: IPSet([IPRange(isV6: range.isV6, low: range.low, high: range.low)]))
            return (range.firstAddress, next)
        case .texts: return nil
        }
    }

    /// Makes the request of a state and has it checked; true when the search is over.
    mutating func finish(_ state: consuming State) -> Bool {
        let some = countsAddresses && scene.network == .internet ? state.addresses(.address) : nil
        if isRelaxed {
            guard let some else { return true }
            possibleAddresses = possibleAddresses.union(some)
            return addresses.union(possibleAddresses).isBroad
        }
        guard let request = request(of: state) else { return false }
        scene.work -= 100 * scene.problem.rules.count + 16 * scene.problem.keys.count
        var statements: [Evaluator.Place]?
        let isGood: Bool
        if let accepts {
            isGood = accepts(request)
        } else {
            let answer = scene.problem.evaluator.evaluate(request, action: scene.entry.folded)
            isGood = answer.decision == .allow
            statements = answer.statements
        }
        guard isGood else {
            isIncomplete = true
            return false
        }
        if isInnerService, scene.reach != .everyone {
            // iam:PassRole keeps a role that services assume in its account, unless the policy names another source.
            var bare = request
            for (key, role) in zip(scene.problem.keys, scene.problem.roles) where role.isSource {
                bare.context[key] = nil
            }
            if scene.problem.evaluator.evaluate(bare).decision == .allow { return false }
        }
        if let some, !some.isBroad {
            // Also when the rest differs: it is one stranger who may come from any of them.
            addresses = addresses.union(some)
            guard addresses.isBroad else { return false }
        }
        found = Proof(request: request, statements: statements)
        return true
    }

    private var isInnerService: Bool {
        guard scene.problem.context.kind == .iamRole, case .service = scene.caller else { return false }
        return isForNamedServices
    }

    private mutating func request(of state: consuming State) -> Request? {
        var context = RequestContext()
        for (key, name) in scene.problem.keys.enumerated() {
            switch scene.binding(key) {
            case .absent: break
            case .constant(let values): context[name] = values
            case .variable(let variable, let lift, let presence):
                if let presence, state.present[presence] != true { break }
                guard let values = values(variable, lift, &state) else { return nil }
                context[name] = values
            }
        }
        guard let resource = value(.resource, state) else { return nil }
        let caller: Request.Caller
        switch scene.caller {
        case .unsigned: caller = .unsigned
        case .signed:
            guard let arn = value(.principal, state) else { return nil }
            caller = .identity(arn: arn)
        case .service(let name, _): caller = .service(name)
        case .federated(let name): caller = .federated(name)
        case .session(let arn): caller = .session(arn: arn, identity: Scene.role(ofSession: arn))
        case .special(let arn): caller = .special(arn: arn)
        case .canonical(let id): caller = .canonicalUser(id)
        }
        return Request(caller: caller, action: scene.entry.name, resource: resource, context: context)
    }

    /// A text.
    private func value(_ variable: Scene.Variable, _ state: State) -> String? {
        if let known = state.text(variable)?.sample { return known }
        guard case .text(let domain) = kind(variable), case .found(let text) = domain.member([], scene)
        else {
            return nil
        }
        return text
    }

    private mutating func values(_ variable: Scene.Variable, _ lift: Lift, _ state: inout State) -> [String]?
    {
        switch kind(variable) {
        case .texts(let domain):
            var many = state.many(variable) ?? State.Many()
            if !many.some.isEmpty { return many.some }
            guard case .found(let text) = domain.member(many.every, scene) else { return nil }
            many.some = [text]
            state.set(variable, many: many)
            return many.some
        case .text:
            guard let text = value(variable, state) else { return nil }
            if state.text(variable) == nil {
                state.set(variable, text: State.Text(constraints: [], sample: text))
            }
            return [lift.part(of: text)]
        case .finite(let all): return (state.finite(variable) ?? all).first.map { [$0] }
        case .addresses(let all):
            let set = state.addresses(variable) ?? all
            let range = set.ranges.first { !$0.isV6 && $0.low > 1 << 24 } ?? set.ranges.first
            return range.map { [$0.firstAddress] }
        }
    }
}
