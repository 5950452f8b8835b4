internal import AWSWire
internal import Documents
internal import ServiceModels

/// What responses mean for retrying, for the clock and for credentials.
enum Classification {
    /// What an error of AWS's means for retrying.
    static func outcome(_ error: ServiceError) -> AttemptOutcome {
        if error.status == 429 { return .throttled }
        // What a server says not to know is not known a moment later.
        if error.status == 501 { return .final }
        switch error.kind {
        case .throttled: return .throttled
        case .fault: return .transient
        case .denied, .credentials, .other: break
        }
        switch error.code {
        case "RequestTimeout", "RequestTimeoutException", "PriorRequestNotComplete", "IDPCommunicationError",
            "TransactionInProgressException":
            return .transient
        default: return error.status >= 500 ? .transient : .final
        }
    }

    /// The seconds that a response asks to wait; nil where it does not, or not in a way that makes sense.
    ///
    /// `x-amz-retry-after` counts milliseconds, `Retry-After` seconds or names a date.
    static func askedFor(_ headers: Headers, now: Timestamp) -> Double? {
        if let text = headers["x-amz-retry-after"], let milliseconds = Double(text), milliseconds >= 0 {
            return milliseconds / 1000
        }
        guard let text = headers["Retry-After"] else { return nil }
        if let seconds = Double(text) { return seconds >= 0 ? seconds : nil }
        return Timestamp(text).map { max(0, $0.seconds - now.seconds) }
    }

    /// How far the server's clock is ahead of `now`, where an error says that the clocks differ and the response's date
    /// agrees.
    static func skew(_ error: ServiceError, _ headers: Headers, now: Timestamp) -> Double? {
        switch error.code {
        case "RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture", "InvalidSignatureException",
            "SignatureDoesNotMatch", "AuthFailure":
            break
        default: return nil
        }
        guard let date = headers["Date"].flatMap({ Timestamp($0) }) else { return nil }
        let difference = date.seconds - now.seconds
        return abs(difference) > 240 ? difference : nil
    }

    /// Whether an error says that credentials were good and are not any more.
    static func hasExpired(_ error: ServiceError) -> Bool {
        ["ExpiredToken", "ExpiredTokenException", "RequestExpired"].contains(error.code)
    }
}
