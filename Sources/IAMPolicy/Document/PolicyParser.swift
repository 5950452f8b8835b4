public import Documents

extension PolicyDocument {
    /// Reads a document, strictly: what AWS would refuse for a resource of `kind` is collected in ``problems``.
    ///
    /// `value` may be the document as an object, or text holding it as JSON, also URL-encoded as IAM sends it.
    public init(_ value: Value, kind: ResourceKind = .generic) {
        self.init()
        switch value {
        case .string(let text): self = PolicyDocument(text: text, kind: kind)
        case .object(let object):
            var parser = PolicyParser(kind: kind)
            parser.read(object)
            self = parser.document
        default: problems = [Problem(path: "", message: "a policy is a JSON object, this is \(value.kind)")]
        }
    }

    /// Reads the document that `text` holds as JSON, also URL-encoded as IAM sends it.
    public init(text: String, kind: ResourceKind = .generic) {
        self.init()
        let text = PolicyDocument.plain(text)
        do throws(JSON.Failure) {
            let value = try JSON.parse(text)
            guard case .object = value else {
                problems = [Problem(path: "", message: "a policy is a JSON object, this is \(value.kind)")]
                return
            }
            self = PolicyDocument(value, kind: kind)
        } catch {
            let spot = JSONPlace.Spot(line: error.line, column: error.column)
            problems = [Problem(path: "", message: "the text is no JSON: \(error.message)", spot: spot)]
        }
    }

    /// `text` without its URL encoding, if it has one: it begins with `%7B`, perhaps behind encoded white space.
    static func plain(_ text: String) -> String {
        guard text.utf8.first == UInt8(ascii: "%") else { return text }
        var out = [UInt8]()
        out.reserveCapacity(text.utf8.count)
        var bytes = text.utf8.makeIterator()
        while let byte = bytes.next() {
            guard byte == UInt8(ascii: "%") else {
                out.append(byte)
                continue
            }
            guard let a = bytes.next().flatMap(hexDigit), let b = bytes.next().flatMap(hexDigit) else {
                return text
            }
            out.append(a << 4 | b)
        }
        return String(validating: out, as: UTF8.self) ?? text
    }
}

private func hexDigit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x37
    case 0x61...0x66: byte - 0x57
    default: nil
    }
}

/// Reads the elements of a document into a ``PolicyDocument``.
struct PolicyParser {
    let kind: ResourceKind
    var document = PolicyDocument()

    init(kind: ResourceKind) { self.kind = kind }

    mutating func fail(_ path: @autoclosure () -> String, _ message: @autoclosure () -> String) {
        // A document of ten thousand broken statements needs no ten thousand reports.
        if document.problems.count < 100 {
            document.problems.append(PolicyDocument.Problem(path: path(), message: message()))
        }
    }

    mutating func read(_ object: Object) {
        var statements: Value?
        for member in object.members {
            switch member.key {
            case "Version":
                switch member.value {
                case .string("2012-10-17"): document.hasVariables = true
                case .string("2008-10-17"): break
                default: fail("Version", "the version is 2012-10-17 or 2008-10-17")
                }
            case "Id": if member.value.string == nil { fail("Id", "the id is text") }
            case "Statement": statements = member.value
            default: unknown(member.key, "", ["Version", "Id", "Statement"])
            }
        }
        switch statements {
        case .object(let one)?: read(one, 0, isOnly: true)
        case .array(let all)?:
            document.statements.reserveCapacity(all.count)
            for (index, value) in all.enumerated() {
                if case .object(let one) = value {
                    read(one, index, isOnly: false)
                } else {
                    fail("Statement[\(index)]", "a statement is an object, this is \(value.kind)")
                }
            }
        case nil: fail("", "the document has no Statement")
        case let other?:
            fail("Statement", "a statement is an object or a list of them, this is \(other.kind)")
        }
    }

    private mutating func unknown(_ name: String, _ path: String, _ known: [String]) {
        fail(
            path.isEmpty ? name : "\(path).\(name)",
            "there is no such element; "
                + (suggestion(for: name, among: known) ?? "one of \(known.joined(separator: ", "))"))
    }

