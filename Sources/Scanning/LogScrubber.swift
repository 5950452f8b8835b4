import Assembly
import Collection
import Documents
public import Inventory
public import ServiceModels

/// Makes exchanges that can be shown to others: accounts, addresses, domains, names and keys replaced, each always by the
/// same pseudonym.
///
/// Answers are read by the service's model and written as outputs, so that nothing is kept that was not looked at; what
/// can't be read becomes a failure that says so. Words that the model lists stay, as do numbers, times, regions and the
/// structure of policies.
public struct LogScrubber {
    private let models: ModelLibrary
    private var scrubber = TextScrubber()

    /// A scrubber of exchanges of the services of `models`.
    public init(models: ModelLibrary) { self.models = models }

    /// `exchanges`, scrubbed, in the same order.
    public mutating func scrubbed(_ exchanges: [Exchange]) -> [Exchange] {
        for exchange in exchanges { learn(exchange) }
        var out = [Exchange]()
        out.reserveCapacity(exchanges.count)
        for exchange in exchanges { out.append(scrubbed(exchange)) }
        return out
    }

    private func operation(_ key: Exchange.Key) -> ServiceModels.Operation? {
        (try? models.model(key.service))?.operation(key.operation)
    }

    private mutating func learn(_ exchange: Exchange) {
        let operation = operation(exchange.key)
        _ = walk(exchange.key.parameters, operation?.input, under: "", learns: true)
        if case .output(let output) = exchange.page(models) {
            _ = walk(output, operation?.output, under: "", learns: true)
        }
    }

    private mutating func scrubbed(_ exchange: Exchange) -> Exchange {
        let operation = operation(exchange.key)
        let key = Exchange.Key(
            account: scrubber.account(exchange.key.account), region: exchange.key.region,
            service: exchange.key.service, operation: exchange.key.operation,
            parameters: walk(exchange.key.parameters, operation?.input, under: "", learns: false))
        let reply: Exchange.Reply
        switch exchange.page(models) {
        case .output(let output):
            reply = .output(walk(output, operation?.output, under: "", learns: false))
        case .refused(let refusal):
            // What is said of an answer that can't be read may quote it.
            let message =
                exchange.isUnreadable ? "the answer could not be read" : scrubber.sentence(refusal.message)
            reply =
                exchange.errorStatus.map { .error(code: refusal.code, message: message, status: $0) }
                ?? .failure(kind: refusal.code, message: message)
        }
        return Exchange(key: key, reply: reply, at: exchange.at, source: .derived)
    }

    /// `value` of `shape`, which lies under the member `name`, with its texts replaced; with `learns`, its names are learned
    /// and it stays.
    private mutating func walk(_ value: Value, _ shape: Shape?, under name: String, learns: Bool) -> Value {
        switch (value, shape?.kind) {
        case (.object(let object), .map(let key, let inner)?):
            var out = Object()
            for member in object {
                let isAttribute = name.hasSuffix("ttributes") && member.key.isAttributeName
                let isListed =
                    if case .string(let words) = key.shape.kind { words.contains(member.key) } else { false }
                let keeps = isAttribute || isListed
                if learns, !keeps { scrubber.learn(name: member.key) }
                out[keeps || learns ? member.key : scrubber.name(member.key)] = walk(
                    member.value, inner.shape, under: keeps ? member.key : name, learns: learns)
            }
            return .object(out)
        case (.object(let object), _):
            let structure = shape?.structure
            var out = Object()
            for member in object {
                out[member.key] = walk(
                    member.value, structure?.member(member.key)?.shape, under: member.key, learns: learns)
            }
            return .object(out)
        case (.array(let items), let kind):
            let element: Shape? = if case .list(let member)? = kind { member.shape } else { nil }
            var out = [Value]()
            // A list of plain texts is a list of names.
            for item in items {
                let under = if case .string = item { "names" } else { name }
                out.append(walk(item, element, under: under, learns: learns))
            }
            return .array(out)
        case (.string(let text), .string(let words)?) where words.contains(text): return .string(text)
        case (.string, .timestamp?): return value
        case (.string, .blob?): return .string("c2NydWJiZWQ=")
        case (.string(let text), _): return .string(walk(text, under: name, learns: learns))
        default: return value
        }
    }

    private mutating func walk(_ text: String, under name: String, learns: Bool) -> String {
        let isName = name.namesSomething
        if learns {
            if isName, !text.hasPrefix("{"), !text.hasPrefix("arn:") { scrubber.learn(name: text) }
            if text.hasPrefix("arn:") {
                let fields = text.split(separator: ":", maxSplits: 5)
                if let last = fields.last { scrubber.learn(name: String(last)) }
            }
            return text
        }
        if let document = scrubber.document(text) { return document }
        if text.hasPrefix("arn:") { return scrubber.arn(text) }
        return isName ? scrubber.name(text) : scrubber.sentence(text)
    }
}

extension Exchange {
    /// Whether this is an answer, which is said to be no error; asked only where it was refused.
    fileprivate var isUnreadable: Bool {
        if case .response = reply { errorStatus == nil } else { false }
    }

    /// The status of an error that a service sent; nil where the reply is none.
    fileprivate var errorStatus: Int? {
        switch reply {
        case .error(_, _, let status): status
        case .response(let status, _, _): (200..<300).contains(status) ? nil : status
        case .output, .failure: nil
        }
    }
}

extension String {
    /// Whether this looks like a key of a map of attributes, such as `TopicArn`, and not like a name that someone gave.
    fileprivate var isAttributeName: Bool {
        utf8.first.map { (0x41...0x5a).contains($0) } == true && utf8.count > 2
            && utf8.allSatisfy { (0x61...0x7a).contains($0 | 0x20) }
    }

    /// Whether a member of this name holds what someone called something, by its end.
    fileprivate var namesSomething: Bool {
        let lower = lowercased()
        return Self.nameEnds.contains { lower.hasSuffix($0) || lower.hasSuffix($0 + "s") }
    }

    private static let nameEnds = [
        "name", "id", "identifier", "alias", "owner", "user", "subject", "description", "title", "path",
        "url",
        "endpoint", "token", "marker", "label", "comment", "identity", "identities", "contact", "address",
        "addresses", "email", "domain", "tag", "tags", "key", "value", "policies", "text", "content",
        "secret",
    ]
}
