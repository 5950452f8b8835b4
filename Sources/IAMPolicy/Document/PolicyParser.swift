public import Documents

extension PolicyDocument {
    /// Reads a document, strictly: what AWS would refuse for a resource of `kind` is collected in ``problems``.
    ///
    /// `value` may be the document as an object, or text holding it as JSON, also URL-encoded as IAM sends it.
    public init(_ value: Value, kind: ResourceKind = .generic) {
        switch value {
        case .string(let text): self.init(text: text, kind: kind)
        case .unseen: self.init(problem: "a policy is a JSON object, this is \(value.kind)")
        case _ where value.hasUnseen: self.init(problem: "the document was not seen whole")
        default: self.init(text: JSON.text(value), kind: kind)
        }
    }

    /// Reads the document that `text` holds as JSON, also URL-encoded as IAM sends it.
    public init(text: String, kind: ResourceKind = .generic) {
        var text = PolicyDocument.plain(text)
        self = text.withUTF8 { bytes in
            var parser = PolicyParser(kind: kind, text: JSONReader(bytes))
            do throws(JSONReader.Failure) {
                try parser.read()
                return parser.document
            } catch {
                return PolicyDocument(
                    problem: "the text is no JSON: \(error.message)",
                    at: JSONPlace.Spot(of: error.offset, in: bytes))
            }
        }
    }

    private init(problem message: String, at spot: JSONPlace.Spot? = nil) {
        self.init()
        problems = [Problem(path: "", message: message, spot: spot)]
    }

    /// `text` without its URL encoding, if it has one: it begins with `%7B`, perhaps behind encoded white space.
    static func plain(_ text: String) -> String {
        guard text.utf8.first == UInt8(ascii: "%") else { return text }
        return PercentEncoding.decode(text) ?? text
    }
}

/// Reads the elements of a document into a ``PolicyDocument``.
struct PolicyParser {
    let kind: ResourceKind
    var text: JSONReader
    var document = PolicyDocument()

    init(kind: ResourceKind, text: JSONReader) {
        self.kind = kind
        self.text = text
    }

    mutating func fail(_ path: @autoclosure () -> String, _ message: @autoclosure () -> String) {
        // A document of ten thousand broken statements needs no ten thousand reports.
        if document.problems.count < 100 {
            document.problems.append(PolicyDocument.Problem(path: path(), message: message()))
        }
    }

    /// Reads the whole text.
    mutating func read() throws(JSONReader.Failure) {
        let kind = try text.kind()
        if kind == .object {
            try readDocument()
        } else {
            try text.skip()
            fail("", "a policy is a JSON object, this is \(kind)")
        }
        try text.end()
    }

    private mutating func readDocument() throws(JSONReader.Failure) {
        var hasVersion = false
        var hasStatement = false
        var later: Int?
        var members = text.enter()
        while let name = try text.member(&members) {
            if text.says(name, "Version") {
                hasVersion = true
                let version = try quoted()
                if says(version, "2012-10-17") {
                    document.hasVariables = true
                } else if !says(version, "2008-10-17") {
                    fail("Version", "the version is 2012-10-17 or 2008-10-17")
                }
            } else if text.says(name, "Id") {
                if try quoted() == nil { fail("Id", "the id is text") }
            } else if text.says(name, "Statement") {
                hasStatement = true
                // The version says how to read them.
                if hasVersion {
                    try readStatements()
                } else {
                    later = text.place
                    try text.skip()
                }
            } else {
                try text.skip()
                unknown(try text.text(name), "", ["Version", "Id", "Statement"])
            }
        }
        if let later {
            let end = text.place
            text.go(to: later)
            try readStatements()
            text.go(to: end)
        }
        if !hasStatement { fail("", "the document has no Statement") }
    }

