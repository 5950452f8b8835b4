/// Texts: some that are listed, and those that have one of some forms.
struct PatternSet: Sendable {
    var literals: [String]
    var patterns: [Pattern]
    /// For long lists.
    private var index: Set<String>?

    init(literals: [String] = [], patterns: [Pattern] = []) {
        self.literals = literals
        self.patterns = patterns
        if literals.count > 16 { index = Set(literals) }
    }

    static let everything = PatternSet(patterns: [Pattern(glob: "*")])

    var isEmpty: Bool { literals.isEmpty && patterns.isEmpty }

    func contains(_ text: String) -> Bool {
        if let index {
            if index.contains(text) { return true }
        } else if literals.contains(text) {
            return true
        }
        return patterns.contains { $0.matches(text) }
    }

    /// Whether all that makes up this set stands in `other` too.
    func isListed(in other: PatternSet) -> Bool {
        patterns.allSatisfy(other.patterns.contains) && literals.allSatisfy(other.contains)
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
            let start = pattern.beginning
            switch lift {
            case .accountOfARN:
                guard let account = ARN.account(in: start) else { return nil }
                out.append(String(account))
            case .organizationOfPath:
                guard let slash = start.firstIndex(of: "/") else { return nil }
                out.append(String(start[..<slash]))
            case .whole, .nameOfUser: return nil
            }
        }
        return out
    }
}

extension Pattern {
    /// The letters that every text of this form begins with.
    var beginning: String {
        var out = String.UnicodeScalarView()
        for element in elements {
            guard !element.repeats, let value = element.characters.single, let scalar = Unicode.Scalar(value)
            else { break }
            out.append(scalar)
        }
        return String(out)
    }
}

extension Pattern {
    /// Whether the texts of both forms can begin alike.
    func canMeet(_ other: Pattern) -> Bool {
        for (mine, its) in zip(elements, other.elements) {
            if mine.repeats || its.repeats { return true }
            guard mine.characters.meets(its.characters) else { return false }
        }
        return true
    }

    /// A text of this form, short and plain; nil where there is none that is plain.
    var anExample: String? {
        var out = String.UnicodeScalarView()
        for element in elements where !element.repeats {
            if let single = element.characters.single {
                out.append(Unicode.Scalar(UInt8(single)))
            } else if let plain = ["x", "0", "a"].first(where: { element.characters.contains($0.value) })
                as Unicode.Scalar?
            {
                out.append(plain)
            } else {
                return nil
            }
        }
        return String(out)
    }
}
