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
    /// The policies whose named principals keep what they may do.
    let naming: [Value]

    /// Edits of `document` (an object, or text), judged together with the `others` of its resource.
    ///
    /// Nil when the document can't be read.
    ///
    /// - Parameter naming: the policies whose named principals keep what they may do; the document and the others
    ///   where it is nil.
    public init?(
        _ document: Value, among others: [(name: String, document: Value)] = [], of context: ResourceContext,
        naming: [Value]? = nil
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
        self.naming = naming ?? [.object(object)] + others.map(\.document)
    }

    var statements: [Value] { Self.statements(of: .object(document)) }

    static func statements(of document: Value) -> [Value] {
        switch document["Statement"] {
        case .array(let items)?: items
        case let one?: [one]
        case nil: []
        }
    }

    func with(_ statements: [Value]) -> Value {
        var copy = document
        if statements.count == 1, case .object? = document["Statement"] {
            copy["Statement"] = statements[0]
        } else {
            copy["Statement"] = .array(statements)
        }
        return .object(copy)
    }

    /// Drops the statements that let callers of a class in, but for the principals that are named and lose by it.
    public func remove(from callers: CallerClass) -> Edited { narrow(from: callers) { _ in nil } }

    /// Adds conditions to the statements that let callers of a class in, so that only our account or organisation is left,
    /// and the principals that are named and would lose by it.
    public func restrict(from callers: CallerClass, to whom: Restriction) -> Edited {
        let (key, value, source): (String, String, String)
        switch whom {
        case .account: (key, value, source) = ("aws:PrincipalAccount", context.account, "aws:SourceAccount")
        case .organization:
            guard let organization = context.organizationID else {
                return .failed("the organisation's id is not known")
            }
            (key, value, source) = ("aws:PrincipalOrgID", organization, "aws:SourceOrgID")
        }
        return narrow(from: callers) { statement in
            guard case .object(var object) = statement else { return statement }
            var key = key
            // A service's principal carries no account of ours; what it acts for does.
            if let principal = object["Principal"]?.object, principal.count == 1, principal["Service"] != nil
            {
                key = source
            }
            var block = object["Condition"]?.object ?? Object()
            // What the statement asks of the key already stays: all of its conditions must hold.
            let operators = [
                "StringEquals", "StringLike", "StringEqualsIgnoreCase", "ForAnyValue:StringEquals",
            ]
            let free = operators.first { name in
                block[name]?.object?.contains { $0.key.lowercased() == key.lowercased() } != true
            }
            guard let name = free else { return statement }
            var keys = block[name]?.object ?? Object()
            keys[key] = .string(value)
            block[name] = .object(keys)
            object["Condition"] = .object(block)
            return .object(object)
        }
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
