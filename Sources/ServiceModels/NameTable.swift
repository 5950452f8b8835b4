import Glibc

/// The members of one JSON object by name, as places in its text: no text is made of the names.
///
/// The text is shorter than 4 GiB. A model has thousands of shapes of which a run asks for a few dozen. Names that come in
/// order, as nearly all do, are searched by halving; others are hashed.
struct NameTable: Sendable {
    private struct Entry {
        private let places: (name: UInt32, nameEnd: UInt32, value: UInt32, valueEnd: UInt32)
        var name: Range<Int> { Int(places.name)..<Int(places.nameEnd) }
        var value: Range<Int> { Int(places.value)..<Int(places.valueEnd) }

        init(name: Range<Int>, value: Range<Int>) {
            places = (
                UInt32(name.lowerBound), UInt32(name.upperBound), UInt32(value.lowerBound),
                UInt32(value.upperBound)
            )
        }
    }

    private var entries: [Entry] = []
    /// Places in `entries`, from 1; 0 where nothing is. A power of two, at least twice as many as entries; none while the
    /// names come in order.
    private var slots: [Int32] = []

    /// How many members there are.
    var count: Int { entries.count }

    /// Takes in a member of the object in `bytes`; of a name that comes again the last value counts.
    mutating func add(_ name: Range<Int>, _ value: Range<Int>, in bytes: UnsafeRawBufferPointer) {
        if slots.isEmpty {
            guard let last = entries.last, Self.order(last.name, name, in: bytes) >= 0 else {
                entries.append(Entry(name: name, value: value))
                return
            }
        }
        if slots.count < 2 * (entries.count + 1) { grow(bytes) }
        let slot = slot(of: UnsafeRawBufferPointer(rebasing: bytes[name]), in: bytes)
        if slots[slot] > 0 {
            entries[Int(slots[slot]) - 1] = Entry(name: name, value: value)
        } else {
            entries.append(Entry(name: name, value: value))
            slots[slot] = Int32(entries.count)
        }
    }

    /// The place of the member `name` among the members of the object in `bytes`.
    func index(of name: UnsafeRawBufferPointer, in bytes: UnsafeRawBufferPointer) -> Int? {
        if !slots.isEmpty {
            let found = Int(slots[slot(of: name, in: bytes)])
            return found > 0 ? found - 1 : nil
        }
        var low = 0, high = entries.count
        while low < high {
            let middle = (low + high) / 2
            let order = Self.order(UnsafeRawBufferPointer(rebasing: bytes[entries[middle].name]), name)
            if order == 0 { return middle }
            if order < 0 { low = middle + 1 } else { high = middle }
        }
        return nil
    }

    /// Less than 0 where `a` comes before `b`, 0 where they are the same.
    private static func order(_ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer) -> Int {
        let common = min(a.count, b.count)
        let found = common == 0 ? 0 : Int(memcmp(a.baseAddress!, b.baseAddress!, common))
        return found == 0 ? a.count - b.count : found
    }

    private static func order(_ a: Range<Int>, _ b: Range<Int>, in bytes: UnsafeRawBufferPointer) -> Int {
        order(UnsafeRawBufferPointer(rebasing: bytes[a]), UnsafeRawBufferPointer(rebasing: bytes[b]))
    }

    /// The name of the member at `index`, and where its value stands.
    func member(_ index: Int, in bytes: UnsafeRawBufferPointer) -> (name: String, value: Range<Int>) {
        (String(decoding: bytes[entries[index].name], as: UTF8.self), entries[index].value)
    }

    /// The first name that `isWanted`.
    func name(in bytes: UnsafeRawBufferPointer, _ isWanted: (JSONView.Name) -> Bool) -> String? {
        for entry in entries {
            let name = JSONView.Name(UnsafeRawBufferPointer(rebasing: bytes[entry.name]))
            if isWanted(name) { return name.text }
        }
        return nil
    }

    /// The names, in the order of the text.
    func names(in bytes: UnsafeRawBufferPointer) -> [String] {
        entries.map { String(decoding: bytes[$0.name], as: UTF8.self) }
    }

    private static func slots(for count: Int) -> Int {
        var slots = 64
        while slots < 2 * count { slots *= 4 }
        return slots
    }

    private mutating func grow(_ bytes: UnsafeRawBufferPointer) {
        slots = [Int32](repeating: 0, count: Self.slots(for: entries.count + 1))
        for (place, entry) in entries.enumerated() {
            slots[slot(of: UnsafeRawBufferPointer(rebasing: bytes[entry.name]), in: bytes)] = Int32(place + 1)
        }
    }

    /// The slot where `name` is, or where it would go.
    private func slot(of name: UnsafeRawBufferPointer, in bytes: UnsafeRawBufferPointer) -> Int {
        // FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/).
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in name { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        var slot = Int(truncatingIfNeeded: hash ^ hash >> 32) & (slots.count - 1)
        while slots[slot] > 0 {
            let other = entries[Int(slots[slot]) - 1].name
            if other.count == name.count, UnsafeRawBufferPointer(rebasing: bytes[other]).elementsEqual(name) {
                return slot
            }
            slot = (slot + 1) & (slots.count - 1)
        }
        return slot
    }
}
