/// Why a call has no answer of AWS's.
public enum CallFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// We do not send such calls: not a read, not spoken, or not in the model.
    case refused(String)
    /// The parameters do not fit the operation.
    case parameters(String)
    /// There is no endpoint for the service in that region, or a configured one is no URL.
    case endpoint(String)
    /// There are no credentials.
    case credentials(String)
    /// No HTTP response came.
    case transport(TransportFailure)
    /// A response came that is not what the service's model says.
    case malformed(String)

    /// The kind in a word: `refused`, `parameters`, `endpoint`, `credentials`, `malformed`, or how the transport failed
    /// (`timeout`, `connect`, `cancelled` …).
    public var kind: String {
        switch self {
        case .refused: "refused"
        case .parameters: "parameters"
        case .endpoint: "endpoint"
        case .credentials: "credentials"
        case .transport(let failure): failure.kind.rawValue
        case .malformed: "malformed"
        }
    }

    /// What went wrong; holds no secret.
    public var message: String {
        switch self {
        case .refused(let message), .parameters(let message), .endpoint(let message),
            .credentials(let message),
            .malformed(let message):
            message
        case .transport(let failure): failure.message
        }
    }

    /// `kind: message`.
    public var description: String { "\(kind): \(message)" }
}
