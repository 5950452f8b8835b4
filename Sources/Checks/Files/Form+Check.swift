import Documents

extension Form {
    /// Notes each place of `node` that is not of this form; whether all of it is.
    @discardableResult
    func check(_ node: YAML.Node, _ mistakes: Mistakes) -> Bool {
        switch self {
        case .text, .expression, .template:
            if node.isText, !node.isNull || node.says("null") { return true }
            return wrong(node, mistakes)
        case .word(let words):
            if words.contains(where: node.says) { return true }
            guard let text = node.text else { return wrong(node, mistakes) }
            mistakes.add(
                node, "'\(text)' is none of \(words.joined(separator: ", "))",
                hint: suggestion(for: text, among: words))
            return false
        case .integer(let least):
            guard let number = node.text.flatMap({ Int($0) }), number >= least else {
                return wrong(node, mistakes)
            }
            return true
        case .boolean:
            guard node.says("true") || node.says("false") else { return wrong(node, mistakes) }
            return true
        case .list(let form):
            guard let items = node.items else { return wrong(node, mistakes) }
            return items.reduce(true) { form.check($1, mistakes) && $0 }
        case .map(_, let form):
            guard let members = node.members else { return wrong(node, mistakes) }
            return members.reduce(true) { form.check($1.value, mistakes) && $0 }
        case .record(let record): return record.check(node, mistakes)
        case .choice(let choice): return choice.check(node, mistakes)
        case .either(let forms):
            guard let form = forms.first(where: { $0.takes(node) }) else { return wrong(node, mistakes) }
            return form.check(node, mistakes)
        case .any: return true
        case .named(let name): return Forms.named(name).check(node, mistakes)
        }
    }

    fileprivate func wrong(_ node: YAML.Node, _ mistakes: Mistakes) -> Bool {
        let hint: String? =
            switch self {
            case .template where node.isMap, .expression where node.isMap:
                "a template that begins with { needs quotes"
            default: nil
            }
        let found = node.isNull ? "nothing" : node.text.map { "'\($0)'" } ?? "a \(node.kind)"
        mistakes.add(node, "\(wanted) is wanted here, not \(found)", hint: hint)
        return false
    }

    /// Whether a node could be meant as this form, by its kind.
    func takes(_ node: YAML.Node) -> Bool {
        switch self {
        case .text, .word, .integer, .boolean, .expression, .template: node.isText
        case .list: node.isList
        case .map, .record, .choice: node.isMap
        case .either(let forms): forms.contains { $0.takes(node) }
        case .any: true
        case .named(let name): Forms.named(name).takes(node)
        }
    }

    /// What is wanted, for messages.
    var wanted: String {
        switch self {
        case .text(let kind): kind
        case .word(let words): "one of \(words.joined(separator: ", "))"
        case .integer(let least): least == Int.min ? "a whole number" : "a whole number of at least \(least)"
        case .boolean: "true or false"
        case .expression: "an expression"
        case .template: "text"
        case .list: "a list"
        case .map(let key, _): "a map from \(key)"
        case .record(let record): "a map (\(record.name))"
        case .choice(let choice): "a map (\(choice.name))"
        case .either(let forms): forms.map(\.wanted).joined(separator: " or ")
        case .any: "a value"
        case .named(let name): Forms.named(name).wanted
        }
    }
}

extension Record {
    private var article: String { "aeiou".contains(name.first ?? " ") ? "an" : "a" }

    func check(_ node: YAML.Node, _ mistakes: Mistakes) -> Bool {
        guard let members = node.members else {
            mistakes.add(
                node, "a map (\(name)) is wanted here, not \(node.isNull ? "nothing" : "a \(node.kind)")")
            return false
        }
        var isRight = true
        for (key, value) in members {
            if let place = words.index(of: key) {
                isRight = keys[place].form.check(value, mistakes) && isRight
            } else {
                isRight = false
                mistakes.add(
                    key, "\(article) \(name) has no key '\(key.text!)'",
                    hint: suggestion(for: key.text!, among: keys.map(\.name))
                        ?? "the keys are \(keys.map(\.name).joined(separator: ", "))")
            }
        }
        for key in required where node[key.name] == nil {
            isRight = false
            mistakes.add(node, "the \(name) lacks '\(key.name)'")
        }
        return isRight
    }
}

extension Choice {
    func check(_ node: YAML.Node, _ mistakes: Mistakes) -> Bool {
        guard let members = node.members else { return Form.choice(self).wrong(node, mistakes) }
        let found = members.compactMap { heads.index(of: $0.key) }
        if found.count == 1 { return records[found[0]].record.check(node, mistakes) }
        if found.count > 1 {
            let written = members.filter { heads.index(of: $0.key) != nil }
            let names = written.map { "'\($0.key.text!)'" }.joined(separator: " and ")
            mistakes.add(written[1].key, "\(name) has \(names); it must have exactly one of them")
            return false
        }
        let names = records.map(\.head)
        let hints = members.lazy.compactMap { suggestion(for: $0.key.text!, among: names) }
        mistakes.add(
            members.first?.key ?? node, "\(name) lacks one of \(names.joined(separator: ", "))",
            hint: hints.first)
        return false
    }
}
