import Documents

/// A place of a file with one letter changed.
struct Mutant: CustomStringConvertible {
    let file: String
    let line: Int
    let old: String
    let new: String
    let text: String

    var description: String { "\(file):\(line): \(old) as \(new)" }
}

/// Makes mutants of a file of checks: of every path, key, call, parameter and word that the language gives a meaning.
struct Mutants {
    private let file: String
    private let lines: [[Unicode.Scalar]]
    private(set) var all: [Mutant] = []

    private static let paths: Set<String> = [
        "value", "every", "some", "none", "policies", "pick", "each", "entry", "ref", "when", "region", "as",
        "always",
        "never",
    ]
    private static let words: Set<String> = [
        "call", "join", "of", "probe", "policy_kind", "scope", "resource", "severity", "risk", "for",
        "when_empty",
        "from", "absent_on", "gone_on", "send", "take", "absent", "type",
    ]
    private static let operands: Set<String> = [
        "equals", "in", "includes", "matches", "at_least", "at_most", "older_than", "newer_than", "within",
        "trusted",
        "organization",
    ]
    /// Maps whose keys are free names.
    private static let free: Set<String> = [
        "fixes", "show", "ref", "controls", "answer", "impact", "Condition",
    ]

    init(_ text: String, file: String) throws {
        self.file = file
        lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { Array($0.unicodeScalars) }
        let root = try YAML.parse(text, file: file)
        if file.hasSuffix(".test.yaml") { test(root) } else { walk(root, under: "", isFree: false) }
    }

    private mutating func walk(_ node: YAML.Node, under key: String, isFree: Bool) {
        switch node.content {
        case .scalar: leaf(node, under: key)
        case .sequence(let items): for item in items { walk(item, under: key, isFree: isFree) }
        case .mapping(let members):
            for (name, value) in members {
                let word = name.text!
                if ["parameters", "title", "description", "enum"].contains(word), key == "" {
                    mutate(name)
                    continue
                }
                if !isFree, !(key == "attributes" || key == "resources" || key == "extend") { mutate(name) }
                let isPolicy = word == "add_statement"
                if isPolicy { continue }
                // A map under `ref` and the like has names of its own; what stands in it is still a path.
                let next =
                    Self.free.contains(key) || key == "attributes" || key == "resources" ? inner(key) : word
                let isPattern = key == "with" || key == "template"
                walk(value, under: isPattern ? "template" : next, isFree: Self.free.contains(word))
            }
        }
    }

    private func inner(_ key: String) -> String {
        switch key {
        case "ref", "show": "value"
        default: ""
        }
    }

    private mutating func leaf(_ node: YAML.Node, under key: String) {
        guard let text = node.text else { return }
        if ["id", "arn", "template", "reason", "where"].contains(key) {
            inside(node, braces: true)
        } else if Self.operands.contains(key) {
            if text.hasPrefix("$") { inside(node, braces: false) } else { inside(node, braces: true) }
        } else if Self.paths.contains(key) {
            inside(node, braces: text.hasPrefix("{"))
        } else if Self.words.contains(key), text != "resource" {
            inside(node, braces: false)
        }
    }

    /// Of a test: the calls, the members of answers and parameters, the words of what is expected.
    private mutating func test(_ root: YAML.Node) {
        for (name, value) in root.members ?? [] {
            mutate(name)
            if name.text == "given" { given(value) }
            guard name.text == "cases" else { continue }
            for one in value.items ?? [] {
                for (key, value) in one.members ?? [] {
                    mutate(key)
                    if key.text == "given" { given(value) }
                    if key.text == "parameters" { for member in value.members ?? [] { mutate(member.key) } }
                }
            }
        }
    }

    private mutating func given(_ node: YAML.Node) {
        for (call, answers) in node.members ?? [] {
            mutate(call)
            for answer in answers.items ?? [answers] {
                for (key, value) in answer.members ?? [] {
                    mutate(key)
                    if key.text == "with" || key.text == "answer" {
                        for member in value.members ?? [] { mutate(member.key) }
                    }
                }
            }
        }
    }

    /// Mutates each name of a scalar.
    private mutating func inside(_ node: YAML.Node, braces: Bool) {
        let line = lines[node.line - 1]
        var at = node.column - 1
        guard at < line.count, line[at] != ">", line[at] != "|" else { return }
        let quote: Unicode.Scalar? = line[at] == "\"" || line[at] == "'" ? line[at] : nil
        if quote != nil { at += 1 }
        let end = at + (node.text?.unicodeScalars.count ?? 0)
        var depth = 0
        var isLiteral = false
        var start: Int?
        while at <= min(end, line.count) {
            let scalar = at < min(end, line.count) ? line[at] : " "
            if scalar == "'" || scalar == "`" { isLiteral.toggle() }
            if scalar == "{" { depth += 1 }
            if scalar == "}" { depth -= 1 }
            let isName =
                scalar.properties.isAlphabetic
                || (start != nil && (scalar.properties.numericType != nil || scalar == "_" || scalar == "-"))
            if isName, start == nil, !isLiteral, !braces || depth > 0 { start = at }
            if !isName, let from = start {
                change(node.line, from, at)
                start = nil
            }
            at += 1
        }
    }

    private mutating func mutate(_ key: YAML.Node) {
        guard let text = key.text, text.unicodeScalars.allSatisfy({ $0.isASCII }) else { return }
        let line = lines[key.line - 1]
        var at = key.column - 1
        if at < line.count, line[at] == "\"" { at += 1 }
        var start = at
        let end = at + text.unicodeScalars.count
        while at <= end {
            let scalar = at < end ? line[at] : " "
            let isName =
                scalar.properties.isAlphabetic || scalar == "_" || scalar.properties.numericType != nil
            if !isName {
                if at > start { change(key.line, start, at) }
                start = at + 1
            }
            at += 1
        }
    }

    private mutating func change(_ line: Int, _ from: Int, _ to: Int) {
        let name = Array(lines[line - 1][from..<to])
        var dropped = name
        if name.count > 2 { dropped.remove(at: name.count / 2) } else { dropped[name.count - 1] = "q" }
        var replaced = name
        replaced[0] = name[0] == "q" ? "z" : "q"
        for new in [dropped, replaced] where new != name {
            var changed = lines
            changed[line - 1].replaceSubrange(from..<to, with: new)
            func text(_ scalars: [Unicode.Scalar]) -> String { String(String.UnicodeScalarView(scalars)) }
            all.append(
                Mutant(
                    file: file, line: line, old: text(name), new: text(new),
                    text: changed.map(text).joined(separator: "\n")))
        }
    }
}
