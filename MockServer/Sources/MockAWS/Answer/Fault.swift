public import Documents
import ServiceModels

/// Something that goes wrong on purpose: which calls it meets, how often, and what happens to them.
public struct Fault: Sendable, Hashable {
    /// What happens.
    enum Effect: Sendable, Hashable {
        /// The answer comes later, by a number of milliseconds between two bounds.
        case latency(from: Double, to: Double)
        /// The answer comes later, by milliseconds that are distributed normally.
        case spread(mean: Double, deviation: Double)
        /// An error of the service's: code, status (nil for the model's, or 400), message.
        case error(code: String, status: Int?, message: String)
        /// The service's own throttling.
        case throttle
        /// A status with a body that is no answer of the protocol.
        case status(Int, body: String, type: String)
        /// A reset before the first byte.
        case reset
        /// A reset in the middle of the head.
        case resetInHead
        /// A reset behind the head.
        case resetAfterHead
        /// The connection is closed before the first byte.
        case close
        /// The body ends early, and the connection with it.
        case cut(bytes: Int?)
        /// A Content-Length that is off by so many.
        case wrongLength(Int)
        /// The answer comes a few bytes at a time: bytes, and milliseconds between them.
        case drip(bytes: Int, every: Double)
        /// A body that breaks off in the middle, with the right length.
        case malformed
        /// The token of the page that was asked for comes back as the token of the next.
        case repeatToken
        /// Nothing goes wrong; in a sequence.
        case through
    }

    let service: String
    let operation: String
    let account: String
    let region: String
    let parameters: [(name: String, pattern: String)]
    /// What happens the first time, the second … ; the last one stays where `repeats` says so.
    let sequence: [Effect]
    let repeats: Bool
    /// From which matching call on, from 1.
    let from: Int
    /// How many calls it meets; nil for all.
    let times: Int?
    /// How likely it meets a matching call.
    let probability: Double

    /// Whether both are the same.
    public static func == (a: Fault, b: Fault) -> Bool { a.identity == b.identity }
    /// Hashes what is compared.
    public func hash(into hasher: inout Hasher) { hasher.combine(identity) }
    private var identity: String { "\(self)" }

    func matches(_ call: Call) -> Bool {
        glob(service, call.service) && glob(operation, call.operation.name) && glob(account, call.account)
            && glob(region, call.region)
            && parameters.allSatisfy { parameter in
                switch call.parameters[parameter.name] {
                case .string(let text)?: glob(parameter.pattern, text)
                case .array(let items)?: items.contains { glob(parameter.pattern, $0.string ?? "\($0)") }
                case let other?: glob(parameter.pattern, "\(other)")
                case nil: false
                }
            }
    }

    /// The faults that a JSON list (or one object) describes; `file` stands in messages.
    public static func list(_ value: Value, file: String) throws(Diagnostic) -> [Fault] {
        var all = [Fault]()
        for item in value["faults"]?.array ?? value.array ?? [value] {
            all.append(try Fault(item, file: file))
        }
        return all
    }

    private init(_ value: Value, file: String) throws(Diagnostic) {
        func wrong(_ message: String, _ hint: String? = nil) -> Diagnostic {
            Diagnostic(file: file, line: 1, column: 1, message: message, hint: hint)
        }
        guard let object = value.object else { throw wrong("a fault is an object, not \(value.kind)") }
        let known = [
            "service", "operation", "account", "region", "parameters", "fault", "sequence", "from", "times",
            "probability", "repeat",
        ]
        for key in object.keys where !known.contains(key) {
            throw wrong("`\(key)` is no member of a fault", suggestion(for: key, among: known))
        }
        service = object["service"]?.string ?? "*"
        operation = object["operation"]?.string ?? "*"
        account = object["account"]?.string ?? "*"
        region = object["region"]?.string ?? "*"
        parameters = (object["parameters"]?.object ?? Object()).map {
            ($0.key, $0.value.string ?? "\($0.value)")
        }
        var effects = [Effect]()
        for item in object["sequence"]?.array ?? object["fault"].map({ [$0] }) ?? [] {
            guard let effect = Effect(item) else {
                throw wrong(
                    "\(item) is no fault",
                    suggestion(for: item.string ?? item.object?.keys.first ?? "", among: Effect.names))
            }
            effects.append(effect)
        }
        guard !effects.isEmpty else { throw wrong("a fault has a `fault` or a `sequence`") }
        sequence = effects
        repeats = object["repeat"]?.bool ?? (object["sequence"] == nil)
        from = object["from"]?.int ?? 1
        times = object["times"]?.int
        probability = object["probability"]?.double ?? 1
        guard probability >= 0, probability <= 1 else { throw wrong("a probability is between 0 and 1") }
    }
}

extension Fault.Effect {
    static let names = [
        "latency", "error", "throttle", "status", "html-500", "html-503", "empty-500", "empty-503", "reset",
        "reset-in-head", "reset-after-head", "close", "cut", "wrong-length", "drip", "malformed",
        "repeat-token", "through",
    ]

    /// The effect that a word, a status or an object with one member describes.
    init?(_ value: Value) {
        if let status = value.int {
            if status == 429 {
                self = .throttle
            } else {
                self = .status(status, body: "", type: "text/plain")
            }
            return
        }
        if let word = value.string {
            switch word {
            case "throttle": self = .throttle
            case "html-500", "html-503":
                self = .status(word == "html-500" ? 500 : 503, body: Self.html, type: "text/html")
            case "empty-500": self = .status(500, body: "", type: "text/plain")
            case "empty-503": self = .status(503, body: "", type: "text/plain")
            case "reset": self = .reset
            case "reset-in-head": self = .resetInHead
            case "reset-after-head": self = .resetAfterHead
            case "close": self = .close
            case "cut": self = .cut(bytes: nil)
            case "wrong-length": self = .wrongLength(10)
            case "drip": self = .drip(bytes: 1, every: 1)
            case "malformed": self = .malformed
            case "repeat-token": self = .repeatToken
            case "through": self = .through
            default: return nil
            }
            return
        }
        guard let member = value.object?.members.first else { return nil }
        let inner = member.value
        switch member.key {
        case "latency":
            if let mean = inner["mean"]?.double {
                self = .spread(mean: mean, deviation: inner["deviation"]?.double ?? 0)
                return
            }
            let from = inner.double ?? inner["from"]?.double ?? 0
            self = .latency(from: from, to: inner["to"]?.double ?? from)
        case "error":
            guard let code = inner.string ?? inner["code"]?.string else { return nil }
            self = .error(code: code, status: inner["status"]?.int, message: inner["message"]?.string ?? "")
        case "status":
            guard let status = inner["status"]?.int ?? inner.int, (100...599).contains(status) else {
                return nil
            }
            self = .status(
                status, body: inner["body"]?.string ?? "", type: inner["type"]?.string ?? "text/plain")
        case "cut": self = .cut(bytes: inner.int ?? inner["bytes"]?.int)
        case "wrong-length": self = .wrongLength(inner.int ?? 10)
        case "drip":
            self = .drip(
                bytes: max(1, inner["bytes"]?.int ?? 1), every: max(0.1, inner["every"]?.double ?? 1))
        default: return nil
        }
    }

    private static let html = "<html><body><h1>Service Unavailable</h1></body></html>\n"
}
