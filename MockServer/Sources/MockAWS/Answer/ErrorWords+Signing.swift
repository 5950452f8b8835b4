import AWSWire

/// How services refuse a request whose signature they do not accept.
extension ErrorWords {
    /// EC2 says the same of a key that it does not know and of a wrong signature.
    private static let invalidCredentials = ServiceError(
        code: "AuthFailure", message: "AWS was not able to validate the provided access credentials",
        status: 401)

    /// The key is not known, or the session's token is not the key's.
    func unknownKey(isToken: Bool = false) -> ServiceError {
        switch family {
        case .ec2: return Self.invalidCredentials
        case .s3 where isToken:
            return ServiceError(
                code: "InvalidToken",
                message: "The provided token is malformed or otherwise invalid.", status: 400)
        case .s3:
            return ServiceError(
                code: "InvalidAccessKeyId",
                message: "The AWS Access Key Id you provided does not exist in our records.", status: 403)
        default:
            // STS and IAM write the sentence without a full stop.
            let stop = service == "sts" || service == "iam" ? "" : "."
            return error(
                "InvalidClientTokenId", "UnrecognizedClientException", 403,
                "The security token included in the request is invalid\(stop)")
        }
    }

    /// The session has expired.
    var expiredSession: ServiceError {
        switch family {
        case .ec2: ServiceError(code: "RequestExpired", message: "Request has expired.", status: 400)
        case .s3: ServiceError(code: "ExpiredToken", message: "The provided token has expired.", status: 400)
        default:
            error(
                "ExpiredToken", "ExpiredTokenException", 403,
                "The security token included in the request is expired")
        }
    }

    /// The request is signed with another secret, or was changed on the way.
    var wrongSignature: ServiceError {
        if family == .ec2 { return Self.invalidCredentials }
        let more =
            family == .s3
            ? "Check your key and signing method."
            : "Check your AWS Secret Access Key and signing method. Consult the service documentation for details."
        return error(
            "SignatureDoesNotMatch", "InvalidSignatureException", 403,
            "The request signature we calculated does not match the signature you provided. \(more)")
    }

    /// The signature cannot be the request's, for the reason that `message` gives.
    func mismatch(_ message: String) -> ServiceError {
        error("SignatureDoesNotMatch", "InvalidSignatureException", 403, message)
    }

    /// The clock that signed is off; `message` has the times, which most services name.
    func skew(_ message: String) -> ServiceError {
        switch family {
        case .ec2: ServiceError(code: "RequestExpired", message: "Request has expired.", status: 400)
        case .s3:
            ServiceError(
                code: "RequestTimeTooSkewed",
                message: "The difference between the request time and the current time is too large.",
                status: 403)
        default: mismatch(message)
        }
    }

    /// A signature in the query string held for a time that is over; `message` has the times.
    func expiredLink(_ message: String) -> ServiceError {
        family == .s3
            ? ServiceError(code: "AccessDenied", message: "Request has expired", status: 403) : skew(message)
    }

    /// The request is not signed.
    var unsigned: ServiceError {
        if family == .s3 { return ServiceError(code: "AccessDenied", message: "Access Denied", status: 403) }
        return error(
            "MissingAuthenticationToken", "MissingAuthenticationTokenException", 403,
            "Request is missing Authentication Token")
    }

    /// The signature can't be read; `message` names the missing part.
    func incomplete(_ message: String) -> ServiceError {
        if family == .s3 {
            return ServiceError(code: "AuthorizationHeaderMalformed", message: message, status: 400)
        }
        return error("IncompleteSignature", "IncompleteSignatureException", 400, message)
    }
}
