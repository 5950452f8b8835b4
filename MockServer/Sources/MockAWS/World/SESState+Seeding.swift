import Documents

extension SESState {
    private mutating func with(_ name: String, _ body: (inout Identity) -> Void) {
        var identity = self[name] ?? Identity(name)
        body(&identity)
        self[name] = identity
    }

    private static func policies(_ value: Value?) -> [NamedPolicy] {
        (value?.object ?? Object()).map { NamedPolicy(name: $0.key, text: $0.value.string ?? "") }
    }

    /// Takes over what an answer of SES v2 shows.
    mutating func seedV2(_ operation: String, _ parameters: Object, _ output: Object) {
        let name = parameters["EmailIdentity"]?.string ?? ""
        let set = parameters["ConfigurationSetName"]?.string ?? ""
        switch operation {
        case "ListEmailIdentities":
            for item in output["EmailIdentities"]?.array ?? [] {
                guard let name = item["IdentityName"]?.string else { continue }
                with(name) { identity in
                    if let status = item["VerificationStatus"] {
                        identity.attributes["VerificationStatus"] = status
                    }
                    if let sends = item["SendingEnabled"] {
                        identity.attributes["VerifiedForSendingStatus"] = sends
                    }
                    if item["IdentityType"]?.string == "MANAGED_DOMAIN" {
                        identity.attributes["IdentityType"] = "MANAGED_DOMAIN"
                    }
                }
            }
        case "GetEmailIdentity":
            with(name) { identity in
                for member in output where member.key != "Policies" {
                    identity.attributes[member.key] = member.value
                }
                if output["Policies"] != nil { identity.policies = Self.policies(output["Policies"]) }
            }
        case "GetEmailIdentityPolicies": with(name) { $0.policies = Self.policies(output["Policies"]) }
        case "ListConfigurationSets":
            for item in output["ConfigurationSets"]?.array ?? [] {
                if let name = item.string, sets[name] == nil { sets[name] = [:] }
            }
        case "GetConfigurationSet": sets[set] = .object(output)
        case "GetConfigurationSetEventDestinations":
            if sets[set] == nil { sets[set] = [:] }
            destinations[set] = output["EventDestinations"]?.array ?? []
        case "GetAccount": account = output
        case "ListTagsForResource":
            let arn = parameters["ResourceArn"]?.string ?? ""
            if arn.contains(":identity/") { with(Self.name(arn)) { $0.attributes["Tags"] = output["Tags"] } }
        default: seedLists(operation, output)
        }
    }

