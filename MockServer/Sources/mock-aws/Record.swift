import AWSClient
import AWSWire
import Documents
import MockAWS
import Recording
import ServiceModels

/// `mock-aws record`.
struct Record {
    static let options = [
        "--world": true, "--upstream": true, "--profile": true, "--secret": true, "--keep": true,
        "--quiet": false,
    ].merging(ServerSettings.words) { $1 }

    private let arguments: Arguments
    private let environment: [String: String]
    private let folder: String

    init(_ arguments: Arguments, environment: [String: String]) throws(Usage) {
        self.arguments = arguments
        self.environment = environment
        guard let folder = arguments.last("--world"), !folder.isEmpty else {
            throw Usage("name the folder to record into with --world DIR")
        }
        if let word = arguments.rest.first { throw Usage("record takes no \(word); see --help") }
        self.folder = folder.count > 1 && folder.hasSuffix("/") ? String(folder.dropLast()) : folder
    }

    func run() throws -> Int32 {
        var signals = Signals()
        let client = try client()
        let world = try RecordedWorld(
            folder, models: client.models, keyFile: try keyFile(),
            secretMembers: Set(named("--secret")), keeping: Set(named("--keep")))
        let session = try session(client)
        let server = try ServerSettings(arguments, environment)
        defer { server.cleanUp() }
        let recorder = try Recorder(
            into: world, client: client, session: session, server: server.options,
            source: arguments.has("--upstream") ? "mock-aws record" : "mock-aws record of AWS",
            whenEnded: Signals.askToEnd)
        server.announce(port: recorder.port)
        if !arguments.has("--quiet") {
            server.warn()
            Console.error(
                "recording what \(arguments.last("--upstream") ?? "AWS") answers to account \(session.account) into "
                    + "\(folder); SIGTERM or Ctrl-C ends it")
        }
        while signals.wait(seconds: 60) != .end {}
        recorder.stop(drainingFor: 10)
        if let failure = recorder.failure {
            Console.error("mock-aws: \(failure)")
            return 2
        }
        if !arguments.has("--quiet") {
            Console.error("\(world.written) exchanges written; mock-aws serve --world \(folder) replays them")
        }
        return 0
    }

    /// The words of an option that may be given several times, or with commas.
    private func named(_ option: String) -> [String] {
        (arguments.values[option] ?? []).flatMap { $0.split(separator: ",").map(String.init) }
    }

    private func client() throws -> AWSClient {
        // The variables that lead the clients here must not lead the proxy to itself.
        var environment = environment
        environment["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"] = "true"
        let shared = try SharedConfiguration.load(environment: environment)
        let profile = arguments.last("--profile")
        if let profile, shared.profiles[profile] == nil {
            throw Usage("there is no profile \(profile)", among: profile, shared.profiles.keys.sorted())
        }
        var configuration = ClientConfiguration(
            settings: Settings(environment: environment, configuration: shared, profile: profile))
        configuration.endpointURL = arguments.last("--upstream")
        configuration.userAgent = "mock-aws"
        configuration.isRateLimited = false
        return AWSClient(
            models: ModelLibrary(searchPaths: ModelLibrary.standardPaths(environment: environment)),
            configuration: configuration)
    }

    /// Whose answers are recorded: who the credentials are is asked once, which also shows that they are good.
    private func session(_ client: AWSClient) throws -> Session {
        let unnamed = client.session()
        let region = client.configuration.settings.region ?? "us-east-1"
        let asked = Waiting.result {
            await client.send(
                service: "sts", operation: "GetCallerIdentity", parameters: Object(), region: region,
                session: unnamed)
        }
        switch asked.outcome {
        case .output(let output):
            guard let account = output["Account"]?.string else {
                throw RecordingFailure("sts:GetCallerIdentity named no account")
            }
            var session = unnamed
            session.account = account
            return session
        case .error(let error):
            throw RecordingFailure("cannot tell whose credentials these are: sts:GetCallerIdentity: \(error)")
        case .failure(let failure):
            throw RecordingFailure(
                "cannot tell whose credentials these are: sts:GetCallerIdentity: \(failure)")
        }
    }

    /// The file of the key under which pseudonyms are remembered, in the user's state folder.
    private func keyFile() throws(Usage) -> String {
        if let state = environment["XDG_STATE_HOME"], state.hasPrefix("/") {
            return state + "/mock-aws/pseudonyms.key"
        }
        if let home = environment["HOME"], home.hasPrefix("/") {
            return home + "/.local/state/mock-aws/pseudonyms.key"
        }
        throw Usage("there is no place for the key of pseudonyms: HOME is not set")
    }
}
