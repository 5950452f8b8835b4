import AWSWire
import Documents
import ServiceModels
import Testing

@testable import MockAWS

/// How each protocol words that somebody may not come in, signed in the header and in the query string.
@Suite struct ErrorWordsTests {
    /// What is wrong with a request.
    enum Mistake: CaseIterable { case key, secret, clock, session, unsigned }

    private static let signedAt = "20261123T175845Z"
    private static let unsigned = "Request is missing Authentication Token"
    private static let signature =
        "The request signature we calculated does not match the signature you provided."

    private static func older(_ stop: String, minutes: Int) -> [(Mistake, String, String)] {
        [
            (
                .key, "403 InvalidClientTokenId",
                "The security token included in the request is invalid" + stop
            ),
            (.secret, "403 SignatureDoesNotMatch", signature),
            (.clock, "403 SignatureDoesNotMatch", late(minutes)),
            (.session, "403 ExpiredToken", "The security token included in the request is expired"),
            (.unsigned, "403 MissingAuthenticationToken", unsigned),
        ]
    }

    private static func newer(_ status: Int, minutes: Int) -> [(Mistake, String, String)] {
        [
            (
                .key, "\(status) UnrecognizedClientException",
                "The security token included in the request is invalid."
            ),
            (.secret, "\(status) InvalidSignatureException", signature),
            (.clock, "\(status) InvalidSignatureException", late(minutes)),
            (
                .session, "\(status) ExpiredTokenException",
                "The security token included in the request is expired"
            ),
            (.unsigned, "\(status) MissingAuthenticationTokenException", unsigned),
        ]
    }

    private static func late(_ minutes: Int) -> String {
        let limit = Timestamp(seconds: Timestamp("20261123T185845Z")!.seconds - Double(minutes * 60)).basic
        return
            "Signature expired: \(signedAt) is now earlier than \(limit) (20261123T185845Z - \(minutes) min.)"
    }

    private static let table: [(service: String, operation: String, words: [(Mistake, String, String)])] = [
        ("sts", "GetCallerIdentity", older("", minutes: 15)), ("iam", "ListRoles", older("", minutes: 15)),
        ("ses", "ListIdentities", older(".", minutes: 5)), ("sns", "ListTopics", older(".", minutes: 5)),
        ("sesv2", "GetAccount", newer(403, minutes: 5)), ("lambda", "ListFunctions", newer(403, minutes: 5)),
        ("kms", "ListKeys", newer(400, minutes: 5)), ("sqs", "ListQueues", newer(400, minutes: 15)),
        (
            "s3", "ListBuckets",
            [
                (
                    .key, "403 InvalidAccessKeyId",
                    "The AWS Access Key Id you provided does not exist in our records."
                ),
                (.secret, "403 SignatureDoesNotMatch", signature),
                (.clock, "403 RequestTimeTooSkewed", "The difference between the request time"),
                (.session, "400 ExpiredToken", "The provided token has expired."),
                (.unsigned, "403 AccessDenied", "Access Denied"),
            ]
        ),
        (
            "ec2", "DescribeRegions",
            [
                (.key, "401 AuthFailure", "AWS was not able to validate the provided access credentials"),
                (.secret, "401 AuthFailure", "AWS was not able to validate the provided access credentials"),
                (.clock, "400 RequestExpired", "Request has expired."),
                (.session, "400 RequestExpired", "Request has expired."),
                (.unsigned, "403 MissingAuthenticationToken", unsigned),
            ]
        ),
    ]

    /// The request of an operation with a signature of nothing, and with a mistake.
    private func request(
        _ client: TestClient, _ service: String, _ operation: String, _ mistake: Mistake, presigned: Bool
    ) throws -> IncomingRequest {
        let made = try client.request(service, operation)
        let name = try client.models.model(service).metadata.signingName
        let key = mistake == .key ? "AKIAUNKNOWN" : mistake == .session ? "ASIAOLD" : KeyRing.exampleID
        let scope = "\(key)/20261123/eu-west-1/\(name)/aws4_request"
        let none = String(repeating: "0", count: 64)
        var headers = made.headers.filter { !["X-Amz-Date", "Authorization"].contains($0.name) }
        var target = made.target
        if mistake == .unsigned {
            // The scope is what tells services apart on one port, else their API version or path.
            guard !presigned else { return made }
        } else if presigned {
            let token = mistake == .session ? "&X-Amz-Security-Token=t" : ""
            target +=
                (target.contains("?") ? "&" : "?")
                + "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=\(Percent.encode(scope))"
                + "&X-Amz-Date=\(Self.signedAt)&X-Amz-SignedHeaders=host&X-Amz-Signature=\(none)\(token)"
        } else {
            headers.append(("X-Amz-Date", Self.signedAt))
            if mistake == .session { headers.append(("X-Amz-Security-Token", "t")) }
            headers.append(
                (
                    "Authorization",
                    "AWS4-HMAC-SHA256 Credential=\(scope), SignedHeaders=host;x-amz-date, Signature=\(none)"
                ))
        }
        return IncomingRequest(method: made.method, target: target, headers: headers, body: made.body)
    }

