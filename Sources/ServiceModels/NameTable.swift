/// The members of one JSON object by name, as places in its text: a hash table that makes no text of the names.
///
/// A model has thousands of shapes of which a run asks for a few dozen.
struct NameTable: Sendable {
    private struct Entry {
        let name: Range<Int>
        let value: Range<Int>
    }

    private var entries: [Entry] = []
    /// Places in `entries`, from 1; 0 where nothing is. A power of two, at least twice as many as entries.
    private var slots: [Int32] = []

    /// How many members there are.
    var count: Int { entries.count }

    /// Takes in a member of the object in `bytes`; of a name that comes again the last value counts.
    mutating func add(_ name: Range<Int>, _ value: Range<Int>, in bytes: UnsafeRawBufferPointer) {
        if slots.count < 2 * (entries.count + 1) { grow(bytes) }
        let slot = slot(of: UnsafeRawBufferPointer(rebasing: bytes[name]), in: bytes)
        if slots[slot] > 0 {
            entries[Int(slots[slot]) - 1] = Entry(name: name, value: value)
        } else {
            entries.append(Entry(name: name, value: value))
            slots[slot] = Int32(entries.count)
        }
    }

    /// Where the value of the member `name` of the object in `bytes` stands.
    func value(of name: String, in bytes: UnsafeRawBufferPointer) -> Range<Int>? {
        index(of: name, in: bytes).map { entries[$0].value }
    }

    /// The place of the member `name` among the members of the object in `bytes`.
    func index(of name: String, in bytes: UnsafeRawBufferPointer) -> Int? {
        guard !entries.isEmpty else { return nil }
        var name = name
        let found = name.withUTF8 { Int(slots[slot(of: UnsafeRawBufferPointer($0), in: bytes)]) }
        return found > 0 ? found - 1 : nil
    }

    /// The name of the member at `index`, and where its value stands.
    func member(_ index: Int, in bytes: UnsafeRawBufferPointer) -> (name: String, value: Range<Int>) {
        (String(decoding: bytes[entries[index].name], as: UTF8.self), entries[index].value)
    }

    /// The names, in the order of the text.
    func names(in bytes: UnsafeRawBufferPointer) -> [String] {
        entries.map { String(decoding: bytes[$0.name], as: UTF8.self) }
    }

    private mutating func grow(_ bytes: UnsafeRawBufferPointer) {
        slots = [Int32](repeating: 0, count: max(64, slots.count * 4))
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
