public import AWSClient
import AWSWire
import Documents
import Inventory
public import MockAWS
import ServiceModels
import Synchronization

/// A proxy that passes requests on to AWS, or to what stands in for it, and records what comes back.
///
/// Requests are signed anew, with the recorder's own credentials or with those of a session that it saw being issued.
/// Clients may use any credentials; they only have to sign.
public final class Recorder: Sendable {
    /// The port.
    public var port: Int { server.withLock { $0?.port ?? 0 } }

    private let client: AWSClient
    private let session: Session
    private let account: String
    private let world: RecordedWorld
    private let reader: RequestReader
    private let source: String
    private let sessions = IssuedSessions()
    private let ended = Mutex<RecordingFailure?>(nil)
    private let whenEnded: @Sendable () -> Void
    private let server = Mutex<HTTPServer?>(nil)

    /// Starts recording into `world`; the port is known when this returns.
    ///
    /// - Parameters:
    ///   - session: what requests are signed with, and its account.
    ///   - source: where an exchange was recorded, to be shown to anyone.
    ///   - whenEnded: called once ``failure`` is there, from any thread.
    public init(
        into world: RecordedWorld, client: AWSClient, session: Session, server options: ServerOptions,
        source: String, whenEnded: @escaping @Sendable () -> Void
    ) throws(ServerFailure) {
        self.world = world
        self.client = client
        self.session = session
        account = session.account
        reader = RequestReader(models: client.models)
        self.source = source
        self.whenEnded = whenEnded
        let server = try HTTPServer(options) { [weak self] request in
            let later = LaterDelivery()
            Task { later.make(await self?.answer(request) ?? Delivery([.close])) }
            return Delivery([.later(later)])
        }
        self.server.withLock { $0 = server }
    }

    /// Why the recording has ended before it was stopped.
    public var failure: RecordingFailure? { ended.withLock { $0 } }

    /// Stops; requests that have begun are answered and recorded for at most `seconds`.
    public func stop(drainingFor seconds: Double) {
        let server = server.withLock { $0 }
        server?.stop(drainingFor: seconds)
    }

    private func answer(_ request: IncomingRequest) async -> Delivery {
        let id = UUID.random()
        let reading: RequestReader.Reading
        switch reader.read(request, requestID: id) {
        case .refused(let response): return Delivery(response, to: request)
        case .understood(let understood): reading = understood
        }
        func refuse(_ code: String, _ message: String, status: Int) -> Delivery {
            Delivery(
                reading.wire.encodeError(
                    ServiceError(code: code, message: "mock-aws record: \(message)", status: status),
                    operation: nil, requestID: id), to: request)
        }
        if let failure { return refuse("RecordingEnded", "\(failure)", status: 400) }
        guard let message = Self.bare(request) else {
            return refuse("NotImplemented", "a body that is signed in chunks can't be passed on", status: 501)
        }
        let caller: IssuedSessions.Issued
        do throws(CredentialFailure) {
            if let issued = sessions[reading.keyID] {
                caller = issued
            } else {
                let own = try await session.credentials.credentials()
                caller = IssuedSessions.Issued(credentials: own, account: account)
            }
        } catch { return refuse("NoCredentials", error.message, status: 400) }
        let reply = await client.forward(
            message, service: reading.service, region: reading.region, credentials: caller.credentials)
        switch reply {
        case .failure(let failure): return refuse("NoAnswer", "no answer came: \(failure)", status: 502)
        case .success(let response):
            do {
                try record(reading, request, response, caller)
                return Delivery(response, to: request)
            } catch {
                end(error)
                return refuse("RecordingEnded", "\(error)", status: 400)
            }
        }
    }

    private func record(
        _ reading: RequestReader.Reading, _ request: IncomingRequest, _ response: HTTPResponse,
        _ caller: IssuedSessions.Issued
    ) throws {
        if reading.service == "sts", (200..<300).contains(response.status),
            let output = try? reading.wire.decodeResponse(reading.operation, response)
        {
            sessions.note(output, account: caller.account)
        }
        var headers = [String: String]()
        for field in response.headers.fields { headers[field.name.lowercased()] = field.value }
        let exchange = Exchange(
            key: Exchange.Key(
                account: caller.account, region: reading.region, service: reading.service,
                operation: reading.operation.name, parameters: .object(reading.parameters)),
            reply: .response(status: response.status, headers: headers, body: response.body), at: .now())
        let own = caller.credentials
        let secrets =
            [own.accessKeyID, own.secretAccessKey.reveal(), own.sessionToken?.reveal() ?? "", reading.keyID]
            + [request.header("x-amz-security-token") ?? "", Self.signature(request)] + sessions.secrets
        try world.record(exchange, from: source, secrets: secrets)
    }

    private func end(_ error: any Error) {
        let isFirst = ended.withLock { ended in
            defer { ended = ended ?? (error as? RecordingFailure) ?? RecordingFailure("\(error)") }
            return ended == nil
        }
        if isFirst { whenEnded() }
    }

    private static func signature(_ request: IncomingRequest) -> String {
        let header = request.header("authorization") ?? ""
        return header.firstRange(of: "Signature=").map { String(header[$0.upperBound...]) } ?? ""
    }

    /// `request` without its signature and what belongs to its connection; nil where its body is bound to them.
    private static func bare(_ request: IncomingRequest) -> HTTPRequest? {
        if request.header("x-amz-content-sha256")?.hasPrefix("STREAMING-") == true { return nil }
        let mark = request.target.firstIndex(of: "?")
        let query = mark.map { request.target[request.target.index(after: $0)...] } ?? ""
        let headers = request.headers.filter { header in
            let name = header.name.lowercased()
            return !dropped.contains(name) && !name.hasPrefix("proxy-")
        }
        return HTTPRequest(
            method: request.method, path: mark.map { String(request.target[..<$0]) } ?? request.target,
            query: query.split(separator: "&").filter { !$0.hasPrefix("X-Amz-") }
                .joined(separator: "&"),
            headers: Headers(headers.map { ($0.name, $0.value) }), body: request.body)
    }

    private static let dropped: Set = [
        "host", "authorization", "x-amz-date", "date", "x-amz-security-token", "x-amz-content-sha256",
        "connection", "keep-alive", "content-length", "transfer-encoding", "te", "trailer", "upgrade",
        "expect", "accept-encoding", "cookie", "forwarded", "x-forwarded-for",
    ]
}
