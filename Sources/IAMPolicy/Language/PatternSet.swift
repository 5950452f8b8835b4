/// Texts: some that are listed, and those that have one of some forms.
///
/// An object, because every demand on a text and every state of a search holds some.
final class PatternSet: Sendable {
    let literals: [String]
    let patterns: [Pattern]
    /// For long lists.
    private let index: Set<String>?

    init(literals: [String] = [], patterns: [Pattern] = []) {
        self.literals = literals
        self.patterns = patterns
        index = literals.count > 16 ? Set(literals) : nil
    }

    static let none = PatternSet()
    static let everything = PatternSet(patterns: [Pattern(glob: "*")])

    var isEmpty: Bool { literals.isEmpty && patterns.isEmpty }

    /// Whether it is plain to see that every text is a member.
    var isEverything: Bool { patterns.contains { $0.elements.count == 1 && $0.isOpen } }

    func contains(_ text: String) -> Bool {
        if let index {
            if index.contains(text) { return true }
        } else if literals.contains(text) {
            return true
        }
        return patterns.contains { $0.matches(text) }
    }

    /// Whether it is plain to see that all members are in `other`; that it is not seen proves nothing.
    func isCovered(by other: PatternSet) -> Bool {
        patterns.allSatisfy { mine in other.patterns.contains { $0.covers(mine) } }
            && literals.allSatisfy(other.contains)
    }

    /// How many states an automaton of it has.
    var size: Int {
        literals.reduce(0) { $0 + $1.utf8.count + 1 } + patterns.reduce(0) { $0 + $1.elements.count + 1 }
    }

    /// All members as patterns.
    var allPatterns: [Pattern] { literals.map { Pattern(literal: $0) } + patterns }

    /// Each member between `prefix` and `suffix`, without characters of `excluded`.
    func lifted(_ prefix: Pattern, _ suffix: Pattern, excluding excluded: CharacterClass) -> PatternSet {
        PatternSet(
            patterns: allPatterns.map { member in
                var out = prefix
                out.append(member.without(excluded))
                out.append(suffix)
                return out
            })
    }

    /// The parts that all members have, where each member says it in letters; nil where one does not.
    func fixedParts(_ lift: Lift, isPart: Bool) -> [String]? {
        if isPart { return patterns.isEmpty ? literals : nil }
        var out = literals.map(lift.part)
        for pattern in patterns {
            let part: String? =
                switch lift {
                case .accountOfARN: pattern.field(4)
                case .organizationOfPath: pattern.field(0, between: "/")
                case .whole, .nameOfUser: nil
                }
            guard let part else { return nil }
            out.append(part)
        }
        return out
    }
}
