import Documents

/// A principal that a statement names, by kind and text: `AWS` and an account's number or an ARN, `Service` and its name.
private struct NamedPrincipal: Hashable {
    let kind: String
    let text: String
}

extension [NamedPrincipal] {
    /// The element `Principal` that names these and nobody else.
    fileprivate var element: Value {
        var element = Object()
        for kind in ["AWS", "Service", "Federated", "CanonicalUser"] {
            let texts = filter { $0.kind == kind }.map(\.text)
            if !texts.isEmpty {
                element[kind] = texts.count == 1 ? .string(texts[0]) : .array(texts.map { .string($0) })
            }
        }
        return .object(element)
    }
}

extension PolicyEdit {
    /// Changes the statements that let callers of a class in, until none does, and proves three things: the class is out,
    /// nobody gains, and the principals that are named keep what they may do.
    ///
    /// A principal that is named and would lose, for the changed statement alone gave it what it may do as anybody, is
    /// named in a copy of that statement. One that is itself of the class is not.
    func narrow(from callers: CallerClass, _ change: (Value) -> Value?) -> Edited {
        let (left, failure) = changed(from: callers, change)
        if let failure { return .failed(failure) }
        var narrowing = Narrowing(edit: self, callers: callers, left: left)
        narrowing.keepNamed()
        let after = narrowing.statements
        if let failure = narrowing.failure { return .failed(failure) }
        // A document of nothing but Deny statements permits nothing; but its Denies may close what others open.
        return after.isEmpty ? .empty : .document(with(after))
    }

    fileprivate func isOpen(_ statements: [Value], _ callers: CallerClass) -> Answer {
        let mine = statements.isEmpty ? [] : [(name: "policy", document: with(statements))]
        return allows(policies: mine + others, of: context, from: callers)
    }

    /// The statements after `change` of those that let callers of a class in, one after the other until none does; nil
    /// in the place of one that is dropped. With why, when that fails.
    private func changed(from callers: CallerClass, _ change: (Value) -> Value?) -> ([Value?], String?) {
        var left: [Value?] = statements
        for _ in 0...statements.count {
            let now = left.compactMap(\.self)
            if now.isEmpty { return (left, nil) }
            switch isOpen(now, callers) {
            case .no: return (left, nil)
            case .undecided(let reason): return (left, reason)
            case .yes(_, let places):
                // Places count what is left; the edit is made on the originals.
                let kept = left.indices.filter { left[$0] != nil }
                let mine = places.filter { $0.policy == "policy" && $0.index < kept.count }
                guard !mine.isEmpty else { return together(left, callers, change) }
                for place in mine {
                    let old = left[kept[place.index]]
                    let new = old.flatMap(change)
                    if new == old {
                        return (left, "the edit of statement \(kept[place.index]) changes nothing")
                    }
                    left[kept[place.index]] = new
                }
            }
        }
        return (left, "the edit does not keep them out")
    }
}

extension PolicyEdit {
    /// The statements after `change` of as few as it takes, where a request is told of that another policy allows: the
    /// policies may be open only together, such as to two networks that are small each.
    private func together(_ left: [Value?], _ callers: CallerClass, _ change: (Value) -> Value?) -> (
        [Value?], String?
    ) {
        let allows = left.indices.filter { left[$0]?["Effect"] == "Allow" }
        var all = left
        for place in allows {
            var one = left
            one[place] = left[place].flatMap(change)
            if case .no = isOpen(one.compactMap(\.self), callers) { return (one, nil) }
            all[place] = one[place]
            if case .no = isOpen(all.compactMap(\.self), callers) { return (all, nil) }
        }
        return (left, "another policy of the resource lets them in")
    }
}

/// The proof that an edit narrows and no more, and what it takes to keep it so.
private struct Narrowing {
    let edit: PolicyEdit
    let callers: CallerClass
    /// The statements as changed; nil where one was dropped.
    let left: [Value?]
    private let before: [Value]
    private let others: [PolicyDocument]
    /// Copies of changed statements for those who are named, by the place of the original.
    private var copies: [Int: Value] = [:]
    /// More named principals than this are kept all, and not those alone who would lose: each question is a search.
    private static let mostAlone = 16
    /// The named principals that are not meant to be kept out.
    private var named: [NamedPrincipal]

    init(edit: PolicyEdit, callers: CallerClass, left: [Value?]) {
        self.edit = edit
        self.callers = callers
        self.left = left
        before = edit.statements
        others = edit.others.map { PolicyDocument($0.document, kind: edit.context.kind) }
        var seen = Set<NamedPrincipal>()
        named = edit.naming.flatMap(PolicyEdit.statements).flatMap(Self.named).filter {
            seen.insert($0).inserted
        }
    }