    private mutating func readStatements() throws(JSONReader.Failure) {
        switch try text.kind() {
        case .object: if let only = try readStatement(0, isOnly: true) { document.statements = [only] }
        case .array:
            var items = text.enter()
            var index = 0
            while try text.hasItem(&items) {
                let kind = try text.kind()
                if kind == .object {
                    if let statement = try readStatement(index, isOnly: false) {
                        document.statements.add(statement)
                    }
                } else {
                    try text.skip()
                    fail("Statement[\(index)]", "a statement is an object, this is \(kind)")
                }
                index += 1
            }
        case let other:
            try text.skip()
            fail("Statement", "a statement is an object or a list of them, this is \(other)")
        }
    }

    /// The text that comes next; nil, and past it, where that is something else.
    mutating func string() throws(JSONReader.Failure) -> String? {
        if try text.kind() == .string { return try text.string() }
        try text.skip()
        return nil
    }

    /// As ``string()``, the text where it stands.
    private mutating func quoted() throws(JSONReader.Failure) -> JSONReader.Quoted? {
        guard try text.kind() == .string else {
            try text.skip()
            return nil
        }
        let quoted = try text.quoted()
        // Whatever it says, its escapes have to be good.
        if text.bytes(quoted) == nil { _ = try text.text(quoted) }
        return quoted
    }

    @inline(__always) private func says(_ quoted: JSONReader.Quoted?, _ word: StaticString) -> Bool {
        quoted.map { text.says($0, word) } ?? false
    }

    private mutating func unknown(_ name: String, _ path: String, _ known: [String]) {
        fail(
            path.isEmpty ? name : "\(path).\(name)",
            "there is no such element; "
                + (suggestion(for: name, among: known) ?? "one of \(known.joined(separator: ", "))"))
    }

    /// Reads a statement; nil for a Deny that could not be read whole.
    private mutating func readStatement(_ index: Int, isOnly: Bool) throws(JSONReader.Failure)
        -> PolicyDocument.Statement?
    {
        var sid: String?
        var (isDeny, isNotPrincipal, isNotAction, isNotResource) = (false, false, false, false)
        var principals = Principals()
        var actions = [String]()
        var resources: [String]?
        var conditions = [PolicyDocument.Condition]()
        func path(_ element: String) -> String {
            (isOnly ? "Statement" : "Statement[\(index)]") + (element.isEmpty ? "" : ".\(element)")
        }
        // How often each element is there.
        var (effects, whos, whats, ons) = (0, 0, 0, 0)
        var unread = false
        var members = text.enter()
        while let name = try text.member(&members) {
            if text.says(name, "Sid") {
                sid = try string()
                if sid == nil { fail(path("Sid"), "the Sid is text") }
            } else if text.says(name, "Effect") {
                effects += 1
                let effect = try quoted()
                if says(effect, "Deny") {
                    isDeny = true
                } else if !says(effect, "Allow") {
                    fail(path("Effect"), "the effect is Allow or Deny")
                    if let effect, try text.text(effect).lowercased() == "deny" { isDeny = true }
                }
            } else if let isNot = either(name, "Principal", "NotPrincipal") {
                whos += 1
                isNotPrincipal = isNot
                if isNot, kind == .iamRole {
                    fail(path("NotPrincipal"), "a trust policy has no NotPrincipal")
                }
                try readPrincipals(into: &principals, path(isNot ? "NotPrincipal" : "Principal"))
            } else if let isNot = either(name, "Action", "NotAction") {
                whats += 1
                isNotAction = isNot
                func here() -> String { path(isNot ? "NotAction" : "Action") }
                actions = try texts(here())
                for action in actions where !Self.isAction(action) {
                    fail(here(), "an action is written service:Action, this is \(Self.shown(action))")
                }
            } else if let isNot = either(name, "Resource", "NotResource") {
                ons += 1
                isNotResource = isNot
                func here() -> String { path(isNot ? "NotResource" : "Resource") }
                let all = try texts(here())
                if kind == .iamRole {
                    fail(here(), "a trust policy has no \(isNot ? "NotResource" : "Resource")")
                }
                for resource in all where !Self.isResource(resource) {
                    fail(here(), "a resource is an ARN or *, this is \(Self.shown(resource))")
                }
                for resource in all { check(variables: resource, here()) }
                resources = all
            } else if text.says(name, "Condition") {
                unread = try readConditions(into: &conditions, path("Condition")) || unread
            } else {
                try text.skip()
                unknown(
                    try text.text(name), path(""),
                    [
                        "Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource",
                        "NotResource",
                        "Condition",
                    ])
            }
        }
        if effects == 0 { fail(path(""), "the statement has no Effect") }
        if whos != 1 {
            fail(
                path(""),
                whos == 0
                    ? PolicyDocument.Problem.noPrincipal : "the statement has both Principal and NotPrincipal"
            )
        }
        if whats != 1 {
            fail(
                path(""),
                whats == 0 ? "the statement has no Action" : "the statement has both Action and NotAction")
        }
        if ons > 1 { fail(path(""), "the statement has both Resource and NotResource") }
        if ons == 0, kind.needsResource { fail(path(""), "the statement has no Resource") }
        // Lenient reading: what cannot be read widens an Allow and drops a Deny.
        if unread, isDeny { return nil }
        return PolicyDocument.Statement(
            index: index, sid: sid, isDeny: isDeny, principals: principals, isNotPrincipal: isNotPrincipal,
            actions: actions, isNotAction: isNotAction, resources: kind == .iamRole ? nil : resources,
            isNotResource: isNotResource, conditions: conditions)
    }

