#if canImport(Glibc)
    internal import Glibc
#endif

import Documents

/// Names that are known beforehand, and what each stands for. They are found by their bytes, so that no text is made of
/// what is written in a policy to look it up, nor afterwards: the table's is the same.
struct NameTable<Value: Sendable>: Sendable {
    /// A name, and what it stands for.
    typealias Entry = (name: String, value: Value)

    let entries: [Entry]
    /// The bytes of all names, one behind the other; where each begins and, behind the last, all end.
    private let bytes: [UInt8]
    private let starts: [Int]
    /// At the place that a name's bytes lead to, or the next ones that were free: the number of its entry, from 1.
    private let slots: [UInt16]

    init(_ entries: [Entry]) {
        self.entries = entries
        var bytes = [UInt8]()
        var starts = [0]
        var size = 16
        while size < 4 * entries.count { size *= 2 }
        var slots = [UInt16](repeating: 0, count: size)
        for (number, entry) in entries.enumerated() {
            bytes += entry.name.utf8
            starts.append(bytes.count)
            var place = entry.name.withBytes { Self.place($0, size) }
            while slots[place] != 0 { place = (place + 1) & (size - 1) }
            slots[place] = UInt16(number + 1)
        }
        (self.bytes, self.starts, self.slots) = (bytes, starts, slots)
    }

    /// As ``init(_:)``, written as a dictionary is.
    init(names: KeyValuePairs<String, Value>) { self.init(names.map { ($0.key, $0.value) }) }

    /// The name that `name` is, and what it stands for; nil where it is none of them.
    func find(_ name: String) -> Entry? { name.withBytes(find) }

    /// The same for a name as it stands in memory.
    func find(_ name: UnsafeBufferPointer<UInt8>) -> Entry? {
        var place = Self.place(name, slots.count)
        while slots[place] != 0 {
            let number = Int(slots[place]) - 1
            if starts[number + 1] - starts[number] == name.count, says(name, at: starts[number]) {
                return entries[number]
            }
            place = (place + 1) & (slots.count - 1)
        }
        return nil
    }

    /// Whether the bytes at `start` are those of `name`, which does not end behind theirs.
    private func says(_ name: UnsafeBufferPointer<UInt8>, at start: Int) -> Bool {
        guard let other = name.baseAddress else { return true }
        return bytes.withUnsafeBufferPointer { memcmp($0.baseAddress! + start, other, name.count) == 0 }
    }

    /// Where one of `size` places it is looked for first. Names that a policy makes up can't be made to meet there, because
    /// the number that is begun with is another in each process.
    private static func place(_ name: UnsafeBufferPointer<UInt8>, _ size: Int) -> Int {
        let bytes = UnsafeRawBufferPointer(name)
        var hash = nameTableSeed ^ UInt64(name.count)
        func add(_ word: UInt64) {
            hash = (hash ^ word) &* 0x9e37_79b9_7f4a_7c15
            hash ^= hash >> 32
        }
        var place = 0
        while place + 8 <= bytes.count {
            add(bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
            place += 8
        }
        var rest: UInt64 = 0
        while place < bytes.count {
            rest = rest << 8 | UInt64(bytes[place])
            place += 1
        }
        add(rest)
        return Int(truncatingIfNeeded: hash) & (size - 1)
    }
}

private let nameTableSeed = UInt64.random(in: .min ... .max)
