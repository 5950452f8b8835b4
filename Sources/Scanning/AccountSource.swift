public import AWSClient
import AWSWire
public import Assembly
public import Collection
import Documents
public import Files
public import Inventory
import Synchronization

/// Writes the exchanges of a scan as they arrive.
public actor Journal {
    private let log: ExchangeLog
    /// What went wrong when a line could not be written; the scan goes on.
    public private(set) var failure: FileFailure?

    /// Appends to the log at `path`.
    public init(path: String) throws(FileFailure) { log = try ExchangeLog(appendingTo: path) }

    func note(_ exchange: Exchange) {
        do throws(FileFailure) { try log.append(exchange) } catch { if failure == nil { failure = error } }
    }
}

/// How many calls were made.
final class CallCount: Sendable {
    private let made = Atomic(0)

    /// The number so far.
    var number: Int { made.load(ordering: .relaxed) }

    func add() { made.add(1, ordering: .relaxed) }
}

/// What answers for one account in a live scan: what is recorded, else AWS.
public struct AccountSource: Sendable {
    let client: AWSClient
    var session: Session
    let recording: Recording?
    let journal: Journal?
    private let calls = CallCount()
    /// How many calls AWS was asked so far, each counted once however often it was tried.
    public var callsMade: Int { calls.number }
    /// Who the caller is, once that is known.
    private var caller: Caller?

    /// Answers by `session`, which is `caller`'s where that is known, after `recording`; what AWS says goes to `journal`.
    public init(
        client: AWSClient, session: Session, recording: Recording?, journal: Journal?, caller: Caller? = nil
    ) {
        self.client = client
        self.session = session
        self.recording = recording
        self.journal = journal
        self.caller = caller
        if let caller { self.session.account = caller.account }
    }

    /// Who the session is.
    public struct Caller: Sendable, Hashable {
        /// The account, 12 digits.
        public let account: String
        /// The ARN.
        public let arn: String
        /// What STS said.
        let answer: Value

        /// The partition, such as `aws`.
        public var partition: String {
            let parts = arn.split(separator: ":", omittingEmptySubsequences: false)
            return parts.count > 1 ? String(parts[1]) : "aws"
        }

        /// Whom STS named; nil where it named none.
        init?(_ answer: Value) {
            guard let account = answer["Account"]?.string, let arn = answer["Arn"]?.string else { return nil }
            self.account = account
            self.arn = arn
            self.answer = answer
        }
    }

    /// Asks STS in `region` who the session is; this call is not asked again by a check.
    ///
    /// What is recorded is taken where it is sure to be of the same account: of a role the account is known, and one
    /// access key is always the same caller's.
    public mutating func enter(region: String) async -> Result<Caller, Refusal> {
        let recorded = await recordedCaller(region)
        if let known = caller ?? recorded {
            caller = known
            session.account = known.account
            return .success(known)
        }
        calls.add()
        let attempted = await client.send(
            service: "sts", operation: "GetCallerIdentity", parameters: Object(), region: region,
            session: session)
        switch Page(attempted) {
        case .refused(let refusal): return .failure(refusal)
        case .output(let output):
            guard let found = Caller(output) else {
                return .failure(Refusal(code: "unreadable", message: "the answer names no account"))
            }
            caller = found
            session.account = found.account
            await note(attempted, Self.identity(of: found.account, region), asker: asker)
            return .success(found)
        }
    }

    private static func identity(of account: String, _ region: String) -> Exchange.Key {
        Exchange.Key(
            account: account, region: region, service: "sts", operation: "GetCallerIdentity", parameters: [:])
    }

    private func recordedCaller(_ region: String) async -> Caller? {
        guard caller == nil, let recording else { return nil }
        if session.account.isEmpty { return await asker.flatMap { recording.caller(known: $0) } }
        guard case .output(let output)? = recording.page(Self.identity(of: session.account, region)),
            let found = Caller(output), found.account == session.account
        else { return nil }
        return found
    }

    /// By what the session is known again; nil where it has no credentials.
    private var asker: String? {
        get async {
            guard let key = try? await session.credentials.credentials().accessKeyID else { return nil }
            return String(Fingerprint.sha256(Array(key.utf8)).prefix(32))
        }
    }

    /// Writes to the log that the role `target` names could not be assumed, so that the account is not silent when the
    /// log is judged again.
    func noteRefusal(_ target: AccountTarget, _ refusal: Refusal, region: String) async {
        guard let journal, let role = target.role, refusal.code != "cancelled" else { return }
        let key = Exchange.Key(
            account: "", region: region, service: "sts", operation: "AssumeRole",
            parameters: ["RoleArn": .string(role)])
        await journal.note(
            Exchange(key: key, reply: .failure(kind: refusal.code, message: refusal.message), at: .now()))
    }

    /// What is known of one page.
    @Sendable public func recorded(_ key: Exchange.Key) -> Page? {
        if key.service == "sts", key.operation == "GetCallerIdentity", let caller {
            return .output(caller.answer)
        }
        return recording?.page(key)
    }

    /// What AWS answers to one page.
    @Sendable public func page(_ key: Exchange.Key) async -> Page {
        calls.add()
        let attempted = await client.send(
            service: key.service, operation: key.operation, parameters: key.parameters.object ?? Object(),
            region: key.region, session: session)
        await note(attempted, key)
        return Page(attempted)
    }

    /// The recorded answer to one resource's share of a batch.
    @Sendable public func recall(_ call: Call) -> Answer? { recording?.answer(to: call) }

    private func note(_ attempted: Attempted, _ key: Exchange.Key, asker: String? = nil) async {
        guard let journal, attempted.attempts > 0 else { return }
        let reply: Exchange.Reply
        if let response = attempted.response {
            var headers: [String: String] = [:]
            for field in response.headers.fields where field.name.isKept {
                headers[field.name.lowercased()] = field.value
            }
            reply = .response(status: response.status, headers: headers, body: response.body)
        } else if case .failure(let failure) = attempted.outcome, failure.kind != "cancelled" {
            reply = .failure(kind: failure.kind, message: failure.message)
        } else {
            return
        }
        await journal.note(Exchange(key: key, reply: reply, at: attempted.at, asker: asker))
    }
}

extension String {
    /// Whether a response's header of this name matters to whoever reads the exchange again.
    fileprivate var isKept: Bool {
        let name = lowercased()
        return name == "content-type" || name.hasPrefix("x-amz") && !name.contains("token")
    }
}

extension Page {
    fileprivate init(_ attempted: Attempted) {
        switch attempted.outcome {
        case .output(let output): self = .output(output)
        case .error(let error):
            self = .refused(Refusal(code: error.code, message: error.message, requestID: error.requestID))
        case .failure(let failure): self = .refused(Refusal(code: failure.kind, message: failure.message))
        }
    }
}
