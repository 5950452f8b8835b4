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

        _ = benchmark_bare(port, "/v2/email/identities/example.com", 500, Int32(width))
        _ = await calls(client, session, 500)
        for round in 1...3 {
            let start = benchmark_cpu()
            let bare = benchmark_bare(port, "/v2/email/identities/example.com", Int32(count), Int32(width))
            let middle = benchmark_cpu()
            let memory = benchmark_memory()
            let good = await calls(client, session, count)
            let end = benchmark_cpu()
            let (cost, floor) = (Double(end - middle) / Double(count), Double(middle - start) / Double(count))
            print(
                "round \(round): bare C \(two(floor)) µs, client \(two(cost)) µs CPU a call, factor \(two(cost / floor));"
                    + " \(bare) and \(good) of \(count) right;"
                    + " peak memory \(memory) KiB before, \(benchmark_memory()) KiB after")
        }
    }

    static func two(_ number: Double) -> String { String((number * 100).rounded() / 100) }

    static func calls(_ client: AWSClient, _ session: Session, _ count: Int) async -> Int {
        await withTaskGroup(of: Int.self) { group in
            for worker in 0..<width {
                group.addTask {
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
