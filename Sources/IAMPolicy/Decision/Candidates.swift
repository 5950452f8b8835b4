import Documents

/// Values worth trying for a key that is compared as a number, a time or a boolean: one of each that the policies tell apart.
enum Candidates {
    enum Comparisons { case texts, addresses, scalars }

    static func comparisons(_ problem: Problem, _ key: Int) -> Comparisons {
        var out = Comparisons.texts
        for rule in problem.rules {
            for atom in rule.atoms where atom.key == key {
                switch atom.comparison.comparison {
                case .ipAddress: out = .addresses
                case .numericEquals, .numericLess, .numericLessEquals, .numericGreater, .numericGreaterEquals,
                    .dateEquals,
                    .dateLess, .dateLessEquals, .dateGreater, .dateGreaterEquals:
                    return .scalars
                default: break
                }
            }
        }
        return out
    }

    static func all(_ problem: Problem, _ keys: [Int], now isTime: Bool) -> [String] {
        var cuts = Set<Double>()
        var texts = [String]()
        for atom in problem.rules.flatMap(\.atoms) where keys.contains(atom.key) {
            for value in atom.values {
                switch atom.comparison.comparison {
                case .numericEquals, .numericLess, .numericLessEquals, .numericGreater, .numericGreaterEquals:
                    if let number = Scalar.number(value) { cuts.insert(number) }
                case .dateEquals, .dateLess, .dateLessEquals, .dateGreater, .dateGreaterEquals:
                    if let time = Scalar.time(value) { cuts.insert(time) }
                default:
                    texts.append(value.replacingWildcards())
                }
            }
        }
        let now = problem.context.now.seconds.rounded()
        if isTime { cuts.insert(now) }
        var points = Set<Double>()
        let sorted = cuts.sorted()
        for (place, cut) in sorted.enumerated() {
            points.insert(cut)
            points.insert(cut - 1)
            points.insert(cut + 1)
            if place > 0 { points.insert((sorted[place - 1] + cut) / 2) }
        }
        if points.isEmpty { points = [0] }
        var ordered = points.sorted()
        if isTime { ordered = ordered.filter { $0 >= now } + [(sorted.last ?? now) + 86_400] }
        let numbers = ordered.map { number in Int(exactly: number).map(String.init) ?? number.description }
        return (numbers + (isTime ? [] : texts + ["true", "false", "x"])).uniqued()
    }
}

extension Array where Element: Hashable {
    fileprivate func uniqued() -> [Element] {
        var seen = Set<Element>()
        return filter { seen.insert($0).inserted }
    }
}

extension String {
    /// A text that this glob matches.
    fileprivate func replacingWildcards() -> String {
        String(compactMap { $0 == "*" ? nil : $0 == "?" ? "x" : $0 })
    }
}