    /// The statements of the edited document.
    var statements: [Value] { left.indices.flatMap { [left[$0], copies[$0]].compactMap(\.self) } }

    /// Names in copies of changed statements who would lose otherwise.
    mutating func keepNamed() {
        for place in before.indices where left[place] != before[place] {
            let now = statements
            let old = now + [before[place]]
            guard !named.isEmpty, !lost(named, from: old, to: now).isEmpty else { continue }
            var losing = [NamedPrincipal]()
            if named.count > Self.mostAlone, let copy = copy(of: before[place], for: named),
                case .no = edit.isOpen(now + [copy], callers)
            {
                copies[place] = copy
                continue
            }
            for principal in named where !lost([principal], from: old, to: now).isEmpty {
                guard let copy = copy(of: before[place], for: [principal]) else { continue }
                switch edit.isOpen(now + [copy], callers) {
                case .no: losing.append(principal)
                case .yes, .undecided: named.removeAll { $0 == principal }
                }
            }
            if !losing.isEmpty { copies[place] = copy(of: before[place], for: losing) }
        }
    }

    /// What is not proved; nil where everything is.
    var failure: String? {
        let after = statements
        // Where nothing is left, other policies are edited on their own, and nobody gains.
        if !after.isEmpty, let failure = openness(after) { return failure }
        guard !named.isEmpty else { return nil }
        let lost = lost(named, from: before, to: after)
        if lost.isEmpty { return nil }
        return lost.actions.isEmpty
            ? "it was not proved that the principals that are named keep what they may do"
            : "a principal that is named would lose \(lost.actions.joined(separator: ", "))"
    }

    /// That the class is not out, or that somebody gains; nil where neither is so.
    private func openness(_ after: [Value]) -> String? {
        switch edit.isOpen(after, callers) {
        case .no: break
        case .yes: return "the edit does not keep them out"
        case .undecided(let reason): return reason
        }
        // Nobody gains by a dropped Allow, a further condition, or a copy for some of those who were let in; the search
        // looks for a request that shows otherwise.
        let gained = Difference.added(from: documents(before), to: documents(after), of: edit.context)
        return gained.witness.map { "the edit would let somebody in: \($0.sentence)" }
    }

    /// What `principals` may do by `old` and not by `new`.
    private func lost(_ principals: [NamedPrincipal], from old: [Value], to new: [Value]) -> Difference {
        let nobodyElse: Value = [
            "Effect": "Deny", "NotPrincipal": principals.element, "Action": "*", "Resource": "*",
        ]
        return Difference.added(from: documents(new), to: documents(old + [nobodyElse]), of: edit.context)
    }

    private func documents(_ statements: [Value]) -> [PolicyDocument] {
        var document = edit.document
        document["Statement"] = .array(statements)
        return [PolicyDocument(.object(document), kind: edit.context.kind)] + others
    }

    /// `statement` for `principals` alone; nil where it is not about everybody, or names some of them itself.
    private func copy(of statement: Value, for principals: [NamedPrincipal]) -> Value? {
        guard case .object(let object) = statement else { return nil }
        let principal = object["Principal"]
        let isEveryone =
            principal == nil || principal == "*"
            || principal?["AWS"].map { ($0.array ?? [$0]).contains("*") } ?? false
        guard isEveryone || Set(principals).isSubset(of: Self.named(statement)) else { return nil }
        var copy = Object()
        for (key, value) in object {
            switch key {
            case "Principal", "NotPrincipal": copy["Principal"] = principals.element
            case "Sid": copy[key] = .string(free(value.string ?? ""))
            default: copy[key] = value
            }
        }
        return .object(copy)
    }

    /// `sid`, or that with a word, so that no statement that is left has it.
    private func free(_ sid: String) -> String {
        let taken = Set((left.compactMap(\.self) + copies.values).compactMap { $0["Sid"]?.string })
        var name = sid
        var number = 1
        while taken.contains(name) {
            name = "\(sid)Named" + (number == 1 ? "" : "\(number)")
            number += 1
        }
        return name
    }

    /// Who is named by an Allow; not ids of the deleted, which AWS takes in no new policy.
    private static func named(_ statement: Value) -> [NamedPrincipal] {
        guard statement["Effect"] == "Allow", let principal = statement["Principal"]?.object else {
            return []
        }
        return principal.flatMap { kind, value in
            let texts = (value.array ?? [value]).compactMap(\.string)
            return texts.filter { text in
                text != "*" && (kind != "AWS" || isAccountNumber(text) || AWSPrincipal(arn: text) != nil)
            }.map { NamedPrincipal(kind: kind, text: $0) }
        }
    }
}
