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
    /// How many calls AWS was asked, each counted once however often it was tried.
    let calls = CallCount()
    /// Who the caller is, once that is known.
    private var caller: Value?

    /// Answers by `session`, after `recording`; what AWS says goes to `journal`.
    public init(client: AWSClient, session: Session, recording: Recording?, journal: Journal?) {
        self.client = client
        self.session = session
        self.recording = recording
        self.journal = journal
    }

    /// Who the session is.
    public struct Caller: Sendable, Hashable {
        /// The account, 12 digits.
        public let account: String
        /// The ARN.
        public let arn: String
        /// The partition, such as `aws`.
        public var partition: String {
            let parts = arn.split(separator: ":", omittingEmptySubsequences: false)
            return parts.count > 1 ? String(parts[1]) : "aws"
        }
    }

    /// Asks STS in `region` who the session is; this call is not asked again by a check. Of a role the account is known,
    /// and what is recorded of it is taken.
    public mutating func enter(region: String) async -> Result<Caller, Refusal> {
        let key = Exchange.Key(
            account: session.account, region: region, service: "sts", operation: "GetCallerIdentity",
            parameters: [:])
        if !session.account.isEmpty, case .output(let output)? = recording?.page(key),
            output["Account"]?.string == session.account
        {
            return named(output, region)
        }
        calls.add()
        let attempted = await client.send(
            service: key.service, operation: key.operation, parameters: Object(), region: region,
            session: session)
        switch Page(attempted) {
        case .refused(let refusal): return .failure(refusal)
        case .output(let output):
            let result = named(output, region)
            if case .success(let caller) = result {
                await note(
                    attempted,
                    Exchange.Key(
                        account: caller.account, region: region, service: key.service,
                        operation: key.operation, parameters: [:]))
            }
            return result
        }
    }

    private mutating func named(_ output: Value, _ region: String) -> Result<Caller, Refusal> {
        guard let account = output["Account"]?.string, let arn = output["Arn"]?.string else {
            return .failure(Refusal(code: "unreadable", message: "the answer names no account"))
        }
        session.account = account
        caller = output
        return .success(Caller(account: account, arn: arn))
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
        if key.service == "sts", key.operation == "GetCallerIdentity", let caller { return .output(caller) }
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

    private func note(_ attempted: Attempted, _ key: Exchange.Key) async {
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
        await journal.note(Exchange(key: key, reply: reply, at: attempted.at))
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
