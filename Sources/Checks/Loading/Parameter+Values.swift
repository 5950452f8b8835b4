public import Documents

extension Parameter.Kind {
    /// The words for kinds that are no list and no enumeration.
    static let words = [
        "string", "integer", "number", "boolean", "duration", "account", "organization", "region", "arn",
        "glob",
    ]

    /// The kind that a node of a file names; nil when it names none, which the form has noted.
    init?(_ node: YAML.Node) {
        switch node.text {
        case "string": self = .string
        case "integer": self = .integer
        case "number": self = .number
        case "boolean": self = .boolean
        case "duration": self = .duration
        case "account": self = .account
        case "organization": self = .organization
        case "region": self = .region
        case "arn": self = .arn
        case "glob": self = .glob
        case nil:
            if let items = node.items {
                guard items.count == 1, let kind = Parameter.Kind(items[0]) else { return nil }
                self = .list(kind)
            } else if node["enum"] != nil {
                self = .enumeration(node.texts("enum"))
            } else {
                return nil
            }
        default: return nil
        }
    }

    /// What a value of this kind is, for messages.
    public var words: String {
        switch self {
        case .string: "text"
        case .integer: "a whole number"
        case .number: "a number"
        case .boolean: "true or false"
        case .duration: "a duration such as 90d"
        case .account: "an account, 12 digits"
        case .organization: "an organisation's id such as o-exampleorgid"
        case .region: "a region such as eu-west-1"
        case .arn: "an ARN"
        case .glob: "a glob"
        case .enumeration(let values): "one of \(values.joined(separator: ", "))"
        case .list(let kind): "a list, each \(kind.words)"
        }
    }

    /// The value that `text` writes, a list with commas between its elements; nil when it writes none.
    public func value(_ text: String) -> Value? {
        switch self {
        case .string, .glob: return .string(text)
        case .integer: return Int(text).map { .integer($0) }
        case .number: return Double(text).flatMap { $0.isFinite ? .number($0) : nil }
        case .boolean: return text == "true" ? true : text == "false" ? false : nil
        case .duration: return Duration.seconds(text).map { .integer($0) }
        case .account: return text.utf8.count == 12 && text.utf8.allSatisfy(isDigit) ? .string(text) : nil
        case .organization:
            let rest = text.utf8.dropFirst(2)
            return text.hasPrefix("o-") && (10...32).contains(rest.count)
                && rest.allSatisfy({ isDigit($0) || isLower($0) }) ? .string(text) : nil
        case .region:
            let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
            let isRegion =
                parts.count >= 3 && parts.dropLast().allSatisfy { !$0.isEmpty && $0.allSatisfy(isLower) }
                && !parts.last!.isEmpty && parts.last!.allSatisfy(isDigit)
            return isRegion ? .string(text) : nil
        case .arn:
            return text.hasPrefix("arn:") && text.utf8.count(where: { $0 == UInt8(ascii: ":") }) >= 5
                ? .string(text) : nil
        case .enumeration(let values): return values.contains(text) ? .string(text) : nil
        case .list(let kind):
            if text.isEmpty { return [] }
            var items = [Value]()
            for part in text.split(separator: ",", omittingEmptySubsequences: false) {
                guard let item = kind.value(String(part.trimmed)) else { return nil }
                items.append(item)
            }
            return .array(items)
        }
    }

    private func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
    private func isLower(_ byte: UInt8) -> Bool { (97...122).contains(byte) }

    /// The value that a node of a file writes; nil, and noted, when it writes none.
    func value(_ node: YAML.Node, _ mistakes: Mistakes) -> Value? {
        if case .list(let kind) = self, let items = node.items {
            var values = [Value]()
            for item in items {
                guard let value = kind.value(item, mistakes) else { return nil }
                values.append(value)
            }
            return .array(values)
        }
        let isList = if case .list = self { true } else { false }
        if let text = node.text, !isList, let value = value(text) { return value }
        var hint: String?
        if case .enumeration(let values) = self { hint = suggestion(for: node.text ?? "", among: values) }
        mistakes.add(
            node, "\(words) is wanted here, not \(node.text.map { "'\($0)'" } ?? "a \(node.kind)")",
            hint: hint)
        return nil
    }

    /// The type of values of this kind.
    var type: StaticType {
        switch self {
        case .string, .account, .organization, .region, .arn, .glob: .string(nil)
        case .integer, .duration: .integer
        case .number: .number
        case .boolean: .boolean
        case .enumeration(let values): .string(values)
        case .list(let kind): .list(Typed(kind.type))
        }
    }
}

extension Substring {
    /// Without spaces at either end.
    var trimmed: Substring {
        var text = self
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return text
    }
}

/// Durations as people write them.
enum Duration {
    /// The seconds of `90d`, `12h`, `30m`, `45s` or `2w`; nil when the text is none.
    static func seconds(_ text: String) -> Int? {
        let units: [Character: Int] = ["s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800]
        guard let last = text.last, let unit = units[last], let number = Int(text.dropLast()), number >= 0
        else { return nil }
        let (seconds, isTooLarge) = number.multipliedReportingOverflow(by: unit)
        return isTooLarge ? nil : seconds
    }
}

extension Parameter {
    /// The parameter that `node` declares; nil, and noted, where it can't be read.
    init?(_ name: YAML.Node, _ node: YAML.Node, isShared: Bool, _ mistakes: Mistakes) {
        guard let type = node["type"] else { return nil }
        guard let kind = Kind(type) else {
            if type.isList { mistakes.add(type, "a list type has one element: [account]") }
            return nil
        }
        var standard = Value.null
        if let written = node["default"], written.text != "none" {
            guard let value = kind.value(written, mistakes) else { return nil }
            standard = value
        }
        self.init(
            name: name.text!, title: node.text("title") ?? "", kind: kind, standard: standard,
            isRequired: node["default"] == nil, isShared: isShared)
    }

    /// The type of `$name`; one that is required is there wherever a check is judged at all.
    var typed: Typed { Typed(kind.type, canBeAbsent: standard.isNull && !isRequired) }
}
