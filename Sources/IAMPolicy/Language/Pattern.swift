/// A set of characters: any of ASCII, and beyond it none, one, or all.
struct CharacterClass: Hashable, Sendable {
    var low: UInt64 = 0
    var high: UInt64 = 0
    /// Beyond ASCII: 0 for none, `.max` for all, otherwise that scalar.
    var beyond: UInt32 = 0

    static let any = CharacterClass(low: .max, high: .max, beyond: .max)

    init(low: UInt64, high: UInt64, beyond: UInt32) {
        self.low = low
        self.high = high
        self.beyond = beyond
    }

    /// One character.
    init(_ scalar: Unicode.Scalar) { insert(scalar.value) }

    /// The characters of `members`, where `a-z` stands for a range.
    init(of members: StaticString) {
        let scalars = Array(members.description.unicodeScalars)
        var at = 0
        while at < scalars.count {
            if at + 2 < scalars.count, scalars[at + 1] == "-" {
                for value in scalars[at].value...scalars[at + 2].value { insert(value) }
                at += 3
            } else {
                insert(scalars[at].value)
                at += 1
            }
        }
    }

    private mutating func insert(_ value: UInt32) {
        if value < 64 {
            low |= 1 << UInt64(value)
        } else if value < 128 {
            high |= 1 << UInt64(value - 64)
        } else {
            beyond = value
        }
    }

    func contains(_ value: UInt32) -> Bool {
        if value < 64 { return low >> UInt64(value) & 1 == 1 }
        if value < 128 { return high >> UInt64(value - 64) & 1 == 1 }
        return beyond == .max || beyond == value
    }

    /// Whether some character is in both.
    func meets(_ other: CharacterClass) -> Bool {
        low & other.low != 0 || high & other.high != 0
            || beyond != 0 && other.beyond != 0
                && (beyond == other.beyond || beyond == .max || other.beyond == .max)
    }

    func without(_ other: CharacterClass) -> CharacterClass {
        CharacterClass(
            low: low & ~other.low, high: high & ~other.high, beyond: other.beyond == .max ? 0 : beyond)
    }

    /// A character of both that reads well; nil where there is none among the usual.
    func plain(with other: CharacterClass) -> Unicode.Scalar? {
        if let single = single ?? other.single {
            return contains(single) && other.contains(single) ? Unicode.Scalar(single) : nil
        }
        let usual: [Unicode.Scalar] = ["x", "0", "a", "X", "7"]
        return usual.first { contains($0.value) && other.contains($0.value) }
    }

    /// The only ASCII character, when there is just one and nothing beyond.
    var single: UInt32? {
        guard beyond == 0, low.nonzeroBitCount + high.nonzeroBitCount == 1 else { return nil }
        return UInt32(low != 0 ? low.trailingZeroBitCount : 64 + high.trailingZeroBitCount)
    }
}

/// A simple regular expression: a row of character classes, each for one character or for any number of them.
///
/// Globs, literals and the forms of ids and ARNs are all patterns.
struct Pattern: Hashable, Sendable {
    struct Element: Hashable, Sendable {
        var characters: CharacterClass
        var repeats: Bool

        init(characters: CharacterClass, repeats: Bool) {
            self.characters = characters
            self.repeats = repeats
        }

        /// One character.
        init(_ scalar: Unicode.Scalar) { self.init(characters: CharacterClass(scalar), repeats: false) }
    }

    var elements: [Element] = []

    init() {}

    /// Exactly `text`.
    init(literal text: some StringProtocol) { append(literal: text) }

    /// `*` and `?` of `text` are wildcards for characters outside `excluded`.
    init(glob text: some StringProtocol, excluding excluded: CharacterClass? = nil) {
        append(glob: text, excluding: excluded)
    }

    mutating func append(literal text: some StringProtocol) {
        elements.reserveCapacity(elements.count + text.utf8.count)
        for scalar in text.unicodeScalars { elements.append(Element(scalar)) }
    }