    /// Takes over what an answer of SES v1 shows.
    mutating func seedV1(_ operation: String, _ parameters: Object, _ output: Object) {
        let name = Self.name(parameters["Identity"]?.string ?? "")
        switch operation {
        case "ListIdentities":
            for item in output["Identities"]?.array ?? [] {
                if let name = item.string { with(name) { _ in } }
            }
        case "GetIdentityVerificationAttributes":
            for entry in output["VerificationAttributes"]?.object ?? Object() {
                let status = entry.value["VerificationStatus"]?.string ?? "NotStarted"
                with(Self.name(entry.key)) { identity in
                    identity.attributes["VerificationStatus"] = .string(Self.newer(status))
                    if identity.attributes["VerifiedForSendingStatus"] == nil {
                        identity.attributes["VerifiedForSendingStatus"] = .bool(status == "Success")
                    }
                }
            }
        case "GetIdentityNotificationAttributes":
            for entry in output["NotificationAttributes"]?.object ?? Object() {
                with(Self.name(entry.key)) { identity in
                    for member in entry.value.object ?? Object() where member.key != "ForwardingEnabled" {
                        identity.notifications[member.key] = member.value
                    }
                    if let forwards = entry.value["ForwardingEnabled"] {
                        identity.attributes["FeedbackForwardingStatus"] = forwards
                    }
                }
            }
        case "GetIdentityDkimAttributes":
            for entry in output["DkimAttributes"]?.object ?? Object() where self[entry.key] != nil {
                with(entry.key) { identity in
                    var dkim =
                        identity.attributes["DkimAttributes"]?.object ?? Identity.dkim(signing: false).object!
                    dkim["SigningEnabled"] = entry.value["DkimEnabled"]
                    dkim["Status"] = entry.value["DkimVerificationStatus"]?.string.map {
                        .string(Self.newer($0))
                    }
                    dkim["Tokens"] = entry.value["DkimTokens"] ?? dkim["Tokens"]
                    identity.attributes["DkimAttributes"] = .object(dkim)
                }
            }
        case "GetIdentityPolicies":
            with(name) { identity in
                for policy in Self.policies(output["Policies"]) {
                    identity.policies.removeAll { $0.name == policy.name }
                    identity.policies.append(policy)
                }
            }
        case "ListConfigurationSets":
            for item in output["ConfigurationSets"]?.array ?? [] {
                if let name = item["Name"]?.string, sets[name] == nil { sets[name] = [:] }
            }
        case "DescribeConfigurationSet":
            if let name = output["ConfigurationSet"]?["Name"]?.string {
                var document = sets[name]?.object ?? Object()
                if let policy = output["DeliveryOptions"]?["TlsPolicy"]?.string {
                    document["DeliveryOptions"] = ["TlsPolicy": .string(policy.uppercased())]
                }
                sets[name] = .object(document)
            }
        case "GetAccountSendingEnabled": account["SendingEnabled"] = output["Enabled"]
        case "GetSendQuota": account["SendQuota"] = .object(output)
        default: receipt.seed(operation, parameters, output)
        }
    }

    /// v2's word for a status of v1: `NOT_STARTED` for `NotStarted`.
    private static func newer(_ status: String) -> String {
        var out = ""
        for character in status {
            if character.isUppercase, !out.isEmpty { out += "_" }
            out += character.uppercased()
        }
        return out
    }
}

extension SNSState {
    /// Takes over what an answer of SNS shows to `reader`.
    mutating func seed(_ operation: String, _ parameters: Object, _ output: Object, in place: Place) {
        let reader = place.account
        let arn = parameters["TopicArn"]?.string ?? parameters["ResourceArn"]?.string ?? ""
        func with(_ arn: String, _ topics: inout SNSState, _ body: (inout Topic) -> Void) {
            var topic = topics[arn] ?? Topic(arn)
            body(&topic)
            if topic.owner != reader { topic.readers.insert(reader) }
            topics[arn] = topic
        }
        switch operation {
        case "ListTopics":
            for item in output["Topics"]?.array ?? [] {
                if let arn = item["TopicArn"]?.string { with(arn, &self) { _ in } }
            }
        case "GetTopicAttributes":
            with(arn, &self) { topic in
                for member in output["Attributes"]?.object ?? Object() {
                    topic.attributes[member.key] = member.value
                }
            }
        case "ListSubscriptionsByTopic":
            with(arn, &self) { topic in
                for item in output["Subscriptions"]?.array ?? [] where !topic.subscriptions.contains(item) {
                    topic.subscriptions.append(item)
                }
            }
        case "ListSubscriptions": listed[place, default: []] += output["Subscriptions"]?.array ?? []
        case "GetSubscriptionAttributes":
            guard let attributes = output["Attributes"]?.object,
                let arn = parameters["SubscriptionArn"]?.string
            else { return }
            subscriptionAttributes[arn] = attributes
            guard subscription(arn, in: place) == nil else { return }
            var entry = Object([("SubscriptionArn", .string(arn))])
            for name in ["Owner", "Protocol", "Endpoint", "TopicArn"] { entry[name] = attributes[name] ?? "" }
            listed[place, default: []].append(.object(entry))
        case "GetDataProtectionPolicy":
            with(arn, &self) { $0.dataProtection = output["DataProtectionPolicy"]?.string }
        case "ListTagsForResource": with(arn, &self) { $0.tags = output["Tags"]?.array ?? [] }
        default: break
        }
    }
}
