/// A range of IP addresses, both ends included. IPv4 and IPv6 are spaces apart.
struct IPRange: Hashable, Sendable {
    var isV6: Bool
    var low: UInt128
    var high: UInt128

    /// The range in CIDR notation, or one address; bits behind the prefix are ignored, as AWS does. Nil when it is none.
    init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let (address, isV6) = Self.address(parts[0]) else { return nil }
        let width = isV6 ? 128 : 32
        var prefix = width
        if parts.count == 2 {
            let digits = parts[1].utf8
            guard (1...3).contains(digits.count), digits.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }),
                let number = Int(parts[1]), number <= width
            else { return nil }
            prefix = number
        }
        let free: UInt128 = prefix == 0 && isV6 ? .max : (1 << UInt128(width - prefix)) - 1
        self.isV6 = isV6
        low = address & ~free
        high = low | free
    }

    init(isV6: Bool, low: UInt128, high: UInt128) {
        self.isV6 = isV6
        self.low = low
        self.high = high
    }

    private static func address(_ text: Substring) -> (UInt128, Bool)? {
        if text.has(UInt8(ascii: ":")) { return sixteen(text).map { ($0, true) } }
        return four(text).map { ($0, false) }
    }

    private static func four(_ text: Substring) -> UInt128? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var value: UInt128 = 0
        for part in parts {
            guard (1...3).contains(part.utf8.count), part.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }),
                part.utf8.count == 1 || part.utf8.first != 0x30, let byte = UInt8(part)
            else { return nil }
            value = value << 8 | UInt128(byte)
        }
        return value
    }

    private static func sixteen(_ text: Substring) -> UInt128? {
        var groups = [UInt16]()
        var gap: Int?
        var rest = text
        if rest.hasPrefix("::") {
            gap = 0
            rest = rest.dropFirst(2)
        }
        var parts = rest.isEmpty ? [] : rest.split(separator: ":", omittingEmptySubsequences: false)
        if parts.count > 9 { return nil }
        if let last = parts.last, last.utf8.contains(UInt8(ascii: ".")) {
            guard let v4 = four(last) else { return nil }
            parts.removeLast()
            parts.append(Substring(String(UInt16(v4 >> 16), radix: 16)))
            parts.append(Substring(String(UInt16(v4 & 0xffff), radix: 16)))
        }
        for (place, part) in parts.enumerated() {
            if part.isEmpty {
                // One empty part is the gap; at the very end it takes two (`fe80::`).
                if place == parts.count - 1, gap == groups.count, place > 0 { continue }
                guard gap == nil, place > 0 else { return nil }
                gap = groups.count
                continue
            }
            guard part.utf8.count <= 4,
                part.utf8.allSatisfy({ ($0 | 0x20) >= 0x61 ? ($0 | 0x20) <= 0x66 : $0 >= 0x30 && $0 <= 0x39 }
                ),
                let group = UInt16(part, radix: 16)
            else { return nil }
            groups.append(group)
        }
        if parts.last?.isEmpty == true, gap != groups.count { return nil }
        if let gap {
            guard groups.count < 8 else { return nil }
            groups.insert(contentsOf: [UInt16](repeating: 0, count: 8 - groups.count), at: gap)
        }
        guard groups.count == 8 else { return nil }
        return groups.reduce(0) { $0 << 16 | UInt128($1) }
    }

    /// The first address, as text.
    var firstAddress: String {
        if !isV6 {
            return (0..<4).reversed().map { String(UInt8(truncatingIfNeeded: low >> UInt128(8 * $0))) }
                .joined(separator: ".")
        }
        return (0..<8).reversed().map {
            String(UInt16(truncatingIfNeeded: low >> UInt128(16 * $0)), radix: 16)
        }.joined(separator: ":")
    }
}

/// A set of IP addresses: ranges in order that neither meet nor overlap.
struct IPSet: Sendable {
    private(set) var ranges: [IPRange]

    init(_ ranges: [IPRange]) {
        if ranges.count < 2 {
            self.ranges = ranges
            return
        }
        var sorted = ranges
        sorted.sort { ($0.isV6 ? 1 : 0, $0.low) < ($1.isV6 ? 1 : 0, $1.low) }
        var merged = [IPRange]()
        for range in sorted {
            if let last = merged.last, last.isV6 == range.isV6,
                last.high == .max || range.low <= last.high + 1
            {
                merged[merged.count - 1].high = max(last.high, range.high)
            } else {
                merged.append(range)
            }
        }
        self.ranges = merged
    }

    static let everything = IPSet([
        IPRange(isV6: false, low: 0, high: 0xffff_ffff), IPRange(isV6: true, low: 0, high: .max),
    ])

    var isEmpty: Bool { ranges.isEmpty }

    func intersection(_ other: IPSet) -> IPSet {
        var out = [IPRange]()
        var (i, j) = (0, 0)
        while i < ranges.count, j < other.ranges.count {
            let (a, b) = (ranges[i], other.ranges[j])
            if a.isV6 != b.isV6 {
                if b.isV6 { i += 1 } else { j += 1 }
                continue
            }
            let (low, high) = (max(a.low, b.low), min(a.high, b.high))
            if low <= high { out.append(IPRange(isV6: a.isV6, low: low, high: high)) }
            if a.high < b.high { i += 1 } else { j += 1 }
        }
        return IPSet(out)
    }

    var complement: IPSet {
        var out = [IPRange]()
        for isV6 in [false, true] {
            let top: UInt128 = isV6 ? .max : 0xffff_ffff
            var next: UInt128? = 0
            for range in ranges where range.isV6 == isV6 {
                if let start = next, range.low > start {
                    out.append(IPRange(isV6: isV6, low: start, high: range.low - 1))
                }
                next = range.high == top ? nil : range.high + 1
            }
            if let start = next { out.append(IPRange(isV6: isV6, low: start, high: top)) }
        }
        return IPSet(out)
    }

    func union(_ other: IPSet) -> IPSet { IPSet(ranges + other.ranges) }

    /// Whether this is more than one /8 of IPv4 or one /32 of IPv6: AWS's own limit for "not public" in S3.
    var isBroad: Bool {
        var (four, sixteen): (UInt128, UInt128) = (0, 0)
        for range in ranges {
            let size = range.high - range.low
            if range.isV6 {
                if size >= 1 << 96 { return true }
                sixteen += size + 1
            } else {
                four += size + 1
            }
        }
        return four > 1 << 24 || sixteen > 1 << 96
    }

    /// The addresses from which requests over the internet come: neither private nor reserved
    /// (IANA's special-purpose registries).
    static let internet: IPSet = {
        let reserved4 = [
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
            "192.0.0.0/24", "192.0.2.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4", "240.0.0.0/4",
        ]
        let reserved6 = ["2001:db8::/32", "2001::/23", "3fff::/20"]
        let reserved = IPSet((reserved4 + reserved6).compactMap { IPRange($0) })
        let all = IPSet(
            [IPRange(isV6: false, low: 0, high: 0xffff_ffff), IPRange("2000::/3")].compactMap(\.self))
        return all.intersection(reserved.complement)
    }()
}
