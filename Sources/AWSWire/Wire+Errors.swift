import Documents
public import ServiceModels

extension Wire {
    /// The error in a response without a status of success. Every response has one: a body that cannot be read gives
    /// the status as code.
    public func decodeError(_ operation: Operation?, _ response: HTTPResponse) -> ServiceError {
        switch wireProtocol {
        case .query, .ec2, .restXML: decodeXMLError(operation, response)
        default: decodeJSONError(operation, response)
        }
    }

    static func requestID(_ headers: Headers) -> String? {
        headers["x-amzn-RequestId"] ?? headers["x-amz-request-id"] ?? headers["x-amzn-request-id"]
    }

    private func shape(_ code: String, _ operation: Operation?) -> Structure? {
        operation?.errors.lazy.compactMap(\.structure).first { $0.errorCode == code || $0.shape.name == code }
    }

    /// What is said of a body in which no error can be found.
    private static func unexplained(_ response: HTTPResponse) -> String {
        guard !response.body.isEmpty else { return "the answer has no body" }
        let type = response.headers["content-type"].map { " of type \($0)" } ?? ""
        return "the answer\(type) is no error of the service's"
    }

    private func decodeXMLError(_ operation: Operation?, _ response: HTTPResponse) -> ServiceError {
        var error = ServiceError(
            code: String(response.status), message: Self.unexplained(response), status: response.status,
            requestID: Self.requestID(response.headers))
        guard let root = try? Self.xml(response.body) else { return error }
        // `ErrorResponse/Error`, S3's bare `Error`, and EC2's `Response/Errors/Error`.
        let inner = root["Error"] ?? root["Errors"]?["Error"] ?? (root.name == "Error" ? root : nil)
        error.requestID =
            root["RequestId"]?.text ?? root["RequestID"]?.text ?? inner?["RequestId"]?.text
            ?? root["ResponseMetadata"]?["RequestId"]?.text ?? error.requestID
        guard let inner, let code = inner["Code"]?.text, !code.isEmpty else { return error }
        error.code = code
        error.message = inner["Message"]?.text ?? inner["message"]?.text ?? ""
        if let type = inner["Type"]?.text { error.isSenderFault = type != "Receiver" && type != "Server" }
        if let shape = shape(code, operation) {
            // Some services put members beside Error instead of inside it.
            var members = (try? XMLDecoder.structure(root, shape)) ?? Object()
            for member in (try? XMLDecoder.structure(inner, shape)) ?? Object() {
                members[member.key] = member.value
            }
            error.members = with(members, shape, response.headers, response.status)
        }
        return error
    }

    private func decodeJSONError(_ operation: Operation?, _ response: HTTPResponse) -> ServiceError {
        var error = ServiceError(
            code: String(response.status), message: "", status: response.status,
            requestID: Self.requestID(response.headers))
        let isCBOR = wireProtocol == .cbor
        let body = (try? isCBOR ? CBORReader.parse(response.body) : JSON.parse(response.body)) ?? .null
        let named =
            response.headers["x-amzn-ErrorType"] ?? body["__type"]?.string ?? body["code"]?.string
            ?? body["Code"]?.string
        if let named { error.code = Self.bareCode(named) }
        error.message =
            body["message"]?.string ?? body["Message"]?.string ?? body["errorMessage"]?.string
            ?? (named == nil ? Self.unexplained(response) : "")
        if let shape = shape(error.code, operation) {
            error.members = with(
                (try? isCBOR ? Self.cbor(response.body, shape) : Self.json(response.body, shape)) ?? Object(),
                shape,
                response.headers, response.status)
            if let fault = shape.isSenderFault { error.isSenderFault = fault }
        }
        if let old = response.headers["x-amzn-query-error"], model.metadata.isQueryCompatible {
            let parts = old.split(separator: ";")
            if let code = parts.first { error.code = String(code) }
            if parts.count > 1 { error.isSenderFault = parts[1] == "Sender" }
        }
        return error
    }

    private func with(_ members: Object, _ shape: Structure, _ headers: Headers, _ status: Int) -> Object {
        var members = members
        for member in shape.members {
            switch member.traits.location {
            case .header, .headers:
                if let value = try? RESTMessage.decode(headers, member) { members[member.name] = value }
            case .statusCode: members[member.name] = .integer(status)
            case .uri, .querystring, nil: break
            }
        }
        return members
    }

    /// The code without what stands around it: `aws.sesv2#NotFoundException:http://…` is `NotFoundException`.
    static func bareCode(_ text: String) -> String {
        let head = text.prefix { $0 != ":" }
        return Scalar.trimmed(String(head.split(separator: "#").last ?? head))
    }
}
