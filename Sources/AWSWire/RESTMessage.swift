import Documents
import ServiceModels

/// What requests and responses of the REST protocols have in common: headers and bodies.
struct RESTMessage {
    let wire: Wire
    private var isXML: Bool { wire.wireProtocol == .restXML }

    init(_ wire: Wire) { self.wire = wire }

    // MARK: headers

    static func encode(_ value: Value, _ member: Member, into headers: inout Headers) throws(WireFailure) {
        if member.traits.location == .headers {
            guard case .map(_, let element) = member.shape.kind, case .object(let object) = value else {
                throw Scalar.wrong(member.name, "an object")
            }
            for entry in object {
                let text = try Scalar.text(entry.value, element, timestamps: .rfc822, entry.key)
                headers.append((member.traits.locationName ?? "") + entry.key, try clean(text, entry.key))
            }
            return
        }
        if case .list(let element) = member.shape.kind, case .array(let items) = value {
            if items.isEmpty {
                headers[member.wireName] = ""
                return
            }
            var parts = [String]()
            for item in items {
                let text = try Scalar.text(item, element, timestamps: .rfc822, member.name)
                if case .string = element.shape.kind {
                    parts.append(quoted(text))
                } else {
                    parts.append(text)
                }
            }
            headers[member.wireName] = try clean(parts.joined(separator: ","), member.name)
            return
        }
        if member.traits.isJSONValue {
            headers[member.wireName] = Base64.encode(Array((value.string ?? JSON.text(value)).utf8))
            return
        }
        let text = try Scalar.text(value, member, timestamps: .rfc822, member.name)
        headers[member.wireName] = try clean(text, member.name)
    }

    /// Text that can stand in a header: a line's end in a value would begin another header.
    private static func clean(_ text: String, _ place: String) throws(WireFailure) -> String {
        if text.utf8.contains(where: { $0 == 10 || $0 == 13 || $0 == 0 }) {
            throw WireFailure(.parameters, "\(place) goes into a header and cannot hold the end of a line")
        }
        return text
    }

