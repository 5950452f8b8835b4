import AWSWire
import Documents
import ServiceModels

/// SES v1's operations over the state; nil where the operation is not kept here.
extension SESState {
    mutating func answerV1(_ call: Call) throws(ServiceError) -> Object? {
        let operation = call.operation.name
        switch operation {
        case "ListIdentities": return try listV1(call)
        case "ListVerifiedEmailAddresses":
            let names = identities.lazy.compactMap { $0 }.filter { $0.isAddress && $0.isVerified }.map(\.name)
            return Object([("VerifiedEmailAddresses", .array(names.map { .string($0) }))])
        case "GetIdentityVerificationAttributes":
            return entries(call, "VerificationAttributes", unknown: nil) { $0.verification }
        case "GetIdentityNotificationAttributes":
            return try bounded(call, "NotificationAttributes", unknown: nil) { $0.notificationEntry }
        case "GetIdentityDkimAttributes":
            let unknown: Value = ["DkimEnabled": false, "DkimVerificationStatus": "NotStarted"]
            return try bounded(call, "DkimAttributes", unknown: unknown) { identity in
                // An address shows the state of its domain.
                guard identity.isAddress, identity.attributes["DkimAttributes"] == nil,
                    let at = identity.name.lastIndex(of: "@"),
                    let domain = self[String(identity.name[identity.name.index(after: at)...])]
                else { return identity.dkimEntry }
                return domain.dkimEntry
            }
        case "GetIdentityMailFromDomainAttributes":
            return try bounded(call, "MailFromDomainAttributes", unknown: nil) { $0.mailFromEntry }
        case "ListIdentityPolicies":
            let policies = self[Self.name(try call.need("Identity"))]?.policies ?? []
            return Object([("PolicyNames", .array(policies.map { .string($0.name) }))])
        case "GetIdentityPolicies":
            let policies = self[Self.name(try call.need("Identity"))]?.policies ?? []
            let names = call.texts("PolicyNames")
            let found = policies.filter { names.contains($0.name) }
            return Object([("Policies", .object(Object(found.map { ($0.name, .string($0.text)) })))])
        case "PutIdentityPolicy":
            try put(
                try call.need("Policy"), named: try call.need("PolicyName"),
                of: Self.name(try call.need("Identity")), creates: true, updates: true, call)
            return Object()
        case "DeleteIdentityPolicy":
            _ = remove(policy: try call.need("PolicyName"), of: Self.name(try call.need("Identity")))
            return Object()
        case "DeleteIdentity":
            self[Self.name(try call.need("Identity"))] = nil
            return Object()
        case "VerifyEmailIdentity":
            add(try call.need("EmailAddress"))
            return Object()
        case "VerifyDomainIdentity":
            let name = try call.need("Domain")
            add(name)
            return Object([("VerificationToken", self[name]?.verification["VerificationToken"] ?? "")])
        default: return try settings(call)
        }
    }

    private mutating func settings(_ call: Call) throws(ServiceError) -> Object? {
        switch call.operation.name {
        case "SetIdentityNotificationTopic":
            let kind = try call.need("NotificationType")
            return try change(call) { $0.notifications["\(kind)Topic"] = call.parameters["SnsTopic"] }
        case "SetIdentityFeedbackForwardingEnabled":
            let enabled = call.parameters["ForwardingEnabled"]?.bool ?? false
            let identity = self[Self.name(try call.need("Identity"))]
            if let identity, !enabled,
                identity.notifications["BounceTopic"] == nil
                    || identity.notifications["ComplaintTopic"] == nil
            {
                throw ServiceError(
                    code: "InvalidParameterValue",
                    message: "Identity \(identity.name) is invalid. Must have bounce and complaint topics.",
                    status: 400)
            }
            return try change(call) { $0.attributes["FeedbackForwardingStatus"] = .bool(enabled) }
        case "SetIdentityHeadersInNotificationsEnabled":
            let kind = try call.need("NotificationType")
            return try change(call) {
                $0.notifications["HeadersIn\(kind)NotificationsEnabled"] = call.parameters["Enabled"] ?? false
            }
        case "SetIdentityDkimEnabled":
            return try change(call) { identity in
                var dkim =
                    identity.attributes["DkimAttributes"]?.object ?? Identity.dkim(signing: false).object!
                dkim["SigningEnabled"] = call.parameters["DkimEnabled"] ?? false
                identity.attributes["DkimAttributes"] = .object(dkim)
            }
        case "SetIdentityMailFromDomain":
            return try change(call) { identity in
                var from = Object()
                if let domain = call.parameters["MailFromDomain"] {
                    from["MailFromDomain"] = domain
                    from["MailFromDomainStatus"] = identity.mailFromStatus(domain)
                }
                let rejects = call.text("BehaviorOnMXFailure") == "RejectMessage"
                from["BehaviorOnMxFailure"] = rejects ? "REJECT_MESSAGE" : "USE_DEFAULT_VALUE"
                identity.attributes["MailFromAttributes"] = .object(from)
            }
        case "GetSendQuota":
            let quota = account["SendQuota"]
            return Object([
                ("Max24HourSend", quota?["Max24HourSend"] ?? 50000.0),
                ("MaxSendRate", quota?["MaxSendRate"] ?? 14.0),
                ("SentLast24Hours", quota?["SentLast24Hours"] ?? 0.0),
            ])
        case "GetAccountSendingEnabled": return Object([("Enabled", account["SendingEnabled"] ?? true)])
        case "UpdateAccountSendingEnabled":
            account["SendingEnabled"] = call.parameters["Enabled"] ?? false
            return Object()
        default: return try answerSetsV1(call)
        }
    }

    private mutating func add(_ name: String) {
        guard self[name] == nil else { return }
        var identity = Identity(name)
        identity.attributes["VerificationStatus"] = "PENDING"
        identity.attributes["VerifiedForSendingStatus"] = false
        self[name] = identity
    }

    private func listV1(_ call: Call) throws(ServiceError) -> Object {
        let kind = call.text("IdentityType")
        let (range, _) = try call.page(identities.count, limit: "MaxItems", most: 1000)
        func fits(_ identity: Identity?) -> Bool {
            guard let identity else { return false }
            return kind == nil || identity.isAddress == (kind == "EmailAddress")
        }
        var names = [Value]()
        var end = range.lowerBound
        while end < identities.count, names.count < range.count {
            if fits(identities[end]) { names.append(.string(identities[end]!.name)) }
            end += 1
        }
        while end < identities.count, !fits(identities[end]) { end += 1 }
        var output = Object([("Identities", .array(names))])
        if end < identities.count { output["NextToken"] = .string(call.token(end, limit: "MaxItems")) }
        return output
    }

    private func entries(_ call: Call, _ member: String, unknown: Value?, _ entry: (Identity) -> Value)
        -> Object
    {
        var map = Object()
        for text in call.texts("Identities") {
            map[text] = self[Self.name(text)].map(entry) ?? unknown
        }
        return Object([(member, .object(map))])
    }

    private func bounded(_ call: Call, _ member: String, unknown: Value?, _ entry: (Identity) -> Value)
        throws(ServiceError) -> Object
    {
        guard call.texts("Identities").count <= 100 else {
            throw call.words.invalid("The number of identities must not exceed 100.")
        }
        return entries(call, member, unknown: unknown, entry)
    }

    private mutating func change(_ call: Call, _ body: (inout Identity) -> Void) throws(ServiceError)
        -> Object
    {
        let name = Self.name(try call.need("Identity"))
        guard var identity = self[name] else { throw absent(name, call) }
        body(&identity)
        self[name] = identity
        return Object()
    }
}
