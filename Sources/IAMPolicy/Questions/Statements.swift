public import Documents

/// The statements of policies in one form: lists are always lists, `*` is `{"AWS": ["*"]}`.
///
/// Each has `Policy Index Effect`, and of `Sid Principal NotPrincipal Action NotAction Resource NotResource Condition` those
/// that it was written with; policies of identities have no `Principal`. `Condition` is a list of
/// `{Operator, Key, Values}`, absent where there is none. Nil when a document is no policy that
/// can be read.
public func statements(of policies: [(name: String, document: Value)]) -> Value? {
    var out = [Value]()
    for policy in policies {
        let document = PolicyDocument(policy.document)
        guard document.problems.allSatisfy({ $0.message == PolicyDocument.Problem.noPrincipal }) else {
            return nil
        }
        for statement in document.statements { out.append(statement.value(policy: policy.name)) }
    }
    return .array(out)
}

extension PolicyDocument.Statement {
    fileprivate func value(policy: String) -> Value {
        func texts(_ list: [String]) -> Value { .array(list.map { .string($0) }) }
        var out = Object()
        out["Policy"] = .string(policy)
        out["Index"] = .integer(index)
        if let sid { out["Sid"] = .string(sid) }
        out["Effect"] = isDeny ? "Deny" : "Allow"
        if let written = principals.value.object, isNotPrincipal || !written.isEmpty {
            out[isNotPrincipal ? "NotPrincipal" : "Principal"] = principals.value
        }
        out[isNotAction ? "NotAction" : "Action"] = texts(actions)
        if let resources { out[isNotResource ? "NotResource" : "Resource"] = texts(resources) }
        if !conditions.isEmpty {
            out["Condition"] = .array(
                conditions.map {
                    [
                        "Operator": .string($0.operatorName), "Key": .string($0.writtenKey),
                        "Values": texts($0.values),
                    ]
                })
        }
        return .object(out)
    }
}

extension Principals {
    fileprivate var value: Value {
        var out = Object()
        let names = (isEveryone ? ["*"] : []) + aws.map(\.text)
        for (kind, list) in [
            ("AWS", names), ("Service", services), ("Federated", federated),
            ("CanonicalUser", canonicalUsers),
        ]
        where !list.isEmpty {
            out[kind] = .array(list.map { .string($0) })
        }
        return .object(out)
    }
}

extension AWSPrincipal {
    /// The principal as text.
    var text: String {
        switch self {
        case .account(let text), .identity(let text, _), .session(let text, _), .deleted(let text),
            .special(let text):
            text
        }
    }
}
