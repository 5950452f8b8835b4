/// The ID of an answer: 122 bits drawn by lot, written as AWS writes it.
struct RequestID: Sendable, Hashable {
    private let high: UInt64
    private let low: UInt64

    /// A new one.
    init(_ random: inout Random) {
        high = random.next() & 0xFFFF_FFFF_FFFF_0FFF | 0x4000
        low = random.next() & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
    }

    /// As text: `7edad5e3-5235-4db4-9457-4a588514f8a5`.
    var text: String {
        String(unsafeUninitializedCapacity: 36) { out in
            write(to: UnsafeMutableRawBufferPointer(out))
            return 36
        }
    }

    /// Writes the 36 characters of the text.
    func write(to out: UnsafeMutableRawBufferPointer) {
        var place = 0
        for digit in 0..<32 {
            if digit == 8 || digit == 12 || digit == 16 || digit == 20 {
                out[place] = 45
                place += 1
            }
            let nibble =
                UInt8(truncatingIfNeeded: (digit < 16 ? high : low) >> UInt64(60 - 4 * (digit & 15))) & 15
            out[place] = nibble < 10 ? 48 + nibble : 87 + nibble
            place += 1
        }
    }
}
