public import Documents
public import Inventory

/// What a mock serves: exchanges, and the settings beside them.
public struct World: Sendable {
    /// The account of the example key, and of exchanges that name none.
    public var account = "111122223333"
    /// More accounts that can be entered by `AssumeRole`.
    public var accounts: [String] = []
    /// The access keys, as objects with `id`, `secret`, `account`, and for sessions `caller`, `token`, `expires`.
    public var keys: [Value] = []
    /// What is denied, such as `ses:GetEmailIdentity in eu-west-1`.
    public var deny: [AccessRule] = []
    /// The exchanges, each with the place that it was read from.
    public var exchanges: [(exchange: Exchange, origin: String)] = []
    /// The recipe of a generated world.
    public var recipe: Recipe?
    /// The faults that are set from the start.
    public var faults: [Fault] = []

    /// A world without anything in it.
    public init() {}

    /// Lays `other` over this one: its settings win, and its answer to a question that both have recorded.
    public mutating func lay(_ other: World) {
        let answered = Set(other.exchanges.map(\.exchange.key))
        exchanges.removeAll { answered.contains($0.exchange.key) }
        if other.account != World().account { account = other.account }
        accounts += other.accounts
        keys += other.keys
        deny += other.deny
        exchanges += other.exchanges
        recipe = other.recipe ?? recipe
        faults += other.faults
    }
}
