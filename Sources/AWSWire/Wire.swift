public import Documents
public import ServiceModels

/// The codec of one service: its protocol, both ways, driven by its model. Pure: nothing here does I/O.
public struct Wire: Sendable {
    /// The model of the service.
    public let model: ServiceModel
    /// The protocol that is spoken; nil where the service has none of ours.
    let wireProtocol: WireProtocol?
    let routes: Routes
    let token: @Sendable () -> String
    /// The declaration of the service's namespace in XML, behind a space.
    let namespace: String

    /// The codec for the service of `model`; `token` makes the idempotency tokens that a caller leaves out.
    public init(_ model: ServiceModel, token: @escaping @Sendable () -> String = { UUID.random() }) {
        self.model = model
        self.token = token
        wireProtocol = model.metadata.wireProtocol
        routes = Routes(model)
        namespace = model.metadata.xmlNamespace.map { " xmlns=\"\(XML.escaped($0))\"" } ?? ""
    }

    /// The request that calls `operation`; the names of `parameters` are the model's.
    ///
    /// - Throws: a parameter that the operation does not have, that is missing or of the wrong type, or a protocol
    ///   that is not spoken.
    public func encodeRequest(_ operation: Operation, _ parameters: Object) throws(WireFailure) -> HTTPRequest
    {
        if let why = operation.unsupported {
            throw WireFailure(.unsupported, "\(model.name):\(operation.name) cannot be called: \(why)")
        }
        let parameters = try checked(operation, parameters)
        var request: HTTPRequest
        switch wireProtocol {
        case .query, .ec2: request = try encodeForm(operation, parameters)
        case .json: request = try encodeJSON(operation, parameters)
        case .cbor: request = try encodeCBOR(operation, parameters)
        case .restJSON, .restXML: request = try RESTRequest(self, operation).encode(parameters)
        case nil: throw WireFailure(.unsupported, "the protocol of \(model.name) is not spoken")
        }
        if operation.needsChecksum, !request.body.isEmpty, request.headers["Content-MD5"] == nil {
            request.headers["Content-MD5"] = Base64.encode(Digest.md5(request.body))
        }
        if let prefix = operation.hostPrefix {
            request.hostPrefix = try hostPrefix(prefix, operation, parameters)
        }
        return request
    }

    /// The members of the output in a response with a status of success; what is absent is left out.
    public func decodeResponse(_ operation: Operation, _ response: HTTPResponse) throws(WireFailure) -> Value
    {
        if let why = operation.unsupported {
            throw WireFailure(
                .unsupported, "the response of \(model.name):\(operation.name) cannot be read: \(why)")
        }
        guard let output = operation.output?.structure else { return .object(Object()) }
        switch wireProtocol {
        case .query, .ec2:
            if response.body.isEmpty {
                if output.members.isEmpty { return .object(Object()) }
                throw WireFailure(.message, "the response of \(operation.name) is empty")
            }
            let root = try Self.xml(response.body)
            var result = root
            if let wrapper = operation.resultWrapper {
                guard let inner = root[wrapper] else {
                    throw WireFailure(.message, "the response of \(operation.name) has no element \(wrapper)")
                }
                result = inner
            } else if let inner = root["\(operation.name)Result"], wireProtocol == .query {
                result = inner
            }
            return .object(try XMLDecoder.structure(result, output))
        case .json:
            return .object(try Self.json(response.body, output))
        case .cbor: return .object(try Self.cbor(response.body, output))
        case .restJSON, .restXML: return .object(try RESTMessage(self).decode(response, operation, output))
        case nil: throw WireFailure(.unsupported, "the protocol of \(model.name) is not spoken")
        }
    }

    static func xml(_ body: [UInt8]) throws(WireFailure) -> XML.Element {
        do { return try XML.parse(body) } catch {
            throw WireFailure(.message, "the body is not XML: \(error)")
        }
    }

