import Documents

/// The identities, policies and topics of a generated world.
extension Seeding {
    mutating func generate(_ recipe: Recipe, account: String) {
        let ids = recipe.accountIDs(first: account)
        var places = [Place]()
        for id in ids { for region in recipe.regions { places.append(Place(account: id, region: region)) } }
        take(GeneratedWorld(recipe: recipe, places: places))
    }
}

/// What a recipe makes, item by item.
struct GeneratedWorld {
    let recipe: Recipe
    let places: [Place]

    /// A drawn policy: its text, and whether outsiders may use what it stands on.
    struct Drawn {
        let name: String
        let isPublic: Bool
        let principal: String
        let condition: String
    }

    static let policies = [
        Drawn(name: "open", isPublic: true, principal: #""*""#, condition: ""),
        Drawn(name: "open-aws", isPublic: true, principal: #"{"AWS":"*"}"#, condition: ""),
        Drawn(
            name: "partner", isPublic: false, principal: #"{"AWS":"arn:aws:iam::444455556666:root"}"#,
            condition: ""),
        Drawn(
            name: "own-account", isPublic: false, principal: #""*""#,
            condition: #","Condition":{"StringEquals":{"aws:PrincipalAccount":"444455556666"}}"#),
        Drawn(
            name: "organisation", isPublic: false, principal: #"{"AWS":"*"}"#,
            condition: #","Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}}"#),
    ]

    func identity(_ number: Int) -> (place: Place, identity: Identity, isPublic: Bool) {
        var random = Random(
            seed: UInt64(bitPattern: Int64(recipe.seed)) &+ UInt64(number) &* 0x2545_f491_4f6c_dd1d)
        let place = places[number % places.count]
        let isDomain = random.below(10) == 0
        let name = isDomain ? "d\(number).example.com" : "user\(number)@mail\(number % 97).example.org"
        var identity = Identity(name)
        // Half of all identities have no policy, which is what accounts look like.
        let drawn = random.below(Self.policies.count * 2)
        guard drawn < Self.policies.count else { return (place, identity, false) }
        let policy = Self.policies[drawn]
        let text =
            #"{"Version":"2012-10-17","Statement":[{"Sid":"s1","Effect":"Allow","Principal":"#
            + policy.principal
            + #","Action":"ses:SendEmail","Resource":"arn:aws:ses:"#
            + "\(place.region):\(place.account):identity/\(name)\"\(policy.condition)}]}"
        identity.policies = [NamedPolicy(name: policy.name, text: text)]
        return (place, identity, policy.isPublic)
    }

    func topic(_ number: Int) -> (topic: Topic, isPublic: Bool) {
        let place = places[number % places.count]
        var topic = Topic("arn:aws:sns:\(place.region):\(place.account):topic-\(number)")
        guard number % 5 == 0 else { return (topic, false) }
        topic.attributes["Policy"] = .string(
            #"{"Version":"2012-10-17","Statement":[{"Sid":"s1","Effect":"Allow","Principal":"*","Action":"SNS:Publish","#
                + "\"Resource\":\"\(topic.arn)\"}]}")
        return (topic, true)
    }

    /// The lines of the truth file: what each resource's status should be for the flagship checks.
    func truth(_ write: (String) -> Void) {
        for number in 0..<recipe.identities {
            let made = identity(number)
            write(
                line(
                    "ses_identity_not_publicly_accessible",
                    "arn:aws:ses:\(made.place.region):\(made.place.account):identity/\(made.identity.name)",
                    made.isPublic))
        }
        for number in 0..<recipe.topics {
            let made = topic(number)
            write(line("sns_topic_not_publicly_accessible", made.topic.arn, made.isPublic))
        }
    }

    private func line(_ check: String, _ resource: String, _ isPublic: Bool) -> String {
        JSON.text([
            "check": .string(check), "resource": .string(resource), "status": isPublic ? "fail" : "pass",
        ]) + "\n"
    }
}

extension Recipe {
    /// The truth file of the world that this makes, in pieces: JSON lines of `check`, `resource`, `status`.
    public func truth(account: String, _ write: (String) -> Void) {
        let places = accountIDs(first: account).flatMap { id in regions.map { Place(account: id, region: $0) }
        }
        GeneratedWorld(recipe: self, places: places).truth(write)
    }
}
