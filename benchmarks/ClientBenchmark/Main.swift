import AWSClient
import AWSWire
import CClientBenchmark
import Documents
import ServiceModels

/// What a call through the client costs, beside the same request by a bare multi loop of libcurl's in C, in processor
/// time, in one run and against one server: `swift run -c release ClientBenchmark`.
@main struct Main {
    static let count = 10_000
    static let width = 32
    static let turns = 20

    static func main() async {
        var port: Int32 = 0
        let server = benchmark_serve(body, &port)
        defer { benchmark_stop(server) }
        var settings = ClientConfiguration(
            settings: Settings(environment: [:], configuration: SharedConfiguration()))
        settings.endpointURL = "http://127.0.0.1:\(port)"
        settings.isRateLimited = false
        settings.connectionsPerHost = width
        let client = AWSClient(models: ModelLibrary(), configuration: settings)
        let session = Session(
            CredentialCache(Credentials(accessKeyID: "AKIAEXAMPLE", secretAccessKey: Secret("example"))),
            account: "111122223333")

        let path = "/v2/email/identities/example.com"
        _ = benchmark_bare(port, path, 500, Int32(width))
        _ = await calls(client, session, 500)
        for round in 1...5 {
            var (bare, cost, bareGood, good) = (0, 0, 0, 0)
            let memory = benchmark_memory()
            // In turns, so that what else the machine does falls on both.
            for _ in 0..<turns {
                let start = benchmark_cpu()
                bareGood += Int(benchmark_bare(port, path, Int32(count / turns), Int32(width)))
                let middle = benchmark_cpu()
                good += await calls(client, session, count / turns)
                bare += middle - start
                cost += benchmark_cpu() - middle
            }
            print(
                "round \(round): bare C \(two(bare, count)) µs, client \(two(cost, count)) µs CPU a call,"
                    + " factor \(two(cost, bare)); \(bareGood) and \(good) of \(count) right;"
                    + " peak memory \(memory) KiB before, \(benchmark_memory()) KiB after")
        }
    }

    static func two(_ a: Int, _ b: Int) -> String { String((Double(a) / Double(b) * 100).rounded() / 100) }

    static func calls(_ client: AWSClient, _ session: Session, _ count: Int) async -> Int {
        await withTaskGroup(of: Int.self) { group in
            for worker in 0..<width {
                group.addTask(executorPreference: client.executor) {
                    var good = 0
                    for _ in 0..<(count / width + (worker < count % width ? 1 : 0)) {
                        let attempted = await client.send(
                            service: "sesv2", operation: "GetEmailIdentity",
                            parameters: Object([("EmailIdentity", "example.com")]), region: "eu-west-1",
                            session: session)
                        if attempted.output?["IdentityType"] == "DOMAIN" { good += 1 }
                    }
                    return good
                }
            }
            return await group.reduce(0, +)
        }
    }

    /// An answer as SES gives it, of 900 bytes.
    static let body = #"""
        {"IdentityType":"DOMAIN","FeedbackForwardingStatus":true,"VerifiedForSendingStatus":true,"DkimAttributes":{"SigningEnabled":true,"Status":"SUCCESS","Tokens":["aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb","cccccccccccccccccccccccccccccccc"],"SigningAttributesOrigin":"AWS_SES","NextSigningKeyLength":"RSA_2048_BIT","CurrentSigningKeyLength":"RSA_2048_BIT","LastKeyGenerationTimestamp":1652895852.123},"MailFromAttributes":{"BehaviorOnMxFailure":"USE_DEFAULT_VALUE"},"Policies":{"partner":"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"arn:aws:iam::444455556666:root\"},\"Action\":\"ses:SendEmail\",\"Resource\":\"arn:aws:ses:eu-west-1:111122223333:identity/example.com\"}]}"},"Tags":[],"ConfigurationSetName":"main","VerificationStatus":"SUCCESS","VerificationInfo":{"LastCheckedTimestamp":1652895852,"LastSuccessTimestamp":1652895852}}
        """#
}
