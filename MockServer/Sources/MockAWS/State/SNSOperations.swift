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
            // What has no default is gone when it is set to nothing.
            topic.attributes[name] = value.isEmpty && name != "DisplayName" ? Value?.none : .string(value)
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
            let all = subscriptions(of: try topic(call))
            let (range, next) = try call.page(all.count, limit: nil, most: 100)
            return Self.page("Subscriptions", Array(all[range]), next)
        case "ListSubscriptions":
            let all = subscriptions(in: place)
            let (range, next) = try call.page(all.count, limit: nil, most: 100)
            return Self.page("Subscriptions", Array(all[range]), next)
        case "Subscribe": return try subscribe(call)
        case "Unsubscribe":
            removeSubscription(try call.need("SubscriptionArn"), in: place)
            return Object()
        case "GetSubscriptionAttributes", "SetSubscriptionAttributes": return try subscription(call, place)
        case "GetDataProtectionPolicy":
            let topic = try own(call)
            var output = Object()
            if let policy = topic.dataProtection { output["DataProtectionPolicy"] = .string(policy) }
            return output
        case "PutDataProtectionPolicy":
            var topic = try own(call)
            topic.dataProtection = call.text("DataProtectionPolicy").flatMap { $0.isEmpty ? nil : $0 }
            self[topic.arn] = topic
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
            topic.dataProtection = call.text("DataProtectionPolicy")
            self[arn] = topic
        }
        return Object([("TopicArn", .string(arn))])
    }

    private func permission(_ topic: Topic, _ call: Call) throws(ServiceError) -> String {
        let policy = PolicyText(topic.policy)
        let label = try call.need("Label")
        if call.operation.name == "RemovePermission" {
            guard policy.has(label) else {
                throw ServiceError(code: "NotFound", message: "Statement does not exist", status: 404)
            }
            return policy.removing(label).text
        }
        guard !policy.has(label) else { throw call.words.invalid("Statement already exists") }
        return policy.adding(call.policyStatement ?? [:]).text
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
        if let attributes = call.parameters["Attributes"]?.object, !waits {
            subscriptionAttributes[arn] = attributes
        }
        self[topic.arn] = topic
        let shows = !waits || call.parameters["ReturnSubscriptionArn"]?.bool == true
        return Object([("SubscriptionArn", .string(shows ? arn : "pending confirmation"))])
    }

    /// The attributes of a subscription, read or set.
    private mutating func subscription(_ call: Call, _ place: Place) throws(ServiceError) -> Object {
        let arn = try call.need("SubscriptionArn")
        guard let entry = subscription(arn, in: place) else {
            throw ServiceError(code: "NotFound", message: "Subscription does not exist", status: 404)
        }
        var attributes = subscriptionAttributes[arn] ?? Object()
        guard call.operation.name == "GetSubscriptionAttributes" else {
            let text = call.text("AttributeValue") ?? ""
            attributes[try call.need("AttributeName")] = text.isEmpty ? Value?.none : .string(text)
            subscriptionAttributes[arn] = attributes
            return Object()
        }
        var output = Object([
            ("SubscriptionArn", .string(arn)), ("TopicArn", entry["TopicArn"] ?? ""),
            ("Owner", entry["Owner"] ?? .string(call.account)), ("Protocol", entry["Protocol"] ?? ""),
            ("Endpoint", entry["Endpoint"] ?? ""), ("RawMessageDelivery", "false"),
            ("PendingConfirmation", "false"), ("ConfirmationWasAuthenticated", "true"),
            ("SubscriptionPrincipal", .string(call.caller)),
        ])
        for member in attributes { output[member.key] = member.value }
        return Object([("Attributes", .object(output))])
    }

    /// The topic of a `ResourceArn`, which must be the caller's own.
    private func own(_ call: Call) throws(ServiceError) -> Topic {
        guard let topic = self[try call.need("ResourceArn")], topic.owner == call.account else {
            throw ServiceError(code: "ResourceNotFound", message: "Resource does not exist", status: 404)
        }
        return topic
    }

    private mutating func tags(_ call: Call) throws(ServiceError) -> Object {
        var topic = try own(call)
        let arn = topic.arn
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
