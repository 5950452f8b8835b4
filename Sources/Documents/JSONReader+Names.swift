#if canImport(Glibc)
    internal import Glibc
#endif

/// Names of the objects that are open: none may be there twice.
extension JSONReader {
    /// Adds a name of the object whose names begin at `start`; false where that has it already.
    mutating func insert(_ name: Quoted, from start: Int) -> Bool {
        if names.count - start < 16 {
            for place in start..<names.count where isSame(names[place], name) { return false }
        } else {
            if indexes.last?.start != start {
                indexes.append((start, Set(names[start...].map(plain))))
            }
            guard indexes[indexes.count - 1].names.insert(plain(name)).inserted else { return false }
        }
        names.append(name)
        return true
    }

    /// Forgets the names of the object whose names begin at `start`.
    mutating func forget(from start: Int) {
        names.removeLast(names.count - start)
        if indexes.last?.start == start { indexes.removeLast() }
    }

    private func isSame(_ a: Quoted, _ b: Quoted) -> Bool {
        if a.hasEscapes || b.hasEscapes { return plain(a) == plain(b) }
        return a.count == b.count
            && memcmp(bytes.baseAddress! + a.start, bytes.baseAddress! + b.start, a.count) == 0
    }

    /// The bytes that a name says.
    private func plain(_ name: Quoted) -> [UInt8] {
        var copy = self
        return (try? copy.text(name)).map { Array($0.utf8) } ?? []
    }
}
