/// Finds a shortest text that is in all of some pattern sets and in none of others: the automata of all of them run
/// side by side, breadth first, and a state of them is made only when it is reached.
enum PatternSearch {
    enum Outcome {
        case found(String)
        case none
        /// The search grew past its budget.
        case unknown
    }

    /// The most states that one search may make.
    static let stateBudget = 20_000
    /// The most bits that a state may have.
    static let bitBudget = 16_384

    /// What it does is taken from `work`, in machine words; it gives up when that is used up.
    static func shortest(in wanted: [PatternSet], notIn unwanted: [PatternSet], work: inout Int) -> Outcome {
        var automaton = Automaton()
        for set in wanted { automaton.add(set, wanted: true) }
        for set in unwanted { automaton.add(set, wanted: false) }
        work -= automaton.bitCount
        guard automaton.bitCount <= bitBudget, work > 0 else { return .unknown }
        var spent = 0
        let outcome = automaton.search(&spent, within: min(4_000_000, work))
        work -= spent
        return outcome
    }

    private struct Automaton {
        var elements: [Pattern.Element?] = []
        var starts: [Int] = []
        /// The bits of each set, and whether the text must be in it.
        var sets: [(range: Range<Int>, ends: [Int], wanted: Bool)] = []
        var bitCount: Int { elements.count }

        mutating func add(_ set: PatternSet, wanted: Bool) {
            let first = elements.count
            var ends = [Int]()
            guard first + set.size <= 2 * PatternSearch.bitBudget else {
                elements += [Pattern.Element?](repeating: nil, count: 2 * PatternSearch.bitBudget)
                return
            }
            for pattern in set.allPatterns {
                starts.append(elements.count)
                for element in pattern.elements { elements.append(element) }
                ends.append(elements.count)
                elements.append(nil)
            }
            sets.append((first..<elements.count, ends, wanted))
        }

        /// A character for each way in which the patterns tell characters apart.
        func alphabet() -> [Unicode.Scalar] {
            var singles: (UInt64, UInt64) = (0, 0)
            var beyond = Set<UInt32>()
            var classes = [CharacterClass]()
            for element in elements {
                guard let characters = element?.characters else { continue }
                if let single = characters.single {
                    if single < 64 {
                        singles.0 |= 1 << UInt64(single)
                    } else {
                        singles.1 |= 1 << UInt64(single - 64)
                    }
                } else if characters.low.nonzeroBitCount + characters.high.nonzeroBitCount <= 2,
                    characters.beyond == 0
                {
                    singles.0 |= characters.low
                    singles.1 |= characters.high
                } else if characters.low == 0, characters.high == 0, characters.beyond != .max {
                    beyond.insert(characters.beyond)
                } else {
                    if classes.last != characters, !classes.contains(characters) {
                        classes.append(characters)
                    }
                    if characters.beyond != 0, characters.beyond != .max { beyond.insert(characters.beyond) }
                }
            }
            var seen = Set<UInt64>()
            // Where there are more classes than bits, each character is told apart.
            func signature(_ value: UInt32) -> UInt64 {
                if classes.count > 64 { return UInt64(value) }
                var bits: UInt64 = 0
                for (place, one) in classes.enumerated() where one.contains(value) {
                    bits |= 1 << UInt64(place)
                }
                return bits
            }
            var out = [Unicode.Scalar]()
            // Letters and digits first, so that what is found reads well.
            let order =
                Array(97...122) + Array(48...57) + Array(65...90) + Array(33...47) + Array(58...64)
                + Array(91...96) + Array(123...126) + [32] + Array(0...31) + [127]
            for code in order {
                let value = UInt32(code)
                let isSingle =
                    value < 64
                    ? singles.0 >> UInt64(value) & 1 == 1 : singles.1 >> UInt64(value - 64) & 1 == 1
                if isSingle || seen.insert(signature(value)).inserted {
                    out.append(Unicode.Scalar(UInt8(code)))
                }
            }
            for value in beyond.sorted() { if let scalar = Unicode.Scalar(value) { out.append(scalar) } }
            if !beyond.contains(0xe9) { out.append("\u{e9}") } else { out.append("\u{fffd}") }
            return out
        }

