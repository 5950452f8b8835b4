public import Documents

/// Text that has the form of a secret, by its form alone.
public enum SecretForm: String, Sendable, CaseIterable {
    /// PEM of a private key.
    case privateKey = "a private key"
    /// A signed token of three parts (RFC 7519).
    case webToken = "a JSON web token"
    /// A token with the mark of who issued it.
    case issuedToken = "an access token"
    /// A password in a URL.
    case password = "a password in a URL"
    /// The value of a header, parameter or setting that is called a secret.
    case assigned = "the value of something that is called a secret"
    /// Letters of both cases and digits mixed as chance mixes them.
    case random = "a random key"

    /// The form of the first thing in `text` that looks like a secret; nil where nothing does.
    public static func find(in text: String) -> SecretForm? {
        if text.contains("PRIVATE KEY-----") { return .privateKey }
        var rest = text[...]
        while let start = rest.firstIndex(where: isPart) {
            let run = rest[start...].prefix(while: isPart)
            if let form = form(of: run) { return form }
            rest = rest[run.endIndex...]
        }
        if let scheme = text.firstRange(of: "://") {
            let authority = text[scheme.upperBound...].prefix { !"/?# \"'".contains($0) }
            if let at = authority.lastIndex(of: "@"), authority[..<at].contains(":") { return .password }
        }
        return assignment(in: text.lowercased()) ? .assigned : nil
    }

    /// Where in `value` the first text lies that looks like a secret, as a path below `path`; nil where none does.
    public static func find(in value: Value, at path: String) -> (path: String, form: SecretForm)? {
        switch value {
        case .string(let text): return find(in: text).map { (path, $0) }
        case .array(let items):
            for (place, item) in items.enumerated() {
                if let found = find(in: item, at: "\(path)[\(place)]") { return found }
            }
        case .object(let object):
            for member in object {
                if let form = find(in: member.key) { return (path, form) }
                if let found = find(in: member.value, at: "\(path).\(member.key)") { return found }
            }
        default: break
        }
        return nil
    }

    private static func isPart(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber || "+/=_-.".contains(character))
    }

    /// Beginnings of tokens, with the length of what follows:
    /// <https://docs.github.com/en/code-security/secret-scanning/introduction/supported-secret-scanning-patterns>.
    private static let issued = [
        "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-", "xoxb-", "xoxp-", "xoxa-", "xoxs-",
        "sk_live_", "rk_live_", "npm_", "pypi-", "AIza", "SG.", "IQoJb3JpZ2lu", "FwoGZXIvYXdz",
        "FQoGZXIvYXdz",
    ]

    private static func form(of run: Substring) -> SecretForm? {
        if run.utf8.count >= 20, issued.contains(where: { run.hasPrefix($0) }) { return .issuedToken }
        let parts = run.split(separator: ".", omittingEmptySubsequences: false)
        if parts.count == 3, run.hasPrefix("eyJ"), parts.allSatisfy({ $0.utf8.count >= 10 }) {
            return .webToken
        }
        // Base64 has slashes; so have paths, whose parts are words.
        for part in run.split(separator: ".") where isRandom(part) { return .random }
        return nil
    }

    /// Whether `text` of 20 letters or more changes between small letters, capitals and digits so often that nobody can
    /// have written it.
    private static func isRandom(_ text: Substring) -> Bool {
        var classes = Set<Int>()
        var changes = 0
        var last = -1
        var count = 0
        for byte in text.utf8 {
            let kind = byte.isDigit ? 0 : (0x61...0x7a).contains(byte) ? 1 : byte.isLetter ? 2 : 3
            guard kind < 3 else { continue }
            count += 1
            classes.insert(kind)
            // A capital begins a word; other changes break one.
            if last >= 0, kind != last, !(last == 2 && kind == 1) { changes += 1 }
            last = kind
        }
        return count >= 20 && classes.count == 3 && changes * 5 >= count
    }

    private static func assignment(in text: String) -> Bool {
        for word in ["password", "passwd", "secret", "api_key", "apikey", "access_key", "authorization"] {
            var rest = text[...]
            while let found = rest.firstRange(of: word) {
                rest = rest[found.upperBound...]
                let after = rest.drop { $0 == "\"" || $0 == "'" || $0 == " " }
                guard let mark = after.first, mark == "=" || mark == ":" else { continue }
                let value = after.dropFirst().drop { $0 == " " || $0 == "\"" || $0 == "'" }
                    .prefix { !" \"',;&)".contains($0) }
                // An ARN or a pseudonym after the mark is none.
                let isKnown =
                    value.hasPrefix("secret-") || value.hasPrefix("arn:") || value.hasPrefix("*")
                if value.utf8.count >= 6, value.utf8.contains(where: \.isDigit), !isKnown { return true }
            }
        }
        return false
    }
}
