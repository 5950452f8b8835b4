public import Documents

/// One thing that AWS was asked, and what it said: the one format of everything that a scan saw.
///
/// The same value is a line of the log from which a killed scan resumes, of a saved scan that is judged again, and of
/// a world that the mock serves. It holds no secret: no request headers, and no call that returns secrets is recorded.
public struct Exchange: Sendable, Hashable {
    /// What came back.
    public enum Reply: Sendable, Hashable {
        /// An answer: the status, the headers that matter with lower-case names, the body as sent.
        case response(status: Int, headers: [String: String], body: [UInt8])
        /// An answer written for people: the operation's output, which the mock encodes.
        case output(Value)
        /// An error written for people: code, message and status.
        case error(code: String, message: String, status: Int)
        /// No answer: the kind (`timeout`, `connection` …) and what was said of it.
        case failure(kind: String, message: String)
    }

    /// Where an exchange comes from.
    public enum Source: String, Sendable, Hashable, CaseIterable {
        /// It was sent by AWS, or by what stood in for it.
        case recorded
        /// It follows AWS's documentation.
        case documented
        /// It was made from other exchanges or from a generator.
        case derived
    }

    /// What was asked, whoever asks: two exchanges with the same key are the same question.
    public struct Key: Sendable, Hashable {
        /// A hash of it all: a question is looked for many times, and hashed once.
        private let digest: Int
        /// The account that asked, 12 digits; empty before it is known.
        public let account: String
        /// The region that was asked; `global` for a service without regions.
        public let region: String
        /// The service by its folder in botocore, such as `sesv2`.
        public let service: String
        /// The operation, such as `GetEmailIdentity`.
        public let operation: String
        /// The parameters as the service's model names them.
        public let parameters: Value

        /// A question.
        public init(account: String, region: String, service: String, operation: String, parameters: Value) {
            self.account = account
            self.region = region
            self.service = service
            self.operation = operation
            self.parameters = parameters
            var hasher = Hasher()
            hasher.combine(account)
            hasher.combine(region)
            hasher.combine(service)
            hasher.combine(operation)
            hasher.combine(parameters)
            digest = hasher.finalize()
        }

        /// Hashes the digest, which equal questions share.
        public func hash(into hasher: inout Hasher) { hasher.combine(digest) }

        /// `service:Operation`, as checks name a call.
        public var call: String { "\(service):\(operation)" }
    }

    /// What was asked.
    public let key: Key
    /// What came back.
    public let reply: Reply
    /// When the answer was there.
    public let at: Timestamp
    /// Whether AWS said it.
    public let source: Source
    /// Where it was recorded or documented; nil where a scan of ours recorded it.
    public let from: String?
    /// By what whoever asked is known again: a digest of the access key's identifier. Nil where the question was not who
    /// that is.
    public let asker: String?

    /// An exchange.
    public init(
        key: Key, reply: Reply, at: Timestamp, source: Source = .recorded, from: String? = nil,
        asker: String? = nil
    ) {
        self.key = key
        self.reply = reply
        self.at = at
        self.source = source
        self.from = from
        self.asker = asker
    }
}