    mutating func append(glob text: some StringProtocol, excluding excluded: CharacterClass? = nil) {
        let wild = excluded.map { CharacterClass.any.without($0) } ?? .any
        elements.reserveCapacity(elements.count + text.utf8.count)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "*":
                if elements.last != Element(characters: wild, repeats: true) {
                    elements.append(Element(characters: wild, repeats: true))
                }
            case "?": elements.append(Element(characters: wild, repeats: false))
            default: elements.append(Element(characters: CharacterClass(scalar), repeats: false))
            }
        }
    }

    /// Appends characters of a class: `count` of them, and any number more when `more`.
    mutating func append(_ characters: CharacterClass, _ count: Int = 1, more: Bool = false) {
        for _ in 0..<count { elements.append(Element(characters: characters, repeats: false)) }
        if more { elements.append(Element(characters: characters, repeats: true)) }
    }

    mutating func append(_ other: Pattern) { elements += other.elements }

    /// The same pattern over both cases of letters.
    var ignoringCase: Pattern {
        var copy = self
        for place in copy.elements.indices {
            guard let value = copy.elements[place].characters.single, let scalar = Unicode.Scalar(value)
            else { continue }
            if ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) {
                let bit = UInt64(1) << UInt64(value & 31 | 0) | UInt64(1) << UInt64((value & 31) + 32)
                copy.elements[place].characters = CharacterClass(low: 0, high: bit, beyond: 0)
            }
        }
        return copy
    }

    /// The same pattern where no character is one of `excluded`.
    func without(_ excluded: CharacterClass) -> Pattern {
        var copy = self
        for place in copy.elements.indices {
            copy.elements[place].characters = copy.elements[place].characters.without(excluded)
        }
        return copy
    }

    /// Whether the whole of `text` is of this form.
    func matches(_ text: String) -> Bool {
        guard elements.count < 64 else { return matchesLong(text) }
        // Bytes of ASCII are quicker to go through than characters.
        let hit = text.utf8.withContiguousStorageIfAvailable { bytes in
            bytes.contains { $0 >= 0x80 } ? nil : matches(bytes)
        }
        return hit.flatMap(\.self) ?? matches(text.unicodeScalars.lazy.map(\.value))
    }

    /// The same for the numbers of characters, where a state of the automaton has a bit of a word.
    private func matches(_ scalars: some Sequence<some UnsignedInteger>) -> Bool {
        let count = elements.count
        // As far as nothing repeats there is one way to match.
        var scalars = scalars.makeIterator()
        var start = 0
        while start < count, !elements[start].repeats {
            guard let scalar = scalars.next(), elements[start].characters.contains(UInt32(scalar)) else {
                return false
            }
            start += 1
        }
        if start == count { return scalars.next() == nil }
        if start == count - 1, isOpen { return true }
        var repeats: UInt64 = 0
        for place in start..<count where elements[place].repeats { repeats |= 1 << UInt64(place) }
        // What may be left out may be passed.
        func closed(_ states: UInt64) -> UInt64 {
            var states = states
            while true {
                let more = states | (states & repeats) << 1
                if more == states { return states }
                states = more
            }
        }
        var states = closed(1 << UInt64(start))
        while let scalar = scalars.next() {
            var next: UInt64 = 0
            var left = states
            while left != 0 {
                let place = left.trailingZeroBitCount
                left &= left - 1
                guard place < count, elements[place].characters.contains(UInt32(scalar)) else { continue }
                next |= elements[place].repeats ? 1 << UInt64(place) : 1 << UInt64(place + 1)
            }
            if next == 0 { return false }
            states = closed(next)
        }
        return states >> UInt64(count) & 1 == 1
    }

    // Wildcard matching with one point to come back to is enough for globs; classes that repeat need all states.
    private func matchesLong(_ text: String) -> Bool {
        guard elements.lazy.filter({ !$0.repeats }).count <= text.utf8.count else { return false }
        var states = Set([0])
        func closed(_ set: Set<Int>) -> Set<Int> {
            var out = set
            for place in set {
                var at = place
                while at < elements.count, elements[at].repeats {
                    at += 1
                    out.insert(at)
                }
            }
            return out
        }
        states = closed(states)
        for scalar in text.unicodeScalars {
            var next = Set<Int>()
            for place in states
            where place < elements.count && elements[place].characters.contains(scalar.value) {
                next.insert(elements[place].repeats ? place : place + 1)
            }
            if next.isEmpty { return false }
            states = closed(next)
        }
        return states.contains(elements.count)
    }
}
