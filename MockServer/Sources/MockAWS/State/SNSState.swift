import AWSWire
import Documents

/// An SNS topic.
struct Topic: Sendable, Hashable {
    let arn: String
    /// The attributes that are set; the others have their defaults or are absent.
    var attributes = Object()
    var tags: [Value] = []
    var subscriptions: [Value] = []
    var dataProtection: String?
    /// The accounts beside its own that were seen to read it.
    var readers: Set<String> = []

    init(_ arn: String) { self.arn = arn }

    private func part(_ index: Int) -> String {
        let parts = arn.split(separator: ":", omittingEmptySubsequences: false)
        return index < parts.count ? String(parts[index]) : ""
    }

    var owner: String { part(4) }
    var region: String { part(3) }

    /// What `GetTopicAttributes` answers.
    var output: Value {
        var output = Object([
            ("Policy", .string(Self.defaultPolicy(arn, owner))), ("Owner", .string(owner)),
            ("SubscriptionsPending", "0"), ("TopicArn", .string(arn)),
            ("EffectiveDeliveryPolicy", .string(Self.deliveryPolicy)),
            ("SubscriptionsConfirmed", .string(String(subscriptions.count))), ("SubscriptionsDeleted", "0"),
            ("DisplayName", ""),
        ])
        for member in attributes { output[member.key] = member.value }
        return .object(output)
    }

    var policy: String { output["Policy"]?.string ?? "" }

    private static func defaultPolicy(_ arn: String, _ owner: String) -> String {
        let actions: [Value] = [
            "SNS:GetTopicAttributes", "SNS:SetTopicAttributes", "SNS:AddPermission", "SNS:RemovePermission",
            "SNS:DeleteTopic", "SNS:Subscribe", "SNS:ListSubscriptionsByTopic", "SNS:Publish",
        ]
        return JSON.text([
            "Version": "2008-10-17", "Id": "__default_policy_ID",
            "Statement": [
                [
                    "Sid": "__default_statement_ID", "Effect": "Allow", "Principal": ["AWS": "*"],
                    "Action": .array(actions), "Resource": .string(arn),
                    "Condition": ["StringEquals": ["AWS:SourceOwner": .string(owner)]],
                ]
            ],
        ])
    }

    private static let deliveryPolicy =
        #"{"http":{"defaultHealthyRetryPolicy":{"minDelayTarget":20,"maxDelayTarget":20,"numRetries":3,"#
        + #""numMaxDelayRetries":0,"numNoDelayRetries":0,"numMinDelayRetries":0,"backoffFunction":"linear"},"#
        + #""disableSubscriptionOverrides":false,"defaultRequestPolicy":{"headerContentType":"text/plain; "#
        + #"charset=UTF-8"}}}"#
}

/// SNS in all accounts and regions: topics are found by their ARN.
struct SNSState: Sendable {
    private var topics: [String: Topic] = [:]
    /// The topics of an account and region in the order in which they are listed.
    private var order: [Place: [String]] = [:]
    /// The subscriptions that were listed for an account and region, also those of topics that are gone.
    var listed: [Place: [Value]] = [:]
    /// What `GetSubscriptionAttributes` shows where it is not the default, by the subscription's ARN.
    var subscriptionAttributes: [String: Object] = [:]

    subscript(_ arn: String) -> Topic? {
        get { topics[arn] }
        set {
            let known = topics[arn]
            topics[arn] = newValue
            guard let topic = newValue ?? known else { return }
            let place = Place(account: topic.owner, region: topic.region)
            if known == nil { order[place, default: []].append(arn) }
            if newValue == nil { order[place]?.removeAll { $0 == arn } }
        }
    }

    var count: Int { topics.count }

    func list(_ place: Place) -> [String] { order[place] ?? [] }

    /// The subscriptions of a topic.
    func subscriptions(of topic: Topic) -> [Value] {
        let place = Place(account: topic.owner, region: topic.region)
        let others = (listed[place] ?? []).filter {
            $0["TopicArn"]?.string == topic.arn && !topic.subscriptions.contains($0)
        }
        return topic.subscriptions + others
    }

    /// The subscriptions that an account sees in a region.
    func subscriptions(in place: Place) -> [Value] {
        let known = listed[place] ?? []
        return known + list(place).flatMap { topics[$0]?.subscriptions ?? [] }.filter { !known.contains($0) }
    }

    /// The subscription that `arn` names.
    func subscription(_ arn: String, in place: Place) -> Value? {
        let topic = arn.lastIndex(of: ":").flatMap { topics[String(arn[..<$0])] }
        return (topic?.subscriptions ?? []).first { $0["SubscriptionArn"]?.string == arn }
            ?? listed[place]?.first { $0["SubscriptionArn"]?.string == arn }
    }

    mutating func removeSubscription(_ arn: String, in place: Place) {
        listed[place]?.removeAll { $0["SubscriptionArn"]?.string == arn }
        guard let colon = arn.lastIndex(of: ":"), var topic = topics[String(arn[..<colon])] else { return }
        topic.subscriptions.removeAll { $0["SubscriptionArn"]?.string == arn }
        topics[topic.arn] = topic
    }
}

/// An account and a region.
struct Place: Sendable, Hashable {
    let account: String
    let region: String
}
