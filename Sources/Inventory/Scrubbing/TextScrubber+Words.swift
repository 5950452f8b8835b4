extension TextScrubber {
    /// Words of names that say nothing of whoever gave them, but something to a check.
    static let keptWords: Set = [
        "true", "false", "All", "all", "root", "default", "http", "https", "email", "json", "sms", "sqs",
        "lambda",
        "application", "firehose", "repo", "project", "path", "ref", "refs", "heads", "tags", "environment",
        "User", "AssumedRole", "FederatedUser", "Account", "Anonymous", "role", "user", "group", "policy",
        "AWSReservedSSO", "PendingConfirmation", "Deleted", "aws", "identity", "topic", "alias",
    ]

    /// Words that sentences of AWS are made of: such a word in a name is not looked for in sentences.
    static let plainWords: Set = [
        "the", "and", "for", "not", "with", "that", "this", "are", "was", "has", "have", "can", "does",
        "exist", "from",
        "found", "user", "role", "policy", "policies", "action", "actions", "resource", "resources",
        "because",
        "identity", "based", "allows", "allow", "authorized", "perform", "topic", "topics", "account",
        "access",
        "denied", "rate", "exceeded", "request", "service", "error", "invalid", "parameter", "value", "key",
        "any",
        "all", "http", "https", "email", "true", "false", "name", "list", "get", "world", "recording", "fits",
    ]

    /// Whether `character` belongs to a word, an address, a domain or an id.
    static func isToken(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || "_-.@+".contains(character)
    }

    /// `run` without the marks at its ends, which are of the sentence.
    static func trimmed(_ run: Substring) -> Substring {
        let marks = "_-.+"
        guard let start = run.firstIndex(where: { !marks.contains($0) }),
            let end = run.lastIndex(where: { !marks.contains($0) })
        else { return run.suffix(0) }
        return run[start...end]
    }

    /// How long the IPv6 address is that `text` begins with; nil where it begins with none.
    static func ipv6(_ text: Substring) -> Int? {
        guard let first = text.utf8.first, first.isHex else { return nil }
        let run = text.prefix { $0.isASCII && $0.isHexDigit || $0 == ":" }
        let next = text[run.endIndex...].first
        let groups = run.split(separator: ":", omittingEmptySubsequences: false)
        guard groups.allSatisfy({ $0.count <= 4 }), groups.count > 2, next.map(isToken) != true else {
            return nil
        }
        return run.contains("::") || groups.count == 8 ? run.count : nil
    }
}
