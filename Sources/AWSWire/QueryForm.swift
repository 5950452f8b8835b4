import Documents

/// The names and values of a form, decoded into one run of bytes: nothing is made of what nobody asks for.
///
/// The dots in names make a tree. Sorted by name, what belongs to one node of it stands together, so that a node is no
/// more than a range of pairs.
struct QueryForm {
    private struct Pair {
        var name: Range<Int>
        var value: Range<Int>
    }

    /// A name's part, and what stands below it.
    struct Node {
        fileprivate let pairs: Range<Int>
        /// How many bytes of the names lead here, with the dot behind them.
        fileprivate let used: Int
    }

    private static let deepest = 64
    private var text: [UInt8] = []
    private var pairs: [Pair] = []
    private var isDeep = false

    /// The form in these texts, percent-encoded, one behind the other.
    init(_ query: String, _ body: [UInt8]) {
        pairs.reserveCapacity(16)
        var query = query
        text = [UInt8](unsafeUninitializedCapacity: query.utf8.count + body.count) { text, count in
            query.withUTF8 { add($0, to: text, &count) }
            body.withUnsafeBufferPointer { add($0, to: text, &count) }
        }
    }

    /// Decodes `bytes`, which becomes no longer by that, behind the first `count` of `text`.
    private mutating func add(
        _ bytes: UnsafeBufferPointer<UInt8>, to text: UnsafeMutableBufferPointer<UInt8>, _ count: inout Int
    ) {
        var at = 0
        while at < bytes.count {
            let (first, begin) = (at, count)
            var equals: Int?
            var dots = 0
            while at < bytes.count, bytes[at] != 38 {
                var byte = bytes[at]
                at += 1
                if byte == 61, equals == nil {
                    equals = count
                    continue
                }
                if byte == 43 {
                    byte = 32
                } else if byte == 37, at + 1 < bytes.count, let high = bytes[at].hexDigit,
                    let low = bytes[at + 1].hexDigit
                {
                    byte = high << 4 | low
                    at += 2
                }
                if equals == nil, byte == 46 { dots += 1 }
                text[count] = byte
                count += 1
            }
            if at > first {
                let end = equals ?? count
                pairs.append(Pair(name: begin..<end, value: end..<count))
                isDeep = isDeep || dots >= Self.deepest
            }
            at += 1
        }
    }

    private func string(_ range: Range<Int>) -> String { String(decoding: text[range], as: UTF8.self) }

    /// The first value under `name`; nil where it is not there.
    subscript(_ name: StaticString) -> String? {
        for pair in pairs where pair.name.count == name.utf8CodeUnitCount {
            let isSame = text.withUnsafeBufferPointer { text in
                name.withUTF8Buffer { $0.elementsEqual(text[pair.name]) }
            }
            if isSame { return string(pair.value) }
        }
        return nil
    }

    /// The root of the tree; before it is asked for, the pairs stand as they came.
    ///
    /// - Throws: a name that has too many parts.
    mutating func tree() throws(WireFailure) -> Node {
        if isDeep { throw WireFailure(.message, "a parameter's name has too many parts") }
        // Pairs that come sorted, as most clients send them, are left as they are.
        var isSorted = true
        for place in pairs.indices.dropFirst() where isSorted {
            isSorted = !Self.precedes(pairs[place], pairs[place - 1], text)
        }
        if !isSorted { pairs.sort { [text] in Self.precedes($0, $1, text) } }
        return Node(pairs: pairs.indices, used: 0)
    }

    /// Whether `a` stands before `b`: by name, a dot before everything else; of one name, as they came.
    private static func precedes(_ a: Pair, _ b: Pair, _ text: [UInt8]) -> Bool {
        text.withUnsafeBufferPointer { text in
            let count = min(a.name.count, b.name.count)
            for place in 0..<count {
                let (one, other) = (text[a.name.lowerBound + place], text[b.name.lowerBound + place])
                if one != other { return one == 46 || other != 46 && one < other }
            }
            return (a.name.count, a.name.lowerBound) < (b.name.count, b.name.lowerBound)
        }
    }

    /// The value of `node` itself, the last one given; nil where only what stands below it has values.
    func value(_ node: Node) -> String? {
        var found: Range<Int>?
        for place in node.pairs {
            guard pairs[place].name.count < node.used else { break }
            found = pairs[place].value
        }
        return found.map(string)
    }

    /// The end of the name's part that begins at `used`.
    private func end(_ pair: Pair, _ used: Int) -> Int {
        var place = pair.name.lowerBound + used
        while place < pair.name.upperBound, text[place] != 46 { place += 1 }
        return place
    }

    /// The node called `part` below `node`; nil where there is none.
    func child(_ node: Node, _ part: String) -> Node? {
        var part = part
        let range = part.withUTF8 { part -> Range<Int>? in
            text.withUnsafeBufferPointer { text in
                func fits(_ name: Range<Int>) -> Bool {
                    let start = name.lowerBound + node.used
                    let end = start + part.count
                    guard end <= name.upperBound, end == name.upperBound || text[end] == 46 else {
                        return false
                    }
                    for place in 0..<part.count where text[start + place] != part[place] { return false }
                    return true
                }
                guard let first = node.pairs.first(where: { fits(pairs[$0].name) }) else { return nil }
                var last = first + 1
                while last < node.pairs.upperBound, fits(pairs[last].name) { last += 1 }
                return first..<last
            }
        }
        return range.map { Node(pairs: $0, used: node.used + part.utf8.count + 1) }
    }

    /// The numbered nodes below `node`, in the order of their numbers.
    func numbered(_ node: Node) -> [Node] {
        var found = [(number: Int, node: Node)]()
        var place = node.pairs.lowerBound
        while place < node.pairs.upperBound {
            let pair = pairs[place]
            let start = pair.name.lowerBound + node.used
            let end = end(pair, node.used)
            let first = place
            place += 1
            guard start <= end, let number = number(start..<end) else { continue }
            while place < node.pairs.upperBound,
                self.end(pairs[place], node.used) - pairs[place].name.lowerBound == end
                    - pair.name.lowerBound,
                text[pairs[place].name.lowerBound + node.used..<self.end(pairs[place], node.used)]
                    .elementsEqual(text[start..<end])
            { place += 1 }
            found.append((number, Node(pairs: first..<place, used: end - pair.name.lowerBound + 1)))
        }
        let isSorted = zip(found, found.dropFirst()).allSatisfy { $0.number <= $1.number }
        if !isSorted { found.sort { $0.number < $1.number } }
        return found.map(\.node)
    }

    private func number(_ range: Range<Int>) -> Int? {
        guard (1...18).contains(range.count) else { return nil }
        var number = 0
        for place in range {
            guard (48...57).contains(text[place]) else { return nil }
            number = number * 10 + Int(text[place] - 48)
        }
        return number
    }
}
