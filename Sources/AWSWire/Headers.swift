/// The headers of an HTTP message, in order; names are compared without regard to case.
public struct Headers: Sendable, Hashable {
    /// A header.
    public struct Field: Sendable, Hashable {
        /// The name as written.
        public var name: String
        /// The value.
        public var value: String
        /// A header.
        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// The headers in order; a name may be there several times.
    public var fields: [Field] = []

    /// No headers.
    public init() {}

    /// Headers in the order given.
    public init(_ pairs: [(String, String)]) { fields = pairs.map { Field(name: $0.0, value: $0.1) } }

    /// The first header called `name`; setting takes the place of all of that name, nil removes them.
    public subscript(_ name: String) -> String? {
        get { fields.first { Self.same($0.name, name) }?.value }
        set {
            let place = fields.firstIndex { Self.same($0.name, name) }
            guard let newValue else {
                if place != nil { fields.removeAll { Self.same($0.name, name) } }
                return
            }
            guard let place else {
                fields.append(Field(name: name, value: newValue))
                return
            }
            fields[place].value = newValue
            if fields[(place + 1)...].contains(where: { Self.same($0.name, name) }) {
                let kept = fields[place]
                fields.removeAll { Self.same($0.name, name) }
                fields.insert(kept, at: min(place, fields.count))
            }
        }
    }

    /// Adds a header behind the others.
    public mutating func append(_ name: String, _ value: String) {
        fields.append(Field(name: name, value: value))
    }

    static func same(_ a: String, _ b: String) -> Bool {
        if a == b { return true }
        guard a.utf8.count == b.utf8.count else { return false }
        var other = b.utf8.makeIterator()
        for byte in a.utf8 {
            guard let next = other.next(), byte == next || lower(byte) == lower(next) else { return false }
        }
        return true
    }

    static func lower(_ byte: UInt8) -> UInt8 { (65...90).contains(byte) ? byte + 32 : byte }
}
