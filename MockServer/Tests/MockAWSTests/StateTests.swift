import AWSWire
import Documents
import Inventory
import ServiceModels
import Testing

@testable import MockAWS

/// Changes, and the answers that show them.
@Suite struct StateTests {
    private static let policy = #"{"Version":"2012-10-17","Statement":[]}"#
    private let models = ModelLibrary()

    private func client(_ exchanges: [(String, String, Value, Value)] = []) -> TestClient {
        var world = World()
        world.exchanges = exchanges.map { TestClient.exchange($0.0, $0.1, $0.2, .output($0.3)) }
        return TestClient(world)
    }

    private func object(_ value: Value) -> Object { value.object ?? Object() }

    @Test func `every line of the table of effects fits the models`() throws {
        for line in Effect.lines {
            let effect = try #require(Effect(line), "\(line)")
            let service = String(effect.write.prefix { $0 != ":" })
            let model = try models.model(service)
            let write = try #require(
                model.operation(String(effect.write.dropFirst(service.utf8.count + 1))), "\(line)")
            let read = try #require(model.operation(effect.read), "\(line)")
            for key in effect.keys {
                #expect(read.input?.structure?.member(key.read) != nil, "\(line)")
                #expect(write.input?.structure?.member(key.write) != nil, "\(line)")
            }
            if let first = effect.path.first {
                #expect(read.output?.structure?.member(first) != nil, "\(line)")
            }
            if case .parameter(let names) = effect.source, names != ["none"] {
                #expect(write.input?.structure?.member(names[0]) != nil, "\(line)")
            }
        }
    }

    @Test func `what is said to be kept is in the models`() throws {
        for call in KeptOperations.all {
            let parts = call.split(separator: ":").map(String.init)
            #expect(try models.model(parts[0]).operation(parts[1]) != nil, "\(call)")
        }
    }

    @Test func `a policy put on a bucket is read, and gone when it is deleted`() throws {
        let client = client([("s3", "ListBuckets", [:], ["Buckets": [["Name": "b"]]])])
        let bucket = object(["Bucket": "b"])
        var put = bucket
        put["Policy"] = .string(Self.policy)
        _ = try client.call("s3", "PutBucketPolicy", put).get()
        #expect(try client.call("s3", "GetBucketPolicy", bucket).get()["Policy"]?.string == Self.policy)
        _ = try client.call("s3", "DeleteBucketPolicy", bucket).get()
        #expect(try client.call("s3", "GetBucketPolicy", bucket).code == "404 NoSuchBucketPolicy")
        var other = put
        other["Bucket"] = "c"
        #expect(try client.call("s3", "PutBucketPolicy", other).code == "404 NoSuchBucket")
    }

    @Test func `a key is meant by its ARN and by its id`() throws {
        let arn: Value = "arn:aws:kms:eu-west-1:111122223333:key/k1"
        let client = client([
            ("kms", "GetKeyPolicy", ["KeyId": arn, "PolicyName": "default"], ["Policy": "{}"]),
            ("kms", "GetKeyRotationStatus", ["KeyId": arn], ["KeyRotationEnabled": false]),
        ])
        _ = try client.call(
            "kms", "PutKeyPolicy",
            object(["KeyId": "k1", "PolicyName": "default", "Policy": .string(Self.policy)])
        ).get()
        for id: Value in ["k1", arn] {
            let read = object(["KeyId": id, "PolicyName": "default"])
            #expect(try client.call("kms", "GetKeyPolicy", read).get()["Policy"]?.string == Self.policy)
        }
        _ = try client.call("kms", "EnableKeyRotation", object(["KeyId": arn])).get()
        #expect(
            try client.call("kms", "GetKeyRotationStatus", object(["KeyId": "k1"])).get()[
                "KeyRotationEnabled"]
                == true)
        #expect(
            try client.call("kms", "EnableKeyRotation", object(["KeyId": "k2"])).code
                == "400 NotFoundException")
    }

    @Test func `attributes of a queue are laid over, and an empty policy is none`() throws {
        let url: Value = "https://sqs.eu-west-1.amazonaws.com/111122223333/q"
        let all = object(["QueueUrl": url, "AttributeNames": ["All"]])
        let client = client([
            ("sqs", "GetQueueAttributes", .object(all), ["Attributes": ["QueueArn": "a", "Policy": "{}"]])
        ])
        func attributes() throws -> Value? {
            try client.call("sqs", "GetQueueAttributes", all).get()["Attributes"]
        }
        func set(_ policy: String) throws {
            let call = object(["QueueUrl": url, "Attributes": ["Policy": .string(policy)]])
            _ = try client.call("sqs", "SetQueueAttributes", call).get()
        }
        try set(Self.policy)
        #expect(try attributes() == ["QueueArn": "a", "Policy": .string(Self.policy)])
        try set("")
        #expect(try attributes() == ["QueueArn": "a"])
        let permission = object([
            "QueueUrl": url, "Label": "l", "AWSAccountIds": ["444455556666"], "Actions": ["SendMessage"],
        ])
        _ = try client.call("sqs", "AddPermission", permission).get()
        #expect(try attributes()?["Policy"]?.string?.contains("SQS:SendMessage") == true)
    }

    @Test func `permissions of a function are statements`() throws {
        let client = client([("lambda", "ListFunctions", [:], ["Functions": [["FunctionName": "f"]]])])
        let function = object(["FunctionName": "f"])
        var add = function
        for (name, value): (String, Value) in [
            ("StatementId", "s"), ("Action", "lambda:InvokeFunction"), ("Principal", "events.amazonaws.com"),
            ("SourceArn", "arn:aws:events:eu-west-1:111122223333:rule/r"),
        ] { add[name] = value }
        var remove = function
        remove["StatementId"] = "s"
        #expect(try client.call("lambda", "GetPolicy", function).code == "501 NotImplemented")
        let known = self.client([
            ("lambda", "GetPolicy", .object(function), ["Policy": .string(Self.policy), "RevisionId": "r"])
        ])
        let statement = try known.call("lambda", "AddPermission", add).get()["Statement"]?.string ?? ""
        #expect(statement.contains(#""Service":"events.amazonaws.com""#))
        #expect(try known.call("lambda", "AddPermission", add).code == "409 ResourceConflictException")
        #expect(
            try known.call("lambda", "GetPolicy", function).get()["Policy"]?.string?.contains("ArnLike")
                == true)
        _ = try known.call("lambda", "RemovePermission", remove).get()
        #expect(try known.call("lambda", "GetPolicy", function).code == "404 ResourceNotFoundException")
        #expect(try known.call("lambda", "RemovePermission", remove).code == "404 ResourceNotFoundException")
    }

    @Test func `a refusal that is recorded stays, whatever is changed`() throws {
        var world = World()
        world.exchanges = [
            TestClient.exchange("s3", "ListBuckets", [:], .output(["Buckets": [["Name": "b"]]])),
            TestClient.exchange(
                "s3", "GetBucketPolicy", ["Bucket": "b"],
                .error(code: "AccessDenied", message: "no", status: 403)),
        ]
        let client = TestClient(world)
        let put = object(["Bucket": "b", "Policy": .string(Self.policy)])
        _ = try client.call("s3", "PutBucketPolicy", put).get()
        #expect(try client.call("s3", "GetBucketPolicy", object(["Bucket": "b"])).code == "403 AccessDenied")
    }

    @Test func `roles are made, changed, shown everywhere, and deleted`() throws {
        let client = client()
        let role = object(["RoleName": "r"])
        var make = role
        make["AssumeRolePolicyDocument"] = .string(Self.policy)
        _ = try client.call("iam", "CreateRole", make).get()
        #expect(try client.call("iam", "CreateRole", make).code == "409 EntityAlreadyExists")
        let trust = #"{"Version":"2012-10-17","Statement":[{"Effect":"Deny"}]}"#
        _ = try client.call(
            "iam", "UpdateAssumeRolePolicy", object(["RoleName": "r", "PolicyDocument": .string(trust)])
        ).get()
        _ = try client.call(
            "iam", "PutRolePolicy",
            object(["RoleName": "r", "PolicyName": "p", "PolicyDocument": .string(Self.policy)])
        ).get()
        let managed =
            try client.call(
                "iam", "CreatePolicy", object(["PolicyName": "m", "PolicyDocument": .string(Self.policy)])
            ).get()["Policy"]?["Arn"] ?? ""
        _ = try client.call("iam", "AttachRolePolicy", object(["RoleName": "r", "PolicyArn": managed])).get()
        let encoded = Value.string(Percent.encode(trust))
        let listed = try client.call("iam", "ListRoles").get()
        #expect(listed["Roles"]?[0]?["AssumeRolePolicyDocument"] == encoded)
        #expect(
            try client.call("iam", "GetRole", role).get()["Role"]?["AssumeRolePolicyDocument"] == encoded)
        let details = try client.call("iam", "GetAccountAuthorizationDetails", object(["Filter": ["Role"]]))
            .get()
        let detail = details["RoleDetailList"]?[0]
        #expect(detail?["AssumeRolePolicyDocument"] == encoded)
        #expect(detail?["RolePolicyList"]?[0]?["PolicyName"] == "p")
        #expect(detail?["AttachedManagedPolicies"]?[0]?["PolicyArn"] == managed)
        #expect(
            try client.call("iam", "GetPolicy", object(["PolicyArn": managed])).get()["Policy"]?[
                "AttachmentCount"]
                == 1)
        #expect(try client.call("iam", "DeleteRole", role).code == "409 DeleteConflict")
        _ = try client.call("iam", "DetachRolePolicy", object(["RoleName": "r", "PolicyArn": managed])).get()
        _ = try client.call("iam", "DeleteRolePolicy", object(["RoleName": "r", "PolicyName": "p"])).get()
        _ = try client.call("iam", "DeleteRole", role).get()
        #expect(try client.call("iam", "GetRole", role).code == "404 NoSuchEntity")
        #expect(try client.call("iam", "ListRoles").get()["Roles"]?.array == [])
    }

    @Test func `receipt rules are changed in their set`() throws {
        let client = client([
            ("ses", "ListReceiptRuleSets", [:], ["RuleSets": [["Name": "in"]]]),
            (
                "ses", "DescribeReceiptRuleSet", ["RuleSetName": "in"],
                ["Metadata": ["Name": "in"], "Rules": [["Name": "a", "ScanEnabled": false]]]
            ),
        ])
        let rule: Value = ["RuleSetName": "in", "Rule": ["Name": "a", "ScanEnabled": true]]
        _ = try client.call("ses", "UpdateReceiptRule", object(rule)).get()
        let second: Value = ["RuleSetName": "in", "After": "a", "Rule": ["Name": "b"]]
        _ = try client.call("ses", "CreateReceiptRule", object(second)).get()
        _ = try client.call("ses", "SetActiveReceiptRuleSet", object(["RuleSetName": "in"])).get()
        let active = try client.call("ses", "DescribeActiveReceiptRuleSet").get()
        #expect(active["Rules"]?.array?.map { $0["Name"] } == ["a", "b"])
        #expect(active["Rules"]?[0]?["ScanEnabled"] == true)
        let absent: Value = ["RuleSetName": "in", "Rule": ["Name": "c"]]
        #expect(try client.call("ses", "UpdateReceiptRule", object(absent)).code == "400 RuleDoesNotExist")
        #expect(
            try client.call("ses", "DeleteReceiptRuleSet", object(["RuleSetName": "in"])).code
                == "400 CannotDelete")
    }

    @Test func `options of a configuration set that v1 sets are seen by v2`() throws {
        let client = client([("sesv2", "ListConfigurationSets", [:], ["ConfigurationSets": ["c"]])])
        let set = object(["ConfigurationSetName": "c"])
        var enable = set
        enable["Enabled"] = true
        _ = try client.call("ses", "UpdateConfigurationSetReputationMetricsEnabled", enable).get()
        var destination = set
        destination["EventDestination"] = [
            "Name": "d", "Enabled": true, "MatchingEventTypes": ["bounce"],
            "SNSDestination": ["TopicARN": "arn:aws:sns:eu-west-1:111122223333:t"],
        ]
        _ = try client.call("ses", "CreateConfigurationSetEventDestination", destination).get()
        let seen = try client.call("sesv2", "GetConfigurationSet", set).get()
        #expect(seen["ReputationOptions"]?["ReputationMetricsEnabled"] == true)
        let destinations = try client.call("sesv2", "GetConfigurationSetEventDestinations", set).get()
        #expect(destinations["EventDestinations"]?[0]?["MatchingEventTypes"] == ["BOUNCE"])
        #expect(
            try client.call("ses", "CreateConfigurationSetEventDestination", destination).code
                == "400 EventDestinationAlreadyExists")
    }

    @Test func `subscriptions that were listed are kept, also of a topic that is gone`() throws {
        let arn: Value = "arn:aws:sns:eu-west-1:111122223333:gone:1"
        let entry: Value = [
            "SubscriptionArn": arn, "Owner": "111122223333", "Protocol": "sqs", "Endpoint": "e",
            "TopicArn": "arn:aws:sns:eu-west-1:111122223333:gone",
        ]
        let client = client([("sns", "ListSubscriptions", [:], ["Subscriptions": [entry]])])
        #expect(try client.call("sns", "ListSubscriptions").get()["Subscriptions"] == [entry])
        #expect(try client.call("sns", "ListTopics").get()["Topics"]?.array == [])
        let which = object(["SubscriptionArn": arn])
        var set = which
        set["AttributeName"] = "RawMessageDelivery"
        set["AttributeValue"] = "true"
        _ = try client.call("sns", "SetSubscriptionAttributes", set).get()
        #expect(
            try client.call("sns", "GetSubscriptionAttributes", which).get()["Attributes"]?[
                "RawMessageDelivery"]
                == "true")
        _ = try client.call("sns", "Unsubscribe", which).get()
        #expect(try client.call("sns", "GetSubscriptionAttributes", which).code == "404 NotFound")
    }
}
