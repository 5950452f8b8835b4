import AWSWire
import Documents
import ServiceModels

/// An answer in the making: what the journal and the head of the answer need to know.
struct Answering: Sendable {
    let request: IncomingRequest
    let now: Timestamp
    let requestID = UUID.random()
    var call = ""
    var understood: Call?
    var effects: [Fault.Effect] = []
    var nearest: String?

    init(request: IncomingRequest, now: Timestamp) {
        self.request = request
        self.now = now
    }

    /// What a request gets that names no service that we know.
    static func unknownService(_ scope: String?) -> HTTPResponse {
        let about = scope.map { "the service \($0) has no model here" } ?? "the request names no service"
        var body = [UInt8]()
        JSON.write(["message": .string("mock-aws: \(about); sign it, or send Action and Version")], to: &body)
        return HTTPResponse(status: 501, headers: Headers([("Content-Type", "application/json")]), body: body)
    }

    /// The journal's entry.
    func entry(status: Int, error: ServiceError?) -> Value {
        var entry = Object([("at", .string(now.iso8601)), ("call", .string(call))])
        if let understood {
            entry["service"] = .string(understood.service)
            entry["operation"] = .string(understood.operation.name)
            entry["account"] = .string(understood.account)
            entry["region"] = .string(understood.region)
            entry["parameters"] = .object(understood.parameters)
        }
        entry["status"] = .integer(status)
        if let error { entry["error"] = .string(error.code) }
        if let attempt = request.header("amz-sdk-request") { entry["attempt"] = .string(attempt) }
        if !effects.isEmpty { entry["faults"] = .array(effects.map { .string("\($0)") }) }
        if let nearest { entry["nearest"] = .string(nearest) }
        entry["requestId"] = .string(requestID)
        return .object(entry)
    }
}

extension MockCore.Inner {
    /// Notes the answer in the journal and makes it bytes.
    mutating func finish(_ exchange: Answering, _ response: HTTPResponse, _ error: ServiceError? = nil)
        -> Delivery
    {
        journal.add(exchange.entry(status: response.status, error: error), call: exchange.call)
        var body = response.body
        if exchange.effects.contains(.malformed) { body = Array(body[..<(body.count * 2 / 3)]) }
        var length = body.count
        for case .wrongLength(let difference) in exchange.effects { length = max(0, length + difference) }
        var headers: [(name: String, value: String)] = [("Date", exchange.now.http)]
        if let type = response.headers["Content-Type"] { headers.append(("Content-Type", type)) }
        headers.append(("Content-Length", String(length)))
        headers.append(("Connection", exchange.request.keepsAlive ? "keep-alive" : "close"))
        for field in response.headers.fields
        where !["content-type", "content-length", "date", "connection"].contains(field.name.lowercased()) {
            headers.append((field.name, field.value))
        }
        let head = ReplyHead.write(response.status, headers)
        if exchange.request.method == "HEAD" { body = [] }
        var steps = [Delivery.Step]()
        var effect = Fault.Effect.through
        for one in exchange.effects {
            if case .latency(let milliseconds, _) = one {
                if milliseconds > 0 { steps.append(.wait(milliseconds)) }
            } else {
                effect = one
            }
        }
        return Delivery(steps + effect.deliver(head, body))
    }
}

extension Call {
    /// The ARN of what is asked about, where the parameters say it.
    var resource: String? {
        if let arn = text("TopicArn") ?? text("ResourceArn") { return arn }
        if let identity = text("EmailIdentity") ?? text("Identity") {
            return identity.hasPrefix("arn:")
                ? identity : "arn:\(partition):ses:\(region):\(account):identity/\(identity)"
        }
        return text("ConfigurationSetName").map {
            "arn:\(partition):ses:\(region):\(account):configuration-set/\($0)"
        }
    }
}
