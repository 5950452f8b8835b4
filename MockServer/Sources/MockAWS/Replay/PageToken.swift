/// Opaque page tokens: a place in a list, bound to what was asked and by whom.
///
/// A token that was changed, comes from elsewhere, or is used with other parameters is refused. This keeps honest
/// clients honest; it is no secret.
enum PageToken {
    /// The token for the items from `offset` on, for the question `context`.
    static func make(_ offset: Int, _ context: Int) -> String {
        let hidden = UInt64(offset) ^ mix(UInt64(bitPattern: Int64(context)) ^ 0x5bd1_e995)
        let seal = mix(UInt64(offset) &+ mix(UInt64(bitPattern: Int64(context))))
        return hex(hidden) + hex(seal)
    }

    /// The place that `token` names; nil when it is not one of ours for `context`.
    static func offset(_ token: String, _ context: Int) -> Int? {
        guard token.utf8.count == 32, let hidden = UInt64(token.prefix(16), radix: 16) else { return nil }
        let offset = hidden ^ mix(UInt64(bitPattern: Int64(context)) ^ 0x5bd1_e995)
        guard offset < 1 << 40, make(Int(offset), context) == token else { return nil }
        return Int(offset)
    }

    private static func mix(_ value: UInt64) -> UInt64 {
        var x = value &+ 0x9e37_79b9_7f4a_7c15
        x = (x ^ x >> 30) &* 0xbf58_476d_1ce4_e5b9
        x = (x ^ x >> 27) &* 0x94d0_49bb_1331_11eb
        return x ^ x >> 31
    }

    private static func hex(_ value: UInt64) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
