/// Texts in the order in which they came, each once; a long list carries an index.
struct NameList {
    private(set) var items: [String] = []
    private var index: Set<String>?

    var isEmpty: Bool { items.isEmpty }

    func contains(_ name: String) -> Bool { index?.contains(name) ?? items.contains(name) }

    mutating func insert(_ name: String) {
        guard !contains(name) else { return }
        if items.isEmpty { items.reserveCapacity(4) }
        items.append(name)
        if index == nil, items.count > 16 { index = Set(items) } else { index?.insert(name) }
    }

    mutating func insert(_ names: [String]) {
        if names.count > 4 { items.reserveCapacity(items.count + names.count) }
        for name in names { insert(name) }
    }
}

/// The fixed names in the policies: whoever is one of them is no stranger.
struct Names {
    private(set) var accounts = NameList()
    private(set) var organizations = NameList()
    private(set) var services = NameList()
    /// Those that few policies have.
    private var others: [Kind: NameList] = [:]
    private let partition: String

    enum Kind {
        case buckets, networks, userIDs, sourceResources, sessions, specials, federated
        /// The partitions of identities that are not the resource's: an account is in one of them only.
        case otherPartitions
    }

    /// The names of a kind.
    subscript(kind: Kind) -> [String] { others.isEmpty ? [] : others[kind]?.items ?? [] }

    private mutating func insert(_ kind: Kind, _ name: some StringProtocol) {
        others[kind, default: NameList()].insert(String(name))
    }

    /// The names in `rules`, whose keys have the roles `roles`, and those of our own accounts and organisation. The
    /// resource is in `partition`.
    init(
        in rules: [Problem.Rule], _ roles: [KeyRole], ours account: String, _ trusted: [String],
        _ organization: String?, _ partition: String
    ) {
        self.partition = partition
        accounts.insert(account)
        accounts.insert(trusted)
        if let organization { organizations.insert(organization) }
        for rule in rules {
            for principal in rule.statement.principals.aws {
                switch principal {
                case .account(let number): accounts.insert(number)
                case .identity(let arn, let number):
                    accounts.insert(number)
                    collect(partition: arn)
                case .session(let arn, let number):
                    accounts.insert(number)
                    insert(.sessions, arn)
                case .special(let arn): insert(.specials, arn)
                case .deleted: break
                }
            }
            services.insert(rule.statement.principals.services)
            for name in rule.statement.principals.federated { insert(.federated, name) }
            for atom in rule.atoms { for value in atom.values { collect(value, roles[atom.key]) } }
        }
    }

    private mutating func collect(partition arn: String) {
        guard arn.begins(with: "arn:") else { return }
        let name = arn.dropFirst(4).before(UInt8(ascii: ":"))
        if name != partition, name.begins(with: "aws"), !name.hasWildcards { insert(.otherPartitions, name) }
    }

    private mutating func collect(_ value: String, _ role: KeyRole) {
        collect(accountsIn: value)
        switch role {
        case .principalArn: collect(partition: value)
        case .vpc, .vpce, .vpcArn:
            for part in value.split(whereSeparator: { $0 == "/" || $0 == ":" })
            where part.hasPrefix("vpc") && !part.hasWildcards {
                insert(.networks, part)
            }
        case .sourceArn:
            if let arn = ARN(value), !arn.resource.hasWildcards, !isAccountNumber(arn.account) {
                if arn.service == "s3" {
                    insert(.buckets, arn.resource)
                } else {
                    insert(.sourceResources, arn.resource)
                }
            }
        case .userID:
            for part in value.split(separator: ":")
            where part.utf8.count >= 12 && part.hasPrefix("A") && !part.hasWildcards {
                insert(.userIDs, part)
            }
        case .principalOrgID, .principalOrgPaths, .sourceOrgID, .sourceOrgPaths, .vpceOrgID, .vpceOrgPaths:
            let first = value.before(UInt8(ascii: "/"))
            if first.begins(with: "o-"), !first.hasWildcards, !first.has(UInt8(ascii: "$")) {
                organizations.insert(String(first))
            }
        default: break
        }
    }

    /// Numbers of accounts, wherever they stand: 12 digits between others.
    private mutating func collect(accountsIn value: String) {
        guard value.utf8.count >= 12 else { return }
        if isAccountNumber(value) { return accounts.insert(value) }
        var value = value
        let found = value.withUTF8 { bytes in
            var found = [String]()
            var run = 0
            for (place, byte) in bytes.enumerated() {
                if byte >= 0x30, byte <= 0x39 {
                    run += 1
                } else {
                    if run == 12 { found.append(String(decoding: bytes[place - 12..<place], as: UTF8.self)) }
                    run = 0
                }
            }
            if run == 12 { found.append(String(decoding: bytes.suffix(12), as: UTF8.self)) }
            return found
        }
        accounts.insert(found)
    }
}
