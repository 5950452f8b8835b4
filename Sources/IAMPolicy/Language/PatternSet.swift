#if canImport(Glibc)
    internal import Glibc
#endif

import Documents

/// Texts: some that are listed, and those that have one of some forms.
///
/// An object, because every demand on a text and every state of a search holds some. It may be shared: what changes is
/// ``patterns`` of globs, and a set of globs belongs to the one decision that it was made for.
final class PatternSet: @unchecked Sendable {
    let literals: [String]
    /// Forms that are written with wildcards.
    private let globs: [String]
    private var made: [Pattern]?
    /// For long lists.
    private let index: Set<String>?

    init(literals: [String] = [], patterns: [Pattern] = []) {
        self.literals = literals
        globs = []
        made = patterns
        index = Self.index(literals)
    }

    /// The texts that `values` match, in which `*` and `?` are wildcards.
    init(globs values: [String]) {
        let wild = values.lazy.filter(\.hasWildcards).count
        literals = wild == 0 ? values : wild == values.count ? [] : values.filter { !$0.hasWildcards }
        globs = wild == 0 ? [] : wild == values.count ? values : values.filter(\.hasWildcards)
        made = wild == 0 ? [] : nil
        index = Self.index(literals)
    }

    private static func index(_ literals: [String]) -> Set<String>? {
        literals.count > 16 ? Set(literals) : nil
    }

    /// The forms. Those of globs are made when somebody asks: most often nobody does.
    var patterns: [Pattern] {
        if let made { return made }
        let patterns = globs.map { Pattern(glob: $0) }
        made = patterns
        return patterns
    }

    static let none = PatternSet()
    static let everything = PatternSet(patterns: [Pattern(glob: "*")])

    var isEmpty: Bool { literals.isEmpty && !hasPatterns }

    /// Whether there are others than the listed texts.
    var hasPatterns: Bool { made?.isEmpty == false || !globs.isEmpty }

    /// Whether it is plain to see that every text is a member.
    var isEverything: Bool { patterns.contains { $0.elements.count == 1 && $0.isOpen } }

    func contains(_ text: String) -> Bool {
        if let index {
            if index.contains(text) { return true }
        } else if literals.contains(text) {
            return true
        }
        if made == nil {
            for glob in globs {
                guard let hit = glob.isSimply(globOf: text) else {
                    return patterns.contains { $0.matches(text) }
                }
                if hit { return true }
            }
            return false
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
        if isPart { return hasPatterns ? nil : literals }
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

extension String {
    /// Whether this glob matches `text`, where its only wildcard is one `*`; nil where there are others.
    fileprivate func isSimply(globOf text: String) -> Bool? {
        withBytes { glob in text.withBytes { text in Self.isSimply(glob, text) } }
    }

    private static func isSimply(_ glob: UnsafeBufferPointer<UInt8>, _ text: UnsafeBufferPointer<UInt8>)
        -> Bool?
    {
        let star = UInt8(ascii: "*")
        guard let start = glob.baseAddress, glob.place(of: UInt8(ascii: "?")) == nil,
            let before = glob.place(of: star)
        else { return nil }
        let after = UnsafeBufferPointer(rebasing: glob[(before + 1)...])
        guard after.place(of: star) == nil else { return nil }
        guard text.count >= before + after.count else { return false }
        let bytes = text.baseAddress ?? start
        return memcmp(start, bytes, before) == 0
            && memcmp(start + before + 1, bytes + (text.count - after.count), after.count) == 0
    }
}
