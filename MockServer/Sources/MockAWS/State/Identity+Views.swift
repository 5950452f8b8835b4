import Documents

extension Identity {
    private func attribute(_ name: String) -> Value? { attributes[name] }

    /// Whether mail may be sent from it.
    var isVerified: Bool { attributes["VerifiedForSendingStatus"]?.bool ?? (status == "SUCCESS") }

    /// The verification status in v2's words.
    var status: String {
        attributes["VerificationStatus"]?.string
            ?? (attributes["VerifiedForSendingStatus"]?.bool == false ? "PENDING" : "SUCCESS")
    }

    /// v1's word for a status of v2: `Success` for `SUCCESS`.
    static func older(_ status: String) -> String {
        status.split(separator: "_").map { $0.prefix(1) + $0.dropFirst().lowercased() }.joined()
    }

    /// The item of `ListEmailIdentities`.
    var listed: Value {
        [
            "IdentityType": attributes["IdentityType"] ?? (isAddress ? "EMAIL_ADDRESS" : "DOMAIN"),
            "IdentityName": .string(name), "SendingEnabled": .bool(isVerified),
            "VerificationStatus": .string(status),
        ]
    }

    /// What `GetEmailIdentity` answers.
    var output: Object {
        var output: Object = Object([
            ("IdentityType", isAddress ? "EMAIL_ADDRESS" : "DOMAIN"), ("FeedbackForwardingStatus", true),
            ("VerifiedForSendingStatus", .bool(isVerified)), ("DkimAttributes", Self.dkim(signing: false)),
            ("MailFromAttributes", ["BehaviorOnMxFailure": "USE_DEFAULT_VALUE"]), ("Policies", policyMap),
            ("Tags", []), ("VerificationStatus", .string(status)), ("VerificationInfo", [:]),
        ])
        for member in attributes { output[member.key] = member.value }
        output["Policies"] = policyMap
        return output
    }

    static func dkim(signing: Bool) -> Value {
        [
            "SigningEnabled": .bool(signing), "Status": signing ? "SUCCESS" : "NOT_STARTED",
            "SigningAttributesOrigin": "AWS_SES",
            "NextSigningKeyLength": signing ? "RSA_2048_BIT" : "RSA_1024_BIT",
        ]
    }

    /// The policies by name.
    var policyMap: Value { .object(Object(policies.map { ($0.name, .string($0.text)) })) }

    /// The entry of v1's `GetIdentityVerificationAttributes`.
    var verification: Value {
        var entry = Object([("VerificationStatus", .string(Self.older(status)))])
        if !isAddress {
            // Made from the name, so that it is the same each time; AWS's are 44 characters of base64.
            let bytes = Array((name + "verification-token-of-the-mock--").utf8.prefix(32))
            entry["VerificationToken"] = .string(Base64.encode(bytes))
        }
        return .object(entry)
    }

    /// The entry of v1's `GetIdentityNotificationAttributes`.
    var notificationEntry: Value {
        var entry = Object()
        for kind in ["BounceTopic", "ComplaintTopic", "DeliveryTopic"] {
            if let topic = notifications[kind] { entry[kind] = topic }
        }
        entry["ForwardingEnabled"] = attributes["FeedbackForwardingStatus"] ?? true
        for kind in ["Bounce", "Complaint", "Delivery"] {
            let name = "HeadersIn\(kind)NotificationsEnabled"
            entry[name] = notifications[name] ?? false
        }
        return .object(entry)
    }

    /// The entry of v1's `GetIdentityDkimAttributes`.
    var dkimEntry: Value {
        let dkim = attributes["DkimAttributes"]
        var entry = Object([
            ("DkimEnabled", dkim?["SigningEnabled"] ?? false),
            ("DkimVerificationStatus", .string(Self.older(dkim?["Status"]?.string ?? "NOT_STARTED"))),
        ])
        if let tokens = dkim?["Tokens"], tokens.array?.isEmpty == false { entry["DkimTokens"] = tokens }
        return .object(entry)
    }

    /// The status of a MAIL FROM domain that is set: a new one waits for its records.
    func mailFromStatus(_ domain: Value) -> Value? {
        let known = attributes["MailFromAttributes"]
        return known?["MailFromDomain"] == domain ? known?["MailFromDomainStatus"] : "PENDING"
    }

    /// The entry of v1's `GetIdentityMailFromDomainAttributes`.
    var mailFromEntry: Value {
        let from = attributes["MailFromAttributes"]
        var entry = Object()
        if let domain = from?["MailFromDomain"] {
            entry["MailFromDomain"] = domain
            entry["MailFromDomainStatus"] = .string(
                Self.older(from?["MailFromDomainStatus"]?.string ?? "SUCCESS"))
        }
        let rejects = from?["BehaviorOnMxFailure"]?.string == "REJECT_MESSAGE"
        entry["BehaviorOnMXFailure"] = rejects ? "RejectMessage" : "UseDefaultValue"
        return .object(entry)
    }
}
