import Documents

/// Numbers that a seed fixes (SplitMix64).
struct Seeded: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
    mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }
    mutating func pick<Item>(_ items: [Item]) -> Item { items[Int.random(in: 0..<items.count, using: &self)] }
    mutating func some<Item>(_ items: [Item]) -> [Item] {
        let count = Int.random(in: 1...min(3, items.count), using: &self)
        return (0..<count).map { _ in pick(items) }
    }
}

/// A grammar of policies over a small world, whose names ``BruteForceJudge`` knows all.
enum RandomPolicies {
    static let topic = "arn:aws:sns:us-east-1:111122223333:orders"
    static let identity = "arn:aws:ses:us-east-1:111122223333:identity/example.com"

    static let texts: [String: [String]] = [
        "aws:PrincipalAccount": [
            "111122223333", "444455556666", "999900001111", "*", "12*", "????????????",
            "${aws:ResourceAccount}",
        ],
        "aws:PrincipalArn": [
            "arn:aws:iam::111122223333:*", "arn:aws:iam::*:role/Admin", "*111122223333*",
            "arn:aws:iam::999900001111:role/partner",
            "*", "arn:aws:iam::999900001111:*", "arn:aws:iam::444455556666:role/Admin", "*:root",
        ],
        "aws:PrincipalOrgID": ["o-a1b2c3d4e5", "o-zz99yy88xx", "o-*", "*", "${aws:PrincipalOrgID}"],
        "aws:PrincipalOrgPaths": [
            "o-a1b2c3d4e5/*", "o-zz99yy88xx/*", "o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*", "o-*",
        ],
        "aws:PrincipalType": ["Anonymous", "User", "AssumedRole", "Account"],
        "aws:SourceAccount": ["111122223333", "444455556666", "999900001111", "*"],
        "aws:SourceArn": [
            "arn:aws:sns:us-east-1:111122223333:upstream", "arn:aws:sns:*:*:upstream",
            "arn:aws:*:*:999900001111:*",
            "arn:aws:s3:::acme-*", "arn:aws:*:*:111122223333:*", "*",
        ],
        "aws:SourceVpce": ["vpce-0a1b2c3d4e5f60718", "vpce-*"],
        "aws:PrincipalTag/team": ["payments", "core", "c*"],
    ]
    static let booleans = ["aws:PrincipalIsAWSService", "aws:SecureTransport"]
    static let ranges = [
        "18.130.44.0/24", "0.0.0.0/1", "128.0.0.0/1", "52.0.0.0/8", "53.0.0.0/8", "0.0.0.0/0", "10.0.0.0/8",
        "::/0", "2a01:4f8::/32",
    ]
    static let keys = texts.keys.sorted() + booleans + ["aws:SourceIp"]

    static func conditions(_ random: inout Seeded) -> Value {
        var out = Object()
        for _ in 0..<random.pick([1, 1, 1, 2, 2, 3]) {
            let key = random.pick(keys)
            let written = random.chance(10) ? key.lowercased() : key
            var name: String
            let values: [Value]
            if random.chance(12) {
                name = "Null"
                values = [.string(random.pick(["true", "false"]))]
            } else if let pool = texts[key] {
                let isARN = key.hasSuffix("Arn")
                name = random.pick(
                    isARN
                        ? [
                            "ArnLike", "ArnNotLike", "ArnEquals", "StringLike", "StringNotLike",
                            "StringEquals", "StringNotEquals",
                        ]
                        : [
                            "StringEquals", "StringNotEquals", "StringLike", "StringNotLike",
                            "StringEqualsIgnoreCase",
                        ])
                values = random.some(pool).map { .string($0) }
            } else if booleans.contains(key) {
                name = "Bool"
                values = [
                    random.chance(50) ? .string(random.pick(["true", "false"])) : .bool(random.chance(50))
                ]
            } else {
                name = random.pick(["IpAddress", "NotIpAddress"])
                values = random.some(ranges).map { .string($0) }
            }
            if name != "Null" {
                if random.chance(20) { name += "IfExists" }
                if random.chance(15) { name = random.pick(["ForAllValues:", "ForAnyValue:"]) + name }
            }
            var block = out[name]?.object ?? Object()
            if block.keys.contains(where: { $0.lowercased() == key.lowercased() }) { continue }
            block[written] = values.count == 1 ? values[0] : .array(values)
            out[name] = .object(block)
        }
        return .object(out)
    }

    static func statement(_ random: inout Seeded, _ service: String, _ arn: String) -> Value {
        var out = Object()
        let isDeny = random.chance(35)
        out["Effect"] = isDeny ? "Deny" : "Allow"
        let named: [Value] = [
            ["AWS": "arn:aws:iam::111122223333:root"], ["AWS": "444455556666"],
            ["AWS": ["999900001111", "111122223333"]],
            ["AWS": "arn:aws:iam::999900001111:role/partner"], ["Service": "events.amazonaws.com"],
            ["Service": "s3.amazonaws.com", "AWS": "444455556666"],
        ]
        if random.chance(12) {
            out["NotPrincipal"] = random.pick(named)
        } else {
            out["Principal"] =
                random.chance(65)
                ? random.pick(["*", ["AWS": "*"], ["AWS": ["111122223333", "*"]]]) : random.pick(named)
        }
        let actions: [Value] =
            service == "sns"
            ? [
                "sns:Publish", "sns:Subscribe", ["sns:Publish", "SNS:Subscribe"], "sns:P*", "sns:*", "*",
                "sns:SetTopicAttributes",
            ]
            : ["ses:SendEmail", "ses:Send*", ["ses:SendEmail", "SES:SendRawEmail"], "*", "ses:Send???Email"]
        out[random.chance(8) ? "NotAction" : "Action"] = random.pick(actions)
        out[random.chance(5) ? "NotResource" : "Resource"] = random.pick([
            .string(arn), .string(arn), "*", .string(arn + "-other"), .string(String(arn.dropLast(3)) + "*"),
        ])
        if random.chance(75) { out["Condition"] = conditions(&random) }
        return .object(out)
    }

    /// A policy, with the resource that it is on: a topic or an identity.
    static func policy(_ random: inout Seeded) -> (policy: Value, service: String, arn: String) {
        let service = random.pick(["sns", "sns", "ses"])
        let arn = service == "sns" ? topic : identity
        let statements = (0..<random.pick([1, 1, 2, 2, 3])).map { _ in statement(&random, service, arn) }
        return (
            [
                "Version": .string(random.chance(90) ? "2012-10-17" : "2008-10-17"),
                "Statement": .array(statements),
            ], service, arn
        )
    }
}
