/// Who a question is about.
public enum CallerClass: Sendable, Hashable {
    /// Anyone at all: the verdict `public`.
    case anyone
    /// Anyone, also from a fixed small network.
    case network
    /// All of these, and named outsiders that are not trusted.
    case untrusted
    /// All outsiders, the trusted included.
    case otherAccounts
    /// Anyone who makes a named service act for them.
    case services
    /// Everybody, our account included.
    case everyone
    /// Strangers who come through an identity provider whose host or ARN the glob matches.
    case federated(String)
    /// Strangers who make a service act for them whose name the glob matches.
    case service(String)

    /// The class that a word of the check language names: `anyone`, `network`, `untrusted`, `other_accounts`, `services`,
    /// `everyone`; nil for another.
    public init?(word: String) {
        switch word {
        case "anyone": self = .anyone
        case "network": self = .network
        case "untrusted": self = .untrusted
        case "other_accounts": self = .otherAccounts
        case "services": self = .services
        case "everyone": self = .everyone
        default: return nil
        }
    }

    /// The words that ``init(word:)`` takes.
    public static let words = ["anyone", "network", "untrusted", "other_accounts", "services", "everyone"]
}
