import AWSWire
import Documents
import Files
import ServiceModels
import Synchronization
import Testing
import TestSupport

@testable import AWSClient

@Suite struct CredentialChainConformanceTests {
    /// Cases that we do not support, with the reason.
    private static let unsupported: [String: String] = [:]

    @Test func `credentials come from where smithy-rs's scenarios say`() async throws {
        guard let folder = Conformance.folder("config-smithy-rs") else { return }
        var cases = Cases("config-smithy-rs credential chain")
        for kind in ["default-credential-provider-chain", "profile-provider"] {
            for name in try Files.list("\(folder)/aws-config/\(kind)") {
                let scenario = "\(folder)/aws-config/\(kind)/\(name)"
                guard Files.exists(scenario + "/test-case.json") else { continue }
                let test = try Cases.json(scenario + "/test-case.json")
                let traffic = try Traffic(Cases.json(scenario + "/http-traffic.json"))
                let result = try await load(
                    scenario, traffic, profileAlone: kind == "profile-provider")
                var detail = ""
                switch result {
                case .success(let given):
                    let expected = test["result"]?["Ok"]
                    let isRight =
                        expected?["access_key_id"]?.string == given.accessKeyID
                        && expected?["secret_access_key"]?.string == given.secretAccessKey.reveal()
                        && expected?["session_token"]?.string == given.sessionToken?.reveal()
                        && (expected?["expiry"]?.int).map { Double($0) == given.expiration?.seconds } ?? true
                        && (expected?["account_id"]?.string).map { $0 == given.accountID } ?? true
                    detail = "got \(given); \(traffic.complaints)"
                    cases.check(
                        name, unsupported: Self.unsupported, isRight && traffic.complaints.isEmpty, detail)
                case .failure(let failure):
                    cases.check(
                        name, unsupported: Self.unsupported, test["result"]?["ErrorContains"] != nil,
                        "\(failure) \(traffic.complaints)")
                }
            }
        }
        cases.report()
    }

    @Test func `a sign-in of aws login is read and refreshed as smithy-rs's scenarios say`() async throws {
        guard let folder = Conformance.folder("config-smithy-rs") else { return }
        var cases = Cases("config-smithy-rs login")
        for test in try Cases.json("\(folder)/aws-config/login-provider-test-cases.json").array ?? [] {
            let name = test["documentation"]?.string ?? ""
            let outcomes = test["outcomes"]?.array ?? []
            let files = CacheFiles(test["cacheContents"])
            let call = test["mockApiCalls"]?[0]
            let (result, asked) = try await login(test["configContents"]?.string ?? "", files, call)
            let isAsked =
                asked.map { $0["refreshToken"]?.string }
                == (call?["request"]?["tokenInput"]).map {
                    $0["refreshToken"]?.string
                }
            switch result {
            case .success(let given):
                let expected = outcomes.first { $0["result"] == "credentials" }
                let kept = outcomes.first { $0["result"] == "cacheContents" }?.object
                let isKept = kept.map { files.isAsIn($0) } ?? true
                cases.check(
                    name,
                    expected?["accessKeyId"]?.string == given.accessKeyID
                        && expected?["secretAccessKey"]?.string == given.secretAccessKey.reveal()
                        && expected?["sessionToken"]?.string == given.sessionToken?.reveal()
                        && expected?["accountId"]?.string == given.accountID
                        && expected?["expiresAt"]?.string == given.expiration?.iso8601 && isKept && isAsked,
                    "got \(given)")
            case .failure(let failure):
                cases.check(name, outcomes.first?["result"] == "error" && isAsked, "\(failure)")
            }
        }
        cases.report()
    }

    /// What the profile `signin` of `config` gives, and what was asked of AWS Sign-In, which answers as `call` says.
    private func login(
        _ config: String, _ files: CacheFiles, _ call: Value?
    ) async throws -> (Result<Credentials, CredentialFailure>, asked: Value?) {
        let settings = Settings(
            environment: ["AWS_LOGIN_CACHE_DIRECTORY": "/cache", "AWS_REGION": "us-west-2"],
            configuration: SharedConfiguration(
                config: try SharedFile(config, kind: .config, path: "config"), credentials: nil),
            profile: "signin")
        let asked = Journal<TransportRequest>()
        let client = AWSClient(
            models: ModelLibrary(), configuration: ClientConfiguration(settings: settings)
        ) { request in
            asked.append(request)
            let body = call?["response"]?["tokenOutput"].map { JSON.text($0) } ?? "{}"
            return .success(
                TransportResponse(
                    status: call?["responseCode"]?.int ?? 200, headerLines: [], body: Array(body.utf8)))
        }
        var surroundings = client.surroundings
        surroundings.read = { try files.read($0) }
        surroundings.write = { files.write($0, $1) }
        surroundings.now = { Timestamp("2025-11-19T00:00:00Z")! }
        let chain = CredentialChain(settings: settings, surroundings: surroundings)
        let result: Result<Credentials, CredentialFailure>
        do throws(CredentialFailure) { result = .success(try await chain.profile()) } catch {
            result = .failure(error)
        }
        for request in asked.all { try expectProof(request) }
        return (result, try asked.all.first.map { try JSON.parse($0.body) })
    }

