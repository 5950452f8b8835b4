extension Search {
    /// Values of an atom in which policy variables are replaced, in every way that is worth trying; nil where they
    /// can't be compared as texts.
    mutating func textSets(_ atom: Problem.Atom, _ variables: Bool, _ state: State) -> [(PatternSet?, State)]
    {
        if let texts = atom.texts { return [(texts, state)] }
        guard atom.hasVariables else { return [(nil, state)] }
        return sets(atom.comparison.comparison, atom.values, variables, state).map { ($0.0, $0.1) }
    }

    mutating func sets(
        _ comparison: ConditionOperator.Comparison, _ values: [String], _ variables: Bool, _ state: State
    ) -> [(PatternSet, State)] {
        guard variables, values.contains(where: { $0.utf8.contains(UInt8(ascii: "$")) }) else {
            return Texts.set(comparison, values, false).map { [($0, state)] } ?? []
        }
        var ways: [(values: [[(text: String, isLiteral: Bool)]], state: State)] = [([], state)]
        for value in values {
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
            isPinned()
            var out: [(String?, State)] = []
            if let base = setPresence(presence, true, variable, state),
                let (value, after) = hold(variable, lift, base)
            {
                out.append((value, after))
            }
            if presence != nil, let base = setPresence(presence, false, variable, state) {
                out.append((nil, base))
            }
            return out
        }
    }

    /// Where a value is nothing but a variable, the key that it names can take the value of the key that is compared.
    mutating func mirrored(_ atom: Problem.Atom, _ variable: Scene.Variable, _ lift: Lift, _ state: State)
        -> [State]
    {
        var out = [State]()
        for value in atom.values {
            guard let parsed = VariableText(value), parsed.parts.count == 1,
                case .key(let name, _) = parsed.parts[0],
                let key = scene.problem.place(of: name),
                case .variable(let other, let otherLift, let presence) = scene.binding(key),
                let (text, held) = hold(variable, lift, state),
                let base = setPresence(presence, true, other, held)
            else { continue }
            let same = Constraint(lift: otherLift, set: PatternSet(literals: [text]), isMember: true)
            if let next = setText(other, same, base) { out.append(next) }
        }
        return out
    }

    /// What an atom with the given state says of one value.
    mutating func matchers(_ atom: Problem.Atom, _ variables: Bool, _ state: State) -> [(
        (String) -> Bool, State
    )] {
        if atom.texts != nil || atom.hasVariables {
            return textSets(atom, variables, state).compactMap { set, base in
                set.map { set in ({ set.contains($0) }, base) }
            }
        }
        let how = atom.comparison.comparison
        let values = atom.values
        return [({ actual in values.contains { Comparisons.holds(how, actual, $0) } }, state)]
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
