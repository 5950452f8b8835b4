extension Search {
    /// Values of an atom in which policy variables are replaced, in every way that is worth trying; nil where they
    /// can't be compared as texts.
    mutating func textSets(_ atom: Problem.Atom, isMember: Bool, _ variables: Bool, _ state: State) -> [(
        PatternSet?, State
    )] {
        if let texts = atom.texts { return [(texts, state)] }
        guard atom.hasVariables else { return [(nil, state)] }
        return sets(atom.comparison.comparison, atom.values, isMember: isMember, variables, state).map {
            ($0.0, $0.1)
        }
    }

    mutating func sets(
        _ comparison: ConditionOperator.Comparison, _ values: [String], isMember: Bool, _ variables: Bool,
        _ state: State
    ) -> [(PatternSet, State)] {
        guard variables, values.contains(where: { $0.has(UInt8(ascii: "$")) }) else {
            return Texts.set(comparison, values, false).map { [($0, state)] } ?? []
        }
        if isRelaxed { return [(relaxed(comparison, values, isMember: isMember), state)] }
        var ways: [(values: [[(text: String, isLiteral: Bool)]], state: State)] = [([], state)]
        for value in values {
            scene.work -= 1000 * ways.count
            guard scene.work > 0 else {
                isIncomplete = true
                return []
            }
            guard let parsed = VariableText(value) else { continue }
            var next: [(values: [[(text: String, isLiteral: Bool)]], state: State)] = []
            for way in ways {
                for (parts, base) in replaced(parsed, way.state) {
                    next.append((parts.map { way.values + [$0] } ?? way.values, base))
                }
            }
            ways = Array(next.prefix(16))
            if next.count > 16 { isPinned() }
        }
        return ways.compactMap { way in Texts.set(comparison, way.values).map { ($0, way.state) } }
    }

    /// The texts that values match for some values of their variables (`isMember`), or for all.
    private mutating func relaxed(
        _ comparison: ConditionOperator.Comparison, _ values: [String], isMember: Bool
    ) -> PatternSet {
        let plain = values.filter { VariableText($0)?.hasKeys != true }
        let fixed = Texts.set(comparison, plain, true) ?? .none
        guard isMember else { return fixed }
        var patterns = fixed.patterns
        for value in values {
            guard let parsed = VariableText(value), parsed.hasKeys else { continue }
            var ways = [Pattern()]
            for part in parsed.parts {
                switch part {
                case .key(let name, let fallback):
                    let forms = forms(ofKey: name, fallback)
                    ways = ways.flatMap { way in forms.map { way + $0 } }
                case .text(let text) where comparison == .stringLike || comparison == .arnLike:
                    ways = ways.map { $0 + Pattern(glob: text) }
                case .text(let text), .literal(let text):
                    ways = ways.map { $0 + Pattern(literal: text) }
                }
            }
            patterns += ways.map { comparison == .stringEqualsIgnoreCase ? $0.ignoringCase : $0 }
        }
        return PatternSet(literals: fixed.literals, patterns: patterns)
    }

    /// What the value of a key can look like; none where it has no value.
    private mutating func forms(ofKey name: String, _ fallback: String?) -> [Pattern] {
        var out = fallback.map { [Pattern(literal: $0)] } ?? []
        guard let key = scene.problem.place(of: name) else { return out }
        switch scene.binding(key) {
        case .absent: break
        case .constant(let values): if values.count == 1 { out.append(Pattern(literal: values[0])) }
        case .variable(let variable, let lift, _):
            guard case .text(let domain) = kind(variable),
                let forms = lift == .whole
                    ? domain.forms : domain.part.flatMap({ $0.lift == lift ? $0.forms : nil }),
                forms.literals.count + forms.patterns.count < 4
            else { return [Pattern(glob: "*")] }
            out += forms.allPatterns
        }
        return out
    }

    /// The parts of a text with each variable replaced; nil parts where a variable has no value.
    private mutating func replaced(_ text: VariableText, _ state: State) -> [(
        [(text: String, isLiteral: Bool)]?, State
    )] {
        var ways: [([(text: String, isLiteral: Bool)]?, State)] = [([], state)]
        for part in text.parts {
            var next: [([(text: String, isLiteral: Bool)]?, State)] = []
            for (done, base) in ways {
                guard let done else {
                    next.append((nil, base))
                    continue
                }
                switch part {
                case .text(let text): next.append((done + [(text, false)], base))
                case .literal(let text): next.append((done + [(text, true)], base))
                case .key(let name, let fallback):
                    for (value, after) in pinned(name, base) {
                        next.append(((value ?? fallback).map { done + [($0, true)] }, after))
                    }
                }
            }
            ways = next
        }
        return ways
    }

    /// A key held at one value, or absent: the ways that are tried.
    private mutating func pinned(_ name: String, _ state: State) -> [(String?, State)] {
        guard let key = scene.problem.place(of: name) else { return [(nil, state)] }
        switch scene.binding(key) {
        case .absent: return [(nil, state)]
        case .constant(let values): return [(values.count == 1 ? values[0] : nil, state)]
        case .variable(let variable, let lift, let presence):
            let isPresent = presence.map { state.present[$0] == true } ?? true
            if !isPresent || !isFixed(variable, lift, state) { isPinned() }
            var out: [(String?, State)] = []
            if let base = setPresence(presence, true, state),
                let (value, after) = hold(variable, lift, base)
            {
                out.append((value, after))
            }
            if presence != nil, let base = setPresence(presence, false, state) {
                out.append((nil, base))
            }
            return out
        }
    }

    /// Whether a text has but one value left.
    private func isFixed(_ variable: Scene.Variable, _ lift: Lift, _ state: State) -> Bool {
        state.text(variable)?.constraints.contains { constraint in
            constraint.isMember && constraint.set.literals.count == 1 && !constraint.set.hasPatterns
                && (constraint.lift == .whole || constraint.lift == lift)
        } ?? false
    }

    /// The ways in which the one resource that there is can be among `resources`: those that ask for no key match it or do
    /// not, and where one key stands between fixed texts its value is told. Nil where there is more to it.
    mutating func solved(_ resources: [String], _ variables: Bool, _ state: State) -> [State]? {
        guard variables, let resource = scene.resource.only else { return nil }
        var out = [State]()
        for text in resources {
            guard let parsed = VariableText(text), parsed.hasKeys else {
                if Texts.set(.stringLike, [text], true)?.contains(resource) == true { out.append(state) }
                continue
            }
            guard let (before, name, after) = parsed.onlyKey, !parsed.hasDefaults,
                let key = scene.problem.place(of: name)
            else { return nil }
            switch scene.binding(key) {
            case .absent: break
            case .constant(let values):
                if values.count == 1, before + values[0] + after == resource { out.append(state) }
            case .variable(let variable, _, _):
                guard case .text = kind(variable) else { return nil }
                out += mirrored([text], .resource, .whole, state)
            }
        }
        return out
    }

    /// Where a value is one variable between fixed texts, the key that it names can take what the key that is compared has
    /// in that place.
    mutating func mirrored(_ values: [String], _ variable: Scene.Variable, _ lift: Lift, _ state: State)
        -> [State]
    {
        var out = [State]()
        for value in values {
            guard let (before, name, after) = VariableText(value)?.onlyKey,
                let key = scene.problem.place(of: name),
                case .variable(let other, let otherLift, let presence) = scene.binding(key),
                let (text, held) = hold(variable, lift, state),
                text.utf8.count >= before.utf8.count + after.utf8.count,
                text.hasPrefix(before), text.hasSuffix(after),
                let base = setPresence(presence, true, held)
            else { continue }
            let part = String(text.dropFirst(before.count).dropLast(after.count))
            let same = Constraint(lift: otherLift, set: PatternSet(literals: [part]), isMember: true)
            if let next = setText(other, same, base) { out.append(next) }
        }
        return out
    }

    /// What an atom with the given state says of one value.
    mutating func matchers(_ atom: Problem.Atom, _ variables: Bool, _ state: State) -> [(
        (String) -> Bool, State
    )] {
        if atom.texts != nil || atom.hasVariables {
            // Without the variables' values a match may be there or not: both are tried.
            let ways = isRelaxed && atom.hasVariables ? [true, false] : [true]
            return ways.flatMap { isMember in
                textSets(atom, isMember: isMember, variables, state).compactMap { set, base in
                    set.map { set in ({ set.contains($0) }, base) }
                }
            }
        }
        return [(atom.matches, state)]
    }
}

/// Numbers, times and addresses compared.
enum Comparisons {
    static func holds(_ how: ConditionOperator.Comparison, _ actual: String, _ written: String) -> Bool {
        switch how {
        case .numericEquals, .numericLess, .numericLessEquals, .numericGreater, .numericGreaterEquals:
            guard let a = Scalar.number(actual), let b = Scalar.number(written) else { return false }
            return ordered(how, a, b)
        case .dateEquals, .dateLess, .dateLessEquals, .dateGreater, .dateGreaterEquals:
            guard let a = Scalar.time(actual), let b = Scalar.time(written) else { return false }
            return ordered(how, a, b)
        case .ipAddress:
            guard let a = IPRange(actual), let b = IPRange(written) else { return false }
            return !IPSet([a]).intersection(IPSet([b])).isEmpty
        default: return false
        }
    }

    private static func ordered(_ how: ConditionOperator.Comparison, _ a: Double, _ b: Double) -> Bool {
        switch how {
        case .numericLess, .dateLess: a < b
        case .numericLessEquals, .dateLessEquals: a <= b
        case .numericGreater, .dateGreater: a > b
        case .numericGreaterEquals, .dateGreaterEquals: a >= b
        default: a == b
        }
    }
}
