import AWSWire
import Documents
import ServiceModels

/// SNS's operations over the state; nil where the operation is not kept here.
extension SNSState {
    mutating func answer(_ call: Call) throws(ServiceError) -> Object? {
        let place = Place(account: call.account, region: call.region)
        switch call.operation.name {
        case "ListTopics":
            let all = list(place)
            let (range, next) = try call.page(all.count, limit: nil, most: 100)
            return Self.page("Topics", all[range].map { ["TopicArn": .string($0)] }, next)
        case "GetTopicAttributes": return Object([("Attributes", try topic(call).output)])
        case "SetTopicAttributes":
            var topic = try topic(call)
            let name = try call.need("AttributeName")
            let value = call.text("AttributeValue") ?? ""
            if name == "Policy" {
                guard let policy = try? JSON.parse(value), policy["Statement"] != nil else {
                    throw call.words.invalid("Policy Error: null")
                }
            }
            topic.attributes[name] = .string(value)
            self[topic.arn] = topic
            return Object()
        case "CreateTopic": return try create(call, place)
        case "DeleteTopic":
            let arn = try call.need("TopicArn")
            self[arn] = nil
            return Object()
        case "AddPermission", "RemovePermission":
            var topic = try topic(call)
            topic.attributes["Policy"] = .string(try permission(topic, call))
            self[topic.arn] = topic
            return Object()
        case "ListSubscriptionsByTopic":
            let all = try topic(call).subscriptions
            let (range, next) = try call.page(all.count, limit: nil, most: 100)
            return Self.page("Subscriptions", Array(all[range]), next)
        case "ListSubscriptions":
            let all = list(place).flatMap { self[$0]?.subscriptions ?? [] }
            let (range, next) = try call.page(all.count, limit: nil, most: 100)
            return Self.page("Subscriptions", Array(all[range]), next)
        case "Subscribe": return try subscribe(call)
        case "Unsubscribe":
            let arn = try call.need("SubscriptionArn")
            if var topic = topic(ofSubscription: arn) {
                topic.subscriptions.removeAll { $0["SubscriptionArn"]?.string == arn }
                self[topic.arn] = topic
            }
            return Object()
        case "ListTagsForResource", "TagResource", "UntagResource": return try tags(call)
        default: return nil
        }
    }

    private static func page(_ name: String, _ items: [Value], _ next: String?) -> Object {
        var output = Object([(name, .array(items))])
        if let next { output["NextToken"] = .string(next) }
        return output
    }

    private func topic(_ call: Call) throws(ServiceError) -> Topic {
        let arn = try call.need("TopicArn")
        let parts = arn.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count >= 6 else {
            throw call.words.invalid(
                "TopicArn Reason: An ARN must have at least 6 elements, not \(parts.count)")
        }
        guard parts[3] == call.region else { throw call.words.invalid("TopicArn") }
        let found = self[arn]
        guard parts[4] == call.account || found?.readers.contains(call.account) == true else {
            throw call.words.denied(
                caller: call.caller, action: "sns:\(call.operation.name)", resource: arn)
        }
        guard let found else {
            throw ServiceError(code: "NotFound", message: "Topic does not exist", status: 404)
        }
        return found
    }

    private mutating func create(_ call: Call, _ place: Place) throws(ServiceError) -> Object {
        let name = try call.need("Name")
        let arn = "arn:\(call.partition):sns:\(place.region):\(place.account):\(name)"
        if self[arn] == nil {
            var topic = Topic(arn)
            for attribute in call.parameters["Attributes"]?.object ?? Object() {
                topic.attributes[attribute.key] = attribute.value
            }
            topic.tags = call.parameters["Tags"]?.array ?? []
            self[arn] = topic
        }
        return Object([("TopicArn", .string(arn))])
    }

    private func permission(_ topic: Topic, _ call: Call) throws(ServiceError) -> String {
        var policy = (try? JSON.parse(topic.policy))?.object ?? Object()
        var statements = policy["Statement"]?.array ?? policy["Statement"].map { [$0] } ?? []
        let label = try call.need("Label")
        let place = statements.firstIndex { $0["Sid"]?.string == label }
        if call.operation.name == "RemovePermission" {
            guard let place else {
                throw ServiceError(code: "NotFound", message: "Statement does not exist", status: 404)
            }
            statements.remove(at: place)
        } else {
            guard place == nil else { throw call.words.invalid("Statement already exists") }
            let accounts = call.texts("AWSAccountId").map {
                Value.string("arn:\(call.partition):iam::\($0):root")
            }
            let actions = call.texts("ActionName").map { Value.string("SNS:\($0)") }
            statements.append([
                "Sid": .string(label), "Effect": "Allow",
                "Principal": ["AWS": accounts.count == 1 ? accounts[0] : .array(accounts)],
                "Action": actions.count == 1 ? actions[0] : .array(actions), "Resource": .string(topic.arn),
            ])
        }
        policy["Statement"] = .array(statements)
        return JSON.text(.object(policy))
    }

    private mutating func subscribe(_ call: Call) throws(ServiceError) -> Object {
        var topic = try topic(call)
        let kind = try call.need("Protocol")
        let endpoint = call.text("Endpoint") ?? ""
        // Its number is made from what is subscribed, so that a replay gives the same.
        var hash = 0xcbf2_9ce4_8422_2325 as UInt64
        for byte in "\(topic.arn) \(kind) \(endpoint)".utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
        }
        let digits = String(hash, radix: 16)
        let hex = String(repeating: "0", count: 16 - digits.count) + digits
        let arn =
            "\(topic.arn):\(hex.prefix(8))-\(hex.dropFirst(8).prefix(4))-4\(hex.suffix(3))-8000-\(hex.suffix(12))"
        let waits = kind != "sqs" && kind != "lambda" && kind != "firehose"
        let entry: Value = [
            "SubscriptionArn": .string(waits ? "PendingConfirmation" : arn), "Owner": .string(call.account),
            "Protocol": .string(kind), "Endpoint": .string(endpoint), "TopicArn": .string(topic.arn),
        ]
        if !topic.subscriptions.contains(entry) { topic.subscriptions.append(entry) }
        self[topic.arn] = topic
        let shows = !waits || call.parameters["ReturnSubscriptionArn"]?.bool == true
        return Object([("SubscriptionArn", .string(shows ? arn : "pending confirmation"))])
    }

    private mutating func tags(_ call: Call) throws(ServiceError) -> Object {
        let arn = try call.need("ResourceArn")
        guard var topic = self[arn], topic.owner == call.account else {
            throw ServiceError(code: "ResourceNotFound", message: "Resource does not exist", status: 404)
        }
        switch call.operation.name {
        case "ListTagsForResource": return Object([("Tags", .array(topic.tags))])
        case "TagResource":
            for tag in call.parameters["Tags"]?.array ?? [] {
                topic.tags.removeAll { $0["Key"] == tag["Key"] }
                topic.tags.append(tag)
            }
        default:
            let keys = call.texts("TagKeys")
            topic.tags.removeAll { keys.contains($0["Key"]?.string ?? "") }
        }
        self[arn] = topic
        return Object()
    }
}
