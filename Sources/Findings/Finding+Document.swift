public import Documents

extension Finding {
    /// The finding as data, under the names that the `json` report promises to other programs.
    public var document: Value {
        var object = Object()
        object["check"] = .string(headline.check)
        object["status"] = .string(headline.status.rawValue)
        object["severity"] = .string(headline.severity.rawValue)
        object["resource"] = headline.resource.map(Value.string) ?? .null
        if !headline.part.isEmpty { object["part"] = .string(headline.part) }
        object["resource_type"] = .string(headline.resourceType)
        object["account"] = .string(headline.account)
        object["region"] = .string(headline.region)
        object["reason"] = .string(reason)
        object["fingerprint"] = .string(headline.fingerprint)
        object["accepted"] = .bool(headline.isAccepted)
        object["exception"] = headline.exception?.document ?? .null
        object["evidence"] = .array(evidence.map(\.document))
        object["gaps"] = .array(gaps.map(\.document))
        return .object(object)
    }
}

extension AppliedException {
    /// The mark as data.
    public var document: Value {
        [
            "reason": .string(reason), "owner": .string(owner), "expires": .string(expires),
            "ticket": ticket.map(Value.string) ?? .null, "expired": .bool(isExpired),
        ]
    }
}

extension Evidence {
    /// The evidence as data; what it does not have is left out, and a value that was absent is `null`.
    public var document: Value {
        var object = Object()
        object["path"] = .string(path)
        object["value"] = value ?? .null
        object["text"] = text.map(Value.string)
        object["call"] = call.map(Value.string)
        object["policy"] = policy?.document
        return .object(object)
    }
}

extension PolicyEvidence {
    /// The evidence as data.
    public var document: Value {
        [
            "verdict": .string(verdict),
            "statements": .array(
                statements.map {
                    [
                        "policy": .string($0.policy), "index": .integer($0.index),
                        "sid": $0.sid.map(Value.string) ?? .null,
                    ]
                }),
            "witness": witness ?? .null,
            "documents": documents,
        ]
    }
}

extension Gap {
    /// The gap as data, under the names that the `json` report promises to other programs.
    public var document: Value {
        [
            "account": .string(account), "region": .string(region), "call": .string(call),
            "parameters": parameters,
            "error": ["code": .string(code), "message": .string(message)],
            "unseen": .string(unseen),
            "request_id": requestID.map(Value.string) ?? .null,
        ]
    }
}
