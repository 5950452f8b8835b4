import AWSWire
import Documents

/// The access keys that a world knows, and the sessions that it has issued.
struct KeyRing: Sendable {
    /// What stands behind an access key.
    struct Key: Sendable {
        let secret: Secret
        let account: String
        let caller: String
        let userID: String
        var token: String?
        var expires: Timestamp?
    }

    /// The well-known key of AWS's documentation, which opens the default account.
    static let exampleID = "AKIAIOSFODNN7EXAMPLE"
    private static let exampleSecret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"

    /// The account of the example key, and of unknown keys where signatures are not checked.
    let defaultAccount: String
    private var keys: [String: Key] = [:]
    private var issued = 0

    init(defaultAccount: String) {
        self.defaultAccount = defaultAccount
        add(Self.exampleID, secret: Self.exampleSecret, account: defaultAccount, caller: nil)
    }

    subscript(_ id: String) -> Key? { keys[id] }

    /// Has the example key belong to `caller`, unless somebody has it already.
    mutating func introduce(caller: String, userID: String) {
        guard let key = keys[Self.exampleID], key.caller.hasSuffix(":user/mock") else { return }
        keys[Self.exampleID] = Key(
            secret: key.secret, account: key.account, caller: caller, userID: userID)
    }

    /// Adds a long-lived key; `caller` is an ARN, by default a user of the account.
    mutating func add(_ id: String, secret: String, account: String, caller: String?) {
        let caller = caller ?? "arn:aws:iam::\(account):user/mock"
        let user = caller.hasSuffix(":root") ? account : "AIDA" + Self.letters(account, 16)
        keys[id] = Key(secret: Secret(secret), account: account, caller: caller, userID: user)
    }

    /// Adds a session, for a world's list of keys.
    mutating func add(
        _ id: String, secret: String, account: String, caller: String, token: String, expires: Timestamp?
    ) {
        keys[id] = Key(
            secret: Secret(secret), account: account, caller: caller,
            userID: "AROA" + Self.letters(caller, 16),
            token: token, expires: expires)
    }

    /// Issues a session of `role` called `session`, the same ones in the same order after each start.
    mutating func issue(role: String, session: String, expires: Timestamp) -> (id: String, key: Key) {
        issued += 1
        let parts = role.split(separator: ":", omittingEmptySubsequences: false)
        let account = parts.count > 4 ? String(parts[4]) : defaultAccount
        let partition = parts.count > 1 ? String(parts[1]) : "aws"
        let name = role.split(separator: "/").last.map(String.init) ?? role
        let seed = "\(role) \(session) \(issued)"
        let id = "ASIA" + Self.letters(seed, 16)
        let key = Key(
            secret: Secret(Self.letters("secret " + seed, 40)), account: account,
            caller: "arn:\(partition):sts::\(account):assumed-role/\(name)/\(session)",
            userID: "AROA\(Self.letters(role, 16)):\(session)",
            token: "mock" + Self.letters("token " + seed, 120),
            expires: expires)
        keys[id] = key
        return (id, key)
    }

    /// Capital letters and digits made from `text`.
    static func letters(_ text: String, _ count: Int) -> String {
        var hash = 0xcbf2_9ce4_8422_2325 as UInt64
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)
        var out = [UInt8]()
        for _ in 0..<count {
            hash = hash &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            out.append(alphabet[Int(hash >> 33 & 31)])
        }
        return String(decoding: out, as: UTF8.self)
    }
}
