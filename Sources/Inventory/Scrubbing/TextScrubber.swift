import Documents

/// Replaces in texts what identifies someone: accounts, addresses, domains, names, keys.
///
/// Names are replaced word by word, so that `alerts-*` still fits `alerts-billing`; a pattern that ends within a word
/// (`ale*`) may no longer fit what it fitted.
public struct TextScrubber: Sendable {
    /// What stands for what, and the names that were learned.
    public var pseudonyms: Pseudonyms

    /// Words and domains that stay, in lower case.
    private let kept: Set<String>

    /// A scrubber that knows the names of `pseudonyms`, none by default, and leaves words and domains in `keeping` alone.
    public init(_ pseudonyms: Pseudonyms = Pseudonyms(), keeping: Set<String> = []) {
        self.pseudonyms = pseudonyms
        kept = Set(keeping.map { $0.lowercased() })
    }

    private func keeps(_ text: Substring) -> Bool { !kept.isEmpty && kept.contains(text.lowercased()) }

    /// Takes the words of a name, to find them in sentences as well.
    public mutating func learn(name text: String) {
        for token in text.split(whereSeparator: { !Self.isToken($0) }).map(Self.trimmed) {
            if token.count > 2, !Self.plainWords.contains(token.lowercased()) {
                pseudonyms.learn(name: String(token))
            }
        }
    }

    /// The number that stands for an account's; what is none stays.
    public mutating func account(_ text: String) -> String {
        if case .account = ScrubbedToken(text[...]) { pseudonyms.account(text) } else { text }
    }

    /// What stands for `text`, all of which is a secret.
    public mutating func secret(_ text: String) -> String { pseudonyms.secret(text) }

    /// `text` as a name or a pattern of names: every word of it replaced.
    public mutating func name(_ text: String) -> String {
        if Timestamp(text) != nil || text.hasPrefix("alias/aws/") { return text }
        return replace(text, isName: true)
    }

    /// `text` as a sentence: what has the form of something that identifies, ARNs, and the names that were learned.
    public mutating func sentence(_ text: String) -> String {
        var out = ""
        var rest = text[...]
        while let start = rest.firstRange(of: "arn:aws") {
            out += replace(String(rest[..<start.lowerBound]), isName: false)
            let end =
                rest[start.lowerBound...].firstIndex { " \"'`,;()<>[]\n\t".contains($0) } ?? rest.endIndex
            out += arn(String(rest[start.lowerBound..<end]))
            rest = rest[end...]
        }
        return out + replace(String(rest), isName: false)
    }

    /// `text` as an ARN: its account and the name of its resource replaced, the kind of resource kept.
    public mutating func arn(_ text: String) -> String {
        var fields = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false).map(
            String.init)
        guard fields.count == 6, fields[0] == "arn" else { return name(text) }
        if fields[4] == "aws" { return text }
        fields[4] = name(fields[4])
        let resource = fields[5]
        let kind = resource.firstIndex { $0 == "/" || $0 == ":" }
        if let kind, !["s3", "sns", "sqs"].contains(fields[2]) {
            let end = resource.index(after: kind)
            fields[5] = resource[..<end] + name(String(resource[end...]))
        } else {
            fields[5] = name(resource)
        }
        return fields.joined(separator: ":")
    }

    private mutating func replace(_ text: String, isName: Bool) -> String {
        var out = ""
        var rest = text[...]
        while let first = rest.first {
            if rest.hasPrefix("${"), let end = rest.firstIndex(of: "}") {
                out += rest[...end]
                rest = rest[rest.index(after: end)...]
            } else if let length = Self.ipv6(rest) {
                let address = rest.prefix(length)
                out += pseudonyms.ipv6(
                    address.split(separator: ":", omittingEmptySubsequences: false).map(String.init))
                rest = rest.dropFirst(length)
            } else if Self.isToken(first) {
                let run = rest.prefix(while: Self.isToken)
                let token = Self.trimmed(run)
                out += run[..<token.startIndex] + self.token(token, isName: isName) + run[token.endIndex...]
                rest = rest[run.endIndex...]
            } else {
                out.append(first)
                rest = rest.dropFirst()
            }
        }
        return out
    }

    private mutating func token(_ token: Substring, isName: Bool) -> String {
        switch ScrubbedToken(token) {
        case .account: pseudonyms.account(String(token))
        case .ipv4(let parts): pseudonyms.ipv4(parts)
        case .uuid: pseudonyms.uuid(String(token))
        case .hexadecimal: pseudonyms.hexadecimal(String(token))
        case .key: pseudonyms.key(String(token))
        case .organisation: pseudonyms.organisation(String(token))
        case .region, .publicDomain: String(token)
        case .address(let local, let domain):
            words(local) + "@" + (domain.contains(".") ? self.token(domain, isName: true) : words(domain))
        case .domain: keeps(token) ? String(token) : pseudonyms.domain(String(token))
        case .other: isName || pseudonyms.knows(name: String(token)) ? words(token) : String(token)
        }
    }

    /// The words of a token, each replaced; the marks between them stay.
    private mutating func words(_ token: Substring) -> String {
        var out = ""
        var rest = token
        while let first = rest.first {
            if "-_.+".contains(first) {
                out.append(first)
                rest = rest.dropFirst()
                continue
            }
            let word = rest.prefix { !"-_.+".contains($0) }
            rest = rest[word.endIndex...]
            let digits = word.utf8.allSatisfy(\.isDigit)
            if digits, word.utf8.count == 12 {
                out += pseudonyms.account(String(word))
            } else if (digits && word.utf8.count < 6) || Self.keptWords.contains(String(word))
                || keeps(word)
            {
                out += word
            } else {
                out += pseudonyms.word(String(word))
            }
        }
        return out
    }
}
