import AWSWire
import Documents
import Inventory
import Testing

@testable import MockAWS

@Suite struct MockCoreTests {
    private let policy = #"{"Version":"2012-10-17","Statement":[]}"#

    @Test func `a policy put and deleted by one version of SES is seen by the other`() throws {
        let client = TestClient(TestClient.world(["example.com"]))
        let names = {
            try client.call("ses", "ListIdentityPolicies", Object([("Identity", "example.com")])).get()[
                "PolicyNames"]
        }
        let newer = {
            try client.call("sesv2", "GetEmailIdentity", Object([("EmailIdentity", "example.com")])).get()[
                "Policies"]
        }
        #expect(try names() == [])
        _ = try client.call(
            "ses", "PutIdentityPolicy",
            Object([("Identity", "example.com"), ("PolicyName", "p"), ("Policy", .string(policy))])
        ).get()
        #expect(try names() == ["p"])
        #expect(try newer() == ["p": .string(policy)])
        let which = Object([("EmailIdentity", "example.com"), ("PolicyName", "p")])
        _ = try client.call("sesv2", "DeleteEmailIdentityPolicy", which).get()
        #expect(try names() == [])
        #expect(try client.call("sesv2", "DeleteEmailIdentityPolicy", which).code == "404 NotFoundException")
        var create = which
        create["Policy"] = .string(policy)
        _ = try client.call("sesv2", "CreateEmailIdentityPolicy", create).get()
        #expect(
            try client.call("sesv2", "CreateEmailIdentityPolicy", create).code == "400 AlreadyExistsException"
        )
        #expect(try names() == ["p"])
    }

    @Test func `a reset brings the world back`() throws {
        let client = TestClient(TestClient.world(["example.com"]))
        _ = try client.call("ses", "DeleteIdentity", Object([("Identity", "example.com")])).get()
        #expect(try client.call("ses", "ListIdentities").get()["Identities"] == [])
        _ = client.core.respond(to: IncomingRequest(method: "POST", target: "/_mock/reset"))
        #expect(try client.call("ses", "ListIdentities").get()["Identities"] == ["example.com"])
    }

    @Test(arguments: [1, 2, 3, 7, 1000])
    func `pages of any size add up to the whole`(size: Int) throws {
        let names = (0..<7).map { "d\($0).example.com" }
        let client = TestClient(TestClient.world(names))
        var seen = [String]()
        var parameters = Object([("PageSize", .integer(size))])
        while true {
            let page = try client.call("sesv2", "ListEmailIdentities", parameters).get()
            let items = page["EmailIdentities"]?.array ?? []
            #expect(items.count <= size)
            seen += items.compactMap { $0["IdentityName"]?.string }
            guard let token = page["NextToken"] else { break }
            parameters["NextToken"] = token
        }
        #expect(seen == names)
    }

    @Test func `a token that is wrong or of another question is refused`() throws {
        var client = TestClient(TestClient.world(["a.example", "b.example"]))
        let token = try client.call("sesv2", "ListEmailIdentities", Object([("PageSize", 1)])).get()[
            "NextToken"]!
        for wrong in ["x", "", String(token.string!.reversed())] where wrong != "" {
            #expect(
                try client.call("sesv2", "ListEmailIdentities", Object([("NextToken", .string(wrong))])).code
                    == "400 BadRequestException")
        }
        #expect(
            try client.call("ses", "ListIdentities", Object([("NextToken", token)])).code
                == "400 InvalidParameterValue")
        client.region = "us-east-1"
        #expect(
            try client.call("sesv2", "ListEmailIdentities", Object([("NextToken", token)])).code
                == "400 BadRequestException")
    }

    @Test func `a listing that broke off when it was recorded breaks off again`() throws {
        var world = World()
        world.exchanges = [
            TestClient.exchange(
                "sesv2", "ListEmailIdentities", ["PageSize": 1000],
                .output(["EmailIdentities": [["IdentityName": "a.example"]], "NextToken": "t"])),
            TestClient.exchange(
                "sesv2", "ListEmailIdentities", ["PageSize": 1000, "NextToken": "t"],
                .error(code: "AccessDeniedException", message: "no", status: 403)),
        ]
        let client = TestClient(world)
        let first = try client.call("sesv2", "ListEmailIdentities", Object([("PageSize", 1000)])).get()
        #expect(first["EmailIdentities"]?.array?.count == 1)
        let next = Object([("PageSize", 1000), ("NextToken", try #require(first["NextToken"]))])
        #expect(try client.call("sesv2", "ListEmailIdentities", next).code == "403 AccessDeniedException")
    }

    @Test(arguments: [
        ("ses", "ListIdentities", "403 AccessDenied"),
        ("sesv2", "ListEmailIdentities", "403 AccessDeniedException"),
        ("sns", "ListTopics", "403 AuthorizationError"),
        ("ec2", "DescribeRegions", "403 UnauthorizedOperation"),
    ])
    func `what is denied is denied in the words of the service, in its region only`(
        service: String, operation: String, code: String
    ) throws {
        var world = TestClient.world(["a.example"])
        world.deny = [try #require(AccessRule("*:* in eu-west-1"))]
        var client = TestClient(world)
        #expect(try client.call(service, operation).code == code)
        client.region = "us-east-1"
        #expect(try client.call(service, operation).code != code)
        #expect(try client.call("sts", "GetCallerIdentity").code == nil)
    }

    @Test func `published rates throttle with the code and status of each protocol`() throws {
        var options = TestClient.unchecked()
        options.rates = 0.0001
        let client = TestClient(TestClient.world(["a.example"]), options)
        #expect(try client.call("ses", "ListIdentities").code == nil)
        #expect(try client.call("ses", "ListIdentities").code == "400 Throttling")
        let which = Object([("EmailIdentity", "a.example")])
        #expect(try client.call("sesv2", "GetEmailIdentityPolicies", which).code == nil)
        #expect(
            try client.call("sesv2", "GetEmailIdentityPolicies", which).code == "429 TooManyRequestsException"
        )
    }

    @Test func `a sequence of faults runs through, and the journal counts every try`() throws {
        var world = TestClient.world(["a.example"])
        world.faults = try Fault.list(
            [
                [
                    "service": "sesv2",
                    "sequence": ["throttle", ["error": ["code": "Boom", "status": 500]], "through"],
                ]
            ], file: "t")
        let client = TestClient(world)
        let codes = try (0..<4).map { _ in try client.call("sesv2", "ListEmailIdentities").code }
        #expect(codes == ["429 TooManyRequestsException", "500 Boom", nil, nil])
        let verify = { (query: String) in
            try TestClient.parse(
                client.core.respond(to: IncomingRequest(method: "GET", target: "/_mock/verify?\(query)"))
                    .bytes
            ).status
        }
        #expect(try verify("operation=ListEmailIdentities&times=4") == 200)
        #expect(try verify("operation=ListEmailIdentities&times=1") == 409)
    }

    @Test func `the same seed gives the same faults`() throws {
        let codes = try (0..<2).map { _ in
            var world = TestClient.world(["a.example"])
            world.faults = try Fault.list([["fault": 503, "probability": 0.5]], file: "t")
            let client = TestClient(world)
            return try (0..<40).map { _ in try client.call("ses", "ListIdentities").code != nil }
        }
        #expect(codes[0] == codes[1])
        #expect(codes[0].contains(true) && codes[0].contains(false))
    }

    @Test func `a miss names the nearest recording and what differs`() throws {
        var world = World()
        world.exchanges = [
            TestClient.exchange(
                "kms", "DescribeKey", ["KeyId": "a"], .output(["KeyMetadata": ["KeyId": "a"]]))
        ]
        let client = TestClient(world)
        #expect(
            try client.call("kms", "DescribeKey", Object([("KeyId", "a")])).get()["KeyMetadata"]?["KeyId"]
                == "a")
        // A thing that no recording names does not exist; what is not recorded at all says so.
        #expect(
            try client.call("kms", "DescribeKey", Object([("KeyId", "b")])).code == "400 NotFoundException")
        #expect(
            try client.call("kms", "GetKeyPolicy", Object([("KeyId", "a")])).code == "501 NotImplemented")
        let misses = client.core.respond(to: IncomingRequest(method: "GET", target: "/_mock/misses")).bytes
        #expect(String(decoding: misses, as: UTF8.self).contains("KeyId:"))
    }

    @Test func `a permission of a topic is a statement that can be taken away`() throws {
        let client = TestClient(World())
        let arn = try client.call("sns", "CreateTopic", Object([("Name", "t")])).get()["TopicArn"]!
        let which = Object([
            ("TopicArn", arn), ("Label", "l"), ("AWSAccountId", ["444455556666"]),
            ("ActionName", ["Publish"]),
        ])
        _ = try client.call("sns", "AddPermission", which).get()
        let text = {
            try client.call("sns", "GetTopicAttributes", Object([("TopicArn", arn)])).get()["Attributes"]?[
                "Policy"]?.string ?? ""
        }
        #expect(try text().contains("arn:aws:iam::444455556666:root"))
        _ = try client.call("sns", "RemovePermission", Object([("TopicArn", arn), ("Label", "l")])).get()
        #expect(try !text().contains("444455556666"))
    }

    @Test func `a generated world agrees with its truth file`() throws {
        var world = World()
        var recipe = Recipe()
        recipe.identities = 50
        world.recipe = recipe
        let client = TestClient(world)
        var open = 0
        var lines = 0
        recipe.truth(account: world.account) { line in
            lines += 1
            if line.contains("identity/"), line.contains("\"fail\"") { open += 1 }
        }
        #expect(lines == 60 && open > 0)
        let listed = try client.call("sesv2", "ListEmailIdentities").get()["EmailIdentities"]?.array ?? []
        #expect(listed.count == 50)
        let public_ = try listed.filter { item in
            let policies =
                try client.call(
                    "sesv2", "GetEmailIdentity", Object([("EmailIdentity", item["IdentityName"]!)])
                )
                .get()["Policies"]?.object ?? Object()
            return policies.keys.contains { $0.hasPrefix("open") }
        }
        #expect(public_.count == open)
    }
}
