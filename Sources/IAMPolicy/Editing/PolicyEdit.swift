public import Documents

/// To whom an edit narrows a statement.
public enum Restriction: String, Sendable, Hashable {
    /// The identities of our account, and services that act for it.
    case account
    /// Those of our organisation.
    case organization
}

/// What an edit makes of a policy document.
public enum Edited: Sendable, Hashable {
    /// The document with the edit.
    case document(Value)
    /// No statement is left.
    case empty
    /// The edit can't be made, or does not have the effect that it is for.
    case failed(String)
}

/// Edits of one policy document. Each is proved by asking again; the order of members is kept.
public struct PolicyEdit: Sendable {
    let document: Object
    let others: [(name: String, document: Value)]
    let context: ResourceContext

    /// Edits of `document` (an object, or text), judged together with the `others` of its resource.
    ///
    /// Nil when the document can't be read.
    public init?(
        _ document: Value, among others: [(name: String, document: Value)] = [], of context: ResourceContext
    ) {
        var value = document
        if case .string(let text) = document {
            guard let parsed = try? JSON.parse(PolicyDocument.plain(text)) else { return nil }
            value = parsed
        }
        guard case .object(let object) = value, object["Statement"] != nil else { return nil }
        self.document = object
        self.others = others
        self.context = context
    }

    private var statements: [Value] {
        switch document["Statement"] {
        case .array(let items)?: items
        case let one?: [one]
        case nil: []
        }
    }

    private func with(_ statements: [Value]) -> Value {
        var copy = document
        if statements.count == 1, case .object? = document["Statement"] {
            copy["Statement"] = statements[0]
        } else {
            copy["Statement"] = .array(statements)
        }
        return .object(copy)
    }

    private func isOpen(_ statements: [Value], _ callers: CallerClass) -> Answer {
        allows(policies: [("policy", with(statements))] + others, of: context, from: callers)
    }

    /// The statements that let callers of a class in, one after the other until none does; nil and why when that fails.
    private func culprits(_ callers: CallerClass, _ change: (Value) -> Value?) -> (
        statements: [Value], failure: String?
    ) {
        var left: [Value?] = statements
        for _ in 0...statements.count {
            let now = left.compactMap(\.self)
            if now.isEmpty { return ([], nil) }
            switch isOpen(now, callers) {
            case .no: return (now, nil)
            case .undecided(let reason): return (now, reason)
            case .yes(_, let places):
                // Places count what is left; the edit is made on the originals.
                let kept = left.indices.filter { left[$0] != nil }
                let mine = places.filter { $0.policy == "policy" && $0.index < kept.count }
                guard !mine.isEmpty else { return (now, "another policy of the resource lets them in") }
                for place in mine {
                    let old = left[kept[place.index]]
                    let new = old.flatMap(change)
                    if new == old {
                        return (now, "the edit of statement \(kept[place.index]) changes nothing")
                    }
                    left[kept[place.index]] = new
                }
            }
        }
        return (left.compactMap(\.self), "the edit does not keep them out")
    }

    /// Drops the statements that let callers of a class in.
    public func remove(from callers: CallerClass) -> Edited {
        let (left, failure) = culprits(callers) { _ in nil }
        if let failure { return .failed(failure) }
        // A document of nothing but Deny statements permits nothing; but its Denies may close what others open.
        return left.isEmpty ? .empty : .document(with(left))
    }

    /// Adds conditions to the statements that let callers of a class in, so that only our account or organisation is left.
    public func restrict(from callers: CallerClass, to whom: Restriction) -> Edited {
        let condition: (operatorName: String, key: String, value: String)
        let source: String
        switch whom {
        case .account:
            (condition, source) = (
                ("StringEquals", "aws:PrincipalAccount", context.account), "aws:SourceAccount"
            )
        case .organization:
            guard let organization = context.organizationID else {
                return .failed("the organisation's id is not known")
            }
            (condition, source) = (("StringEquals", "aws:PrincipalOrgID", organization), "aws:SourceOrgID")
        }
        let (left, failure) = culprits(callers) { statement in
            guard case .object(var object) = statement else { return statement }
            var key = condition.key
            // A service's principal carries no account of ours; what it acts for does.
            if let principal = object["Principal"]?.object, principal.count == 1, principal["Service"] != nil
            {
                key = source
            }
            var block = object["Condition"]?.object ?? Object()
            var keys = block[condition.operatorName]?.object ?? Object()
            for member in keys.members where member.key.lowercased() == key.lowercased() {
                keys[member.key] = nil
            }
            keys[key] = .string(condition.value)
            block[condition.operatorName] = .object(keys)
            object["Condition"] = .object(block)
            return .object(object)
        }
        if let failure { return .failed(failure) }
        return left.isEmpty ? .empty : .document(with(left))
    }

    /// Adds a statement at the end; one with the same `Sid` is replaced.
    ///
    /// It fails where AWS would refuse the document, and where the resource would be open to worse than before.
    public func addStatement(_ statement: Value) -> Edited {
        guard case .object(let added) = statement else { return .failed("a statement is an object") }
        var all = statements
        if let sid = added["Sid"], let place = all.firstIndex(where: { $0["Sid"] == sid }) {
            all[place] = statement
        } else {
            all.append(statement)
        }
        let edited: Value
        if all.count > 1 {
            var copy = document
            copy["Statement"] = .array(all)
            edited = .object(copy)
        } else {
            edited = with(all)
        }
        if let problem = PolicyDocument(edited, kind: context.kind).problems.first {
            return .failed("the document would not be valid: \(problem)")
        }
        let before = analyse(policies: [("policy", .object(document))] + others, of: context)
        let after = analyse(policies: [("policy", edited)] + others, of: context)
        // What AWS would not take before permitted nothing that could be compared.
        if before.verdict != .invalid, after.verdict != .invalid, after.atMost.rank > before.atMost.rank {
            return .failed("the statement would open the resource: \(after.atMost.rawValue)")
        }
        return .document(edited)
    }
}