    @Test(arguments: table.indices, [false, true])
    func `each mistake is refused as the service words it`(row: Int, presigned: Bool) throws {
        let (service, operation, words) = Self.table[row]
        var world = World()
        world.keys = [
            [
                "id": "ASIAOLD", "secret": "s", "token": "t", "account": "111122223333",
                "expires": "2026-11-23T17:00:00Z",
            ]
        ]
        let model = try TestClient(world).models.model(service)
        for (mistake, inHeader, inHeaderText) in words {
            var (code, message) = (inHeader, inHeaderText)
            if presigned, mistake == .clock {
                // A link holds for 15 minutes where it does not say for how long.
                message = message.hasPrefix("Signature expired") ? Self.late(15) : message
                if service == "s3" { (code, message) = ("403 AccessDenied", "Request has expired") }
            }
            if mistake == .unsigned,
                presigned || !["ses", "sns", "sts", "iam", "sesv2", "kms", "sqs"].contains(service)
            {
                continue
            }
            let now = mistake == .clock ? "20261123T185845Z" : Self.signedAt
            let client = TestClient(world, MockOptions(), clock: { Timestamp(now)! })
            let made = try request(client, service, operation, mistake, presigned: presigned)
            let response = try TestClient.parse(client.core.respond(to: made).bytes)
            let error = Wire(model).decodeError(model.operation(operation)!, response)
            #expect("\(error.status) \(error.code)" == code, "\(service) \(mistake)")
            #expect(error.message.hasPrefix(message), "\(service) \(mistake): \(error.message)")
        }
    }

    @Test func `throttling has the code and the status of each protocol`() throws {
        for (service, operation, code) in [
            ("ses", "ListIdentities", "400 Throttling"), ("sns", "ListTopics", "400 Throttling"),
            ("sts", "GetCallerIdentity", "400 Throttling"), ("iam", "ListRoles", "400 Throttling"),
            ("sesv2", "GetAccount", "429 TooManyRequestsException"),
            ("kms", "ListKeys", "400 ThrottlingException"),
            ("lambda", "ListFunctions", "429 TooManyRequestsException"),
            ("s3", "ListBuckets", "503 SlowDown"),
            ("ec2", "DescribeRegions", "503 RequestLimitExceeded"),
        ] {
            var world = World()
            world.faults = try Fault.list([["fault": "throttle"]], file: "t")
            #expect(try TestClient(world).call(service, operation).code == code)
        }
    }

    @Test func `published rates are kept for each account, region and operation, with their bursts`() throws {
        var options = TestClient.unchecked()
        options.rates = 1e-6
        var client = TestClient(TestClient.world(["a.example"]), options)
        let topics = try (0..<31).map { _ in try client.call("sns", "ListTopics").code }
        #expect(topics == Array(repeating: nil, count: 30) + ["400 Throttling"])
        #expect(try client.call("ses", "ListIdentities").code == nil)
        #expect(try client.call("ses", "ListIdentities").code == "400 Throttling")
        #expect(try client.call("ses", "GetSendQuota").code == nil)
        client.region = "us-east-1"
        #expect(try client.call("ses", "ListIdentities").code == nil)
    }

    @Test func `rates follow the clock, as fast as they are told to`() throws {
        for (speed, passes) in [(1.0, [true, false, true]), (100.0, [true, true, true])] {
            var options = TestClient.unchecked()
            options.rates = speed
            let times = Ticks([0, 0.1, 1.5])
            let client = TestClient(TestClient.world(["a.example"]), options, clock: { times.next() })
            let codes = try (0..<3).map { _ in try client.call("ses", "ListIdentities").code == nil }
            #expect(codes == passes)
        }
    }
}