    /// The members of `structure` in `body`; of an empty body, none.
    static func json(_ body: [UInt8], _ structure: Structure) throws(WireFailure) -> Object {
        if body.isEmpty { return Object() }
        return try json(body) { try $0.message(structure) }
    }

    /// What `read` makes of the JSON in `body`.
    static func json<Result>(
        _ body: [UInt8], _ read: (inout JSONReader) throws -> Result
    ) throws(WireFailure) -> Result {
        do { return try JSON.read(body, read) } catch let failure as WireFailure { throw failure } catch {
            throw WireFailure(.message, "the body is not JSON: \(error)")
        }
    }

    /// The parameters, each known to the operation, with made-up idempotency tokens where the caller gave none.
    private func checked(_ operation: Operation, _ parameters: Object) throws(WireFailure) -> Object {
        guard let input = operation.input?.structure else {
            guard let first = parameters.members.first(where: { !$0.value.isNull }) else { return parameters }
            throw WireFailure(.parameters, "\(operation.name) has no parameter \(first.key); it takes none")
        }
        for entry in parameters where input.member(entry.key) == nil {
            let hint = suggestion(for: entry.key, among: input.members.map(\.name)).map { "; \($0)" } ?? ""
            throw WireFailure(.parameters, "\(operation.name) has no parameter \(entry.key)\(hint)")
        }
        var complete = parameters
        for member in input.members where member.traits.isIdempotencyToken && parameters[member.name] == nil {
            complete[member.name] = .string(token())
        }
        for name in input.required where complete[name].map(\.isNull) ?? true {
            throw WireFailure(.parameters, "\(operation.name) needs the parameter \(name)")
        }
        return complete
    }

    private func encodeForm(_ operation: Operation, _ parameters: Object) throws(WireFailure) -> HTTPRequest {
        var encoder = QueryEncoder(isEC2: wireProtocol == .ec2)
        encoder.append("Action", operation.name)
        encoder.append("Version", model.metadata.apiVersion)
        if let input = operation.input?.structure { try encoder.structure(parameters, input, prefix: "") }
        return HTTPRequest(
            method: operation.httpMethod, path: operation.requestURI,
            headers: Headers([("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")]),
            body: encoder.form)
    }

    private func encodeJSON(_ operation: Operation, _ parameters: Object) throws(WireFailure) -> HTTPRequest {
        var body = Object()
        if let input = operation.input?.structure { body = try JSONEncoder.encode(parameters, input) }
        var bytes = [UInt8]()
        JSON.write(.object(body), to: &bytes)
        return HTTPRequest(
            method: operation.httpMethod, path: operation.requestURI,
            headers: Headers([
                ("Content-Type", "application/x-amz-json-\(model.metadata.jsonVersion)"),
                ("X-Amz-Target", (model.metadata.targetPrefix.map { $0 + "." } ?? "") + operation.name),
            ]), body: bytes)
    }

    /// The host's prefix with its labels filled in; a label must be one of a host's name.
    private func hostPrefix(_ prefix: String, _ operation: Operation, _ parameters: Object)
        throws(WireFailure)
        -> String
    {
        var out = ""
        var rest = Substring(prefix)
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            let name = String(rest[rest.index(after: open)..<close])
            guard let label = parameters[name]?.string, HostLabel.isValid(label) else {
                throw WireFailure(
                    .parameters, "\(operation.name): \(name) goes into the host's name and cannot be there")
            }
            out += rest[..<open] + label
            rest = rest[rest.index(after: close)...]
        }
        return out + rest
    }
}

/// A label of a host's name (RFC 1123).
enum HostLabel {
    static func isValid(_ label: String) -> Bool {
        let bytes = label.utf8
        guard (1...63).contains(bytes.count), bytes.first != 45, bytes.last != 45 else { return false }
        return bytes.allSatisfy {
            (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || $0 == 45
        }
    }
}