    /// That `request` carries a proof of RFC 9449 for itself.
    private func expectProof(_ request: TransportRequest) throws {
        #expect(request.method == "POST" && request.url == "https://us-west-2.signin.aws.amazon.com/v1/token")
        let parts = (request.headers.first { $0.0 == "DPoP" }?.1 ?? "").split(separator: ".")
        try #require(parts.count == 3)
        let (header, claims) = (try Self.json(parts[0]), try Self.json(parts[1]))
        #expect(header["typ"] == "dpop+jwt" && header["alg"] == "ES256")
        #expect(header["jwk"]?["kty"] == "EC" && header["jwk"]?["crv"] == "P-256")
        #expect(claims["htm"] == "POST" && claims["htu"]?.string == request.url)
        #expect(claims["iat"]?.int == 1_763_510_400 && claims["jti"]?.string?.isEmpty == false)
        #expect(try Self.bytes(parts[2]).count == 64)
    }

    private static func bytes(_ text: Substring) throws -> [UInt8] {
        let plain = text.replacing("-", with: "+").replacing("_", with: "/")
        return try #require(Base64.decode(plain + String(repeating: "=", count: (4 - text.count % 4) % 4)))
    }

    private static func json(_ text: Substring) throws -> Value { try JSON.parse(bytes(text)) }

    private func load(
        _ scenario: String, _ traffic: Traffic, profileAlone: Bool
    ) async throws -> Result<Credentials, CredentialFailure> {
        let environment = strings(try Cases.json(scenario + "/env.json"))
        let read: @Sendable (String) throws -> [UInt8] = { path in
            try Files.read(scenario + "/fs" + (path.hasPrefix("/") ? path : "/" + path))
        }
        let settings: Settings
        do {
            settings = Settings(
                environment: environment,
                configuration: try SharedConfiguration.load(environment: environment, read: read))
        } catch { return .failure(.failed("\(error)")) }
        var configuration = ClientConfiguration(settings: settings)
        configuration.timeFactor = 1000
        let client = AWSClient(models: ModelLibrary(), configuration: configuration) { traffic.answer($0) }
        var surroundings = client.surroundings
        surroundings.read = read
        surroundings.now = { Timestamp(seconds: 1_600_000_000) }
        surroundings.code = nil
        let chain = CredentialChain(settings: settings, surroundings: surroundings)
        do throws(CredentialFailure) {
            return .success(try await profileAlone ? chain.profile() : chain.load())
        } catch { return .failure(error) }
    }
}

/// The files of a cache, which a test keeps in memory.
private final class CacheFiles: Sendable {
    private let files: Mutex<[String: Value]>

    init(_ contents: Value?) {
        files = Mutex(
            Dictionary(
                uniqueKeysWithValues: (contents?.object?.members ?? []).map { ("/cache/" + $0.key, $0.value) }
            ))
    }

    func read(_ path: String) throws -> [UInt8] {
        guard let file = files.withLock({ $0[path] }) else {
            throw FileFailure(path: path, attempt: "read", code: 2)
        }
        return Array(JSON.text(file).utf8)
    }

    func write(_ path: String, _ bytes: [UInt8]) {
        files.withLock { $0[path] = try? JSON.parse(bytes) }
    }

    /// Whether each file that `expected` names is as it says.
    func isAsIn(_ expected: Object) -> Bool {
        files.withLock { files in
            expected.allSatisfy { $0.key == "result" || files["/cache/" + $0.key] == $0.value }
        }
    }
}

/// Recorded requests and their answers, given in order.
final class Traffic: Sendable {
    private struct Exchange {
        var method = ""
        var url = ""
        var form = ""
        var status: Int?
        var body = ""
    }
    private let left: Mutex<[Exchange]>
    private let wrong = Journal<String>()
    var complaints: [String] { wrong.all }

    init(_ recording: Value) {
        var exchanges = [Exchange]()
        for event in recording["events"]?.array ?? [] {
            let action = event["action"]
            if let request = action?["Request"]?["request"] {
                exchanges.append(
                    Exchange(method: request["method"]?.string ?? "", url: request["uri"]?.string ?? ""))
            } else if let response = action?["Response"]?["response"] {
                exchanges[exchanges.count - 1].status = response["Ok"]?["status"]?.int
            } else if let data = action?["Data"] {
                let text = data["data"]?["Utf8"]?.string ?? ""
                if data["direction"]?.string == "Request" {
                    exchanges[exchanges.count - 1].form += text
                } else {
                    exchanges[exchanges.count - 1].body += text
                }
            }
        }
        left = Mutex(exchanges)
    }

    private static func normal(_ url: String) -> String {
        let parts = url.split(separator: "?", maxSplits: 1)
        let query = parts.count > 1 ? parts[1].split(separator: "&").sorted().joined(separator: "&") : ""
        let path = parts[0].last == "/" ? parts[0].dropLast() : parts[0]
        return path + "?" + query
    }

    func answer(_ request: TransportRequest) -> Result<TransportResponse, TransportFailure> {
        left.withLock { left in
            guard !left.isEmpty else {
                return .failure(TransportFailure(.connect, "nothing more is recorded"))
            }
            let next = left.removeFirst()
            if next.method != request.method || Self.normal(next.url) != Self.normal(request.url) {
                wrong.append("asked \(request.method) \(request.url), recorded \(next.method) \(next.url)")
            }
            let (sent, recorded) = (
                Percent.pairs(String(decoding: request.body, as: UTF8.self), plusIsSpace: true),
                Percent.pairs(next.form, plusIsSpace: true)
            )
            // Some recordings were made with another role than their profile names, so the role is not compared.
            let (ours, theirs) = (sent.first { $0.name == "Action" }, recorded.first { $0.name == "Action" })
            if let theirs, ours?.value != theirs.value {
                wrong.append("Action is \(ours?.value ?? "absent")")
            }
            guard let status = next.status else { return .failure(TransportFailure(.reset, "recorded")) }
            return .success(TransportResponse(status: status, headerLines: [], body: Array(next.body.utf8)))
        }
    }
}