    private mutating func read(_ object: Object, _ index: Int, isOnly: Bool) {
        var statement = PolicyDocument.Statement(index: index)
        let path = { (element: String) in
            (isOnly ? "Statement" : "Statement[\(index)]") + (element.isEmpty ? "" : ".\(element)")
        }
        var (effects, principals, actions) = (0, 0, 0)
        var resources = 0
        var unread = false
        for member in object.members {
            switch member.key {
            case "Sid":
                statement.sid = member.value.string
                if statement.sid == nil { fail(path("Sid"), "the Sid is text") }
            case "Effect":
                effects += 1
                switch member.value {
                case .string("Allow"): break
                case .string("Deny"): statement.isDeny = true
                default:
                    fail(path("Effect"), "the effect is Allow or Deny")
                    if member.value.string?.lowercased() == "deny" { statement.isDeny = true }
                }
            case "Principal", "NotPrincipal":
                principals += 1
                statement.isNotPrincipal = member.key == "NotPrincipal"
                if statement.isNotPrincipal, kind == .iamRole {
                    fail(path("NotPrincipal"), "a trust policy has no NotPrincipal")
                }
                read(principals: member.value, into: &statement, path(member.key))
            case "Action", "NotAction":
                actions += 1
                statement.isNotAction = member.key == "NotAction"
                statement.actions = texts(member.value, path(member.key))
                for action in statement.actions where action != "*" && !isAction(action) {
                    fail(
                        path(member.key), "an action is written service:Action, this is \(Self.shown(action))"
                    )
                }
            case "Resource", "NotResource":
                resources += 1
                statement.isNotResource = member.key == "NotResource"
                statement.resources = texts(member.value, path(member.key))
                if kind == .iamRole { fail(path(member.key), "a trust policy has no \(member.key)") }
                for resource in statement.resources ?? [] where !isResource(resource) {
                    fail(path(member.key), "a resource is an ARN or *, this is \(Self.shown(resource))")
                }
                for resource in statement.resources ?? [] { check(variables: resource, path(member.key)) }
            case "Condition":
                unread = read(conditions: member.value, into: &statement, path("Condition")) || unread
            default:
                unknown(
                    member.key, path(""),
                    [
                        "Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource",
                        "NotResource",
                        "Condition",
                    ])
            }
        }
        if effects == 0 { fail(path(""), "the statement has no Effect") }
        if principals != 1 {
            fail(
                path(""),
                principals == 0
                    ? PolicyDocument.Problem.noPrincipal : "the statement has both Principal and NotPrincipal"
            )
        }
        if actions != 1 {
            fail(
                path(""),
                actions == 0 ? "the statement has no Action" : "the statement has both Action and NotAction")
        }
        if resources > 1 { fail(path(""), "the statement has both Resource and NotResource") }
        if resources == 0, kind.needsResource { fail(path(""), "the statement has no Resource") }
        // Lenient reading: what cannot be read widens an Allow and drops a Deny.
        if unread, statement.isDeny { return }
        if kind == .iamRole { statement.resources = nil }
        document.statements.append(statement)
    }

    private func isAction(_ text: String) -> Bool {
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else { return false }
        return colon != text.utf8.startIndex && text.utf8.index(after: colon) != text.utf8.endIndex
    }

    private func isResource(_ text: String) -> Bool {
        text.hasPrefix("arn:") || text.hasPrefix("*") || text.hasPrefix("execute-api:/")
            || text.hasPrefix("${")
    }

    static func shown(_ text: String) -> String {
        text.utf8.count > 80
            ? String(text.unicodeScalars.prefix(77).map(Character.init)) + "..."
            : text.isEmpty ? "empty" : text
    }

    private mutating func texts(_ value: Value, _ path: @autoclosure () -> String) -> [String] {
        switch value {
        case .string(let text): return [text]
        case .array(let items):
            var out = [String]()
            out.reserveCapacity(items.count)
            for (place, item) in items.enumerated() {
                if case .string(let text) = item {
                    out.append(text)
                } else {
                    fail("\(path())[\(place)]", "this is text or a list of it, not \(item.kind)")
                }
            }
            return out
        default:
            fail(path(), "this is text or a list of it, not \(value.kind)")
            return []
        }
    }

    private mutating func read(
        principals value: Value, into statement: inout PolicyDocument.Statement,
        _ path: @autoclosure () -> String
    ) {
        switch value {
        case .string("*"): statement.principals.isEveryone = true
        case .string(let text):
            fail(path(), "a principal is \"*\" or an object, this is \(Self.shown(text))")
            read(aws: text, into: &statement.principals, path(), quietly: true)
        case .array(let items):
            fail(path(), "a principal is \"*\" or an object, not a list")
            for item in items {
                if let text = item.string {
                    read(aws: text, into: &statement.principals, path(), quietly: true)
                }
            }
        case .object(let object):
            for member in object.members {
                func here() -> String { path() + "." + member.key }
                switch member.key {
                case "AWS":
                    for text in texts(member.value, here()) {
                        read(aws: text, into: &statement.principals, here())
                    }
                case "Service":
                    for text in texts(member.value, here()) {
                        if text != "*", text.hasWildcards || !text.utf8.contains(UInt8(ascii: ".")) {
                            fail(
                                here(), "a service is written name.amazonaws.com, this is \(Self.shown(text))"
                            )
                        }
                        statement.principals.services.append(text.hasWildcards ? "*" : text)
                    }
                case "Federated": statement.principals.federated += texts(member.value, here())
                case "CanonicalUser":
                    for text in texts(member.value, here()) {
                        read(canonicalUser: text, into: &statement.principals, here())
                    }
                default:
                    fail(
                        here(),
                        "there is no such kind of principal; "
                            + (suggestion(
                                for: member.key, among: ["AWS", "Service", "Federated", "CanonicalUser"])
                                ?? "one of AWS, Service, Federated, CanonicalUser"))
                }
            }
        default: fail(path(), "a principal is \"*\" or an object, not \(value.kind)")
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
        if arn.service == "iam", arn.account == "cloudfront", resource.hasPrefix("user/") {
            self = .special(arn: text)
            return
        }
        guard isAccountNumber(arn.account) else { return nil }
        let account = String(arn.account)
        let isLong = { (prefix: String) in
            resource.hasPrefix(prefix) && resource.utf8.count > prefix.utf8.count
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