    private static func quoted(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 == 44 || $0 == 34 }) else { return text }
        var out = "\""
        for scalar in text.unicodeScalars {
            if scalar == "\"" || scalar == "\\" { out += "\\" }
            out.unicodeScalars.append(scalar)
        }
        return out + "\""
    }

    static func decode(_ headers: Headers, _ member: Member) throws(WireFailure) -> Value? {
        if member.traits.location == .headers {
            guard case .map(_, let element) = member.shape.kind else { return nil }
            let prefix = member.traits.locationName ?? ""
            var object = Object()
            for field in headers.fields where Headers.same(String(field.name.prefix(prefix.count)), prefix) {
                object[String(field.name.dropFirst(prefix.count))] = try Scalar.value(
                    field.value, element, field.name)
            }
            return .object(object)
        }
        guard let text = headers[member.wireName] else { return nil }
        if case .list(let element) = member.shape.kind {
            var items = [Value]()
            for part in split(text, element) {
                items.append(try Scalar.value(part, element, member.wireName))
            }
            return .array(items)
        }
        if member.traits.isJSONValue {
            guard let bytes = Base64.decode(text), let value = try? JSON.parse(bytes) else {
                throw WireFailure(.message, "the header \(member.wireName) is no JSON in base64")
            }
            return value
        }
        return try Scalar.value(text, member, "the header \(member.wireName)")
    }

    /// The parts between commas; quoted ones unquoted, and HTTP's dates, which have a comma, kept whole.
    private static func split(_ text: String, _ element: Member) -> [String] {
        if case .timestamp = element.shape.kind, element.traits.timestampFormat ?? .rfc822 == .rfc822 {
            let parts = text.split(separator: ",").map { Scalar.trimmed(String($0)) }
            guard parts.count % 2 == 0 else { return parts }
            return stride(from: 0, to: parts.count, by: 2).map { "\(parts[$0]), \(parts[$0 + 1])" }
        }
        var parts = [String]()
        var part = ""
        var isQuoted = false, wasQuoted = false, isEscaped = false
        for scalar in text.unicodeScalars {
            if isEscaped {
                part.unicodeScalars.append(scalar)
                isEscaped = false
            } else if isQuoted {
                if scalar == "\\" {
                    isEscaped = true
                } else if scalar == "\"" {
                    isQuoted = false
                } else {
                    part.unicodeScalars.append(scalar)
                }
            } else if scalar == "\"", Scalar.trimmed(part).isEmpty {
                part = ""
                (isQuoted, wasQuoted) = (true, true)
            } else if scalar == "," {
                parts.append(wasQuoted ? part : Scalar.trimmed(part))
                (part, wasQuoted) = ("", false)
            } else if !wasQuoted || scalar != " " {
                part.unicodeScalars.append(scalar)
            }
        }
        parts.append(wasQuoted ? part : Scalar.trimmed(part))
        return parts
    }

    // MARK: bodies

    /// The body of the members without a location, or of the payload; nil when there is none.
    func encodeBody(
        _ values: Object, _ structure: Structure, _ traits: Traits, isRequest: Bool, payload: String? = nil
    )
        throws(WireFailure)
        -> (bytes: [UInt8], type: String)?
    {
        if let name = payload ?? structure.payload, let member = structure.member(name) {
            guard let value = values[name], !value.isNull else {
                if case .structure(let inner) = member.shape.kind, !inner.isUnion, !isXML {
                    return (Array("{}".utf8), "application/json")
                }
                if case .blob = member.shape.kind, isRequest { return ([], "application/octet-stream") }
                return nil
            }
            return try encodePayload(value, member)
        }
        guard structure.members.contains(where: { $0.traits.location == nil }) else { return nil }
        if isXML {
            let present = structure.members.contains {
                $0.traits.location == nil && values[$0.name].map { !$0.isNull } ?? false
            }
            if isRequest, !present { return nil }
            let name = traits.locationName ?? structure.shape.traits.locationName ?? structure.shape.name
            return (try xml(name, values, structure, traits), "application/xml")
        }
        var out = [UInt8]()
        JSON.write(.object(try JSONEncoder.encode(values, structure)), to: &out)
        return (out, "application/json")
    }

    private func encodePayload(_ value: Value, _ member: Member) throws(WireFailure) -> (
        bytes: [UInt8], type: String
    ) {
        switch (member.shape.kind, value) {
        case (.blob, .string(let text)):
            guard let bytes = Base64.decode(text) else { throw Scalar.wrong(member.name, "base64 text") }
            return (bytes, "application/octet-stream")
        case (.string, .string(let text)): return (Array(text.utf8), "text/plain")
        case (.structure(let structure), .object(let object)) where isXML:
            let own = structure.isUnion ? nil : member.traits.locationName
            let name = own ?? structure.shape.traits.locationName ?? structure.shape.name
            return (try xml(name, object, structure, member.traits), "application/xml")
        default:
            var out = [UInt8]()
            JSON.write(try JSONEncoder.encode(value, member) { member.name }, to: &out)
            return (out, "application/json")
        }
    }

    private func xml(_ name: String, _ values: Object, _ structure: Structure, _ traits: Traits)
        throws(WireFailure)
        -> [UInt8]
    {
        var namespace = XMLEncoder.namespace(traits)
        if namespace.isEmpty, let service = wire.model.metadata.xmlNamespace {
            namespace = " xmlns=\"\(XML.escaped(service))\""
        }
        var out = XMLEncoder(isIndented: false)
        let attributes = try XMLEncoder.attributes(values, structure)
        try out.element(name, attributes: namespace + attributes) { (out) throws(WireFailure) in
            try out.members(values, structure)
        }
        return out.out
    }

    func decode(_ response: HTTPResponse, _ operation: Operation, _ output: Structure) throws(WireFailure)
        -> Object
    {
        var object = try decodeBody(
            response.body, output, isUnwrapped: wire.model.facts.isUnwrapped(operation.name))
        for member in output.members {
            switch member.traits.location {
            case .header, .headers:
                if let value = try Self.decode(response.headers, member) { object[member.name] = value }
            case .statusCode: object[member.name] = .integer(response.status)
            case .uri, .querystring, nil: break
            }
        }
        return object
    }

    func decodeBody(_ body: [UInt8], _ structure: Structure, isUnwrapped: Bool = false) throws(WireFailure)
        -> Object
    {
        if let name = structure.payload, let member = structure.member(name) {
            guard let value = try decodePayload(body, member) else { return Object() }
            return Object([(name, value)])
        }
        guard structure.members.contains(where: { !$0.traits.isOutsideResponseBody }), !body.isEmpty else {
            return Object()
        }
        if !isXML { return try Wire.json(body, structure) }
        let root = try Wire.xml(body)
        if isUnwrapped {
            return try XMLDecoder.structure(XML.Element(name: "", children: [root]), structure)
        }
        return try XMLDecoder.structure(root, structure)
    }

    private func decodePayload(_ body: [UInt8], _ member: Member) throws(WireFailure) -> Value? {
        switch member.shape.kind {
        case .blob: return body.isEmpty && !member.traits.isStreaming ? nil : .string(Base64.encode(body))
        case .string: return body.isEmpty ? nil : .string(String(decoding: body, as: UTF8.self))
        default: break
        }
        if body.isEmpty { return nil }
        if isXML {
            let value = try XMLDecoder.value(try Wire.xml(body), member)
            return value
        }
        let value = try Wire.json(body) { try $0.value(member) }
        return value.isNull ? nil : value
    }
}
