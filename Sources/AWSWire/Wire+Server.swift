public import Documents
public import ServiceModels

/// The service's side of the protocol: what the mock speaks.
extension Wire {
    /// The operation that a request calls, and its parameters by the model's names.
    public func decodeRequest(_ request: HTTPRequest) throws(WireFailure) -> (
        operation: Operation, parameters: Object
    ) {
        switch wireProtocol {
        case .query, .ec2: return try decodeForm(request)
        case .json:
            guard let target = request.headers["X-Amz-Target"] else {
                throw WireFailure(.operation, "the request has no header X-Amz-Target")
            }
            let operation = try self.operation(String(target.split(separator: ".").last ?? ""))
            guard let input = operation.input?.structure else { return (operation, Object()) }
            return (operation, try Self.json(request.body, input))
        case .cbor: return try decodeCBOR(request)
        case .restJSON, .restXML: return try decodeREST(request)
        case nil: throw WireFailure(.unsupported, "the protocol of \(model.name) is not spoken")
        }
    }

    func operation(_ name: String) throws(WireFailure) -> Operation {
        guard let operation = model.operation(name) else {
            throw WireFailure(.operation, "\(model.name) has no operation \(name)")
        }
        return operation
    }

    private func decodeForm(_ request: HTTPRequest) throws(WireFailure) -> (
        operation: Operation, parameters: Object
    ) {
        var form = QueryForm(request.query, request.body)
        guard let action = form["Action"] else {
            throw WireFailure(.operation, "the request has no parameter Action")
        }
        let operation = try self.operation(action)
        guard let input = operation.input?.structure else { return (operation, Object()) }
        let root = try form.tree()
        let decoder = QueryDecoder(form: form, isEC2: wireProtocol == .ec2)
        return (operation, try decoder.structure(root, input) { nil })
    }

    private func decodeREST(_ request: HTTPRequest) throws(WireFailure) -> (
        operation: Operation, parameters: Object
    ) {
        let query = Percent.pairs(request.query, plusIsSpace: true)
        guard let (route, labels) = routes.match(request.method, request.path, query) else {
            throw WireFailure(
                .operation, "\(model.name) has no operation at \(request.method) \(request.path)")
        }
        let operation = try self.operation(route.operation)
        guard let input = operation.input?.structure else { return (operation, Object()) }
        var object = Object()
        if !route.isOlder { object = try RESTMessage(self).decodeBody(request.body, input) }
        var maps = [Member]()
        var named = Set(route.query.map(\.name))
        for member in input.members {
            switch member.traits.location {
            case .uri:
                if let text = labels[member.wireName] {
                    object[member.name] = try Scalar.value(text, member, member.name)
                }
            case .header, .headers:
                if let value = try RESTMessage.decode(request.headers, member) { object[member.name] = value }
            case .querystring:
                if case .map = member.shape.kind {
                    maps.append(member)
                } else {
                    named.insert(member.wireName)
                    if let value = try fromQuery(query, member) { object[member.name] = value }
                }
            case .statusCode: break
            case nil:
                if route.isOlder, let value = try fromQuery(query, member) { object[member.name] = value }
            }
        }
        for member in maps {
            guard case .map(_, let element) = member.shape.kind else { continue }
            var map = Object()
            for pair in query where !named.contains(pair.name) && map[pair.name] == nil {
                let found = query.filter { $0.name == pair.name }
                if let value = try values(found.map(\.value), element) { map[pair.name] = value }
            }
            if !map.isEmpty { object[member.name] = .object(map) }
        }
        return (operation, object)
    }

    private func fromQuery(_ query: [(name: String, value: String)], _ member: Member) throws(WireFailure)
        -> Value?
    {
        try values(query.lazy.filter { $0.name == member.wireName }.map(\.value), member)
    }

    private func values(_ texts: [String], _ member: Member) throws(WireFailure) -> Value? {
        guard let first = texts.first else { return nil }
        guard case .list(let element) = member.shape.kind else {
            return try Scalar.value(first, member, member.name)
        }
        var items = [Value]()
        for text in texts { items.append(try Scalar.value(text, element, member.name)) }
        return .array(items)
    }

