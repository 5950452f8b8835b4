extension JSONReader {
    /// The names of the objects that are open, those of the innermost last.
    struct OpenNames {
        /// How many there are.
        private(set) var count = 0
        /// As many as most documents have at once, without memory of their own.
        private var few = InlineArray<16, Quoted>(repeating: .none)
        /// Those behind them, and then such as are forgotten.
        private var more: [Quoted] = []
        /// For each object with many names: where they begin, and all of them.
        private var indexes: [(start: Int, names: Set<[UInt8]>)] = []

        subscript(place: Int) -> Quoted { place < 16 ? few[place] : more[place - 16] }

        /// Adds a name of the innermost object.
        @inline(__always) mutating func append(_ name: Quoted) {
            if count < 16 { few[count] = name } else { appendMore(name) }
            count += 1
        }

        @inline(never) private mutating func appendMore(_ name: Quoted) {
            if count - 16 < more.count { more[count - 16] = name } else { more.append(name) }
        }

        /// Whether the names that begin at `start` are too many to look through.
        func areMany(from start: Int) -> Bool { count - start >= 16 }

        /// Whether the object whose names begin at `start` has an index.
        func haveIndex(from start: Int) -> Bool { indexes.last?.start == start }

        /// Begins an index with what the names from `start` say.
        mutating func beginIndex(from start: Int, _ names: Set<[UInt8]>) { indexes.append((start, names)) }

        /// Adds what a name of the innermost object says to its index; false where it is there.
        mutating func index(_ name: [UInt8]) -> Bool {
            indexes[indexes.count - 1].names.insert(name).inserted
        }

        /// Forgets the names of the object whose names begin at `start`.
        @inline(__always) mutating func forget(from start: Int) {
            count = start
            if !indexes.isEmpty { forgetIndex(from: start) }
        }

        @inline(never) private mutating func forgetIndex(from start: Int) {
            if indexes.last?.start == start { indexes.removeLast() }
        }
    }

    /// The bit that stands for a name among those of its object; a name with escapes may be any.
    @inline(__always) func bit(_ name: Quoted) -> UInt64 {
        if name.hasEscapes { return .max }
        // Where it is empty, these are its quotes.
        let (first, last) = (Int(bytes[name.start]), Int(bytes[name.start + name.count - 1]))
        return 1 << UInt64((name.count &+ first &* 3 &+ last &* 5) & 63)
    }

    /// Checks that the object `level` has no such name, which the bits don't show, and that it holds no zero.
    @inline(never) mutating func check(_ name: Quoted, _ level: Level) throws(Failure) {
        let hasZero = name.hasEscapes ? try text(name).utf8.contains(0) : false
        if !isNew(name, from: level.names) {
            place = name.start - 1
            let text = try text(name)
            throw failure(
                "the name is there twice: \(String(text.unicodeScalars.prefix(77).map(Character.init)))")
        }
        if hasZero { throw failure("a name holds the character 0") }
    }

    private mutating func isNew(_ name: Quoted, from start: Int) -> Bool {
        guard names.areMany(from: start) else {
            return !(start..<names.count).contains { isSame(names[$0], name) }
        }
        if !names.haveIndex(from: start) {
            names.beginIndex(from: start, Set((start..<names.count).map { plain(names[$0]) }))
        }
        return names.index(plain(name))
    }

    private func isSame(_ a: Quoted, _ b: Quoted) -> Bool {
        if let a = bytes(a), let b = bytes(b) { return a.elementsEqual(b) }
        return plain(a) == plain(b)
    }

    /// The bytes that a name says.
    private func plain(_ name: Quoted) -> [UInt8] {
        if let bytes = bytes(name) { return Array(bytes) }
        var reader = JSONReader(bytes)
        return (try? reader.text(name)).map { Array($0.utf8) } ?? []
    }
}
