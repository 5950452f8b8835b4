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
        "value", "every", "some", "none", "policies", "pick", "each", "entry", "ref", "when", "region",
        "always",
        "never",
    ]
    private static let words: Set<String> = [
        "call", "join", "of", "probe", "policy_kind", "scope", "resource", "severity", "risk", "for",
        "when_empty", "from", "absent_on", "gone_on", "no_entry", "send", "take", "absent", "type", "as",
        "named",
        "first", "exists", "empty", "actions", "Action", "Effect", "check", "checks", "basis", "level",
    ]
    private static let operands: Set<String> = [
        "equals", "in", "includes", "matches", "at_least", "at_most", "older_than", "newer_than", "within",
        "trusted", "organization",
    ]
    /// Maps whose keys are free names.
    private static let free: Set<String> = [
        "attributes", "Condition", "controls", "extend", "fixes", "json", "ref", "resources", "show",
    ]
    /// Maps of AWS's whose keys are free names, in answers.
    private static let freeInAnswers: Set<String> = [
        "Attributes", "NotificationAttributes", "Policies", "SummaryMap", "Tags",
    ]

    init(_ text: String, file: String) throws {
        self.file = file
        lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { Array($0.unicodeScalars) }
        let root = try YAML.parse(text, file: file)
        if file.hasSuffix(".test.yaml") { test(root) } else { walk(root, under: "") }
    }

    /// `key` is what `node` stands under; of a free name what the name stands under.
    private mutating func walk(_ node: YAML.Node, under key: String) {
        switch node.content {
        case .scalar: leaf(node, under: key)
        case .sequence(let items): for item in items { walk(item, under: key) }
        case .mapping(let members):
            for (name, value) in members {
                let word = name.text!
                if !Self.free.contains(key) { mutate(name) }
                switch key {
                case "parameters": walk(value, under: value.text == nil ? "" : "type")
                case "with", "template": walk(value, under: "template")
                case "ref", "show": walk(value, under: "value")
                case "as", "json": walk(value, under: word == "json" || word == "enum" ? word : "as")
                case _ where Self.free.contains(key): walk(value, under: "")
                default: walk(value, under: word)
                }
            }
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
        } else if key == "cli" {
            command(node)
        }
    }

    /// Of a command of the AWS CLI: the operation and its options. The service's own word may be another's.
    private mutating func command(_ node: YAML.Node) {
        guard let text = node.text, text.hasPrefix("aws "), !text.hasPrefix("aws configure") else { return }
        var at = node.column - 1
        guard at < lines[node.line - 1].count else { return }
        if lines[node.line - 1][at] == "\"" { at += 1 }
        for (place, word) in text.split(separator: " ", omittingEmptySubsequences: false).enumerated() {
            if word == ">" || word == "|" { return }
            let dashes = word.prefix { $0 == "-" }.count
            if place == 2 || dashes == 2 { change(node.line, at + dashes, at + word.unicodeScalars.count) }
            at += word.unicodeScalars.count + 1
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
                    switch key.text {
                    case "given": given(value)
                    case "parameters": for member in value.members ?? [] { mutate(member.key) }
                    case "expect": expected(value)
                    default: break
                    }
                }
            }
        }
    }

    private mutating func expected(_ node: YAML.Node) {
        for one in node.items ?? [node] {
            if one.text != nil { inside(one, braces: false) }
            for (key, value) in one.members ?? [] {
                mutate(key)
                if key.text == "status" || key.text == "gap" { inside(value, braces: false) }
            }
        }
    }

    private mutating func given(_ node: YAML.Node) {
        for (call, answers) in node.members ?? [] {
            mutate(call)
            for answer in answers.items ?? [answers] { self.answer(answer) }
        }
    }

    private mutating func answer(_ node: YAML.Node) {
        for (key, value) in node.members ?? [] {
            mutate(key)
            switch key.text {
            case "with", "answer": members(value)
            case "pages": for page in value.items ?? [] { answer(page) }
            default: break
            }
        }
    }

    /// The members of structures; documents inside them have names of their own.
    private mutating func members(_ node: YAML.Node, areFree: Bool = false) {
        for item in node.items ?? [] { members(item) }
        if node["Statement"] != nil || node["Version"] != nil || node["deadLetterTargetArn"] != nil { return }
        for (key, value) in node.members ?? [] {
            if !areFree { mutate(key) }
            members(value, areFree: Self.freeInAnswers.contains(key.text ?? ""))
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
