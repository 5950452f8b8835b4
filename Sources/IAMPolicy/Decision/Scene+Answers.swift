/// What can be said of all requests of a scene at once, without a search.
extension Scene {
    /// Whether the resource is one of a rule's, where there is but one resource.
    func answer(resourcesOf rule: Problem.Rule) -> Bool? {
        guard let only = resource.only, !rule.resourcesHaveVariables, let resources = rule.resources else {
            return nil
        }
        // Most are written as they are; but `${*}` stands for a star alone.
        let isWritten = !only.has(UInt8(ascii: "$")) && resources.contains(only)
        let isAbout = isWritten || rule.resourceTexts?.contains(only) == true
        return isAbout != rule.statement.isNotResource
    }

    /// What a condition says where all requests are alike in it: they lack the key, or carry it with the same value.
    func answer(_ atom: Problem.Atom) -> Bool? {
        guard !atom.hasVariables else { return nil }
        let how = atom.comparison
        if how.comparison == .null, how.quantifier != .none { return atom.null(isAbsent: false) }
        switch binding(atom.key) {
        case .variable: return nil
        case .absent: return how.comparison == .null ? atom.null(isAbsent: true) : how.truthWhenAbsent
        case .constant(let values):
            if how.comparison == .null { return atom.null(isAbsent: false) }
            return how.holds(of: values, atom.matches)
        }
    }
}

extension Problem.Atom {
    /// What `Null` says.
    func null(isAbsent: Bool) -> Bool {
        switch comparison.quantifier {
        case .forAllValues: true
        case .forAnyValue: false
        case .none: values.contains { Scalar.bool($0) == isAbsent }
        }
    }

    /// Whether one of its values, which hold no variables, matches `actual`.
    func matches(_ actual: String) -> Bool {
        if let texts { return texts.contains(actual) }
        return values.contains { Comparisons.holds(comparison.comparison, actual, $0) }
    }
}

extension ConditionOperator {
    /// Whether a condition holds of a key with `values`, where `matches` says what matches one of its own.
    func holds(of values: [String], _ matches: (String) -> Bool) -> Bool {
        switch quantifier {
        case .forAllValues: values.allSatisfy { matches($0) != isNegated }
        case .forAnyValue: values.contains { matches($0) != isNegated }
        case .none: isNegated ? !values.contains(where: matches) : values.contains(where: matches)
        }
    }
}
