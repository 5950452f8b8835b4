public import Assembly
import AWSWire
import Checks
public import Collection
public import Documents
public import Findings
public import Inventory
public import ServiceModels
import Synchronization

/// The exchanges of a log, found by what was asked.
public struct Recording: Sendable {
    /// The models by which they are decoded.
    public let models: ModelLibrary
    private let exchanges: [Exchange.Key: Exchange]
    private let byCall: [CallKey: [Exchange]]
    private let shares = Shares()
    private let uses: Uses?

    private struct CallKey: Hashable {
        let account: String
        let region: String
        let call: String
    }

    /// The answers to batches, found by what they were asked about and each decoded once: many resources ask for one.
    private final class Shares: Sendable {
        let batches = Mutex<[CallKey: [Value: Batch]]>([:])
    }

    /// A question about many resources.
    private final class Batch {
        let exchange: Exchange
        var answer: Answer?

        init(_ exchange: Exchange) { self.exchange = exchange }
    }

    /// Which questions were asked of a recording.
    private final class Uses: Sendable {
        let asked = Mutex<Set<Exchange.Key>>([])

        func note(_ key: Exchange.Key) { asked.withLock { _ = $0.insert(key) } }
    }

    /// What `exchanges` hold; of two that ask the same, the later one.
    public init(_ exchanges: [Exchange], models: ModelLibrary) {
        self.init(exchanges, models: models, uses: nil)
    }

    /// What a scan that goes on need not ask again: what AWS said of the account, and not that nobody answered or that
    /// credentials were not good. ``unused`` tells what of it nothing asked for.
    public init(resuming exchanges: [Exchange], models: ModelLibrary) {
        self.init(exchanges.filter { $0.isAnswer(models) }, models: models, uses: Uses())
    }

    private init(_ exchanges: [Exchange], models: ModelLibrary, uses: Uses?) {
        self.models = models
        self.uses = uses
        self.exchanges = Dictionary(exchanges.map { ($0.key, $0) }, uniquingKeysWith: { $1 })
        byCall = Dictionary(grouping: exchanges) {
            CallKey(account: $0.key.account, region: $0.key.region, call: $0.key.call)
        }
    }

    /// The time of the last exchange; nil where there is none.
    public var time: Timestamp? { exchanges.values.map(\.at).max() }

    /// The accounts that asked, sorted.
    public var accounts: [String] { Set(exchanges.keys.map(\.account)).subtracting([""]).sorted() }

    /// The accounts that could not be entered and were not later, each with what was said of it, sorted.
    public var unentered: [Gap] {
        let entered = Set(accounts)
        let refused = exchanges.compactMap { key, exchange -> Gap? in
            guard key.call == "sts:AssumeRole", let role = key.parameters["RoleArn"]?.string,
                case .refused(let refusal) = exchange.page(models), let target = AccountTarget(role: role)
            else { return nil }
            return entered.contains(target.account) ? nil : target.gap(refusal, region: key.region)
        }
        return refused.sorted { ($0.account, $0.message) < ($1.account, $1.message) }
    }

    /// Whom STS said `asker` to be, the access key that is known by that digest; nil where it was not asked.
    func caller(known asker: String) -> AccountSource.Caller? {
        for (key, exchange) in exchanges where exchange.asker == asker && key.service == "sts" {
            guard case .output(let output) = exchange.page(models) else { continue }
            if let caller = AccountSource.Caller(output), caller.account == key.account { return caller }
        }
        return nil
    }

    /// How many questions were asked.
    public var count: Int { exchanges.count }

    /// How many questions nothing has asked yet; those of STS do not count, they are asked each time.
    public var unused: Int {
        let asked = uses?.asked.withLock { $0 } ?? []
        return exchanges.keys.count { $0.service != "sts" && !asked.contains($0) }
    }

    /// The regions in which `account` asked one of `calls`, sorted.
    public func regions(of account: String, calls: Set<String>) -> [String] {
        Set(exchanges.keys.filter { $0.account == account && calls.contains($0.call) }.map(\.region)).sorted()
    }

    /// What came back to `key`; nil where that was not asked.
    public func page(_ key: Exchange.Key) -> Page? {
        guard let exchange = exchanges[key] else { return nil }
        uses?.note(key)
        return exchange.page(models)
    }

    /// What came back to one resource's share of a batch; nil where that was not asked.
    public func answer(to call: Call) -> Answer? {
        guard let batch = call.batch, let item = call.key.parameters[batch.parameter]?[0] else { return nil }
        let kind = CallKey(account: call.key.account, region: call.key.region, call: call.key.call)
        return shares.batches.withLock { batches in
            if batches[kind] == nil { batches[kind] = self.batches(of: kind, batch.parameter) }
            guard let found = batches[kind]?[item] else { return nil }
            if let known = found.answer { return known }
            uses?.note(found.exchange.key)
            let answer: Answer
            switch found.exchange.page(models) {
            case .output(let output): answer = Answer(pages: [output])
            case .refused(let refusal): answer = Answer(pages: [], refusal: refusal)
            }
            found.answer = answer
            return answer
        }
    }

    /// The questions of a kind by each thing that they ask about; of two about the same the later one.
    private func batches(of kind: CallKey, _ parameter: String) -> [Value: Batch] {
        var batches: [Value: Batch] = [:]
        for exchange in byCall[kind] ?? [] {
            let batch = Batch(exchange)
            for item in exchange.key.parameters[parameter]?.array ?? [] { batches[item] = batch }
        }
        return batches
    }
}

extension Exchange {
    /// Whether the service answered somebody whom it knows.
    fileprivate func isAnswer(_ models: ModelLibrary) -> Bool {
        switch reply {
        case .output: return true
        case .failure: return false
        case .error(let code, _, _): return ErrorKind.of(code) != .credentials
        case .response(let status, _, _):
            guard !(200..<300).contains(status), case .refused(let refusal) = page(models) else {
                return true
            }
            return ErrorKind.of(refusal.code) != .credentials
        }
    }

    /// What came back, as a page of a listing or a refusal.
    func page(_ models: ModelLibrary) -> Page {
        switch meaning(models) {
        case .output(let output): .output(output)
        case .error(let error):
            .refused(Refusal(code: error.code, message: error.message, requestID: error.requestID))
        case .failure(let kind, let message), .unreadable(let kind, let message):
            .refused(Refusal(code: kind, message: message))
        }
    }
}