        func search(_ work: inout Int, within limit: Int) -> Outcome {
            let words = (bitCount + 63) / 64
            let letters = alphabet()
            // To make the tables is work too.
            work += letters.count * (words + bitCount / 8)
            guard work < limit else { return .unknown }
            // For each letter the bits whose element takes it.
            var accepts = [[UInt64]](repeating: [UInt64](repeating: 0, count: words), count: letters.count)
            var stars = [UInt64](repeating: 0, count: words)
            for (bit, element) in elements.enumerated() {
                guard let element else { continue }
                if element.repeats { stars[bit >> 6] |= 1 << UInt64(bit & 63) }
                for (place, letter) in letters.enumerated() where element.characters.contains(letter.value) {
                    accepts[place][bit >> 6] |= 1 << UInt64(bit & 63)
                }
            }
            var ends = [[UInt64]](repeating: [UInt64](repeating: 0, count: words), count: sets.count)
            var spans = ends
            for (place, set) in sets.enumerated() {
                for bit in set.ends { ends[place][bit >> 6] |= 1 << UInt64(bit & 63) }
                for bit in set.range { spans[place][bit >> 6] |= 1 << UInt64(bit & 63) }
            }
            func meets(_ a: [UInt64], _ b: [UInt64]) -> Bool {
                for word in 0..<words where a[word] & b[word] != 0 { return true }
                return false
            }
            func close(_ states: inout [UInt64]) {
                // A star may be skipped: its bit passes on to the next one.
                while true {
                    var changed = false
                    var carry: UInt64 = 0
                    for word in 0..<words {
                        let skipped = states[word] & stars[word]
                        let add = skipped << 1 | carry
                        carry = skipped >> 63
                        if add & ~states[word] != 0 {
                            states[word] |= add
                            changed = true
                        }
                    }
                    if !changed { return }
                }
            }
            func accepted(_ states: [UInt64]) -> Bool {
                for (place, set) in sets.enumerated() where meets(states, ends[place]) != set.wanted {
                    return false
                }
                return true
            }
            func alive(_ states: [UInt64]) -> Bool {
                for (place, set) in sets.enumerated() where set.wanted && !meets(states, spans[place]) {
                    return false
                }
                return true
            }
            var start = [UInt64](repeating: 0, count: words)
            for bit in starts { start[bit >> 6] |= 1 << UInt64(bit & 63) }
            close(&start)
            var queue = [start]
            var origins: [(parent: Int, letter: Int)] = [(-1, -1)]
            var seen: Set<[UInt64]> = [start]
            guard alive(start) else { return .none }
            var head = 0
            while head < queue.count {
                let states = queue[head]
                if accepted(states) {
                    var text = [Unicode.Scalar]()
                    var at = head
                    while origins[at].parent >= 0 {
                        text.append(letters[origins[at].letter])
                        at = origins[at].parent
                    }
                    var out = String.UnicodeScalarView()
                    out.append(contentsOf: text.reversed())
                    return .found(String(out))
                }
                for letter in letters.indices {
                    var next = [UInt64](repeating: 0, count: words)
                    var carry: UInt64 = 0
                    var any: UInt64 = 0
                    for word in 0..<words {
                        let taken = states[word] & accepts[letter][word]
                        let moving = taken & ~stars[word]
                        next[word] = moving << 1 | carry | taken & stars[word]
                        carry = moving >> 63
                        any |= next[word]
                    }
                    work += words
                    if any == 0 { continue }
                    close(&next)
                    guard alive(next), seen.insert(next).inserted else { continue }
                    guard queue.count < PatternSearch.stateBudget, work < limit else { return .unknown }
                    queue.append(next)
                    origins.append((head, letter))
                }
                head += 1
            }
            return .none
        }
    }
}
