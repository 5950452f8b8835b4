import AWSWire

/// How services refuse a request whose signature they do not accept.
extension ErrorWords {
    /// The key is not known, or the session's token is not the key's.
    func unknownKey(isToken: Bool = false) -> ServiceError {
        if isBare {
            return isToken
                ? bare("InvalidToken", 400, "The provided token is malformed or otherwise invalid.")
                : bare(
                    "InvalidAccessKeyId", 403,
                    "The AWS Access Key Id you provided does not exist in our records.")
        }
        if service == "ec2" {
            return bare(
                "AuthFailure", 401, "AWS was not able to validate the provided access credentials")
        }
        // STS and IAM write the sentence without a full stop.
        let stop = service == "sts" || service == "iam" ? "" : "."
        return refusal(
            "InvalidClientTokenId", "UnrecognizedClientException",
            "The security token included in the request is invalid\(stop)")
    }

    /// The session has expired.
    var expiredSession: ServiceError {
        if isBare { return bare("ExpiredToken", 400, "The provided token has expired.") }
        return refusal(
            service == "ec2" ? "RequestExpired" : "ExpiredToken", "ExpiredTokenException",
            "The security token included in the request is expired")
    }

    /// The request is signed with another secret, or was changed on the way.
    var wrongSignature: ServiceError {
        if service == "ec2" {
            return bare("AuthFailure", 401, "AWS was not able to validate the provided access credentials")
        }
        let next =
            isBare
            ? "Check your key and signing method."
            : "Check your AWS Secret Access Key and signing method. Consult the service documentation for details."
        return mismatch(
            "The request signature we calculated does not match the signature you provided. " + next)
    }

    /// The signature cannot be the request's for the reason that `message` gives.
    func mismatch(_ message: String) -> ServiceError {
        refusal("SignatureDoesNotMatch", "InvalidSignatureException", message)
    }

    /// The clock that signed is off; `message` has the times.
    func skew(_ message: String) -> ServiceError {
        guard isBare else { return mismatch(message) }
        return bare(
            "RequestTimeTooSkewed", 403,
            "The difference between the request time and the current time is too large.")
    }

    /// The request is not signed.
    var unsigned: ServiceError {
        if isBare { return bare("AccessDenied", 403, "Access Denied") }
        return refusal(
            "MissingAuthenticationToken", "MissingAuthenticationTokenException",
            family == .rest || family == .json
                ? "Missing Authentication Token" : "Request is missing Authentication Token")
    }

    /// The signature can't be read; `message` names the missing part.
    func incomplete(_ message: String) -> ServiceError {
        if isBare { return bare("AuthorizationHeaderMalformed", 400, message) }
        return error("IncompleteSignature", "IncompleteSignatureException", 400, message)
    }

    private func bare(_ code: String, _ status: Int, _ message: String) -> ServiceError {
        ServiceError(code: code, message: message, status: status)
    }

    /// A refusal with status 403; the services that say everything in the body answer 400.
    private func refusal(_ query: String, _ rest: String, _ message: String) -> ServiceError {
        error(query, rest, family == .json ? 400 : 403, message)
    }
}
