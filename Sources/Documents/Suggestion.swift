/// The one of `candidates` that somebody who typed `word` may have meant, as the hint `did you mean X?`.
///
/// Damerau-Levenshtein distance without regard to case; nil when nothing is near.
public func suggestion(for word: String, among candidates: some Sequence<String>) -> String? {
    let outline = Outline(word)
    let typed = scalars(of: word)
    let limit = max(1, typed.count / 3)
    var best: (distance: Int, name: String)?
    // Of a long name people type the beginning.
    var longer: String?
    for candidate in candidates {
        let (mayBeNear, mayBeLonger) = outline.compare(Outline(candidate), within: limit)
        guard mayBeNear || mayBeLonger else { continue }
        let name = scalars(of: candidate)
        if typed.count > 2, name.starts(with: typed), candidate < longer ?? "\u{10FFFF}" {
            longer = candidate
        }
        guard mayBeNear else { continue }
        let distance = editDistance(typed, name, within: limit)
        if distance <= limit, (distance, candidate) < (best?.distance ?? Int.max, best?.name ?? "") {
            best = (distance, candidate)
        }
    }
    return (best?.name ?? longer).map { "did you mean \($0)?" }
}

/// The Unicode scalars of `name` in lower case. Of ASCII, which most names are, they are its bytes.
private func scalars(of name: String) -> [UInt32] {
    let ofASCII = name.utf8.withContiguousStorageIfAvailable { bytes in
        bytes.allSatisfy { $0 < 0x80 } ? bytes.map(scalar) : nil
    }
    return ofASCII.flatMap(\.self) ?? name.lowercased().unicodeScalars.map(\.value)
}

private func scalar(_ ascii: UInt8) -> UInt32 {
    UInt32(ascii >= 0x41 && ascii <= 0x5a ? ascii | 0x20 : ascii)
}

/// How long a name is in lower case, and which scalars it holds: most names are seen not to be near by that alone.
private struct Outline {
    private var count = 0
    /// A bit for each scalar that is in it, and for each that is in it twice; several scalars share a bit.
    private var (once, twice): (UInt64, UInt64) = (0, 0)

    init(_ name: String) {
        let isRead = name.utf8.withContiguousStorageIfAvailable { bytes in
            for byte in bytes {
                if byte >= 0x80 { return false }
                add(scalar(byte))
            }
            return true
        }
        guard isRead != true else { return }
        (count, once, twice) = (0, 0, 0)
        for scalar in scalars(of: name) { add(scalar) }
    }

    private mutating func add(_ scalar: UInt32) {
        count += 1
        let bit: UInt64 = 1 << UInt64(scalar & 63)
        twice |= once & bit
        once |= bit
    }

    /// Whether the distance to `other` may be `limit` or less, and whether that may begin with this name: a step puts in
    /// one scalar at most, and takes out one at most.
    func compare(_ other: Outline, within limit: Int) -> (mayBeNear: Bool, mayBeLonger: Bool) {
        let lacking = (once & ~other.once).nonzeroBitCount + (twice & ~other.twice).nonzeroBitCount
        let added = (other.once & ~once).nonzeroBitCount + (other.twice & ~twice).nonzeroBitCount
        return (
            lacking <= limit && added <= limit && abs(count - other.count) <= limit,
            lacking == 0 && count <= other.count
        )
    }
}

/// The distance; `limit` and one more where it is larger than `limit`.
private func editDistance(_ a: [UInt32], _ b: [UInt32], within limit: Int) -> Int {
    a.withUnsafeBufferPointer { a in
        b.withUnsafeBufferPointer { b in
            // What both begin and end with costs no step.
            var start = 0
            while start < min(a.count, b.count), a[start] == b[start] { start += 1 }
            var (aEnd, bEnd) = (a.count, b.count)
            while start < min(aEnd, bEnd), a[aEnd - 1] == b[bEnd - 1] { (aEnd, bEnd) = (aEnd - 1, bEnd - 1) }
            return editDistance(
                UnsafeBufferPointer(rebasing: a[start..<aEnd]),
                UnsafeBufferPointer(rebasing: b[start..<bEnd]),
                within: limit)
        }
    }
}

private func editDistance(
    _ a: UnsafeBufferPointer<UInt32>, _ b: UnsafeBufferPointer<UInt32>, within limit: Int
) -> Int {
    guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
    // Three rows, which take turns.
    let width = b.count + 1
    return withUnsafeTemporaryAllocation(of: Int.self, capacity: 3 * width) { cells in
        var (before, last, row) = (0, width, 2 * width)
        for j in 0...b.count { cells[last + j] = j }
        for i in 1...a.count {
            cells[row] = i
            var least = i
            for j in 1...b.count {
                var cost = min(
                    cells[last + j] + 1, cells[row + j - 1] + 1,
                    cells[last + j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
                if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
                    cost = min(cost, cells[before + j - 2] + 1)
                }
                cells[row + j] = cost
                least = min(least, cost)
            }
            // A step across two rows can't make up for more than one.
            if least > limit + 1 { return limit + 1 }
            (before, last, row) = (last, row, before)
        }
        return cells[last + b.count]
    }
}
