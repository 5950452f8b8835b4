/// Who would make a request: the classes of callers that questions to the analyser name.
public enum CallerClass: Sendable, Hashable {
    /// Anyone at all: an account that nobody named, an unsigned caller, any tenant of a shared identity provider.
    case anyone
    /// Anyone, and whoever also sits in a fixed small network or holds a fixed bearer value.
    case network
    /// Those, and named outsiders that are not trusted.
    case untrusted
    /// Those, and trusted outsiders: every account but ours.
    case otherAccounts
    /// Anyone who makes a named AWS service act for them.
    case services
    /// Everyone, our account included.
    case everyone
    /// Those who come through an identity provider whose name is of the glob.
    case federated(String)
    /// Those who come through an AWS service whose principal is of the glob.
    case service(String)
}
