import Documents
public import ServiceModels

/// Errors as services send them.
extension Wire {
    /// The response that carries an error, laid out as the service does.
    public func encodeError(_ error: ServiceError, operation: Operation?, requestID: String) -> HTTPResponse {
        var response = HTTPResponse(status: error.status)
        let shape = operation?.errors.lazy.compactMap(\.structure)
            .first { $0.errorCode == error.code || $0.shape.name == error.code }
        switch wireProtocol {
        case .query: response.body = queryError(error, shape, requestID)
        case .ec2: response.body = ec2Error(error, requestID)
        case .restXML: response.body = restError(error, requestID)
        case .json, .cbor, .restJSON, nil:
            describe(error, shape, &response)
            response.headers["x-amzn-RequestId"] = requestID
            if model.metadata.isQueryCompatible {
                response.headers["x-amzn-query-error"] =
                    "\(error.code);\(error.isSenderFault ? "Sender" : "Receiver")"
            }
            return response
        }
        response.headers["Content-Type"] =
            wireProtocol == .restXML ? "application/xml" : "text/xml"
        response.headers["x-amzn-RequestId"] = requestID
        return response
    }

    /// Writes `error` in the forms of JSON and CBOR.
    private func describe(_ error: ServiceError, _ shape: Structure?, _ response: inout HTTPResponse) {
        let isREST = wireProtocol == .restJSON
        let type = shape?.shape.name ?? error.code
        let message = shape?.members.first { $0.name.lowercased() == "message" }?.wireName ?? "message"
        if wireProtocol == .cbor {
            let named = [(key: "__type", text: type), (key: message, text: error.message)]
            response.headers["Content-Type"] = Self.cborType
            response.headers["smithy-protocol"] = "rpc-v2-cbor"
            response.body = CBORWriter.write(
                error: named.filter { !$0.text.isEmpty }, error.members, shape)
            return
        }
        var body = Object()
        if isREST {
            response.headers["x-amzn-ErrorType"] = type
        } else {
            body["__type"] = .string(type)
        }
        if !error.message.isEmpty { body[message] = .string(error.message) }
        if let shape, let members = try? JSONEncoder.encode(error.members, shape) {
            for member in members { body[member.key] = member.value }
        }
        JSON.write(.object(body), to: &response.body)
        response.headers["Content-Type"] =
            isREST ? "application/json" : "application/x-amz-json-\(model.metadata.jsonVersion)"
    }

    private func queryError(_ error: ServiceError, _ shape: Structure?, _ requestID: String) -> [UInt8] {
        var xml = XMLEncoder(isIndented: true)
        try? xml.element("ErrorResponse", attributes: namespace) { (xml) throws(WireFailure) in
            try xml.element("Error") { (xml) throws(WireFailure) in
                xml.text("Type", error.isSenderFault ? "Sender" : "Receiver")
                xml.text("Code", error.code)
                if !error.message.isEmpty { xml.text("Message", error.message) }
                if let shape {
                    var members = error.members
                    for name in ["message", "Message"] { members[name] = nil }
                    try? xml.members(members, shape)
                }
            }
            xml.text("RequestId", requestID)
        }
        return xml.out
    }

    private func ec2Error(_ error: ServiceError, _ requestID: String) -> [UInt8] {
        var xml = XMLEncoder(isIndented: false)
        xml.raw(Self.declaration)
        try? xml.element("Response") { (xml) throws(WireFailure) in
            try xml.element("Errors") { (xml) throws(WireFailure) in
                try xml.element("Error") { (xml) throws(WireFailure) in
                    xml.text("Code", error.code)
                    xml.text("Message", error.message)
                }
            }
            xml.text("RequestID", requestID)
        }
        return xml.out
    }

    /// S3's error is bare; the other services of the protocol put it into `ErrorResponse`.
    private func restError(_ error: ServiceError, _ requestID: String) -> [UInt8] {
        var xml = XMLEncoder(isIndented: false)
        xml.raw(Self.declaration)
        let isBare = model.facts.hasBareErrors
        func inside(_ xml: inout XMLEncoder) {
            if !isBare { xml.text("Type", error.isSenderFault ? "Sender" : "Receiver") }
            xml.text("Code", error.code)
            xml.text("Message", error.message)
            if isBare { xml.text("RequestId", requestID) }
        }
        if isBare {
            try? xml.element("Error") { (xml) throws(WireFailure) in inside(&xml) }
        } else {
            try? xml.element("ErrorResponse", attributes: namespace) { (xml) throws(WireFailure) in
                try xml.element("Error") { (xml) throws(WireFailure) in inside(&xml) }
                xml.text("RequestId", requestID)
            }
        }
        return xml.out
    }
}
