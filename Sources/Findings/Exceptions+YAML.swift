public import Documents

extension Exceptions {
    private static let names = [
        "check", "resource", "account", "region", "reason", "owner", "expiry", "ticket",
    ]

    /// The exceptions that the YAML `text` of `file` holds: a map whose `exceptions` is a list.
    ///
    /// - Throws: every mistake with its place: an unknown word, a missing reason, owner or expiry, an expiry that is no
    ///   date, an account that is no account.
    public init(_ text: String, file: String) throws(Diagnostics) {
        let root: YAML.Node
        do { root = try YAML.parse(text, file: file) } catch { throw Diagnostics([error]) }
        var mistakes = [Diagnostic]()
        func mistake(_ node: YAML.Node, _ message: String, _ hint: String? = nil) {
            mistakes.append(
                Diagnostic(file: file, line: node.line, column: node.column, message: message, hint: hint))
        }
        for member in root.members ?? [] where member.key.text != "exceptions" {
            let name = member.key.text ?? ""
            mistake(member.key, "no such word here: \(name)", suggestion(for: name, among: ["exceptions"]))
        }
        let list = root["exceptions"]
        if list == nil {
            mistake(root, "the word exceptions is missing", "write exceptions: and a list below it")
        }
        if let list, list.items == nil, !list.isNull {
            mistake(list, "exceptions is a list, not \(list.kind)")
        }
        var all = [FindingException]()
        for item in list?.items ?? [] {
            guard let members = item.members else {
                mistake(item, "an exception is a map, not \(item.kind)")
                continue
            }
            let before = mistakes.count
            for member in members {
                let name = member.key.text ?? ""
                if !Self.names.contains(name) {
                    mistake(
                        member.key, "an exception has no word \(name)",
                        suggestion(for: name, among: Self.names))
                } else if member.value.text == nil {
                    mistake(member.value, "\(name) is text, not a \(member.value.kind)")
                }
            }
            func needed(_ name: String, _ hint: String) -> String {
                let node = item[name]
                let text = node?.text ?? ""
                if node == nil || node?.isNull == true || node?.text?.allSatisfy(\.isWhitespace) == true {
                    mistake(node ?? item, "the exception has no \(name)", hint)
                }
                return text
            }
            func optional(_ name: String) -> String? { item[name].flatMap { $0.isNull ? nil : $0.text } }
            let exception = FindingException(
                check: needed("check", "write the id of the check that it is about"),
                resource: needed("resource", "write an ARN; * and ? stand for any characters and for one"),
                account: optional("account"), region: optional("region"),
                reason: needed("reason", "write why the finding is accepted"),
                owner: needed("owner", "write who answers for it"),
                expiry: needed("expiry", "write the last day on which it holds, such as 2027-03-31"),
                ticket: optional("ticket"), place: "\(file):\(item.line)")
            if let node = item["expiry"], !exception.expiry.isEmpty, !Self.isDay(exception.expiry) {
                mistake(node, "\(exception.expiry) is no day", "write it as 2027-03-31")
            }
            if let node = item["account"], let account = exception.account, !Self.isAccount(account) {
                mistake(node, "\(account) is no account", "write its 12 digits")
            }
            if mistakes.count == before { all.append(exception) }
        }
        guard mistakes.isEmpty else { throw Diagnostics(mistakes) }
        self.init(all)
    }

    private static func isDay(_ text: String) -> Bool { text.utf8.count == 10 && Timestamp(text) != nil }

    private static func isAccount(_ text: String) -> Bool {
        text.utf8.count == 12 && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }

    /// The YAML `text` of `file` with `exception` behind its list; comments and layout of what was there are kept.
    ///
    /// - Parameter text: the file as it is; nil where there is none yet.
    /// - Throws: what is wrong with the text, or with the exception.
    public static func adding(
        _ exception: FindingException, to text: String?, file: String
    ) throws(Diagnostics) -> String {
        let isEmpty = text?.allSatisfy(\.isWhitespace) ?? true
        let old = isEmpty ? "exceptions:\n" : text!
        let before = try Exceptions(old, file: file)
        var lines = old.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        while lines.last?.isEmpty == true { lines.removeLast() }
        // A list without entries may be written as [], which nothing can follow.
        if before.all.isEmpty, let place = lines.firstIndex(where: { $0.hasPrefix("exceptions:") }),
            let bracket = lines[place].firstRange(of: "[]")
        {
            lines[place].removeSubrange(bracket)
            while lines[place].last == " " { lines[place].removeLast() }
        }
        let dash = lines.last { line in line.drop { $0 == " " }.hasPrefix("- ") }
        let indent = String(
            repeating: " ", count: before.all.isEmpty ? 2 : dash?.prefix { $0 == " " }.count ?? 2)
        let members: [(String, String?)] = [
            ("check", exception.check), ("resource", exception.resource), ("account", exception.account),
            ("region", exception.region), ("reason", exception.reason), ("owner", exception.owner),
            ("expiry", exception.expiry), ("ticket", exception.ticket),
        ]
        var lead = "- "
        for case (let name, let value?) in members {
            lines.append(indent + lead + name + ": " + scalar(value))
            lead = "  "
        }
        let new = lines.joined(separator: "\n") + "\n"
        let after = try Exceptions(new, file: file)
        guard after.all.count == before.all.count + 1 else {
            throw Diagnostics([
                Diagnostic(
                    file: file, line: lines.count, column: 1,
                    message: "the list is written in a form that cannot be added to",
                    hint: "write each exception as lines that begin with a dash")
            ])
        }
        return new
    }

    /// `text` as a YAML scalar: plain where that is certain to mean the same, else in quotes as JSON writes it.
    private static func scalar(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x2F, 0x5F, 0x40: true
            default: false
            }
        }
        let startsPlain =
            text.utf8.first.map { $0 != 0x2D && $0 != 0x40 && !(0x30...0x39).contains($0) } ?? false
        return isPlain && startsPlain && !["null", "true", "false", "yes", "no"].contains(text.lowercased())
            ? text : JSON.text(.string(text))
    }
}
