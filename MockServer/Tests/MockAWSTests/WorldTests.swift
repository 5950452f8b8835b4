import Documents
import Files
import Inventory
import TestSupport
import Testing

@testable import MockAWS

/// Worlds as their authors write them.
@Suite struct WorldTests {
    private func line(_ service: String, _ operation: String, _ parameters: String, _ output: String)
        -> String
    {
        #"{"format":"exchange/1","account":"111122223333","region":"eu-west-1","service":"\#(service)","#
            + #""operation":"\#(operation)","parameters":\#(parameters),"output":\#(output),"source":"derived"}"#
            + "\n"
    }

    @Test func `every exchange that does not fit its model is named with its line`() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/world.jsonl"
        let text =
            line("sns", "ListTopics", "{}", #"{"Topics":[{"TopicArn":"a"}]}"#)
            + line("sesv2", "GetEmailIdentty", "{}", "{}")
            + line(
                "sesv2", "GetEmailIdentity", #"{"EmailIdentity":"a","Nope":1}"#, #"{"IdentityTyp":"DOMAIN"}"#)
            + line("sns", "ListTopics", #"{"NextToken":"x"}"#, #"{"Topics":[{"TopicArn":5}]}"#)
        try Files.write(Array(text.utf8), to: path)
        let problems = try World(path: path).problems(modelPaths: []).map(\.description)
        #expect(problems.count == 4)
        for (problem, words) in zip(
            problems, [":2:1: sesv2 has no operation", ":3:1: ", ":3:1: ", ":4:1: TopicArn must be text"])
        {
            #expect(problem.hasPrefix(path + words), "\(problem)")
        }
        #expect(problems[0].contains("did you mean GetEmailIdentity?"))
        #expect(problems[1].contains("Nope") && problems[2].contains("IdentityTyp"))
    }

    @Test(arguments: [
        (#""operation": "GetEmailIdentty""#, #""operation": "GetEmailIdentity""#, 5, 3),
        (#""Nope": 1"#, #""EmailIdentity": "a""#, 7, 5),
        (#""Value": 5"#, #""Value": "x""#, 13, 9),
        (#""source": "derivd""#, #""source": "derived""#, 15, 3),
    ])
    func `in a file of many lines a mistake is named with its own`(
        wrong: String, right: String, line: Int, column: Int
    ) throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/one.json"
        let text = #"""
            {
              "format": "exchange/1",
              "account": "111122223333", "region": "eu-west-1",
              "service": "sesv2",
              "operation": "GetEmailIdentity",
              "parameters": {
                "EmailIdentity": "a"
              },
              "output": {
                "Tags": [
                  { "Key": "a", "Value": "y" },
                  { "Key": "b",
                    "Value": "x" }
                ] },
              "source": "derived"
            }
            """#
        try Files.write(Array(text.replacing(right, with: wrong).utf8), to: path)
        let problems: [String]
        do { problems = try World(path: path).problems(modelPaths: []).map(\.description) } catch {
            problems = error.all.map(\.description)
        }
        #expect(problems.first?.hasPrefix("\(path):\(line):\(column): ") == true, "\(problems)")
    }

    @Test func `settings that are wrong are named, all at once`() throws {
        let folder = try TemporaryFolder()
        let settings = #"{"format":"world/1","account":"12","fautls":[],"keys":[{}],"deny":["ses"]}"#
        try Files.write(Array(settings.utf8), to: folder.path + "/world.json")
        #expect { try World(path: folder.path) } throws: { error in
            let text = "\(error)"
            return ["did you mean faults?", "12 is no account id", "a key has an", "is no rule"].allSatisfy {
                text.contains($0)
            }
        }
    }

    @Test func `worlds laid over each other answer together, the later one first`() throws {
        var below = TestClient.world(["below.example"]), above = World()
        let asked: Value = ["KeyId": "k"]
        below.exchanges.append(
            TestClient.exchange("kms", "GetKeyRotationStatus", asked, .output(["KeyRotationEnabled": true])))
        above.deny = [try #require(AccessRule("ses:GetEmailIdentity in eu-west-1"))]
        above.exchanges = [
            TestClient.exchange("kms", "GetKeyRotationStatus", asked, .output(["KeyRotationEnabled": false])),
            TestClient.exchange(
                "sesv2", "GetEmailIdentity", ["EmailIdentity": "above.example"],
                .output(["IdentityType": "DOMAIN", "VerificationStatus": "FAILED"])),
        ]
        below.lay(above)
        var client = TestClient(below)
        #expect(
            try client.call("ses", "ListIdentities").get()["Identities"] == [
                "below.example", "above.example",
            ])
        let rotation = try client.call("kms", "GetKeyRotationStatus", Object([("KeyId", "k")])).get()
        #expect(rotation["KeyRotationEnabled"] == false)
        let which = Object([("EmailIdentity", "above.example")])
        #expect(try client.call("sesv2", "GetEmailIdentity", which).code == "403 AccessDeniedException")
        #expect(try client.call("ses", "GetSendQuota").code == nil)
        client.region = "us-east-1"
        #expect(try client.call("sesv2", "GetEmailIdentity", which).code == "404 NotFoundException")
    }

    @Test func `a page token holds for its question alone`() throws {
        let keys = (0..<5).map { number -> Value in
            ["KeyArn": .string("k\(number)"), "KeyId": .string("k\(number)")]
        }
        var world = TestClient.world(["a.example", "b.example", "c.example"])
        world.accounts = ["444455556666"]
        world.keys = [["id": "AKIAOTHER", "secret": "s", "account": "444455556666"]]
        world.exchanges.append(
            TestClient.exchange("kms", "ListKeys", [:], .output(["Keys": .array(keys), "Truncated": false])))
        let client = TestClient(world)
        // Pages of a recording are cut to any size.
        var seen = 0
        var parameters = Object([("Limit", 2)])
        var sizes = [Int]()
        while true {
            let page = try client.call("kms", "ListKeys", parameters).get()
            sizes.append(page["Keys"]?.array?.count ?? 0)
            seen += sizes.last!
            #expect(page["Truncated"]?.bool == (seen < 5))
            guard let token = page["NextMarker"] else { break }
            // Another size goes on from the same place.
            parameters = Object([("Limit", 1), ("Marker", token)])
        }
        #expect(sizes == [2, 1, 1, 1])
        // One that was given for another question, or by another service, is refused.
        let token = try client.call("ses", "ListIdentities", Object([("MaxItems", 1)])).get()["NextToken"]!
        let typed = Object([("NextToken", token), ("IdentityType", "Domain")])
        #expect(try client.call("ses", "ListIdentities", Object([("NextToken", token)])).code == nil)
        #expect(try client.call("ses", "ListIdentities", typed).code == "400 InvalidParameterValue")
        let marker = Object([("Marker", token)])
        #expect(try client.call("kms", "ListKeys", marker).code == "400 InvalidMarkerException")
        #expect(try client.call("iam", "ListRoles", marker).code == "400 ValidationError")
    }
}
