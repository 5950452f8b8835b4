import Documents
import ServiceModels

/// Smithy's RPC v2 in its form of CBOR: the service and the operation stand in the path, the members in the body.
///
/// Source: Smithy's specification of the protocol `smithy.protocols#rpcv2Cbor`.
extension Wire {
    func encodeCBOR(_ operation: Operation, _ parameters: Object) throws(WireFailure) -> HTTPRequest {
        var request = HTTPRequest(
            method: "POST",
            path: "/service/\(model.metadata.targetPrefix ?? "")/operation/\(operation.name)",
            headers: Headers([("Accept", Self.cborType), ("smithy-protocol", "rpc-v2-cbor")]))
        if let input = operation.input?.structure {
            request.headers["Content-Type"] = Self.cborType
            request.body = try CBORWriter.write(parameters, input)
        }
        return request
    }

    func decodeCBOR(_ request: HTTPRequest) throws(WireFailure) -> (operation: Operation, parameters: Object)
    {
        guard let name = request.rpcTarget?.operation else {
            throw WireFailure(.operation, "\(model.name) has no operation at \(request.path)")
        }
        let operation = try operation(String(name))
        guard let input = operation.input?.structure else { return (operation, Object()) }
        return (operation, try Self.cbor(request.body, input))
    }

    /// The members of `structure` in `body`; of an empty body, none.
    static func cbor(_ body: [UInt8], _ structure: Structure) throws(WireFailure) -> Object {
        if body.isEmpty { return Object() }
        var reader = CBORReader(body)
        do {
            let members = try reader.message(structure)
            try reader.end()
            return members
        } catch let failure as WireFailure { throw failure } catch {
            throw WireFailure(.message, "the body is not CBOR: \(error)")
        }
    }

    static let cborType = "application/cbor"
}

extension HTTPRequest {
    /// The service's target prefix and the operation that the path of a request of Smithy's RPC v2 names:
    /// `/service/PREFIX/operation/NAME`, behind whatever path the endpoint has; nil for another path.
    public var rpcTarget: (service: Substring, operation: Substring)? {
        let parts = path.split(separator: "/").suffix(4)
        guard parts.count == 4, parts[parts.startIndex] == "service",
            parts[parts.startIndex + 2] == "operation"
        else { return nil }
        return (parts[parts.startIndex + 1], parts[parts.startIndex + 3])
    }
}
