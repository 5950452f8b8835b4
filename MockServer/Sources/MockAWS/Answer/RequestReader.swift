public import AWSWire
public import Documents
public import ServiceModels

/// Reads requests by the services' models, for whoever passes them on and does not answer them.
public struct RequestReader: Sendable {
    /// A request that was understood.
    public struct Reading: Sendable {
        /// The service, by its folder in botocore.
        public let service: String
        /// The operation.
        public let operation: ServiceModels.Operation
        /// The parameters by the model's names.
        public let parameters: Object
        /// The region of the signature's scope.
        public let region: String
        /// The access key that signed.
        public let keyID: String
        /// The codec of the service.
        public let wire: Wire
    }

    /// What came of reading.
    public enum Outcome: Sendable {
        /// It was understood.
        case understood(Reading)
        /// It was not: what to answer, in the service's words where it is known.
        case refused(HTTPResponse)
    }

    private let models: ModelLibrary
    private let router: Router

    /// A reader that knows the services of `models`.
    public init(models: ModelLibrary) {
        self.models = models
        router = Router(models.embeddedServices, models: models)
    }

    /// What `request` asks. One without a signature is refused: it does not say which service and region it is for, and
    /// a web page could have sent it.
    public func read(_ request: IncomingRequest, requestID: String) -> Outcome {
        let mark = request.target.firstIndex(of: "?")
        let path = mark.map { String(request.target[..<$0]) } ?? request.target
        let query = mark.map { String(request.target[request.target.index(after: $0)...]) } ?? ""
        let message = HTTPRequest(
            method: request.method, path: path, query: query,
            headers: Headers(request.headers.map { ($0.name, $0.value) }), body: request.body)
        var scope: Signature?
        var mistake: String?
        do throws(Signature.Malformed) {
            scope = try Signature(request, query: Percent.pairs(query))
        } catch { mistake = error.message }
        let router =
            scope.map { self.router.candidates(message, scope: $0.service).isEmpty } == true
            ? Router([scope!.service], models: models) : self.router
        var refusal: HTTPResponse?
        for service in router.candidates(message, scope: scope?.service) {
            let (wire, words) = (service.wire, service.words)
            let error: ServiceError
            do throws(WireFailure) {
                let (operation, parameters) = try wire.decodeRequest(message)
                if let scope {
                    return .understood(
                        Reading(
                            service: service.name, operation: operation, parameters: parameters,
                            region: scope.region,
                            keyID: scope.keyID, wire: wire))
                }
                error = mistake.map { words.incomplete($0) } ?? words.unsigned
            } catch {
                let isMalformed = error.kind == .message || error.kind == .parameters
                refusal =
                    refusal
                    ?? wire.encodeError(
                        isMalformed ? words.malformed(error.message) : words.unknownOperation(error.message),
                        operation: nil, requestID: requestID)
                continue
            }
            return .refused(wire.encodeError(error, operation: nil, requestID: requestID))
        }
        return .refused(refusal ?? Answering.unknownService(scope?.service))
    }
}

extension Delivery {
    /// `response` as the answer to `request`; what belongs to another connection is left out.
    public init(_ response: HTTPResponse, to request: IncomingRequest) {
        var headers = response.headers.fields.filter {
            !["connection", "keep-alive", "transfer-encoding", "content-length", "upgrade", "trailer"]
                .contains($0.name.lowercased())
        }.map { (name: $0.name, value: $0.value) }
        let body = request.method == "HEAD" ? [] : response.body
        headers.append(("Content-Length", String(body.count)))
        headers.append(("Connection", request.keepsAlive ? "keep-alive" : "close"))
        self.init([.bytes(ReplyHead.write(response.status, headers) + body)])
    }
}
