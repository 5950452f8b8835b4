import AWSWire
import Documents

/// Everything that a call can see and change. A value: a reset puts the first one back.
struct MockState: Sendable {
    var ses: [Place: SESState] = [:]
    var sns = SNSState()
    /// IAM by account.
    var iam: [String: IAMState] = [:]
    var ring: KeyRing
    var replay = ReplayTable()
    /// The accounts of the world.
    var accounts: Set<String>

    init(account: String) {
        ring = KeyRing(defaultAccount: account)
        accounts = [account]
    }

    /// The services whose operations are answered from the state.
    static let services: Set<String> = ["ses", "sesv2", "sns", "sts", "iam"]

    /// The answer of the state to `call`; nil where the operation is not kept in it.
    mutating func answer(_ call: Call, userID: String) throws(ServiceError) -> Object? {
        let place = Place(account: call.account, region: call.region)
        switch call.service {
        case "sesv2":
            return try ses[place, default: SESState()].answerV2(call)
        case "ses":
            return try ses[place, default: SESState()].answerV1(call)
        case "sns": return try sns.answer(call)
        case "iam": return try iam[call.account, default: IAMState()].answer(call)
        case "sts": return try ring.answer(call, userID: userID, accounts: accounts)
        default: return nil
        }
    }

    /// How much there is of what, for the control API.
    var summary: Value {
        let places = ses.filter { $0.value.count > 0 || $0.value.sets.count > 0 }
            .sorted { ($0.key.account, $0.key.region) < ($1.key.account, $1.key.region) }
        return [
            "accounts": .array(accounts.sorted().map { .string($0) }),
            "ses": .array(
                places.map { place, state in
                    [
                        "account": .string(place.account), "region": .string(place.region),
                        "identities": .integer(state.count), "configurationSets": .integer(state.sets.count),
                    ]
                }), "topics": .integer(sns.count), "recordings": .integer(replay.count),
        ]
    }

    /// The identities of an account and region in full, for the control API.
    func detail(_ place: Place) -> Value {
        let state = ses[place] ?? SESState()
        return [
            "identities": .object(
                Object(
                    state.identities.compactMap { $0 }.prefix(10_000).map { identity in
                        var document = identity.output
                        document["Notifications"] = identity.notificationEntry
                        return (identity.name, .object(document))
                    })), "configurationSets": .object(state.sets),
            "topics": .object(Object(sns.list(place).compactMap { sns[$0] }.map { ($0.arn, $0.output) })),
        ]
    }
}
