/// A range of IPv4 or IPv6 addresses in CIDR notation (RFC 4632, RFC 4291); a single address is a range of one.
struct AddressRange: Hashable {
    private let bytes: [UInt8]
    private let length: Int

    init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let bytes = Self.version4(parts[0]) ?? Self.version6(parts[0]) else { return nil }
        let most = bytes.count * 8
        if parts.count == 2 {
            guard parts[1].first != "+", let length = Int(parts[1]), (0...most).contains(length) else {
                return nil
            }
            self.length = length
        } else {
            length = most
        }
        self.bytes = bytes
    }

    func contains(_ other: AddressRange) -> Bool {
        guard bytes.count == other.bytes.count, length <= other.length else { return false }
        return (0..<length).allSatisfy { bit in
            (bytes[bit / 8] ^ other.bytes[bit / 8]) & (0x80 >> UInt8(bit % 8)) == 0
        }
    }

    private static func version4(_ text: Substring) -> [UInt8]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let bytes = parts.compactMap { $0.first == "+" ? nil : UInt8($0) }
        return parts.count == 4 && bytes.count == 4 ? bytes : nil
    }

    private static func version6(_ text: Substring) -> [UInt8]? {
        let halves = text.split(separator: "::", omittingEmptySubsequences: false)
        guard text.contains(":"), halves.count <= 2 else { return nil }
        func bytes(_ half: Substring) -> [UInt8]? {
            var bytes = [UInt8]()
            for group in half.split(separator: ":", omittingEmptySubsequences: false) where !half.isEmpty {
                guard group.first != "+", group.count <= 4, let value = UInt16(group, radix: 16) else {
                    return nil
                }
                bytes += [UInt8(value >> 8), UInt8(value & 255)]
            }
            return bytes
        }
        guard let head = bytes(halves[0]), let tail = halves.count == 2 ? bytes(halves[1]) : [] else {
            return nil
        }
        let missing = 16 - head.count - tail.count
        guard halves.count == 2 ? missing > 0 : missing == 0 else { return nil }
        return head + [UInt8](repeating: 0, count: missing) + tail
    }
}
