extension Search {
    /// The demands that a thousand Denies make of one text, as one: to be none of what each names is to be none of what all
    /// name. Only where there are many clauses does it pay.
    static func merged(_ clauses: [Clause]) -> [Clause] {
        guard clauses.count > 64 else { return clauses }
        struct Kind: Hashable {
            let key: Int
            let comparison: ConditionOperator
        }
        var out = [Clause]()
        var atoms = [Kind: [Problem.Atom]]()
        var resources = [PatternSet]()
        for clause in clauses {
            guard case .one(let demand) = clause else {
                out.append(clause)
                continue
            }
            switch demand.question {
            case .condition(let atom, _) where atom.isExclusion(demand.truth):
                atoms[Kind(key: atom.key, comparison: atom.comparison), default: []].append(atom)
            case .resource(let rule) where !demand.truth && !rule.statement.isNotResource:
                if let texts = rule.resourceTexts { resources.append(texts) } else { out.append(clause) }
            default: out.append(clause)
            }
        }
        for (kind, some) in atoms.sorted(by: { $0.key.key < $1.key.key }) {
            let all = Problem.Atom(merging: some)
            out.append(
                .one(Demand(question: .condition(all, variables: false), truth: kind.comparison.isNegated)))
        }
        if !resources.isEmpty {
            let all = PatternSet(
                literals: resources.flatMap(\.literals), patterns: resources.flatMap(\.patterns))
            out.append(.one(Demand(question: .resources(all), truth: false)))
        }
        return out
    }
}

extension Problem.Atom {
    /// Whether a demand for `truth` says only that the key is none of some texts, if it is there.
    fileprivate func isExclusion(_ truth: Bool) -> Bool {
        !hasVariables && texts != nil && comparison.quantifier == .none && comparison.isNegated == truth
            && comparison.comparison != .bool
    }

    /// An atom with the values of all of `atoms`, which have the same key and comparison.
    fileprivate convenience init(merging atoms: [Problem.Atom]) {
        self.init(
            key: atoms[0].key, comparison: atoms[0].comparison, values: atoms.flatMap(\.values),
            hasVariables: false,
            texts: PatternSet(
                literals: atoms.flatMap { $0.texts?.literals ?? [] },
                patterns: atoms.flatMap { $0.texts?.patterns ?? [] }))
    }
}
