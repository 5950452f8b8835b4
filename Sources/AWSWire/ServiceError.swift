public import Documents
public import ServiceModels

/// AWS said no.
public struct ServiceError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The error's code, without a namespace: `NotFoundException`.
    public var code: String
    /// What AWS says about it; empty where it says nothing.
    public var message: String
    /// The HTTP status.
    public var status: Int
    /// The identifier of the request, for AWS's support.
    public var requestID: String?
    /// The error's members by the model.
    public var members: Object
    /// Whether the fault is said to be the sender's.
    public var isSenderFault: Bool

    /// An error.
    public init(
        code: String, message: String, status: Int, requestID: String? = nil, members: Object = Object(),
        isSenderFault: Bool? = nil
    ) {
        self.code = code
        self.message = message
        self.status = status
        self.requestID = requestID
        self.members = members
        self.isSenderFault = isSenderFault ?? (status < 500)
    }

    /// What the error says about the call.
    public var kind: ErrorKind { ErrorKind.of(code, status: status) }

    /// `NotFoundException: Email identity x does not exist. (404)`.
    public var description: String { "\(code)\(message.isEmpty ? "" : ": " + message) (\(status))" }
}
