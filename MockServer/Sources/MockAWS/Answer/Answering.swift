import AWSWire
import Documents
import ServiceModels

/// An answer in the making: what the journal and the head of the answer need to know.
struct Answering: Sendable {
    let asked: Asked
    var call = ""
    var understood: Understood?
    var effects: [Fault.Effect] = []
    var nearest: String?

    init(_ asked: Asked) { self.asked = asked }

    /// The ID as text.
    var requestID: String { asked.id.text }

    /// What a request gets that names no service that we know.
    static func unknownService(_ scope: String?) -> HTTPResponse {
        let about = scope.map { "the service \($0) has no model here" } ?? "the request names no service"
        var body = [UInt8]()
        JSON.write(["message": .string("mock-aws: \(about); sign it, or send Action and Version")], to: &body)
        return HTTPResponse(status: 501, headers: Headers([("Content-Type", "application/json")]), body: body)
    }

    /// The journal's entry.
    func entry(status: Int, error: ServiceError?) -> Journal.Entry {
        Journal.Entry(
            at: asked.now, call: call, understood: understood, status: status, error: error?.code,
            attempt: asked.request.header("amz-sdk-request"), effects: effects, nearest: nearest,
            requestID: asked.id)
    }
}

extension MockCore.Inner {
    /// `now` as HTTP writes it, made once a second.
    mutating func date(_ now: Timestamp) -> String {
        let second = Int(now.seconds.rounded(.down))
        if second != date.second { date = (second, now.http) }
        return date.text
    }

    /// Notes the answer in the journal and makes it bytes.
    mutating func finish(_ exchange: Answering, _ response: HTTPResponse, _ error: ServiceError? = nil)
        -> Delivery
    {
        journal.add(exchange.entry(status: response.status, error: error))
        var body = response.body
        if exchange.effects.contains(.malformed) { body = Array(body[..<(body.count * 2 / 3)]) }
        var length = body.count
        for case .wrongLength(let difference) in exchange.effects { length = max(0, length + difference) }
        var head = ReplyHead(response.status, reserving: body.count)
        head.add("Date", date(exchange.asked.now))
        if let type = response.headers["Content-Type"] { head.add("Content-Type", type) }
        head.add("Content-Length", String(length))
        head.add("Connection", exchange.asked.request.keepsAlive ? "keep-alive" : "close")
        for field in response.headers.fields where !ReplyHead.isOurs(field.name) {
            head.add(field.name, field.value)
        }
        if exchange.asked.request.method == "HEAD" { body = [] }
        if exchange.effects.isEmpty { return Delivery([.bytes(head.closed(before: body))]) }
        var steps = [Delivery.Step]()
        var effect = Fault.Effect.through
        for one in exchange.effects {
            if case .latency(let milliseconds, _) = one {
                if milliseconds > 0 { steps.append(.wait(milliseconds)) }
            } else {
                effect = one
            }
        }
        return Delivery(steps + effect.deliver(head.closed(), body))
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
