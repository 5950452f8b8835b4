/// What a token of a text is, by its form alone.
enum ScrubbedToken {
    case account
    case ipv4([UInt8])
    case uuid
    case hexadecimal
    case key
    case organisation
    case region
    case address(local: Substring, domain: Substring)
    case domain
    /// A domain that belongs to AWS, or to a provider of identities that everybody uses.
    case publicDomain
    case other

    init(_ token: Substring) {
        let bytes = Array(token.utf8)
        if bytes.count == 12, bytes.allSatisfy(\.isDigit) {
            self = .account
        } else if let at = token.firstIndex(of: "@") {
            self = .address(local: token[..<at], domain: token[token.index(after: at)...])
        } else if token.contains(".") {
            self = Self.dotted(token)
        } else if Self.isUUID(token) {
            self = .uuid
        } else if bytes.count >= 16, bytes.allSatisfy(\.isHex), bytes.contains(where: \.isDigit) {
            self = .hexadecimal
        } else if Self.isKey(token) {
            self = .key
        } else if Self.isOrganisation(token) {
            self = .organisation
        } else {
            self = Self.isRegion(token) ? .region : .other
        }
    }

    private static func dotted(_ token: Substring) -> ScrubbedToken {
        let labels = token.split(separator: ".", omittingEmptySubsequences: false)
        let numbers = labels.compactMap { UInt8($0) }
        if labels.count == 4, numbers.count == 4 { return .ipv4(numbers) }
        let areLabels = labels.allSatisfy { label in
            (1...63).contains(label.utf8.count)
                && label.utf8.allSatisfy {
                    $0.isLetter || $0.isDigit || $0 == 0x2d || $0 == 0x5f || $0 > 0x7f
                }
        }
        // Sentences hold `settings.Policy`; the last label of a domain is not written so.
        guard areLabels, let last = labels.last, last.utf8.count > 1,
            last.hasPrefix("xn--") || last.utf8.allSatisfy({ $0.isLetter || $0 > 0x7f }),
            last == last.lowercased() || last == last.uppercased()
        else { return .other }
        let name = token.lowercased()
        let isPublic = publicDomains.contains { name == $0 || name.hasSuffix("." + $0) }
        return isPublic || name.hasPrefix("com.amazon") ? .publicDomain : .domain
    }

    private static let publicDomains = [
        "amazonaws.com", "amazonaws.com.cn", "amazonaws.eu", "api.aws", "amazon.com", "amazonses.com",
        "accounts.google.com", "graph.facebook.com", "token.actions.githubusercontent.com", "gitlab.com",
        "w3.org", "app.terraform.io", "api.bitbucket.org", "oidc.circleci.com", "agent.buildkite.com",
    ]

    private static func isUUID(_ token: Substring) -> Bool {
        let parts = token.split(separator: "-", omittingEmptySubsequences: false)
        return parts.map(\.utf8.count) == [8, 4, 4, 4, 12] && parts.allSatisfy { $0.utf8.allSatisfy(\.isHex) }
    }

    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html> lists the prefixes.
    private static func isKey(_ token: Substring) -> Bool {
        let kinds = [
            "ABIA", "ACCA", "AGPA", "AIDA", "AIPA", "AKIA", "ANPA", "ANVA", "APKA", "AROA", "ASCA", "ASIA",
        ]
        return token.utf8.count >= 16 && kinds.contains(String(token.prefix(4)))
            && token.utf8.allSatisfy { (0x41...0x5a).contains($0) || $0.isDigit }
    }

    private static func isOrganisation(_ token: Substring) -> Bool {
        let parts = token.split(separator: "-", omittingEmptySubsequences: false)
        let areLower = parts.dropFirst().allSatisfy { part in
            part.utf8.allSatisfy { (0x61...0x7a).contains($0) || $0.isDigit }
        }
        guard areLower else { return false }
        switch (parts[0], parts.count) {
        case ("o", 2): return (10...32).contains(parts[1].utf8.count)
        case ("ou", 3):
            return (4...32).contains(parts[1].utf8.count) && (8...32).contains(parts[2].utf8.count)
        default: return false
        }
    }

    private static func isRegion(_ token: Substring) -> Bool {
        let parts = token.split(separator: "-", omittingEmptySubsequences: false)
        return parts.count >= 3 && parts[0].utf8.count == 2 && parts.last?.utf8.count == 1
            && parts.last!.utf8.allSatisfy(\.isDigit)
            && directions.contains(String(parts[parts.count - 2]))
    }

    private static let directions: Set = [
        "north", "south", "east", "west", "central", "northeast", "northwest", "southeast", "southwest",
    ]
}

extension UInt8 {
    var isDigit: Bool { (0x30...0x39).contains(self) }
    var isLetter: Bool { (0x61...0x7a).contains(self | 0x20) }
    var isHex: Bool { isDigit || (0x61...0x66).contains(self | 0x20) }
}
