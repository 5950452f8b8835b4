import AWSWire
import Documents
import Files
import Inventory
import ServiceModels
import TestSupport
import Testing

@testable import MockAWS

/// Recordings in which the same question was answered in different ways.
@Suite struct SequenceTests {
    private static func identities(_ names: [String]) -> (exchange: Exchange, origin: String) {
        TestClient.exchange(
            "sesv2", "ListEmailIdentities", [:],
            .output(["EmailIdentities": .array(names.map { ["IdentityName": .string($0)] })]))
    }

    private static let document = #"{"Version": "2012-10-17", "Statement": []}"#
    private static let respaced = #"{"Statement":[],"Version":"2012-10-17"}"#

    private func client(_ exchanges: [(exchange: Exchange, origin: String)]) -> TestClient {
        var world = World()
        world.exchanges = exchanges
        return TestClient(world)
    }

    private func names(_ client: TestClient, _ parameters: Object = Object()) throws -> [String] {
        let output = try client.call("sesv2", "ListEmailIdentities", parameters).get()
        return output["EmailIdentities"]?.array?.compactMap { $0["IdentityName"]?.string } ?? []
    }

    @Test func `answers come in the order recorded, and the last one stays`() throws {
        let client = client([Self.identities([]), Self.identities(["a"]), Self.identities(["a", "b"])])
        #expect(try (0..<4).map { _ in try names(client) } == [[], ["a"], ["a", "b"], ["a", "b"]])
    }

    @Test func `a recorded change gets its answer, and another one ends the order`() throws {
        let create = TestClient.exchange(
            "sesv2", "CreateEmailIdentity", ["EmailIdentity": "a"],
            .output(["IdentityType": "DOMAIN", "VerifiedForSendingStatus": true]))
        let client = client([Self.identities([]), create, Self.identities(["a"])])
        #expect(try names(client) == [])
        let made = try client.call("sesv2", "CreateEmailIdentity", Object([("EmailIdentity", "a")]))
        #expect(try made.get()["VerifiedForSendingStatus"] == true)
        #expect(try names(client) == ["a"])
        _ = try client.call("sesv2", "DeleteEmailIdentity", Object([("EmailIdentity", "a")]))
        #expect(try names(client) == [])
    }

    @Test func `a token that a client makes up anew each time is no part of the question`() throws {
        let folder = try TemporaryFolder()
        let at = folder.path + "/things/2020-01-01"
        try Files.makeFolder(at)
        let model = #"""
            {"metadata": {"apiVersion": "2020-01-01", "endpointPrefix": "things", "protocol": "json",
              "jsonVersion": "1.1", "serviceId": "Things", "signatureVersion": "v4", "targetPrefix": "Things"},
             "operations": {"MakeThing": {"name": "MakeThing", "http": {"method": "POST", "requestUri": "/"},
               "input": {"shape": "In"}, "output": {"shape": "Out"}}},
             "shapes": {"In": {"type": "structure", "members": {"Name": {"shape": "Text"},
                 "ClientToken": {"shape": "Text", "idempotencyToken": true}}},
               "Out": {"type": "structure", "members": {"Made": {"shape": "Text"}}}, "Text": {"type": "string"}}}
            """#
        try Files.write(Array(model.utf8), to: at + "/service-2.json")
        var world = World()
        world.exchanges = ["a", "b"].map { name in
            TestClient.exchange(
                "things", "MakeThing", ["Name": .string(name), "ClientToken": "made by the recorded client"],
                .output(["Made": .string(name)]))
        }
        var options = TestClient.unchecked()
        options.modelPaths = [folder.path]
        var client = TestClient(world, options)
        client.models = ModelLibrary(searchPaths: [folder.path])
        for name in ["b", "a", "a"] {
            #expect(
                try client.call("things", "MakeThing", Object([("Name", .string(name))])).get()["Made"]?
                    .string
                    == name)
        }
    }

    @Test func `pages are of the answer that the first page was of`() throws {
        let client = client([Self.identities(["a", "b"]), Self.identities(["c", "d"])])
        let first = try client.call("sesv2", "ListEmailIdentities", Object([("PageSize", 1)])).get()
        let token = try #require(first["NextToken"])
        #expect(try names(client, Object([("PageSize", 1), ("NextToken", token)])) == ["b"])
        #expect(try names(client) == ["c", "d"])
    }

    @Test func `a policy in a question is the same however it is spaced`() throws {
        let create = TestClient.exchange(
            "iam", "CreateRole", ["RoleName": "r", "AssumeRolePolicyDocument": .string(Self.document)],
            .error(code: "LimitExceeded", message: "recorded", status: 409))
        let asked = try client([create]).call(
            "iam", "CreateRole",
            Object([("RoleName", "r"), ("AssumeRolePolicyDocument", .string(Self.respaced))]))
        #expect(asked.code == "409 LimitExceeded")
    }

    @Test func `the example key is whoever the recording says`() throws {
        let who = TestClient.exchange(
            "sts", "GetCallerIdentity", [:],
            .output([
                "Account": "111122223333", "Arn": "arn:aws:iam::111122223333:user/n1", "UserId": "AIDA1",
            ]))
        let output = try client([who]).call("sts", "GetCallerIdentity").get()
        #expect(output["Arn"] == "arn:aws:iam::111122223333:user/n1" && output["UserId"] == "AIDA1")
    }
}
