import Documents

extension PolicyParser {
    /// Reads a `Principal` or `NotPrincipal` element.
    mutating func readPrincipals(
        into principals: inout Principals, _ path: @autoclosure () -> String
    ) throws(JSONReader.Failure) {
        switch try text.kind() {
        case .string:
            let name = try text.quoted()
            if text.says(name, "*") {
                principals.isEveryone = true
            } else {
                let shown = Self.shown(try text.text(name))
                fail(path(), "a principal is \"*\" or an object, this is \(shown)")
                _ = try read(aws: name, into: &principals)
            }
        case .array:
            fail(path(), "a principal is \"*\" or an object, not a list")
            var items = text.enter()
            while try text.hasItem(&items) {
                if try text.kind() == .string {
                    let name = try text.quoted()
                    _ = try read(aws: name, into: &principals)
                } else {
                    try text.skip()
                }
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
            try readAWS(into: &principals, path() + ".AWS")
        } else if text.says(kind, "Service") {
            func here() -> String { path() + ".Service" }
            var names = try texts(here())
            for (place, name) in names.enumerated() {
                if name != "*", name.hasWildcards || !name.has(UInt8(ascii: ".")) {
                    fail(here(), "a service is written name.amazonaws.com, this is \(Self.shown(name))")
                }
                if name.hasWildcards { names[place] = "*" }
            }
            principals.services.add(names)
        } else if text.says(kind, "Federated") {
            principals.federated.add(try texts(path() + ".Federated"))
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
        if text.hasWildcards { principals.isEveryone = true } else { principals.canonicalUsers.add(text) }
    }

    private mutating func readAWS(
        into principals: inout Principals, _ path: @autoclosure () -> String
    ) throws(JSONReader.Failure) {
        // These are told behind what is no text.
        var others = [JSONReader.Quoted]()
        try eachText(path()) { (parser, name) throws(JSONReader.Failure) in
            if try !parser.read(aws: name, into: &principals) { others.append(name) }
        }
        for other in others {
            let name = Self.shown(try text.text(other))
            fail(
                path(),
                "an AWS principal is an account's number or the ARN of an account, user or role, without wildcards; this is \(name)"
            )
        }
    }

    /// Adds the AWS principal that `name` says; false where AWS would take none of that name.
    private mutating func read(
        aws name: JSONReader.Quoted, into principals: inout Principals
    ) throws(JSONReader.Failure) -> Bool {
        if let bytes = text.bytes(name) { return principals.add(aws: bytes) }
        var name = try text.text(name)
        return name.withUTF8 { principals.add(aws: $0) }
    }
}

extension Principals {
    fileprivate mutating func add(aws name: UnsafeBufferPointer<UInt8>) -> Bool {
        if name.says("*") {
            isEveryone = true
        } else if let principal = AWSPrincipal(name) {
            aws.add(principal)
        } else {
            // Lenient reading: a pattern may mean anybody.
            if name.hasWildcards { isEveryone = true }
            return false
        }
        return true
    }
}

extension AWSPrincipal {
    /// The principal that `name` says: an account's number, an ARN, or the id of one that was deleted; nil where AWS would
    /// take none of that name.
    fileprivate init?(_ name: UnsafeBufferPointer<UInt8>) {
        if isAccountNumber(name) {
            self = .account(String(valid: name))
        } else if let principal = AWSPrincipal(arn: name) {
            self = principal
        } else if name.count >= 16, name.begins(with: "A"),
            name.allSatisfy({ ($0 >= 0x30 && $0 <= 0x39) || ($0 >= 0x41 && $0 <= 0x5a) })
        {
            self = .deleted(String(valid: name, isASCII: true))
        } else {
            return nil
        }
    }

    /// The principal that `text` names as an ARN; nil when AWS would not take it.
    init?(arn text: String) {
        var text = text
        guard let principal = text.withUTF8({ AWSPrincipal(arn: $0) }) else { return nil }
        self = principal
    }

    private init?(arn text: UnsafeBufferPointer<UInt8>) {
        guard text.begins(with: "arn:"), let colons = ARN.colons(text), colons.2 + 1 == colons.3,
            !text.hasWildcards
        else { return nil }
        func field(_ from: Int, _ to: Int) -> UnsafeBufferPointer<UInt8> {
            UnsafeBufferPointer(rebasing: text[from + 1..<to])
        }
        let service = field(colons.1, colons.2)
        let account = field(colons.3, colons.4)
        let resource = field(colons.4, text.count)
        func isLong(_ prefix: StaticString) -> Bool {
            resource.count > prefix.utf8CodeUnitCount && resource.begins(with: prefix)
        }
        var arn: String { String(valid: text) }
        if service.says("iam"), account.says("cloudfront"), resource.begins(with: "user/") {
            self = .special(arn: arn)
            return
        }
        guard isAccountNumber(account) else { return nil }
        if service.says("iam"), resource.says("root") {
            self = .account(String(valid: account))
        } else if service.says("iam"), isLong("user/") || isLong("role/") {
            self = .identity(arn: arn, account: String(valid: account))
        } else if service.says("sts"), isLong("assumed-role/") || isLong("federated-user/") {
            self = .session(arn: arn, account: String(valid: account))
        } else {
            return nil
        }
    }
}
