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
                switch try string() {
                case "2012-10-17"?: document.hasVariables = true
                case "2008-10-17"?: break
                default: fail("Version", "the version is 2012-10-17 or 2008-10-17")
                }
            } else if text.says(name, "Id") {
                if try string() == nil { fail("Id", "the id is text") }
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
        case .object: if let only = try readStatement(0, isOnly: true) { document.statements.append(only) }
        case .array:
            var items = text.enter()
            var index = 0
            while try text.hasItem(&items) {
                let kind = try text.kind()
                if kind == .object {
                    if let statement = try readStatement(index, isOnly: false) {
                        document.statements.append(statement)
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
        let path = { (element: String) in
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
                switch try string() {
                case "Allow"?: break
                case "Deny"?: isDeny = true
                case let other:
                    fail(path("Effect"), "the effect is Allow or Deny")
                    if other?.lowercased() == "deny" { isDeny = true }
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
                for action in actions where action != "*" && !isAction(action) {
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
                for resource in all where !isResource(resource) {
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
    private func either(_ name: JSONReader.Quoted, _ one: StaticString, _ other: StaticString) -> Bool? {
        text.says(name, one) ? false : text.says(name, other) ? true : nil
    }

    private func isAction(_ text: String) -> Bool {
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else { return false }
        return colon != text.utf8.startIndex && text.utf8.index(after: colon) != text.utf8.endIndex
    }

    private func isResource(_ text: String) -> Bool {
        text.begins(with: "arn:") || text.begins(with: "*") || text.begins(with: "execute-api:/")
            || text.begins(with: "${")
    }

    static func shown(_ text: String) -> String {
        text.utf8.count > 80
            ? String(text.unicodeScalars.prefix(77).map(Character.init)) + "..."
            : text.isEmpty ? "empty" : text
    }

    private mutating func texts(_ path: @autoclosure () -> String) throws(JSONReader.Failure) -> [String] {
        switch try text.kind() {
        case .string: return [try text.string()]
        case .array:
            var out = [String]()
            var items = text.enter()
            var place = 0
            while try text.hasItem(&items) {
                let kind = try text.kind()
                if kind == .string {
                    out.append(try text.string())
                } else {
                    try text.skip()
                    fail("\(path())[\(place)]", "this is text or a list of it, not \(kind)")
                }
                place += 1
            }
            return out
        case let kind:
            try text.skip()
            fail(path(), "this is text or a list of it, not \(kind)")
            return []
        }
    }

    private mutating func readPrincipals(
        into principals: inout Principals, _ path: @autoclosure () -> String
    ) throws(JSONReader.Failure) {
        switch try text.kind() {
        case .string:
            let name = try text.string()
            if name == "*" {
                principals.isEveryone = true
            } else {
                fail(path(), "a principal is \"*\" or an object, this is \(Self.shown(name))")
                read(aws: name, into: &principals, path(), quietly: true)
            }
        case .array:
            fail(path(), "a principal is \"*\" or an object, not a list")
            var items = text.enter()
            while try text.hasItem(&items) {
                if let name = try string() { read(aws: name, into: &principals, path(), quietly: true) }
            }
        case .object:
            var members = text.enter()
            while let kind = try text.member(&members) {
                try readPrincipals(of: kind, into: &principals, path())
            }
        case let kind:
            try text.skip()
            fail(path(), "a principal is \"*\" or an object, not \(kind)")
        }
    }

    private mutating func readPrincipals(
        of kind: JSONReader.Quoted, into principals: inout Principals, _ path: @autoclosure () -> String
    ) throws(JSONReader.Failure) {
        if text.says(kind, "AWS") {
            func here() -> String { path() + ".AWS" }
            for name in try texts(here()) { read(aws: name, into: &principals, here()) }
        } else if text.says(kind, "Service") {
            func here() -> String { path() + ".Service" }
            for name in try texts(here()) {
                if name != "*", name.hasWildcards || !name.has(UInt8(ascii: ".")) {
                    fail(here(), "a service is written name.amazonaws.com, this is \(Self.shown(name))")
                }
                principals.services.append(name.hasWildcards ? "*" : name)
            }
        } else if text.says(kind, "Federated") {
            principals.federated += try texts(path() + ".Federated")
        } else if text.says(kind, "CanonicalUser") {
            func here() -> String { path() + ".CanonicalUser" }
            for name in try texts(here()) { read(canonicalUser: name, into: &principals, here()) }
        } else {
            try text.skip()
            let kind = try text.text(kind)
            let known = ["AWS", "Service", "Federated", "CanonicalUser"]
            fail(
                path() + "." + kind,
                "there is no such kind of principal; "
                    + (suggestion(for: kind, among: known) ?? "one of \(known.joined(separator: ", "))"))
        }
    }

    private mutating func read(
        canonicalUser text: String, into principals: inout Principals, _ path: @autoclosure () -> String
    ) {
        let isHex = text.utf8.allSatisfy {
            ($0 >= 0x30 && $0 <= 0x39) || ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x66)
        }
        if !isHex || text.utf8.count != 64 {
            fail(path(), "a canonical user is 64 hexadecimal digits, this is \(Self.shown(text))")
        }
        if text.hasWildcards { principals.isEveryone = true } else { principals.canonicalUsers.append(text) }
    }

    private mutating func read(
        aws text: String, into principals: inout Principals, _ path: @autoclosure () -> String,
        quietly: Bool = false
    ) {
        if text == "*" {
            principals.isEveryone = true
        } else if isAccountNumber(text) {
            principals.aws.append(.account(text))
        } else if let principal = AWSPrincipal(arn: text) {
            principals.aws.append(principal)
        } else if text.utf8.count >= 16, text.hasPrefix("A"),
            text.utf8.allSatisfy({ ($0 >= 0x30 && $0 <= 0x39) || ($0 >= 0x41 && $0 <= 0x5a) })
        {
            principals.aws.append(.deleted(text))
        } else {
            if !quietly {
                fail(
                    path(),
                    "an AWS principal is an account's number or the ARN of an account, user or role, without wildcards; this is \(Self.shown(text))"
                )
            }
            // Lenient reading: a pattern may mean anybody.
            if text.hasWildcards { principals.isEveryone = true }
        }
    }
}

extension AWSPrincipal {
    /// The principal that `text` names as an ARN; nil when AWS would not take it.
    init?(arn text: String) {
        guard let arn = ARN(text), arn.region.isEmpty, !text.hasWildcards else {
            return nil
        }
        let resource = arn.resource
        if arn.service == "iam", arn.account == "cloudfront", resource.begins(with: "user/") {
            self = .special(arn: text)
            return
        }
        guard isAccountNumber(arn.account) else { return nil }
        let account = String(arn.account)
        let isLong = { (prefix: String) in
            resource.utf8.count > prefix.utf8.count && resource.begins(with: prefix)
        }
        switch arn.service {
        case "iam" where resource == "root": self = .account(account)
        case "iam" where isLong("user/") || isLong("role/"): self = .identity(arn: text, account: account)
        case "sts" where isLong("assumed-role/") || isLong("federated-user/"):
            self = .session(arn: text, account: account)
        default: return nil
        }
    }
}
