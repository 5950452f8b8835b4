import AWSWire
import Documents
public import ServiceModels

/// Makes exchanges that can be shown to others: accounts, addresses, domains, names and keys replaced, each always by the
/// same pseudonym.
///
/// Answers are read by the service's model and written as outputs, so that nothing is kept that was not looked at; what
/// can't be read becomes a failure that says so. Words that the model lists stay, as do numbers, times, regions and the
/// structure of policies.
public struct ExchangeScrubber: Sendable {
    private let models: ModelLibrary
    private let secretMembers: Set<String>
    private var scrubber: TextScrubber

    /// A scrubber of exchanges of the services of `models`, which goes on with `pseudonyms`; all text of a member in
    /// `secretMembers` is a secret, and words and domains in `keeping` stay.
    public init(
        models: ModelLibrary, pseudonyms: Pseudonyms = Pseudonyms(), secretMembers: Set<String> = [],
        keeping: Set<String> = []
    ) {
        self.models = models
        self.secretMembers = secretMembers
        scrubber = TextScrubber(pseudonyms, keeping: keeping)
    }

    /// What stands for what so far.
    public var pseudonyms: Pseudonyms {
        get { scrubber.pseudonyms }
        set { scrubber.pseudonyms = newValue }
    }

    /// `exchanges`, scrubbed, in the same order.
    public mutating func scrubbed(_ exchanges: [Exchange]) -> [Exchange] {
        // A name in a sentence may be older than the exchange that shows it to be one.
        for exchange in exchanges { learn(exchange) }
        var out = [Exchange]()
        out.reserveCapacity(exchanges.count)
        for exchange in exchanges { out.append(replaced(exchange, source: .derived, from: nil)) }
        return out
    }

    /// `exchange`, scrubbed by what this and all exchanges before it have shown; it stays recorded, `from` a place that
    /// may be shown.
    public mutating func scrubbed(_ exchange: Exchange, from: String) -> Exchange {
        learn(exchange)
        return replaced(exchange, source: .recorded, from: from)
    }

    private func operation(_ key: Exchange.Key) -> ServiceModels.Operation? {
        (try? models.model(key.service))?.operation(key.operation)
    }

    private mutating func learn(_ exchange: Exchange) {
        let operation = operation(exchange.key)
        _ = walk(exchange.key.parameters, operation?.input, under: "", learns: true)
        if case .output(let output) = exchange.meaning(models) {
            _ = walk(output, operation?.output, under: "", learns: true)
        }
    }

    private mutating func replaced(_ exchange: Exchange, source: Exchange.Source, from: String?) -> Exchange {
        let operation = operation(exchange.key)
        let key = Exchange.Key(
            account: scrubber.account(exchange.key.account), region: exchange.key.region,
            service: exchange.key.service, operation: exchange.key.operation,
            parameters: walk(exchange.key.parameters, operation?.input, under: "", learns: false))
        let reply: Exchange.Reply
        switch exchange.meaning(models) {
        case .output(let output):
            reply = .output(walk(output, operation?.output, under: "", learns: false))
        case .error(let error):
            let unnamed = error.code == String(error.status) ? exchange.reply.withoutWords : nil
            reply =
                unnamed
                ?? .error(code: error.code, message: scrubber.sentence(error.message), status: error.status)
        case .failure(let kind, let message):
            reply = .failure(kind: kind, message: scrubber.sentence(message))
        case .unreadable(let kind, _):
            // What is said of an answer that can't be read may quote it.
            reply = .failure(kind: kind, message: "the answer could not be read")
        }
        return Exchange(key: key, reply: reply, at: exchange.at, source: source, from: from)
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
        case (.string(let text), _) where name.namesSecret || secretMembers.contains(name):
            return .string(learns || text.isEmpty ? text : scrubber.secret(text))
        // The names of a service's own attributes are its words, whoever asks for them.
        case (.string(let text), _) where name.hasSuffix("AttributeName") && text.isAttributeName:
            return value
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

extension Exchange.Reply {
    /// A refusal that is no error of the service's but a page of HTML or nothing at all, as some machine before the
    /// service sends it: its form without its words. Nil where this is another reply.
    fileprivate var withoutWords: Exchange.Reply? {
        guard case .response(let status, let headers, let body) = self else { return nil }
        if body.isEmpty { return .response(status: status, headers: [:], body: []) }
        guard headers["content-type"]?.lowercased().contains("html") == true else { return nil }
        return .response(
            status: status, headers: ["content-type": "text/html"],
            body: Array("<!doctype html>\n<title>\(status)</title>\n".utf8))
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

    /// Whether a member of this name holds what opens doors.
    fileprivate var namesSecret: Bool {
        let lower = lowercased()
        return Self.secretEnds.contains { lower.hasSuffix($0) }
    }

    private static let secretEnds = [
        "password", "secretaccesskey", "sessiontoken", "secretstring", "secretbinary", "plaintext",
        "privatekey", "privatekeymaterial", "clientsecret", "authtoken", "accesstoken", "refreshtoken",
        "idtoken", "passphrase", "apikey", "platformcredential", "secrethash", "webidentitytoken",
        "samlassertion", "authorizationtoken", "tokencode",
    ]

    private static let nameEnds = [
        "name", "id", "identifier", "alias", "owner", "user", "subject", "description", "title", "path",
        "url",
        "endpoint", "token", "marker", "label", "comment", "identity", "identities", "contact", "address",
        "addresses", "email", "domain", "tag", "tags", "key", "value", "policies", "text", "content",
        "secret",
    ]
}
