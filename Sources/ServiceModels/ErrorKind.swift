/// What an error says about the call, whatever the service words it.
public enum ErrorKind: String, Sendable, Hashable {
    /// The caller may not do it.
    case denied
    /// The credentials are unknown, expired, malformed or signed wrongly.
    case credentials
    /// Too many calls; the same call goes through later.
    case throttled
    /// The service failed; the same call may go through later.
    case fault
    /// Anything else: what is asked for is absent, or the request is wrong.
    case other

    /// The kind of the error with `code` and HTTP `status`.
    ///
    /// A check may call only ``other`` absence. The codes are those of botocore's retry configuration, of AWS's lists
    /// of common errors, and those seen on the wire.
    public static func of(_ code: String, status: Int? = nil) -> ErrorKind {
        if throttles.contains(code) || status == 429 { return .throttled }
        if denials.contains(code) { return .denied }
        if credentialCodes.contains(code) { return .credentials }
        if faults.contains(code) || status.map({ $0 >= 500 }) == true { return .fault }
        if status == 403, code.isEmpty || code == "403" || code == "Forbidden" { return .denied }
        return .other
    }

    /// Whether a check may name `code` as one that means absence.
    public static func mayMeanAbsence(_ code: String) -> Bool { of(code) == .other }

    private static let throttles: Set<String> = [
        "BandwidthLimitExceeded", "EC2ThrottledException", "LimitExceededException",
        "PriorRequestNotComplete",
        "ProvisionedThroughputExceededException", "RequestLimitExceeded", "RequestThrottled",
        "RequestThrottledException", "SlowDown", "ThrottledException", "Throttled", "Throttling",
        "ThrottlingException",
        "TooManyRequestsException", "TransactionInProgressException", "Throttling.User",
        "RequestThrottledException",
        "KMSThrottlingException", "TooManyRequests",
    ]
    private static let denials: Set<String> = [
        "AccessDenied", "AccessDeniedException", "AuthorizationError", "AuthorizationErrorException",
        "Forbidden",
        "ForbiddenException", "UnauthorizedOperation", "UnauthorizedException", "NotAuthorized",
        "AllAccessDisabled",
        "AccountProblem", "InvalidSecurity", "KMSAccessDeniedException", "KMSAccessDenied", "OptInRequired",
        "SubscriptionRequiredException", "NotAuthorizedException",
        "RegionDisabledException", "KMSOptInRequired", "AccountSuspended",
        "AccessDeniedForDependencyException",
    ]
    private static let credentialCodes: Set<String> = [
        "AuthFailure", "ExpiredToken", "ExpiredTokenException", "IncompleteSignature",
        "IncompleteSignatureException",
        "InvalidAccessKeyId", "InvalidClientTokenId", "InvalidSignatureException", "InvalidToken",
        "MissingAuthenticationToken", "MissingAuthenticationTokenException", "MissingSecurityHeader",
        "RequestExpired",
        "RequestInTheFuture", "RequestTimeTooSkewed", "SignatureDoesNotMatch", "TokenRefreshRequired",
        "UnrecognizedClientException", "MissingAuthenticationToken", "NotAuthenticated",
        "ExpiredSessionToken",
    ]
    private static let faults: Set<String> = [
        "InternalError", "InternalErrorException", "InternalFailure", "InternalServerError",
        "InternalServerException",
        "InternalServiceError", "InternalServiceErrorException", "InternalServiceException", "RequestTimeout",
        "RequestTimeoutException", "ServiceUnavailable", "ServiceUnavailableException", "ServiceException",
        "ServiceFailure", "ServiceFailureException", "Unavailable", "UnavailableException",
        "KMSInternalException",
        "DependencyTimeoutException",
    ]
}

extension Operation {
    /// The names under which the error `code` of this operation is known: its code, its shape's name, and either
    /// without a prefix up to the last dot; `code` itself comes first.
    public func names(ofError code: String) -> [String] {
        var names = [code]
        for error in errors.compactMap(\.structure) where error.errorCode == code || error.shape.name == code
        {
            names += [error.errorCode, error.shape.name]
        }
        var seen = Set<String>()
        return names.filter { seen.insert($0).inserted }
    }
}

extension ServiceModel {
    /// Whether `operation` is known to give the error `code`: by its model, or by the facts about the service.
    public func knowsError(_ code: String, of operation: Operation) -> Bool {
        operation.errors.contains { $0.name == code || $0.structure?.errorCode == code }
            || facts.unmodelledErrors(operation.name).contains(code)
    }

    /// The codes of the errors that `operation` is known to give, sorted.
    public func errorCodes(of operation: Operation) -> [String] {
        var codes = Set(facts.unmodelledErrors(operation.name))
        for error in operation.errors {
            codes.insert(error.name)
            if let code = error.structure?.errorCode { codes.insert(code) }
        }
        return codes.sorted()
    }
}
