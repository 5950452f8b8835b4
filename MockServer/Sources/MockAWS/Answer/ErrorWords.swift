import AWSWire
import ServiceModels

/// How a service words the errors that any call can give: codes, statuses and messages differ by protocol and service.
///
/// Sources: the services' common-error pages and answers quoted in public threads.
struct ErrorWords: Sendable {
    enum Family { case query, ec2, json, rest, xml, s3 }

    let service: String
    /// The service's name in the scope of a signature.
    let signingName: String
    let family: Family

    init(_ model: ServiceModel) {
        service = model.name
        signingName = model.metadata.signingName
        switch model.metadata.wireProtocol {
        case .query: family = .query
        case .ec2: family = .ec2
        case .json, .cbor: family = .json
        case .restXML: family = service == "s3" || service == "s3control" ? .s3 : .xml
        case .restJSON, nil: family = .rest
        }
    }

    /// An error that the older protocols and the newer ones have two names for; those of plain JSON answer 400.
    func error(_ older: String, _ newer: String, _ status: Int, _ message: String) -> ServiceError {
        switch family {
        case .query, .ec2, .xml, .s3: ServiceError(code: older, message: message, status: status)
        case .rest: ServiceError(code: newer, message: message, status: status)
        case .json: ServiceError(code: newer, message: message, status: status == 403 ? 400 : status)
        }
    }

    /// The caller may not; `because` continues the sentence.
    func denied(caller: String, action: String, resource: String?) -> ServiceError {
        // SNS alone writes its own name in capitals here.
        let name = service == "sns" ? "SNS:" + action.drop { $0 != ":" }.dropFirst() : action
        let text =
            "User: \(caller) is not authorized to perform: \(name) on resource: \(resource ?? "*") because no "
            + "identity-based policy allows the \(name) action"
        switch service {
        case "sns": return ServiceError(code: "AuthorizationError", message: text, status: 403)
        case "ec2": return ServiceError(code: "UnauthorizedOperation", message: text, status: 403)
        default: return error("AccessDenied", "AccessDeniedException", 403, text)
        }
    }

    /// Calls come faster than the service takes them.
    var throttled: ServiceError {
        switch (family, service) {
        case (.ec2, _):
            ServiceError(code: "RequestLimitExceeded", message: "Request limit exceeded.", status: 503)
        case (.query, _): ServiceError(code: "Throttling", message: "Rate exceeded", status: 400)
        case (.s3, _):
            ServiceError(code: "SlowDown", message: "Please reduce your request rate.", status: 503)
        case (.xml, _): ServiceError(code: "Throttling", message: "Rate exceeded", status: 400)
        case (.json, _): ServiceError(code: "ThrottlingException", message: "Rate exceeded", status: 400)
        case (.rest, "sesv2"), (.rest, "lambda"):
            ServiceError(code: "TooManyRequestsException", message: "Rate exceeded", status: 429)
        case (.rest, _): ServiceError(code: "ThrottlingException", message: "Rate exceeded", status: 429)
        }
    }

    /// There is no such operation.
    func unknownOperation(_ text: String) -> ServiceError {
        error(
            "InvalidAction", "UnknownOperationException", family == .query || family == .ec2 ? 400 : 404, text
        )
    }

    /// The world has nothing that answers this.
    func notRecorded(_ call: String) -> ServiceError {
        ServiceError(
            code: "NotImplemented",
            message: "the world has no recording of \(call) that fits; see /_mock/misses for the nearest",
            status: 501)
    }

    /// The request can't be read.
    func malformed(_ text: String) -> ServiceError {
        error("MalformedInput", "SerializationException", 400, text)
    }

    /// A parameter is wrong.
    func invalid(_ text: String) -> ServiceError {
        switch service {
        case "sns": ServiceError(code: "InvalidParameter", message: "Invalid parameter: \(text)", status: 400)
        case "sesv2": ServiceError(code: "BadRequestException", message: text, status: 400)
        case "ses": ServiceError(code: "InvalidParameterValue", message: text, status: 400)
        default: error("ValidationError", "ValidationException", 400, text)
        }
    }

    /// A page token is wrong, foreign, or belongs to other parameters.
    var badToken: ServiceError {
        switch service {
        case "sns":
            ServiceError(code: "InvalidParameter", message: "Invalid parameter: NextToken", status: 400)
        case "sesv2":
            ServiceError(code: "BadRequestException", message: "The next token is invalid.", status: 400)
        case "ses": ServiceError(code: "InvalidParameterValue", message: "Invalid NextToken.", status: 400)
        case "kms":
            ServiceError(code: "InvalidMarkerException", message: "Could not deserialize marker", status: 400)
        case "ec2": ServiceError(code: "InvalidNextToken", message: "The next token is invalid.", status: 400)
        default: error("ValidationError", "ValidationException", 400, "Invalid NextToken")
        }
    }
}
