import Documents
import IAMPolicy

/// A grammar of policies over all kinds of resources, wider than a judge can try in full; ``RequestSampler`` samples.
struct WidePolicies {
    /// A kind of resource: its ARN, what statements name, and actions.
    struct Target {
        let kind: ResourceKind
        let arn: String
        let resources: [String]
        let actions: [String]
        let takesUnsigned: Bool
        var hasResource = true
    }

    static let targets: [Target] = [
        Target(
            kind: .snsTopic, arn: RandomPolicies.topic, resources: [RandomPolicies.topic, "*"],
            actions: ["sns:Publish", "sns:Subscribe"], takesUnsigned: true),
        Target(
            kind: .sqsQueue, arn: "arn:aws:sqs:us-east-1:111122223333:q",
            resources: ["arn:aws:sqs:us-east-1:111122223333:q", "arn:aws:sqs:*:111122223333:*"],
            actions: ["sqs:SendMessage", "sqs:ReceiveMessage"], takesUnsigned: true),
        Target(
            kind: .s3Bucket, arn: "arn:aws:s3:::acme",
            resources: [
                "arn:aws:s3:::acme/*", "arn:aws:s3:::acme", "arn:aws:s3:::acme*", "arn:aws:s3:::acme/a*",
                "arn:aws:s3:::acme/${aws:username}/*",
            ], actions: ["s3:GetObject", "s3:PutObject", "s3:ListBucket"], takesUnsigned: true),
        Target(
            kind: .sesIdentity, arn: RandomPolicies.identity, resources: [RandomPolicies.identity, "*"],
            actions: ["ses:SendEmail", "ses:GetEmailIdentity"], takesUnsigned: false),
        Target(
            kind: .kmsKey, arn: "arn:aws:kms:us-east-1:111122223333:key/k", resources: ["*"],
            actions: ["kms:Decrypt", "kms:CreateGrant"], takesUnsigned: false),
        Target(
            kind: .iamRole, arn: "arn:aws:iam::111122223333:role/app", resources: [],
            actions: ["sts:AssumeRole", "sts:AssumeRoleWithWebIdentity"], takesUnsigned: false,
            hasResource: false),
        Target(
            kind: .generic, arn: "arn:aws:lambda:us-east-1:111122223333:function:f", resources: ["*"],
            actions: ["lambda:InvokeFunction", "lambda:InvokeFunctionUrl"], takesUnsigned: false),
    ]

    static let provider = "arn:aws:iam::111122223333:oidc-provider/\(host)"
    static let host = "token.actions.githubusercontent.com"

    static let texts = RandomPolicies.texts.merging([
        "aws:PrincipalAccount": ["111122223333", "999900001111", "12*", "${aws:ResourceAccount}", "*"],
        "aws:PrincipalArn": [
            "arn:aws:iam::*:role/Admin", "*111122223333*", "arn:aws:iam::999900001111:*", "arn:aws:iam::*",
            "arn:aws:iam::${aws:PrincipalAccount}:role/*", "arn:aws:iam::*:user/${aws:username}",
        ],
        "aws:username": ["bob", "b*", "${aws:PrincipalTag/team}"],
        "aws:userid": ["AROAEXAMPLEID0001:*", "*:bob", "111122223333"],
        "aws:SourceVpc": ["vpc-0a1b2c3d", "vpc-*"], "aws:UserAgent": ["curl*", "x"],
        "aws:CalledVia": ["athena.amazonaws.com", "cloudformation.*"],
        "aws:ResourceAccount": ["111122223333", "999900001111"],
        "sns:Endpoint": ["*@example.com", "https://x"], "s3:prefix": ["a/*", ""],
        "s3:x-amz-acl": ["private", "public-*"], "ses:FromAddress": ["*@example.com"],
        "sts:ExternalId": ["12345"],
        "\(host):sub": ["repo:octo/app:*", "repo:octo*", "repo:*", "*:ref:main"],
        "\(host):aud": ["sts.amazonaws.com"], "\(host):environment": ["prod"],
    ]) { _, new in new }
    static let numbers = ["aws:MultiFactorAuthAge", "s3:max-keys"]
    static let keys =
        texts.keys.sorted() + numbers + RandomPolicies.booleans + [
            "aws:SourceIp", "aws:VpcSourceIp", "aws:CurrentTime",
        ]

