import Documents
import Expressions
import IAMPolicy
import ServiceModels

/// Builds the fixes of one check, and proves them.
struct FixReader {
    let registry: Registry
    let mistakes: Mistakes
    let type: ResourceDraft
    let assertions: AssertionReader

    /// The fixes under `node`.
    func read(_ node: YAML.Node?, _ scope: AssertionReader.Scope) -> [Fix] {
        let names = node?.pairs.map { $0.key.text! } ?? []
        var fixes = [Fix]()
        for (key, value) in node?.pairs ?? [] {
            guard value.isMap else { continue }
            if let fix = fix(key, value, scope, names: names) { fixes.append(fix) }
        }
        if let first = fixes.first, first.risk == .destructive, let node = node?.pairs.first?.value["risk"] {
            if fixes.count > 1 || fixes.count == 1 {
                mistakes.add(node, "the first fix is the default and may not be destructive")
            }
        }
        return fixes
    }

    private func fix(_ key: YAML.Node, _ node: YAML.Node, _ scope: AssertionReader.Scope, names: [String])
        -> Fix?
    {
        let target = node.text("for") ?? ""
        let labelled = assertions.labels[target]
        if target != "resource", let place = node["for"] {
            if let labelled {
                if !labelled.hasCulprits {
                    mistakes.add(
                        place, "'\(target)' labels an assertion without culprits",
                        hint: "label a quantifier, a comparison or a policy question, or 'not' of one")
                }
            } else {
                let labels = assertions.labels.keys.sorted() + ["resource"]
                mistakes.add(
                    place, "there is no label '\(target)'",
                    hint: suggestion(for: target, among: labels)
                        ?? "there are \(labels.joined(separator: ", "))")
            }
        }
        var variables = scope.variables
        if target != "resource" {
            variables["key"] = Typed(.anything)
            variables["before"] = Typed(.anything)
            variables["after"] = Typed(.anything)
        }
        let inner = AssertionReader.Scope(current: scope.current, variables: variables)
        let change = change(node["to"], labelled, inner)
        let first = (node["first"]?.items ?? []).compactMap { preparation($0, inner) }
        let call = call(node, inner)
        let undo = node["undo"].flatMap { self.call($0, inner) }
        switch (node["undo"], node["irreversible"]) {
        case (nil, nil): mistakes.add(key, "the fix has neither 'undo' nor 'irreversible'")
        case (_?, let both?): mistakes.add(both, "a fix has 'undo' or 'irreversible', not both")
        default: break
        }
        if let other = node["when_empty"], let name = other.text, !names.contains(name) || name == key.text {
            mistakes.add(other, "there is no other fix '\(name)'", hint: suggestion(for: name, among: names))
        }
        guard let call, let risk = node.text("risk").flatMap(Fix.Risk.init) else { return nil }
        return Fix(
            name: key.text!, title: node.text("title") ?? "", target: target, risk: risk, change: change,
            first: first, call: call, undo: undo, irreversible: node.text("irreversible"),
            whenEmpty: node.text("when_empty"),
            place: mistakes.place(key))
    }

    private func preparation(_ node: YAML.Node, _ scope: AssertionReader.Scope) -> Fix.Preparation? {
        let reader = ExpressionReader(mistakes: mistakes)
        for name in ["value", "when"] {
            guard let place = node[name], let expression = reader.expression(place) else { continue }
            let checker = TypeChecker(
                registry: registry, mistakes: mistakes, node: place, offset: 0, variables: scope.variables)
            _ = checker.type(of: expression.root, on: scope.current)
        }
        var variables = scope.variables
        variables["before"] = Typed(.anything)
        variables["after"] = Typed(.anything)
        let inner = AssertionReader.Scope(current: scope.current, variables: variables)
        guard let value = reader.scoped(node["value"]),
            let to = node["to"].flatMap({ patterns(scope).free($0) }),
            let call = call(node, inner), let undo = node["undo"].flatMap({ self.call($0, inner) })
        else { return nil }
        return Fix.Preparation(
            value: value, to: to, condition: node["when"].flatMap { reader.scoped($0) }, call: call,
            undo: undo)
    }

