public import Checks
public import Documents

/// One AWS thing, as far as it is known.
///
/// Confined to the task that scans its account, as are the answers that it is made of.
public final class Resource {
    /// Its type.
    public let type: ResourceType
    /// How references and calls name it.
    public let name: String
    /// Its ARN, or `SERVICE.THING/name` where it has none.
    public internal(set) var arn: String
    /// The account that asks about it.
    public let account: String
    /// The region where it lives, which is asked about it.
    public internal(set) var region: String
    /// Its element of the list; null where it was not listed.
    public let item: Value
    /// The resource that it was listed under.
    public let parent: Resource?
    /// Whether AWS said, since it was listed or referred to, that it is not there.
    public internal(set) var isGone = false
    /// Whether a listing that is at hand shows it.
    public let isListed: Bool

    var isLocated = false
    var known = Attributes()
    /// The attributes that are being worked out, the one that another asked for behind it.
    var resolving: [String] = []
    /// The attributes that wait for calls, as the round of questions found that has this number.
    var waiting: (round: Int, names: [String]) = (0, [])

    init(
        type: ResourceType, name: String, account: String, region: String, item: Value, parent: Resource?,
        isListed: Bool
    ) {
        self.type = type
        self.name = name
        self.arn = "\(type.id)/\(name)"
        self.account = account
        self.region = region
        self.item = item
        self.parent = parent
        self.isListed = isListed
    }
}

/// What is known of a resource by name. They are few, so that going through them takes less than hashing a name.
struct Attributes {
    private var entries: [(name: String, known: Known)] = []

    /// What is known under `name`.
    subscript(_ name: String) -> Known? {
        get {
            for entry in entries where entry.name == name { return entry.known }
            return nil
        }
        set {
            entries.removeAll { $0.name == name }
            if let newValue { entries.append((name, newValue)) }
        }
    }

    /// Those whose names `isKept` says to keep.
    func filter(_ isKept: (String) -> Bool) -> Attributes {
        var some = self
        some.entries.removeAll { !isKept($0.name) }
        return some
    }
}

/// What is known under a name of a resource.
public enum Known {
    /// A value; null is absent, and parts of it may be unseen.
    case value(Value)
    /// Another resource.
    case resource(Resource)
    /// Other resources, each under its key: a name, or its place in the list.
    case resources([(key: Value, resource: Result<Resource, UnseenMark>)])
}

/// An ``Unseen`` as an error, where a resource should be.
public struct UnseenMark: Error, Hashable {
    /// Why.
    public let unseen: Unseen
}
