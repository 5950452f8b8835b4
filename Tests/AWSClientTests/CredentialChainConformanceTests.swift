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
