/// Up to 128 actions, numbered in order, so that a set of them is two machine words.
final class ActionList: Sendable {
    let entries: ArraySlice<ActionTable.Entry>
    /// All of them.
    let all: Places
    /// Those about objects of S3.
    let objects: Places
    /// For long lists: the place of each name, as AWS writes it and in lower case.
    private let places: NameTable<Int>?
    /// For long lists: the names in lower case, in order, and the place of each.
    private let ordered: [(folded: String, place: Int)]
    /// The place of each, in the order of their names.
    private let byName: [Int]
    /// The names of all, in order.
    private let names: [String]
    /// The `service:` that all of them begin with, in lower case; nil where they differ.
    private let service: String?

    private init(_ entries: ArraySlice<ActionTable.Entry>) {
        self.entries = entries
        all = Places(upTo: entries.count)
        var objects = Places()
        for (place, entry) in entries.enumerated() where entry.isObject { objects.insert(place) }
        let isLong = entries.count > 4
        places =
            isLong ? NameTable(entries.enumerated().flatMap { [($1.name, $0), ($1.folded, $0)] }) : nil
        ordered =
            !isLong
            ? []
            : entries.enumerated().map { ($1.folded, $0) }.sorted { $0.0.precedes($1.0) }
        self.objects = objects
        let written = entries.map(\.name)
        let byName = written.indices.sorted { written[$0] < written[$1] }
        self.byName = byName
        names = byName.map { written[$0] }
        let service = entries.first.map { String($0.folded.before(UInt8(ascii: ":"))) + ":" } ?? ""
        self.service = entries.allSatisfy { $0.folded.hasPrefix(service) } ? service : nil
    }

    /// Lists of all of `entries`.
    static func lists(_ entries: [ActionTable.Entry]) -> [ActionList] {
        stride(from: 0, to: entries.count, by: 128).map {
            ActionList(entries[$0..<min($0 + 128, entries.count)])
        }
    }

    subscript(_ place: Int) -> ActionTable.Entry { entries[entries.startIndex + place] }

    /// The names of some, in order.
    func names(of some: Places) -> [String] {
        if some == all { return names }
        if some.count == 1 { return [self[some.first].name] }
        var out = [String]()
        out.reserveCapacity(some.count)
        for place in byName where some.contains(place) { out.append(self[place].name) }
        return out
    }

    /// Those for which `test` says so.
    func places(where test: (ActionTable.Entry) -> Bool) -> Places {
        var out = Places()
        for (place, entry) in entries.enumerated() where test(entry) { out.insert(place) }
        return out
    }

    /// That of a name as AWS writes it or in lower case.
    private func place(of name: String) -> Int? {
        if let places { return places.find(name)?.value }
        return entries.firstIndex { $0.name == name || $0.folded == name }.map { $0 - entries.startIndex }
    }

    /// Those whose names, in lower case, begin with `text`: they stand together where names are in order.
    private func places(beginningWith text: String) -> Places {
        if ordered.isEmpty { return places { $0.folded.begins(with: text) } }
        var (low, high) = (0, ordered.count)
        while low < high {
            let middle = (low + high) / 2
            if ordered[middle].folded.precedes(text) {
                low = middle + 1
            } else {
                high = middle
            }
        }
        var out = Places()
        while low < ordered.count, ordered[low].folded.begins(with: text) {
            out.insert(ordered[low].place)
            low += 1
        }
        return out
    }

    /// Those that a statement with `actions` is about; with `isNot` all but those.
    func places(of actions: [String], isNot: Bool) -> Places {
        let named = places(of: actions)
        return isNot ? all.subtracting(named) : named
    }

    /// Those that one of `texts`, names or globs in any case of letters, is about.
    func places(of texts: [String]) -> Places {
        var out = Places()
        for text in texts { out.formUnion(places(of: text)) }
        return out
    }

