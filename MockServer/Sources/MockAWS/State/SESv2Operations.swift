import AWSWire
import Documents
import ServiceModels

/// SES v2's operations over the state; nil where the operation is not kept here.
extension SESState {
    mutating func answerV2(_ call: Call) throws(ServiceError) -> Object? {
        switch call.operation.name {
        case "ListEmailIdentities": return try list(call)
        case "GetEmailIdentity":
            let name = try call.need("EmailIdentity")
            guard let identity = self[name] else { throw absent(name, call) }
            return identity.output
        case "GetEmailIdentityPolicies":
            let name = try call.need("EmailIdentity")
            guard let identity = self[name] else { throw absent(name, call) }
            return Object([("Policies", identity.policyMap)])
        case "CreateEmailIdentityPolicy", "UpdateEmailIdentityPolicy":
            let creates = call.operation.name.hasPrefix("Create")
            try put(
                try call.need("Policy"), named: try call.need("PolicyName"),
                of: try call.need("EmailIdentity"),
                creates: creates, updates: !creates, call)
            return Object()
        case "DeleteEmailIdentityPolicy":
            let identity = try call.need("EmailIdentity"), name = try call.need("PolicyName")
            guard self[identity] != nil else { throw absent(identity, call) }
            guard remove(policy: name, of: identity) else {
                throw ServiceError(
                    code: "NotFoundException", message: "Policy \(name) does not exist", status: 404)
            }
            return Object()
        case "CreateEmailIdentity": return try create(call)
        case "DeleteEmailIdentity":
            let name = try call.need("EmailIdentity")
            guard self[name] != nil else { throw absent(name, call) }
            self[name] = nil
            return Object()
        case "PutEmailIdentityDkimAttributes":
            return try change(call) { identity in
                var dkim =
                    identity.attributes["DkimAttributes"]?.object ?? Identity.dkim(signing: false).object!
                dkim["SigningEnabled"] = call.parameters["SigningEnabled"] ?? false
                identity.attributes["DkimAttributes"] = .object(dkim)
            }
        case "PutEmailIdentityDkimSigningAttributes":
            return try change(call) { identity in
                var dkim =
                    identity.attributes["DkimAttributes"]?.object ?? Identity.dkim(signing: true).object!
                dkim["SigningAttributesOrigin"] = call.parameters["SigningAttributesOrigin"]
                if let length = call.parameters["SigningAttributes"]?["NextSigningKeyLength"] {
                    dkim["NextSigningKeyLength"] = length
                }
                identity.attributes["DkimAttributes"] = .object(dkim)
            }
        case "PutEmailIdentityFeedbackAttributes":
            return try change(call) {
                $0.attributes["FeedbackForwardingStatus"] = call.parameters["EmailForwardingEnabled"] ?? false
            }
        case "PutEmailIdentityConfigurationSetAttributes":
            return try change(call) {
                $0.attributes["ConfigurationSetName"] = call.parameters["ConfigurationSetName"]
            }
        case "PutEmailIdentityMailFromAttributes":
            return try change(call) { identity in
                var from = Object()
                if let domain = call.parameters["MailFromDomain"], domain.string != "" {
                    from["MailFromDomain"] = domain
                    from["MailFromDomainStatus"] = identity.mailFromStatus(domain)
                }
                from["BehaviorOnMxFailure"] = call.parameters["BehaviorOnMxFailure"] ?? "USE_DEFAULT_VALUE"
                identity.attributes["MailFromAttributes"] = .object(from)
            }
        case "GetAccount": return accountOutput
        case "PutAccountSuppressionAttributes":
            var attributes = Object([
                ("SuppressedReasons", call.parameters["SuppressedReasons"] ?? .array([]))
            ])
            attributes["ValidationAttributes"] = call.parameters["ValidationAttributes"]
            account["SuppressionAttributes"] = .object(attributes)
            return Object()
        case "PutAccountSendingAttributes":
            account["SendingEnabled"] = call.parameters["SendingEnabled"] ?? false
            return Object()
        default:
            if let output = try answerLists(call) { return output }
            return try answerSets(call)
        }
    }

    private func list(_ call: Call) throws(ServiceError) -> Object {
        // Offsets count places, so that what is deleted between two pages moves nothing.
        let (range, _) = try call.page(identities.count, limit: "PageSize", most: 1000)
        var items = [Value]()
        var end = range.lowerBound
        while end < identities.count, items.count < min(range.count, pageSize ?? Int.max) {
            if let identity = identities[end] { items.append(identity.listed) }
            end += 1
        }
        while end < identities.count, identities[end] == nil { end += 1 }
        var output = Object([("EmailIdentities", .array(items))])
        if end < identities.count { output["NextToken"] = .string(call.token(end, limit: "PageSize")) }
        return output
    }

    private mutating func create(_ call: Call) throws(ServiceError) -> Object {
        let name = try call.need("EmailIdentity")
        guard self[name] == nil else {
            throw ServiceError(
                code: "AlreadyExistsException", message: "Email identity \(name) already exist.", status: 400)
        }
        var identity = Identity(name)
        identity.attributes["VerificationStatus"] = "PENDING"
        identity.attributes["VerifiedForSendingStatus"] = false
        if let tags = call.parameters["Tags"] { identity.attributes["Tags"] = tags }
        if let set = call.parameters["ConfigurationSetName"] {
            identity.attributes["ConfigurationSetName"] = set
        }
        self[name] = identity
        return Object([
            ("IdentityType", identity.isAddress ? "EMAIL_ADDRESS" : "DOMAIN"),
            ("VerifiedForSendingStatus", false),
            ("DkimAttributes", Identity.dkim(signing: false)),
        ])
    }

    private mutating func change(_ call: Call, _ body: (inout Identity) -> Void) throws(ServiceError)
        -> Object
    {
        let name = try call.need("EmailIdentity")
        guard var identity = self[name] else { throw absent(name, call) }
        body(&identity)
        self[name] = identity
        return Object()
    }

    private var accountOutput: Object {
        var output = Object([
            ("DedicatedIpAutoWarmupEnabled", true), ("EnforcementStatus", "HEALTHY"),
            ("ProductionAccessEnabled", true),
            ("SendQuota", ["Max24HourSend": 50000.0, "MaxSendRate": 14.0, "SentLast24Hours": 0.0]),
            ("SendingEnabled", true),
            ("SuppressionAttributes", ["SuppressedReasons": ["BOUNCE", "COMPLAINT"]]),
            ("VdmAttributes", ["VdmEnabled": "DISABLED"]),
        ])
        for member in account { output[member.key] = member.value }
        return output
    }
}