    /// The response that carries `output`. A member that does not fit the model is a mistake of the caller's data and
    /// gives a response with status 500 that says so.
    public func encodeResponse(_ operation: Operation, _ output: Value, requestID: String) -> HTTPResponse {
        do throws(WireFailure) { return try response(operation, output.object ?? Object(), requestID) } catch
        {
            return encodeError(
                ServiceError(
                    code: "InternalFailure", message: "the answer does not fit the model: \(error)",
                    status: 500),
                operation: operation, requestID: requestID)
        }
    }

    /// ``encodeResponse(_:_:requestID:)``, throwing what does not fit the model.
    public func response(_ operation: Operation, _ output: Object, _ requestID: String) throws(WireFailure)
        -> HTTPResponse
    {
        let structure = operation.output?.structure
        for member in output where structure.map({ $0.member(member.key) == nil }) ?? false {
            throw WireFailure(.parameters, "\(operation.name) answers no member \(member.key)")
        }
        var response = HTTPResponse(status: operation.successStatus)
        switch wireProtocol {
        case .query:
            var xml = XMLEncoder(isIndented: true)
            try xml.element("\(operation.name)Response", attributes: namespace) { (xml) throws(WireFailure) in
                if let wrapper = operation.resultWrapper, let structure {
                    try xml.element(wrapper) { (xml) throws(WireFailure) in try xml.members(output, structure)
                    }
                }
                try xml.element("ResponseMetadata") { (xml) throws(WireFailure) in
                    xml.text("RequestId", requestID)
                }
            }
            response.headers["Content-Type"] = "text/xml"
            response.body = xml.out
        case .ec2:
            var xml = XMLEncoder(isIndented: true)
            xml.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
            let namespace = " xmlns=\"http://ec2.amazonaws.com/doc/\(model.metadata.apiVersion)/\""
            try xml.element("\(operation.name)Response", attributes: namespace) { (xml) throws(WireFailure) in
                xml.text("requestId", requestID)
                if let structure { try xml.members(output, structure) }
            }
            response.headers["Content-Type"] = "text/xml;charset=UTF-8"
            response.body = xml.out
        case .json:
            response.headers["Content-Type"] = "application/x-amz-json-\(model.metadata.jsonVersion)"
            if let structure {
                JSON.write(.object(try JSONEncoder.encode(output, structure)), to: &response.body)
            }
        case .cbor:
            response.headers["Content-Type"] = Self.cborType
            response.headers["smithy-protocol"] = "rpc-v2-cbor"
            if let structure { response.body = try CBORWriter.write(output, structure) }
        case .restJSON, .restXML, nil: try encodeREST(output, operation, structure, &response)
        }
        response.headers["x-amzn-RequestId"] = requestID
        return response
    }

    private func encodeREST(
        _ output: Object, _ operation: Operation, _ structure: Structure?, _ response: inout HTTPResponse
    ) throws(WireFailure) {
        let isXML = wireProtocol == .restXML
        for member in structure?.members ?? .empty {
            guard let value = output[member.name], !value.isNull else { continue }
            switch member.traits.location {
            case .header, .headers: try RESTMessage.encode(value, member, into: &response.headers)
            case .statusCode: response.status = value.int ?? response.status
            case .uri, .querystring, nil: break
            }
        }
        if let structure, model.facts.isUnwrapped(operation.name) {
            var xml = XMLEncoder(isIndented: false)
            xml.raw(Self.declaration)
            for member in structure.members {
                xml.text(member.wireName, output[member.name]?.string ?? "", attributes: namespace)
            }
            (response.body, response.headers["Content-Type"]) = (xml.out, "application/xml")
            return
        }
        var body: (bytes: [UInt8], type: String)?
        if let structure {
            body = try RESTMessage(self).encodeBody(
                output, structure, structure.shape.traits, isRequest: false)
        }
        if let body {
            response.body = (body.type == "application/xml" ? Array(Self.declaration.utf8) : []) + body.bytes
            if response.headers["Content-Type"] == nil { response.headers["Content-Type"] = body.type }
        } else if !isXML, structure?.payload == nil {
            response.body = Array("{}".utf8)
            response.headers["Content-Type"] = "application/json"
        }
    }

    static let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
}
