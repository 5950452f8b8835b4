/// Base64 (RFC 4648 section 4).
public enum Base64 {
    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 255, count: 256)
        for (value, character) in alphabet.enumerated() { values[Int(character)] = UInt8(value) }
        return values
    }()

    /// `bytes` as base64 with padding.
    public static func encode(_ bytes: some Collection<UInt8>) -> String {
        var out = [UInt8]()
        out.reserveCapacity((bytes.count + 2) / 3 * 4)
        var group: UInt32 = 0
        var held = 0
        func emit(_ characters: Int) {
            for place in 0..<4 {
                let value = Int(group >> UInt32(18 - 6 * place)) & 63
                out.append(place < characters ? alphabet[value] : UInt8(ascii: "="))
            }
        }
        for byte in bytes {
            group |= UInt32(byte) << UInt32(16 - 8 * held)
            held += 1
            if held == 3 {
                emit(4)
                group = 0
                held = 0
            }
        }
        if held > 0 { emit(held + 1) }
        return String(decoding: out, as: UTF8.self)
    }

    /// The bytes that `text` stands for; nil when it is no base64. Padding may be missing.
    public static func decode(_ text: String) -> [UInt8]? {
        var out = [UInt8]()
        out.reserveCapacity(text.utf8.count / 4 * 3)
        var group: UInt32 = 0
        var bits = 0
        var padding = 0
        for character in text.utf8 {
            if character == UInt8(ascii: "=") {
                padding += 1
                continue
            }
            let value = values[Int(character)]
            guard value != 255, padding == 0 else { return nil }
            group = group << 6 | UInt32(value)
            bits += 6
            if bits >= 8 {
                bits -= 8
                out.append(UInt8(truncatingIfNeeded: group >> UInt32(bits)))
            }
        }
        return bits < 6 && padding <= 2 && group & (1 << UInt32(bits) - 1) == 0 ? out : nil
    }
}
