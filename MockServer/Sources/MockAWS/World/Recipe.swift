public import Documents

/// How to make a world of any size from a seed.
public struct Recipe: Sendable, Hashable {
    /// The seed; the same recipe makes the same world.
    public var seed = 1
    /// How many accounts, and how many regions in each.
    public var accounts = 1
    /// The regions.
    public var regions = ["eu-west-1"]
    /// How many identities in all, and how many topics in all.
    public var identities = 100
    /// How many topics in all.
    public var topics = 10

    /// A small world.
    public init() {}

    /// The recipe that an object of a settings file writes.
    init(json: Value, file: String) throws(Diagnostic) {
        self.init()
        let known = ["seed", "accounts", "regions", "identities", "topics"]
        for key in json.object?.keys ?? [] where !known.contains(key) {
            throw Diagnostic(
                file: file, line: 1, column: 1, message: "`\(key)` is no part of a recipe",
                hint: suggestion(for: key, among: known))
        }
        seed = json["seed"]?.int ?? seed
        accounts = min(10_000, max(1, json["accounts"]?.int ?? accounts))
        regions = json["regions"]?.array?.compactMap(\.string) ?? regions
        identities = min(10_000_000, max(0, json["identities"]?.int ?? identities))
        topics = min(1_000_000, max(0, json["topics"]?.int ?? topics))
        guard !regions.isEmpty else {
            throw Diagnostic(file: file, line: 1, column: 1, message: "a recipe has at least one region")
        }
    }

    /// The recipe as an object of a settings file.
    public var json: Value {
        [
            "seed": .integer(seed), "accounts": .integer(accounts),
            "regions": .array(regions.map { .string($0) }),
            "identities": .integer(identities), "topics": .integer(topics),
        ]
    }

    /// The ids of the accounts; the first one is the default account.
    func accountIDs(first: String) -> [String] {
        [first] + (1..<max(1, accounts)).map { String(200_000_000_000 + $0 * 7_919) }
    }
}
