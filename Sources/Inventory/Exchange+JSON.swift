public import Documents

/// Why a document is no exchange.
public struct ExchangeFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong with it.
    public let description: String

    init(_ description: String) { self.description = description }
}

extension Exchange {
    /// The name and number of the format that this reads and writes.
    public static let format = "exchange/1"

    /// The exchange as a JSON object.
    public var json: Value {
        var object = Object([
            ("format", .string(Self.format)), ("account", .string(key.account)),
            ("region", .string(key.region)),
            ("service", .string(key.service)), ("operation", .string(key.operation)),
            ("parameters", key.parameters),
        ])
        switch reply {
        case .response(let status, let headers, let body):
            object["status"] = .integer(status)
            object["headers"] = .object(
                Object(headers.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }))
            if let text = String(validating: body, as: UTF8.self) {
                object["body"] = .string(text)
            } else {
                object["bodyBase64"] = .string(Base64.encode(body))
            }
        case .output(let output): object["output"] = output
        case .error(let code, let message, let status):
            object["error"] = [
                "code": .string(code), "message": .string(message), "status": .integer(status),
            ]
        case .failure(let kind, let message):
            object["failure"] = ["kind": .string(kind), "message": .string(message)]
        }
        object["at"] = .string(at.iso8601)
        object["source"] = .string(source.rawValue)
        if let from { object["from"] = .string(from) }
        if let asker { object["asker"] = .string(asker) }
        return .object(object)
    }

    /// The exchange that a JSON object describes.
    public init(json value: Value) throws(ExchangeFailure) {
        guard let object = value.object else {
            throw ExchangeFailure("an exchange is an object, not \(value.kind)")
        }
        guard object["format"]?.string == Self.format else {
            throw ExchangeFailure("`format` must be \"\(Self.format)\"")
        }
        func text(_ name: String) throws(ExchangeFailure) -> String {
            guard let text = object[name]?.string else { throw ExchangeFailure("`\(name)` must be text") }
            return text
        }
        let parameters = object["parameters"] ?? [:]
        guard parameters.object != nil else { throw ExchangeFailure("`parameters` must be an object") }
        key = Key(
            account: try text("account"), region: try text("region"), service: try text("service"),
            operation: try text("operation"), parameters: parameters)
        reply = try Self.reply(object)
        if let at = object["at"] {
            guard let time = at.string.flatMap({ Timestamp($0) }) else {
                throw ExchangeFailure("`at` must be a time in ISO 8601")
            }
            self.at = time
        } else {
            at = Timestamp(seconds: 0)
        }
        guard let source = Source(rawValue: object["source"]?.string ?? "recorded") else {
            throw ExchangeFailure("`source` must be recorded, documented or derived")
        }
        self.source = source
        from = object["from"]?.string
        asker = object["asker"]?.string
    }

    private static func reply(_ object: Object) throws(ExchangeFailure) -> Reply {
        if let output = object["output"] { return .output(output) }
        if let failure = object["failure"] {
            return .failure(
                kind: failure["kind"]?.string ?? "unknown", message: failure["message"]?.string ?? "")
        }
        if let error = object["error"] {
            guard let code = error["code"]?.string else { throw ExchangeFailure("`error.code` must be text") }
            return .error(
                code: code, message: error["message"]?.string ?? "", status: error["status"]?.int ?? 400)
        }
        guard let status = object["status"]?.int, (100...599).contains(status) else {
            throw ExchangeFailure("one of `status`, `output`, `error` and `failure` says what came back")
        }
        var headers = [String: String]()
        for header in object["headers"]?.object ?? Object() {
            headers[header.key.lowercased()] = header.value.string
        }
        if let encoded = object["bodyBase64"]?.string {
            guard let body = Base64.decode(encoded) else {
                throw ExchangeFailure("`bodyBase64` is no base64")
            }
            return .response(status: status, headers: headers, body: body)
        }
        return .response(status: status, headers: headers, body: Array((object["body"]?.string ?? "").utf8))
    }
}
