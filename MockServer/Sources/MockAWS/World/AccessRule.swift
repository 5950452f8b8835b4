/// A rule that denies calls: `ses:GetEmailIdentity in eu-west-1 as 111122223333`; `*` and `?` match in each part.
public struct AccessRule: Sendable, Hashable {
    let action: String
    let region: String
    let account: String

    /// The rule that `text` writes; nil when it is none.
    public init?(_ text: String) {
        var words = text.split(separator: " ").map(String.init)[...]
        guard let action = words.popFirst(), action == "*" || action.utf8.contains(UInt8(ascii: ":")) else {
            return nil
        }
        var region = "*", account = "*"
        while let word = words.popFirst() {
            guard let value = words.popFirst() else { return nil }
            switch word {
            case "in": region = value
            case "as": account = value
            default: return nil
            }
        }
        self.action = action
        self.region = region
        self.account = account
    }

    /// Whether the rule denies a call; `names` are the ways to write it, such as `ses:X` and `sesv2:X`.
    func denies(_ names: [String], region: String, account: String) -> Bool {
        glob(self.region, region) && glob(self.account, account) && names.contains { glob(action, $0) }
    }
}

/// Whether `text` matches `pattern`, in which `*` stands for any text and `?` for one character; case counts for nothing.
func glob(_ pattern: String, _ text: String) -> Bool {
    let pattern = Array(pattern.lowercased().utf8), text = Array(text.lowercased().utf8)
    var at = 0, place = 0
    var star: (at: Int, place: Int)?
    while place < text.count {
        if at < pattern.count, pattern[at] == UInt8(ascii: "*") {
            star = (at, place)
            at += 1
        } else if at < pattern.count, pattern[at] == UInt8(ascii: "?") || pattern[at] == text[place] {
            at += 1
            place += 1
        } else if let back = star {
            star = (back.at, back.place + 1)
            at = back.at + 1
            place = back.place + 1
        } else {
            return false
        }
    }
    return pattern[at...].allSatisfy { $0 == UInt8(ascii: "*") }
}