    /// Whether an element is the second of two; nil where it is neither.
    @inline(__always)
    private func either(_ name: JSONReader.Quoted, _ one: StaticString, _ other: StaticString) -> Bool? {
        text.says(name, one) ? false : text.says(name, other) ? true : nil
    }

    private static func isAction(_ text: String) -> Bool {
        text.withBytes { bytes in
            guard let colon = bytes.place(of: UInt8(ascii: ":")) else { return bytes.says("*") }
            return colon > 0 && colon < bytes.count - 1
        }
    }

    private static func isResource(_ text: String) -> Bool {
        text.withBytes { bytes in
            bytes.begins(with: "arn:") || bytes.begins(with: "*") || bytes.begins(with: "execute-api:/")
                || bytes.begins(with: "${")
        }
    }

    static func shown(_ text: String) -> String {
        text.utf8.count > 80
            ? String(text.unicodeScalars.prefix(77).map(Character.init)) + "..."
            : text.isEmpty ? "empty" : text
    }

    /// The text that comes next, or the list of it.
    mutating func texts(_ path: @autoclosure () -> String) throws(JSONReader.Failure) -> [String] {
        var out = [String]()
        try eachText(path()) { (parser, quoted) throws(JSONReader.Failure) in
            out.add(try parser.text.text(quoted))
        }
        return out
    }

    /// Hands `take` the text that comes next, or each of the list.
    @inline(__always)
    mutating func eachText(
        _ path: @autoclosure () -> String,
        _ take: (inout PolicyParser, JSONReader.Quoted) throws(JSONReader.Failure) -> Void
    ) throws(JSONReader.Failure) {
        switch try text.kind() {
        case .string:
            let quoted = try text.quoted()
            try take(&self, quoted)
        case .array:
            var items = text.enter()
            var place = 0
            while try text.hasItem(&items) {
                let kind = try text.kind()
                if kind == .string {
                    let quoted = try text.quoted()
                    try take(&self, quoted)
                } else {
                    try text.skip()
                    fail("\(path())[\(place)]", "this is text or a list of it, not \(kind)")
                }
                place += 1
            }
        case let kind:
            try text.skip()
            fail(path(), "this is text or a list of it, not \(kind)")
        }
    }
}

extension Array {
    /// Appends the elements of a list, which needs no copy where there are none yet.
    mutating func add(_ list: [Element]) {
        if isEmpty { self = list } else { append(contentsOf: list) }
    }

    /// Appends an element; the first one into memory for it alone, because most lists hold one.
    mutating func add(_ element: Element) {
        if isEmpty {
            self = [element]
        } else {
            if count == 1 { reserveCapacity(4) }
            append(element)
        }
    }
}
