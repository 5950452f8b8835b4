import Documents
import ServiceModels

/// Turns values into the JSON of the JSON protocols and back, by their shapes.
enum JSONCodec {
    /// `value` as the service wants it: wire names, timestamps as the model says (seconds since the epoch).
    ///
    /// What `place` says stands in messages alone, and is made for them.
    static func encode(_ value: Value, _ member: Member, _ place: () -> String) throws(WireFailure) -> Value {
        switch (member.shape.kind, value) {
        case (_, .null): return .null
        case (.document, _): return value
        case (.structure(let structure), .object(let object)):
            return .object(try encode(object, structure, place))
        case (.list(let element), .array(let items)):
            var out = [Value]()
            out.reserveCapacity(items.count)
            for (index, item) in items.enumerated() {
                out.append(try encode(item, element) { "\(place())[\(index)]" })
            }
            return .array(out)
        case (.map(_, let element), .object(let object)):
            var out = [Object.Member]()
            for entry in object {
                out.append((entry.key, try encode(entry.value, element) { "\(place()).\(entry.key)" }))
            }
            return .object(Object(out))
        case (.timestamp, _):
            guard let moment = Scalar.timestamp(value) else {
                throw Scalar.wrong(place(), "a date and time in ISO 8601")
            }
            let format = member.traits.timestampFormat ?? .unix
            return format == .unix ? Scalar.unix(moment) : .string(Scalar.text(moment, format))
        case (.string, .string), (.boolean, .bool): return value
        case (.integer, .integer), (.long, .integer), (.float, .integer), (.double, .integer),
            (.float, .number),
            (.double, .number):
            return value
        case (.blob, .string(let text)):
            guard Base64.decode(text) != nil else { throw Scalar.wrong(place(), "base64 text") }
            return value
        case (.float, .string), (.double, .string), (.integer, .number), (.long, .number):
            let text = try Scalar.text(value, member, timestamps: .unix, place())
            return Int(text).map(Value.integer) ?? .string(text)
        default: throw Scalar.wrong(place(), Scalar.expected(member.shape))
        }
    }

    static func encode(_ object: Object, _ structure: Structure, _ place: () -> String = { "" })
        throws(WireFailure) -> Object
    {
        var out = [Object.Member]()
        out.reserveCapacity(object.count)
        for member in structure.members where member.traits.location == nil {
            guard let value = object[member.name], !value.isNull else { continue }
            let inner = try encode(value, member) {
                let place = place()
                return place.isEmpty ? member.name : "\(place).\(member.name)"
            }
            out.append((member.wireName, inner))
        }
        return Object(out)
    }

    /// What a service or a client sent, by member names; what the model does not know, and `null`, is left out.
    static func decode(_ value: Value, _ member: Member) throws(WireFailure) -> Value {
        try changed(value, member) ?? value
    }

    /// ``decode(_:_:)`` of an object.
    static func decode(_ object: Object, _ structure: Structure) throws(WireFailure) -> Object {
        try changed(object, structure) ?? object
    }

    /// What `value` decodes to where that is not the value itself, as it is for most of what services send.
    private static func changed(_ value: Value, _ member: Member) throws(WireFailure) -> Value? {
        // Most of what services send, told without making a kind.
        if case .string = value, member.shape.isText { return nil }
        if case .bool = value, member.shape.isBoolean { return nil }
        switch (member.shape.kind, value) {
        case (.document, _), (.string, .string), (.boolean, .bool), (.integer, .integer), (.long, .integer),
            (.float, .number), (.double, .number), (.float, .integer), (.double, .integer):
            return nil
        case (.structure(let structure), .object(let object)):
            return try changed(object, structure).map { .object($0) }
        case (.list(let element), .array(let items)):
            var out: [Value]?
            for (place, item) in items.enumerated() {
                guard !item.isNull, let new = try changed(item, element) else { continue }
                if out == nil { out = items }
                out![place] = new
            }
            return out.map { .array($0) }
        case (.map(_, let element), .object(let object)):
            var out: [Object.Member]?
            for (place, entry) in object.enumerated() {
                guard !entry.value.isNull, let new = try changed(entry.value, element) else { continue }
                if out == nil { out = object.members }
                out![place].value = new
            }
            return out.map { .object(Object($0)) }
        case (.timestamp, _):
            guard let moment = Scalar.timestamp(value) else { throw mismatch(member, value) }
            return .string(moment.iso8601)
        case (.blob, .string(let text)):
            guard Base64.decode(text) != nil else { throw mismatch(member, value) }
            return nil
        case (.float, .string(let text)), (.double, .string(let text)):
            guard ["NaN", "Infinity", "-Infinity"].contains(text) else { throw mismatch(member, value) }
            return nil
        case (.integer, .number), (.long, .number):
            guard let whole = value.int else { throw mismatch(member, value) }
            return .integer(whole)
        default: throw mismatch(member, value)
        }
    }

    private static func changed(_ object: Object, _ structure: Structure) throws(WireFailure) -> Object? {
        var out: [Object.Member]?
        for (place, entry) in object.enumerated() {
            guard !entry.value.isNull, let member = structure.member(onWire: entry.key),
                !member.traits.isOutsideResponseBody
            else {
                if out == nil { out = Array(object.members[..<place]) }
                continue
            }
            let new = try changed(entry.value, member)
            if out != nil {
                out!.append((member.name, new ?? entry.value))
            } else if new != nil || member.traits.locationName != nil {
                out = Array(object.members[..<place])
                out!.append((member.name, new ?? entry.value))
            }
        }
        if structure.isUnion, out?.isEmpty ?? object.isEmpty,
            let unknown = object.first(where: { $0.key != "__type" && !$0.value.isNull })
        {
            return unknownMember(unknown.key)
        }
        return out.map { Object($0) }
    }

    /// What a union holds that has a member newer than the model, as AWS's own clients show it: there is something,
    /// and it is not known.
    static func unknownMember(_ name: String) -> Object {
        Object([("SDK_UNKNOWN_MEMBER", .object(Object([("name", .string(name))])))])
    }

    private static func mismatch(_ member: Member, _ value: Value) -> WireFailure {
        WireFailure(
            .message,
            "\(member.name.isEmpty ? "an element" : member.name) is \(value.kind) and should be "
                + Scalar.expected(member.shape))
    }
}

extension Traits {
    /// Whether a response carries the member outside its body; path and query string are a request's.
    var isOutsideResponseBody: Bool { location == .header || location == .headers || location == .statusCode }
}
