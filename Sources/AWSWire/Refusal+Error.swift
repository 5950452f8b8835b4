import Documents
public import ServiceModels

extension SigV4.Refusal {
    /// The error with which the service of `model` refuses: each protocol has its own codes and words.
    public func error(of model: ServiceModel) -> ServiceError {
        let isRPC = model.metadata.wireProtocol == .json || model.metadata.wireProtocol == .cbor
        let isJSON = isRPC || model.metadata.wireProtocol == .restJSON
        let status = isRPC ? 400 : 403
        let isS3 = model.facts.hasBareErrors
        let isEC2 = model.metadata.wireProtocol == .ec2
        func refuse(_ query: String, _ json: String, _ message: String, _ code: Int? = nil) -> ServiceError {
            ServiceError(
                code: isJSON ? json : query, message: message, status: code ?? status, isSenderFault: true)
        }
        switch self {
        case .missing:
            if isS3 { return refuse("AccessDenied", "", "Access Denied") }
            return refuse(
                "MissingAuthenticationToken", "MissingAuthenticationTokenException",
                isJSON ? "Missing Authentication Token" : "Request is missing Authentication Token")
        case .incomplete(let what):
            if isS3 { return refuse("AuthorizationHeaderMalformed", "", what, 400) }
            return refuse("IncompleteSignature", "IncompleteSignatureException", what, isJSON ? nil : 400)
        case .unknownKey, .badToken:
            if isS3 {
                return self == .badToken
                    ? refuse("InvalidToken", "", "The provided token is malformed or otherwise invalid.", 400)
                    : refuse(
                        "InvalidAccessKeyId", "",
                        "The AWS Access Key Id you provided does not exist in our records.")
            }
            if isEC2 {
                return refuse(
                    "AuthFailure", "", "AWS was not able to validate the provided access credentials", 401)
            }
            // STS writes the sentence without a full stop.
            let stop = model.name == "sts" || model.name == "iam" ? "" : "."
            return refuse(
                "InvalidClientTokenId", "UnrecognizedClientException",
                "The security token included in the request is invalid\(stop)")
        case .expired:
            if isS3 { return refuse("ExpiredToken", "", "The provided token has expired.", 400) }
            return refuse(
                isEC2 ? "RequestExpired" : "ExpiredToken", "ExpiredTokenException",
                "The security token included in the request is expired")
        case .tooOld(let signed, let limit, let now):
            if isS3 {
                return refuse(
                    "RequestTimeTooSkewed", "",
                    "The difference between the request time and the current time is too large.")
            }
            return refuse(
                "SignatureDoesNotMatch", "InvalidSignatureException",
                "Signature expired: \(signed) is now earlier than \(limit) (\(now) - \(Self.minutes(now, limit)) min.)"
            )
        case .tooNew(let signed, let limit, let now):
            if isS3 {
                return refuse(
                    "RequestTimeTooSkewed", "",
                    "The difference between the request time and the current time is too large.")
            }
            return refuse(
                "SignatureDoesNotMatch", "InvalidSignatureException",
                "Signature not yet current: \(signed) is still later than \(limit) (\(now) + "
                    + "\(Self.minutes(limit, now)) min.)")
        case .wrongScope(let what):
            if isS3 { return refuse("AuthorizationHeaderMalformed", "", what, 400) }
            return refuse("SignatureDoesNotMatch", "InvalidSignatureException", what)
        case .mismatch:
            return refuse(
                isEC2 ? "AuthFailure" : "SignatureDoesNotMatch", "InvalidSignatureException",
                "The request signature we calculated does not match the signature you provided. Check your AWS Secret "
                    + "Access Key and signing method. Consult the service documentation for details.",
                isEC2 ? 401 : nil)
        }
    }

    private static func minutes(_ later: String, _ earlier: String) -> Int {
        Int((((Timestamp(later)?.seconds ?? 0) - (Timestamp(earlier)?.seconds ?? 0)) / 60).rounded())
    }
}
