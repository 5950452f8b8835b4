import Documents
import ServiceModels

/// Takes the text of a message apart piece by piece; single values are as ``Documents/Value`` has them.
protocol PieceReader {
    /// An object or list that is open.
    associatedtype Level
    /// What comes next.
    mutating func kind() throws -> JSONReader.Kind
    /// Goes into the object or list that comes next.
    mutating func enter() throws -> Level
    /// Whether there is another item of the list; the reader then stands before it.
    mutating func hasItem(_ level: inout Level) throws -> Bool
    /// The name of the next member of the object, whose value then comes; nil behind the last.
    mutating func name(_ level: inout Level) throws -> String?
    /// The whole value that comes next.
    mutating func value() throws -> Value
    /// Reads past the value that comes next.
    mutating func skip() throws
}

extension JSONReader: PieceReader {}

/// Reading what a service or a client sent by the model's shapes, in one pass: members by their names in the model,
/// moments in ISO 8601. What the model does not know, and `null`, is left out.
extension PieceReader {
    /// The members of the message; none where it is `null`.
    mutating func message(_ structure: Structure) throws -> Object {
        switch try kind() {
        case .object: return try members(structure)
        case .null:
            try skip()
            return Object()
        default: throw WireFailure(.message, "the body is no object")
        }
    }

    /// The value of `member` that comes next.
    mutating func value(_ member: Member) throws -> Value {
        let kind = try kind()
        guard kind == .object || kind == .array else { return try single(kind, member) }
        switch (member.shape.kind, kind) {
        case (.document, _): return try value()
        case (.structure(let structure), .object): return .object(try members(structure))
        case (.list(let element), .array):
            var items = [Value]()
            var level = try enter()
            while try hasItem(&level) { items.append(try value(element)) }
            return .array(items)
        case (.map(_, let element), .object):
            var entries = [Object.Member]()
            var level = try enter()
            while let name = try name(&level) { entries.append((name, try value(element))) }
            return .object(Object(entries))
        default: throw mismatch(member, kind)
        }
    }

    private mutating func members(_ structure: Structure) throws -> Object {
        var members = [Object.Member]()
        var unknown: String?
        var level = try enter()
        while let name = try name(&level) {
            if try kind() == .null {
                try skip()
            } else if let member = structure.member(onWire: name), !member.traits.isOutsideResponseBody {
                members.append((member.name, try value(member)))
            } else {
                if name != "__type" { unknown = unknown ?? name }
                try skip()
            }
        }
        if structure.isUnion, members.isEmpty, let unknown { return Object.unknownMember(unknown) }
        return Object(members)
    }

    /// A value that is neither object nor list.
    private mutating func single(_ kind: JSONReader.Kind, _ member: Member) throws -> Value {
        let value = try value()
        let shape = member.shape
        // Most of what services send, told without making a kind of shape.
        if case .string = value, shape.isText { return value }
        if case .bool = value, shape.isBoolean { return value }
        switch (shape.kind, value) {
        case (_, .null), (.document, _), (.integer, .integer), (.long, .integer), (.float, .number),
            (.double, .number), (.float, .integer), (.double, .integer):
            return value
        case (.timestamp, _):
            guard let moment = Scalar.timestamp(value) else { throw mismatch(member, kind) }
            return .string(moment.iso8601)
        case (.blob, .string(let text)):
            guard Base64.decode(text) != nil else { throw mismatch(member, kind) }
            return value
        case (.float, .string(let text)), (.double, .string(let text)):
            guard ["NaN", "Infinity", "-Infinity"].contains(text) else { throw mismatch(member, kind) }
            return value
        case (.integer, .number), (.long, .number):
            guard let whole = value.int else { throw mismatch(member, kind) }
            return .integer(whole)
        default: throw mismatch(member, kind)
        }
    }

    private func mismatch(_ member: Member, _ kind: JSONReader.Kind) -> WireFailure {
        WireFailure(
            .message,
            "\(member.name.isEmpty ? "an element" : member.name) is \(kind) and should be "
                + Scalar.expected(member.shape))
    }
}

extension Object {
    /// What a union holds that has a member newer than the model, as AWS's own clients show it: there is something,
    /// and it is not known.
    static func unknownMember(_ name: String) -> Object {
        Object([("SDK_UNKNOWN_MEMBER", .object(Object([("name", .string(name))])))])
    }
}

extension Traits {
    /// Whether a response carries the member outside its body; path and query string are a request's.
    var isOutsideResponseBody: Bool { location == .header || location == .headers || location == .statusCode }
}