    /// Those that `text`, a name or a glob in any case of letters, is about.
    func places(of text: String) -> Places {
        if text == "*" { return all }
        guard text.hasWildcards else {
            return (place(of: text) ?? place(of: text.lowercased())).map { Places($0) } ?? Places()
        }
        let folded = text.lowercased()
        guard let wild = folded.utf8.firstIndex(where: { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") })
        else { return Places() }
        let isEnd =
            folded.utf8[wild] == UInt8(ascii: "*") && folded.utf8.index(after: wild) == folded.utf8.endIndex
        guard isEnd else {
            let pattern = Pattern(glob: folded)
            return places { pattern.matches($0.folded) }
        }
        let beginning = String(folded[..<wild])
        return beginning == service ?? "" ? all : places(beginningWith: beginning)
    }
}

extension ActionList {
    /// A set of actions: a bit for each.
    ///
    /// Two words, as memory for an integer of 128 bits is aligned, and takes longer to get.
    struct Places: Hashable {
        private var low: UInt64 = 0
        private var high: UInt64 = 0

        /// None.
        init() {}

        /// One.
        init(_ place: Int) { insert(place) }

        /// The first `count`.
        init(upTo count: Int) {
            low = count >= 64 ? .max : 1 << UInt64(count) - 1
            high = count >= 128 ? .max : count > 64 ? 1 << UInt64(count - 64) - 1 : 0
        }

        var isEmpty: Bool { low | high == 0 }
        var count: Int { low.nonzeroBitCount + high.nonzeroBitCount }
        /// The first; 128 where there is none.
        var first: Int { low != 0 ? low.trailingZeroBitCount : 64 + high.trailingZeroBitCount }

        func contains(_ place: Int) -> Bool {
            (place < 64 ? low : high) & 1 << UInt64(place & 63) != 0
        }

        mutating func insert(_ place: Int) {
            let bit: UInt64 = 1 << UInt64(place & 63)
            if place < 64 { low |= bit } else { high |= bit }
        }

        mutating func formUnion(_ other: Places) {
            low |= other.low
            high |= other.high
        }

        func intersection(_ other: Places) -> Places {
            var out = self
            out.low &= other.low
            out.high &= other.high
            return out
        }

        func subtracting(_ other: Places) -> Places {
            var out = self
            out.low &= ~other.low
            out.high &= ~other.high
            return out
        }
    }

    /// Gathers actions that no table has, each once.
    struct Collector {
        /// The service whose actions count; nil for any.
        let service: String?
        private var entries: [ActionTable.Entry] = []
        /// Whether there were more than are worth looking at: a document of AWS's size has no such number.
        private(set) var isFull = false
        private var seen = Set<String>()

        init(service: String?) { self.service = service }

        mutating func add(_ name: String) {
            guard entries.count < 4096 else {
                isFull = true
                return
            }
            let entry = ActionTable.Entry(name)
            if seen.insert(entry.folded).inserted { entries.append(entry) }
        }

        mutating func add(_ some: [ActionTable.Entry]) { entries += some }

        /// Adds `text`, or for a pattern something that it matches, where that is an action of the service.
        mutating func add(example text: String) {
            if text == "*" || text == "*:*" { return add("\(service ?? "any"):AnyAction") }
            guard text.hasWildcards else { return addOwn(text) }
            for filler in ["", "AnyAction"] {
                addOwn(String(text.flatMap { $0 == "*" ? Array(filler) : $0 == "?" ? ["x"] : [$0] }))
            }
        }

        /// Adds an action where it is one of the service.
        private mutating func addOwn(_ name: String) {
            let prefix = name.before(UInt8(ascii: ":"))
            let rest = name[prefix.endIndex...].dropFirst()
            guard !rest.isEmpty, !rest.has(UInt8(ascii: ":")),
                service == nil || prefix.lowercased() == service
            else { return }
            add(name)
        }

        /// What was gathered and `known` has not.
        func lists(beyond known: [ActionList]) -> [ActionList] {
            ActionList.lists(
                entries.filter { entry in !known.contains { !$0.places(of: entry.name).isEmpty } })
        }
    }
}
