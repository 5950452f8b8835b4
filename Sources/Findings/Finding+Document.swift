public import Documents

extension Finding {
    /// The finding as data, under the names that the `json` report promises to other programs.
    public var document: Value {
        let head = headline
        var members: [Object.Member] = [
            ("check", .string(head.check)), ("status", .string(head.status.rawValue)),
            ("severity", .string(head.severity.rawValue)),
            ("resource", head.resource.map(Value.string) ?? .null),
            ("resource_type", .string(head.resourceType)), ("account", .string(head.account)),
            ("region", .string(head.region)), ("reason", .string(reason)),
            ("fingerprint", .string(head.fingerprint)), ("accepted", .bool(head.isAccepted)),
            ("exception", head.exception?.document ?? .null),
            ("evidence", .array(evidence.map(\.document))), ("gaps", .array(gaps.map(\.document))),
        ]
        if !head.part.isEmpty { members.insert(("part", .string(head.part)), at: 4) }
        return .object(Object(members))
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
        var members: [Object.Member] = [("path", .string(path)), ("value", value ?? .null)]
        if let text { members.append(("text", .string(text))) }
        if let call { members.append(("call", .string(call))) }
        if let policy { members.append(("policy", policy.document)) }
        return .object(Object(members))
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
