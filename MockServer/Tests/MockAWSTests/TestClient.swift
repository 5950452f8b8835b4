import AWSWire
import Documents
import Inventory
import ServiceModels
import Synchronization

@testable import MockAWS

/// Calls a mock in the process, by the models, without a signature.
struct TestClient {
    let core: MockCore
    var region = "eu-west-1"
    var models = ModelLibrary()

    init(
        _ world: World, _ options: MockOptions = unchecked(),
        clock: @escaping @Sendable () -> Timestamp = { .now() }
    ) { core = MockCore(world, options: options, clock: clock) }

    static func unchecked() -> MockOptions {
        var options = MockOptions()
        options.authentication = .off
        return options
    }

    func request(_ service: String, _ operation: String, _ parameters: Object = Object()) throws
        -> IncomingRequest
    {
        let model = try models.model(service)
        let request = try Wire(model).encodeRequest(model.operation(operation)!, parameters)
        let scope =
            "AWS4-HMAC-SHA256 Credential=\(KeyRing.exampleID)/20261123/\(region)/\(model.metadata.signingName)/aws4_request, "
            + "SignedHeaders=host, Signature=0"
        let headers =
            request.headers.fields.map { ($0.name, $0.value) } + [
                ("Host", "localhost"), ("X-Amz-Date", "20261123T000000Z"), ("Authorization", scope),
            ]
        return IncomingRequest(
            method: request.method, target: request.target, headers: headers, body: request.body)
    }

    /// The output, or the error that the service gave.
    func call(_ service: String, _ operation: String, _ parameters: Object = Object()) throws -> Result<
        Value, ServiceError
    > {
        let model = try models.model(service)
        let delivery = core.respond(to: try request(service, operation, parameters))
        let response = try Self.parse(delivery.bytes)
        let wire = Wire(model), operation = model.operation(operation)!
        if (200..<300).contains(response.status) {
            return .success(try wire.decodeResponse(operation, response))
        }
        return .failure(wire.decodeError(operation, response))
    }

    static func parse(_ bytes: [UInt8]) throws -> HTTPResponse {
        let text = String(decoding: bytes, as: UTF8.self)
        let parts = text.split(separator: "\r\n\r\n", maxSplits: 1, omittingEmptySubsequences: false)
        let lines = parts[0].split(separator: "\r\n")
        let headers = lines.dropFirst().map { line in
            let colon = line.firstIndex(of: ":")!
            return (String(line[..<colon]), String(line[line.index(colon, offsetBy: 2)...]))
        }
        let body = Array(parts[1].utf8)
        return HTTPResponse(
            status: Int(lines[0].split(separator: " ")[1])!, headers: Headers(headers), body: body)
    }

    static func exchange(
        _ service: String, _ operation: String, _ parameters: Value, _ reply: Exchange.Reply,
        region: String = "eu-west-1"
    ) -> (exchange: Exchange, origin: String) {
        let key = Exchange.Key(
            account: "111122223333", region: region, service: service, operation: operation,
            parameters: parameters)
        return (Exchange(key: key, reply: reply, at: Timestamp(seconds: 0), source: .derived), "test:1")
    }

    /// A world with the identities `names`.
    static func world(_ names: [String]) -> World {
        var world = World()
        let items = names.map { name -> Value in
            ["IdentityName": .string(name), "VerificationStatus": "SUCCESS"]
        }
        world.exchanges = [
            exchange("sesv2", "ListEmailIdentities", [:], .output(["EmailIdentities": .array(items)]))
        ]
        return world
    }
}

extension Result where Success == Value, Failure == ServiceError {
    var code: String? { if case .failure(let error) = self { "\(error.status) \(error.code)" } else { nil } }
}

/// A clock that shows one time after the other, in seconds.
final class Ticks: Sendable {
    private let left: Mutex<[Double]>

    init(_ times: [Double]) { left = Mutex(times) }

    func next() -> Timestamp {
        left.withLock { Timestamp(seconds: 1_764_000_000 + ($0.count > 1 ? $0.removeFirst() : $0[0])) }
    }
}
