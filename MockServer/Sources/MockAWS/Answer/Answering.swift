import AWSWire
import Documents
import ServiceModels

/// An answer in the making: the request as far as it is read, and what the journal and the head of the answer need to know.
struct Answering: Sendable {
    let request: IncomingRequest
    /// The path, and the query string behind it.
    let path: String
    let query: String
    /// The query string's names and values.
    let pairs: [(name: String, value: String)]
    let signature: Result<Signature?, Signature.Malformed>
    let now: Timestamp
    let id: RequestID
    var call = ""
    var understood: Understood?
    var effects: [Fault.Effect] = []
    var nearest: String?

    init(request: IncomingRequest, now: Timestamp, id: RequestID) {
        self.request = request
        self.now = now
        self.id = id
        if let mark = request.target.utf8.firstIndex(of: UInt8(ascii: "?")) {
            path = String(request.target[..<mark])
            query = String(request.target[request.target.utf8.index(after: mark)...])
        } else {
            (path, query) = (request.target, "")
        }
        pairs = Percent.pairs(query)
        do throws(Signature.Malformed) { signature = .success(try Signature(request, query: pairs)) } catch {
            signature = .failure(error)
        }
    }

    /// The signature, where there is one that can be read.
    var scope: Signature? { if case .success(let signature) = signature { signature } else { nil } }

    /// The request for the services' codecs.
    var message: HTTPRequest {
        HTTPRequest(
            method: request.method, path: path, query: query,
            headers: Headers(request.headers.map { ($0.name, $0.value) }), body: request.body)
    }

    /// The ID as text.
    var requestID: String { id.text }

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
            at: now, call: call, understood: understood, status: status, error: error?.code,
            attempt: request.header("amz-sdk-request"), effects: effects, nearest: nearest, requestID: id)
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
        head.add("Date", date(exchange.now))
        if let type = response.headers["Content-Type"] { head.add("Content-Type", type) }
        head.add("Content-Length", String(length))
        head.add("Connection", exchange.request.keepsAlive ? "keep-alive" : "close")
        for field in response.headers.fields where !ReplyHead.isOurs(field.name) {
            head.add(field.name, field.value)
        }
        if exchange.request.method == "HEAD" { body = [] }
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
