import Documents
import ServiceModels

/// Turns values into the JSON of the JSON protocols, by their shapes.
enum JSONEncoder {
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
}
