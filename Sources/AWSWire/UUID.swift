/// Random identifiers (RFC 9562, version 4).
public enum UUID {
    /// A new one in lower case: `7edad5e3-5235-4db4-9457-4a588514f8a5`.
    public static func random() -> String {
        let hex = Array("0123456789abcdef".utf8)
        var generator = SystemRandomNumberGenerator()
        var high = generator.next() as UInt64
        var low = generator.next() as UInt64
        high = high & 0xFFFF_FFFF_FFFF_0FFF | 0x4000
        low = low & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
        var out = [UInt8]()
        out.reserveCapacity(36)
        for digit in 0..<32 {
            if [8, 12, 16, 20].contains(digit) { out.append(45) }
            let word = digit < 16 ? high : low
            out.append(hex[Int(word >> UInt64(60 - 4 * (digit % 16)) & 15)])
        }
        return String(decoding: out, as: UTF8.self)
    }
}
