import Documents

/// Findings as bytes that one program writes and reads itself, and nobody else: small, and quick to read.
struct ByteWriter {
    private(set) var bytes: [UInt8] = []

    init() { bytes.reserveCapacity(1024) }

    /// Everything of `finding` but its headline.
    mutating func write(_ finding: Finding) {
        write(finding.reason)
        write(finding.evidence) { $0.write($1) }
        write(finding.gaps) { $0.write($1) }
    }

    private mutating func write(_ evidence: Evidence) {
        write(evidence.path)
        write(evidence.value) { $0.write($1) }
        write(evidence.text) { $0.write($1) }
        write(evidence.call) { $0.write($1) }
        write(evidence.policy) { $0.write($1) }
    }

    private mutating func write(_ policy: PolicyEvidence) {
        write(policy.verdict)
        write(policy.statements) {
            $0.write($1.policy)
            $0.write(count: $1.index)
            $0.write($1.sid) { $0.write($1) }
        }
        write(policy.witness) { $0.write($1) }
        write(policy.documents)
    }

    private mutating func write(_ gap: Gap) {
        for text in [gap.account, gap.region, gap.call, gap.code, gap.message, gap.unseen] { write(text) }
        write(gap.parameters)
        write(gap.requestID) { $0.write($1) }
    }

    private mutating func write(_ value: Value) {
        bytes.append(value.tag.rawValue)
        switch value {
        case .null, .bool: break
        case .integer(let number): write(word: UInt64(bitPattern: Int64(number)))
        case .number(let number): write(word: number.bitPattern)
        case .string(let text): write(text)
        case .array(let items): write(items) { $0.write($1) }
        case .object(let object):
            write(object.members) {
                $0.write($1.key)
                $0.write($1.value)
            }
        case .unseen(let unseen): write(unseen.gaps) { $0.write(count: $1) }
        }
    }

    private mutating func write<Item>(_ items: [Item], _ each: (inout Self, Item) -> Void) {
        write(count: items.count)
        for item in items { each(&self, item) }
    }

    private mutating func write<Item>(_ item: Item?, _ write: (inout Self, Item) -> Void) {
        bytes.append(item == nil ? 0 : 1)
        if let item { write(&self, item) }
    }

    private mutating func write(_ text: String) {
        write(count: text.utf8.count)
        bytes.append(contentsOf: text.utf8)
    }

    private mutating func write(word: UInt64) {
        for place in stride(from: 0, to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: word >> place)) }
    }

    /// A number that is not negative, in groups of seven bits, the lowest first.
    private mutating func write(count: Int) {
        var rest = UInt(count)
        while rest > 0x7f {
            bytes.append(UInt8(rest & 0x7f) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }
}

/// Reads what ``ByteWriter`` wrote.
struct ByteReader {
    private let bytes: [UInt8]
    private var place = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The finding of `headline`.
    mutating func finding(_ headline: Finding.Headline) -> Finding {
        Finding(
            headline, reason: text(), evidence: items { $0.evidence() }, gaps: items { $0.gap() })
    }

    private mutating func evidence() -> Evidence {
        Evidence(
            path: text(), value: item { $0.value() }, text: item { $0.text() }, call: item { $0.text() },
            policy: item { $0.policy() })
    }

    private mutating func policy() -> PolicyEvidence {
        PolicyEvidence(
            verdict: text(),
            statements: items { .init(policy: $0.text(), index: $0.count(), sid: $0.item { $0.text() }) },
            witness: item { $0.value() }, documents: value())
    }

    private mutating func gap() -> Gap {
        let account = text(), region = text(), call = text(), code = text(), message = text(), unseen = text()
        return Gap(
            account: account, region: region, call: call, parameters: value(), code: code, message: message,
            unseen: unseen, requestID: item { $0.text() })
    }

    private mutating func value() -> Value {
        switch Value.Tag(rawValue: byte())! {
        case .null: .null
        case .no: .bool(false)
        case .yes: .bool(true)
        case .integer: .integer(Int(Int64(bitPattern: word())))
        case .number: .number(Double(bitPattern: word()))
        case .string: .string(text())
        case .array: .array(items { $0.value() })
        case .object: .object(Object(items { ($0.text(), $0.value()) }))
        case .unseen: .unseen(Unseen(gaps: items { $0.count() }))
        }
    }

    private mutating func items<Item>(_ each: (inout Self) -> Item) -> [Item] {
        let count = count()
        var items = [Item]()
        items.reserveCapacity(count)
        for _ in 0..<count { items.append(each(&self)) }
        return items
    }

    private mutating func item<Item>(_ read: (inout Self) -> Item) -> Item? {
        byte() == 0 ? nil : read(&self)
    }

    private mutating func text() -> String {
        let end = count()
        defer { place += end }
        return String(decoding: bytes[place..<place + end], as: UTF8.self)
    }

    private mutating func word() -> UInt64 {
        var word: UInt64 = 0
        for shift in stride(from: 0, to: 64, by: 8) { word |= UInt64(byte()) << shift }
        return word
    }

    private mutating func count() -> Int {
        var number: UInt = 0
        var shift: UInt = 0
        while true {
            let next = byte()
            number |= UInt(next & 0x7f) << shift
            if next < 0x80 { return Int(number) }
            shift += 7
        }
    }

    private mutating func byte() -> UInt8 {
        defer { place += 1 }
        return bytes[place]
    }
}

extension Value {
    /// What comes before a value's bytes.
    fileprivate enum Tag: UInt8 { case null, no, yes, integer, number, string, array, object, unseen }

    fileprivate var tag: Tag {
        switch self {
        case .null: .null
        case .bool(let isTrue): isTrue ? .yes : .no
        case .integer: .integer
        case .number: .number
        case .string: .string
        case .array: .array
        case .object: .object
        case .unseen: .unseen
        }
    }
}