    static func conditions(_ random: inout Seeded) -> Value {
        var out = Object()
        for _ in 0..<random.pick([1, 1, 2, 2, 3]) {
            let key = random.pick(keys)
            var name: String
            let values: [String]
            if random.chance(10) {
                (name, values) = ("Null", [random.pick(["true", "false"])])
            } else if let pool = texts[key] {
                let isARN = key.hasSuffix("Arn")
                name = random.pick(
                    [
                        "StringEquals", "StringNotEquals", "StringLike", "StringNotLike",
                        "StringEqualsIgnoreCase",
                    ]
                        + (isARN ? ["ArnLike", "ArnNotLike", "ArnEquals"] : []))
                values = random.some(pool)
            } else if numbers.contains(key) {
                name = random.pick(["NumericLessThan", "NumericGreaterThanEquals", "NumericNotEquals"])
                values = random.some(["10", "3600", "0"])
            } else if key == "aws:CurrentTime" {
                name = random.pick(["DateLessThan", "DateGreaterThan", "DateNotEquals"])
                values = [random.pick(["2020-01-01T00:00:00Z", "2090-01-01T00:00:00Z", "2091-06-01"])]
            } else if key.hasSuffix("Ip") {
                name = random.pick(["IpAddress", "NotIpAddress"])
                values = random.some(RandomPolicies.ranges)
            } else {
                (name, values) = ("Bool", [random.pick(["true", "false"])])
            }
            if name != "Null" {
                if random.chance(20) { name += "IfExists" }
                if random.chance(12) { name = random.pick(["ForAllValues:", "ForAnyValue:"]) + name }
            }
            var block = out[name]?.object ?? Object()
            block[key] = .array(values.map { .string($0) })
            out[name] = .object(block)
        }
        return .object(out)
    }

    static func statement(_ random: inout Seeded, _ target: Target) -> Value {
        var out = Object()
        let isDeny = random.chance(35)
        out["Effect"] = isDeny ? "Deny" : "Allow"
        var named: [Value] = [
            ["AWS": "111122223333"], ["AWS": ["999900001111", "444455556666"]],
            ["Service": "events.amazonaws.com"],
            ["AWS": "arn:aws:iam::999900001111:role/partner"],
        ]
        if target.kind == .iamRole {
            named += [["Federated": .string(provider)], ["Federated": .string(provider)]]
        }
        if target.kind != .iamRole, random.chance(10) {
            out["NotPrincipal"] = random.pick(named)
        } else {
            out["Principal"] = random.chance(target.kind == .iamRole ? 40 : 65) ? "*" : random.pick(named)
        }
        let service = target.actions[0].prefix { $0 != ":" }
        out[random.chance(8) ? "NotAction" : "Action"] = random.pick(
            target.actions.map { .string($0) } + [
                .string("\(service):*"), "*", .string(String(target.actions[0].dropLast(3)) + "*"),
            ])
        if target.hasResource {
            out[random.chance(5) ? "NotResource" : "Resource"] = .string(random.pick(target.resources))
        }
        if random.chance(75) { out["Condition"] = conditions(&random) }
        return .object(out)
    }

    static func policy(_ random: inout Seeded) -> (policy: Value, target: Target) {
        let target = random.pick(targets)
        let statements = (0..<random.pick([1, 1, 2, 2, 3])).map { _ in statement(&random, target) }
        return (["Version": "2012-10-17", "Statement": .array(statements)], target)
    }

    /// A policy of which one statement lets strangers in as far as no other denies it, often beside named principals.
    static func publicPolicy(_ random: inout Seeded) -> (policy: Value, target: Target) {
        let target = random.pick(targets)
        var open = statement(&random, target).object!
        open["Effect"] = "Allow"
        open["NotPrincipal"] = nil
        open["Principal"] = random.pick([
            "*", ["AWS": "*"], ["AWS": ["*", "999900001111"]],
            ["AWS": "*", "Service": "events.amazonaws.com"],
        ])
        if random.chance(60) { open["Condition"] = nil }
        let more = (0..<random.pick([0, 1, 1, 2, 3])).map { _ in statement(&random, target) }
        let statements = (more + [.object(open)]).shuffled(using: &random)
        return (["Version": "2012-10-17", "Statement": .array(statements)], target)
    }
}
