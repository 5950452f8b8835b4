import Documents
import ServiceModels

/// Writes a request of the REST protocols: path, query string and headers by the members' locations, and the body.
struct RESTRequest {
    let wire: Wire
    let operation: Operation

    init(_ wire: Wire, _ operation: Operation) {
        self.wire = wire
        self.operation = operation
    }

    func encode(_ parameters: Object) throws(WireFailure) -> HTTPRequest {
        let uri = operation.requestURI
        let cut = uri.utf8.firstIndex(of: 63)
        let fixed = cut.map { String(uri[uri.index(after: $0)...]) } ?? ""
        var query = Array(fixed.utf8)
        var headers = Headers()
        let input = operation.input?.structure
        let path = try self.path(uri[..<(cut ?? uri.endIndex)], parameters, input)
        var maps = [(Object, Member)]()
        var named = [String]()
        for member in input?.members ?? .empty {
            guard let location = member.traits.location, let value = parameters[member.name], !value.isNull
            else {
                continue
            }
            switch location {
            case .querystring:
                if case .map(_, let element) = member.shape.kind, case .object(let object) = value {
                    maps.append((object, element))
                } else {
                    named.append(member.wireName)
                    try append(member.wireName, value, member, to: &query)
                }
            case .header, .headers: try RESTMessage.encode(value, member, into: &headers)
            case .uri, .statusCode: break
            }
        }
        // A parameter that the model names is never overwritten by one of a map with free keys.
        if !maps.isEmpty {
            let taken = Set(Percent.pairs(fixed).map(\.name) + named)
            for (object, element) in maps {
                for entry in object where !taken.contains(entry.key) {
                    try append(entry.key, entry.value, element, to: &query)
                }
            }
        }
        var request = HTTPRequest(
            method: operation.httpMethod, path: path, query: String(decoding: query, as: UTF8.self),
            headers: headers)
        if let input {
            let message = RESTMessage(wire)
            if let body = try message.encodeBody(
                parameters, input, operation.inputTraits, isRequest: true, payload: operation.inputPayload)
            {
                request.body = body.bytes
                if request.headers["Content-Type"] == nil { request.headers["Content-Type"] = body.type }
            }
        }
        return request
    }

    private func path(_ template: Substring, _ parameters: Object, _ input: Structure?) throws(WireFailure)
        -> String
    {
        guard template.utf8.contains(123) else { return String(template) }
        var out = [UInt8]()
        var rest = template.utf8
        while let open = rest.firstIndex(of: 123), let close = rest[open...].firstIndex(of: 125) {
            out += rest[..<open]
            var label = rest[rest.index(after: open)..<close]
            let isGreedy = label.last == 43
            if isGreedy { label.removeLast() }
            let name = Substring(label)
            rest = rest[rest.index(after: close)...]
            guard
                let member = input?.members.first(where: { $0.traits.location == .uri && $0.wireName == name }
                )
            else {
                throw WireFailure(
                    .message, "the model of \(operation.name) has no member for {\(name)} of its path")
            }
            guard let value = parameters[member.name], !value.isNull else {
                throw WireFailure(.parameters, "\(operation.name) needs the parameter \(member.name)")
            }
            let text = try Scalar.text(value, member, timestamps: .iso8601, member.name)
            // An empty label, or one that climbs, would be another operation's path.
            guard !text.isEmpty else { throw WireFailure(.parameters, "\(member.name) must not be empty") }
            if !isGreedy, text == "." || text == ".." {
                throw WireFailure(.parameters, "\(member.name) must not be \(text)")
            }
            Percent.append(text, keepingSlashes: isGreedy, to: &out)
        }
        return String(decoding: out + rest, as: UTF8.self)
    }

    private func append(_ name: String, _ value: Value, _ member: Member, to query: inout [UInt8])
        throws(WireFailure)
    {
        if case .list(let element) = member.shape.kind, case .array(let items) = value {
            for item in items where !item.isNull { try append(name, item, element, to: &query) }
            return
        }
        if !query.isEmpty { query.append(38) }
        Percent.append(name, to: &query)
        query.append(61)
        Percent.append(try Scalar.text(value, member, timestamps: .iso8601, member.name), to: &query)
    }
}
