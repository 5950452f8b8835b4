import AWSClient
import AWSWire
import Documents
import Files
import Inventory
import MockAWS
import Recording
import ServiceModels
import TestSupport
import Testing

/// The proxy between a client and a mock that stands for AWS, and the replay of what it recorded.
@Suite struct RecorderTests {
    private static let demo =
        #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined() + "/Worlds/demo"
    private static let secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"

    private let folder: TemporaryFolder
    private var path: String { folder.path + "/world" }

    init() throws { folder = try TemporaryFolder() }

    private static func client(_ url: String) -> AWSClient {
        let settings = Settings(
            environment: [
                "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY": secret,
                "AWS_MAX_ATTEMPTS": "1",
            ], configuration: SharedConfiguration())
        var configuration = ClientConfiguration(settings: settings)
        configuration.endpointURL = url
        configuration.isRateLimited = false
        return AWSClient(models: ModelLibrary(), configuration: configuration)
    }

    private func recorder(_ url: String) throws -> Recorder {
        let client = Self.client(url)
        var session = client.session()
        session.account = "111122223333"
        let world = try RecordedWorld(path, models: client.models, keyFile: folder.path + "/key")
        return try Recorder(
            into: world, client: client, session: session, server: ServerOptions(), source: "test",
            whenEnded: {})
    }

    /// What the calls of a session in the account of `client` come to, in words.
    private func ask(_ url: String, _ calls: [(service: String, operation: String, parameters: Object)]) async
        -> [String]
    {
        let client = Self.client(url)
        let session = client.session().allowingChanges
        var words = [String]()
        for call in calls {
            let attempted = await client.send(
                service: call.service, operation: call.operation, parameters: call.parameters,
                region: "eu-west-1", session: session)
            switch attempted.outcome {
            case .output(let output): words.append(JSON.text(output, .sorted))
            case .error(let error): words.append("\(error.status) \(error.code)")
            case .failure(let failure): words.append("\(failure)")
            }
        }
        return words
    }

    @Test func `a client sees through the proxy what it would see without it`() async throws {
        let calls: [(String, String, Object)] = [
            ("sesv2", "ListEmailIdentities", Object([("PageSize", 5)])),
            ("sesv2", "GetEmailIdentity", Object([("EmailIdentity", "example.com")])),
            ("sesv2", "GetEmailIdentity", Object([("EmailIdentity", "absent.example.com")])),
            ("ses", "ListIdentityPolicies", Object([("Identity", "example.com")])),
            ("sns", "ListTopics", Object()),
        ]
        let upstream = try MockServer(try World(path: Self.demo))
        let direct = await ask(upstream.url, calls)
        let recorder = try recorder(upstream.url)
        let through = await ask("http://127.0.0.1:\(recorder.port)", calls)
        recorder.stop(drainingFor: 1)
        #expect(through == direct)
        #expect(through[2] == "404 NotFoundException")
        let world = try World(path: path)
        #expect(world.exchanges.count == calls.count)
        #expect(world.problems(modelPaths: []).map(\.description) == [])
    }

    @Test func `a change between two reads is replayed as it was`() async throws {
        let read = ("ses", "ListIdentityPolicies", Object([("Identity", "example.com")]))
        let change = (
            "ses", "DeleteIdentityPolicy", Object([("Identity", "example.com"), ("PolicyName", "open")])
        )
        let upstream = try MockServer(try World(path: Self.demo))
        let recorder = try recorder(upstream.url)
        let recorded = await ask("http://127.0.0.1:\(recorder.port)", [read, read, change, read])
        recorder.stop(drainingFor: 1)
        #expect(recorded[0] == recorded[1] && recorded[1] != recorded[3])
        let world = try World(path: path)
        let identity = world.exchanges[0].exchange.key.parameters["Identity"]!
        let policy = try #require(
            world.exchanges.lazy.compactMap { $0.exchange.key.parameters["PolicyName"] }.first)
        let replay = try MockServer(world)
        let again = ("ses", "ListIdentityPolicies", Object([("Identity", identity)]))
        let undone = (
            "ses", "DeleteIdentityPolicy", Object([("Identity", identity), ("PolicyName", policy)])
        )
        let replayed = await ask(replay.url, [again, again, undone, again, again])
        let lengths = recorded.map { $0.split(separator: ",").count }
        #expect(replayed.map { $0.split(separator: ",").count } == lengths + [lengths[3]])
    }

    @Test func `who calls with a session that was issued through it is passed on in that session`()
        async throws
    {
        let upstream = try MockServer(try World(path: Self.demo))
        let recorder = try recorder(upstream.url)
        let client = Self.client("http://127.0.0.1:\(recorder.port)")
        let inner = client.session(
            assuming: "arn:aws:iam::444455556666:role/audit", from: client.session(), region: "eu-west-1")
        let who = await client.send(
            service: "sts", operation: "GetCallerIdentity", parameters: Object(), region: "eu-west-1",
            session: inner)
        recorder.stop(drainingFor: 1)
        #expect(who.output?["Account"] == "444455556666")
        let accounts = Set(try World(path: path).exchanges.map(\.exchange.key.account))
        #expect(accounts == ["100000000001", "100000000002"])
    }

    @Test func `an upstream that is not there is said, and not recorded`() async throws {
        let recorder = try recorder("http://127.0.0.1:1")
        let seen = await ask(
            "http://127.0.0.1:\(recorder.port)", [("sns", "ListTopics", Object())])
        recorder.stop(drainingFor: 1)
        #expect(seen == ["502 NoAnswer"])
        #expect(recorder.failure == nil)
        #expect(try World(path: path).exchanges.isEmpty)
    }
}
