/// Why no HTTP response came.
public struct TransportFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// What went wrong, in a word.
    public enum Kind: String, Sendable, Hashable {
        /// The host's name could not be resolved.
        case resolve
        /// The connection was refused or could not be made.
        case connect
        /// The certificate or the TLS handshake failed.
        case tls
        /// Time ran out.
        case timeout
        /// The connection broke before the whole reply was there.
        case reset
        /// The reply is larger than allowed.
        case size
        /// What came is not HTTP.
        case malformed
        /// Nobody waits for the reply any more.
        case cancelled
        /// The request itself can not be sent (its URL or a header).
        case request
    }

    /// What went wrong, in a word.
    public let kind: Kind
    /// What went wrong, in libcurl's words or ours; holds no header and no body.
    public let message: String

    /// A failure of `kind`.
    public init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }

    /// `kind: message`.
    public var description: String { "\(kind.rawValue): \(message)" }

    /// Whether a second try has a chance.
    var isTransient: Bool {
        switch kind {
        case .resolve, .connect, .timeout, .reset, .malformed: true
        case .tls, .size, .cancelled, .request: false
        }
    }
}