    private func change(
        _ node: YAML.Node?, _ labelled: AssertionReader.Labelled?, _ scope: AssertionReader.Scope
    ) -> Fix.Change {
        guard let node else { return .none }
        if let text = node.text {
            if text == "absent" { return .absent }
            if case .string(let values?)? = labelled?.type, !text.contains("{"), !values.contains(text) {
                mistakes.add(
                    node, "'\(text)' is none of \(TypeChecker.some(values))",
                    hint: suggestion(for: text, among: values))
            }
        }
        let edits = ["remove", "restrict", "add_statement"]
        if let members = node.members, members.count == 1, let edit = members[0].key.text {
            if edits.contains(edit) {
                if labelled?.isPolicy == false {
                    mistakes.add(
                        members[0].key, "'\(edit)' edits a policy, and the label is on no policy question")
                }
                return self.edit(edit, members[0].value, scope)
            }
            if labelled?.isPolicy == true {
                mistakes.add(
                    members[0].key, "'\(edit)' is no edit of a policy",
                    hint: suggestion(for: edit, among: edits)
                        ?? "the edits are \(edits.joined(separator: ", "))")
            }
        }
        return patterns(scope).free(node).map { .value($0) } ?? .none
    }

    private func edit(_ edit: String, _ node: YAML.Node, _ scope: AssertionReader.Scope) -> Fix.Change {
        if edit == "add_statement" {
            proveStatement(node)
            return patterns(scope).free(node).map { .addStatement($0) } ?? .none
        }
        let classes = Form.word(CallerClass.words)
        var keys = [Record.Key("from", classes, "", required: true)]
        if edit == "restrict" {
            keys.append(Record.Key("to", .word(["account", "organization"]), "", required: true))
        }
        guard Record(edit, keys).check(node, mistakes), let from = node.text("from") else { return .none }
        return edit == "remove"
            ? .remove(from: from) : .restrict(from: from, to: node.text("to") ?? "account")
    }

    private func proveStatement(_ node: YAML.Node) {
        let principal = Form.either([.text("a principal"), .map("kinds of principals", .any)])
        let texts = Form.either([.template, .list(.template)])
        _ = Record(
            "statement",
            [
                Record.Key("Sid", .text("text"), ""),
                Record.Key("Effect", .word(["Allow", "Deny"]), "", required: true),
                Record.Key("Principal", principal, ""), Record.Key("NotPrincipal", principal, ""),
                Record.Key("Action", texts, ""), Record.Key("NotAction", texts, ""),
                Record.Key("Resource", texts, ""),
                Record.Key("NotResource", texts, ""),
                Record.Key("Condition", .map("operators", .map("keys", .any)), ""),
            ]
        ).check(node, mistakes)
        for action in node["Action"].map({ $0.items ?? [$0] }) ?? [] where action.text != "*" {
            PolicyWords.proveAction(action, registry, mistakes)
        }
        for (_, keys) in node["Condition"]?.pairs ?? [] {
            for (key, _) in keys.pairs { PolicyWords.proveKey(key, mistakes) }
        }
    }

    private func patterns(_ scope: AssertionReader.Scope) -> PatternReader {
        PatternReader(
            registry: registry, mistakes: mistakes, scope: scope.current, variables: scope.variables,
            names: type.names(registry))
    }

    private func call(_ node: YAML.Node, _ scope: AssertionReader.Scope) -> Fix.Call? {
        guard let written = node["call"], let asked = registry.operation(written, mistakes) else {
            return nil
        }
        switch asked.model.classOf(asked.operation.name) {
        case .write: break
        case .read: mistakes.add(written, "\(asked.call) only reads, so it mends nothing")
        case .secretBearing: mistakes.add(written, "\(asked.call) returns secrets, which no fix may see")
        }
        let with = patterns(scope).parameters(node["with"], of: asked, at: node)
        return Fix.Call(service: asked.model.name, operation: asked.operation.name, with: with.parameters)
    }
}
