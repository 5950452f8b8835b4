public import AWSWire
public import Documents
public import ServiceModels

extension Exchange {
    /// What came back, read by the service's model.
    public enum Meaning: Sendable {
        /// The operation's output.
        case output(Value)
        /// The service's error.
        case error(ServiceError)
        /// Nothing came back: the kind and what was said of it.
        case failure(kind: String, message: String)
        /// Something came back that the model does not let us read: a word for why (`no-model`, `unknown-operation`,
        /// `unreadable`) and a sentence, which may quote it.
        case unreadable(kind: String, message: String)
    }

    /// What came back, decoded by the service's model in `models`.
    public func meaning(_ models: ModelLibrary) -> Meaning {
        switch reply {
        case .output(let output): return .output(output)
        case .error(let code, let message, let status):
            return .error(ServiceError(code: code, message: message, status: status))
        case .failure(let kind, let message): return .failure(kind: kind, message: message)
        case .response(let status, let headers, let body):
            let response = HTTPResponse(
                status: status,
                headers: Headers(headers.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }), body: body)
            do {
                let model = try models.model(key.service)
                guard let operation = model.operation(key.operation) else {
                    return .unreadable(
                        kind: "unknown-operation", message: "the model has no \(key.call)")
                }
                let wire = Wire(model)
                guard (200..<300).contains(status) else {
                    return .error(wire.decodeError(operation, response))
                }
                do throws(WireFailure) {
                    return .output(try wire.decodeResponse(operation, response))
                } catch { return .unreadable(kind: "unreadable", message: "\(error)") }
            } catch { return .unreadable(kind: "no-model", message: "\(error)") }
        }
    }
}
