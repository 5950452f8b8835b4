import IAMPolicy

/// Documents that are made to cost much, each with what is true of it where that can be said.
struct HostilePolicy {
    let name: String
    let service: String
    let text: String
    var truth: Verdict?

    private static let arn = "arn:aws:sns:us-east-1:111122223333:orders"

    var context: ResourceContext {
        let (kind, arn): (ResourceKind, String) =
            switch service {
            case "s3": (.s3Bucket, "arn:aws:s3:::acme")
            case "role": (.iamRole, "arn:aws:iam::111122223333:role/app")
            case "lambda": (.generic, "arn:aws:lambda:us-east-1:111122223333:function:f")
            default: (.snsTopic, Self.arn)
            }
        return ResourceContext(
            kind: kind, arn: arn, account: "111122223333", trustedAccounts: ["444455556666"],
            organizationID: "o-a1b2c3d4e5")
    }

    private init(_ name: String, _ service: String = "sns", _ truth: Verdict? = nil, _ text: () -> String) {
        self.name = name
        self.service = service
        self.truth = truth
        self.text = text()
    }

    private static func list(_ count: Int, _ item: (Int) -> String) -> String {
        (0..<count).map(item).joined(separator: ",")
    }

    private static func policy(_ statements: String...) -> String {
        #"{"Version":"2012-10-17","Statement":[\#(statements.joined(separator: ","))]}"#
    }

    private static func statement(
        _ condition: String = "", effect: String = "Allow", principal: String = #""*""#,
        action: String = "sns:Publish", resource: String? = arn
    ) -> String {
        #"{"Effect":"\#(effect)","Principal":\#(principal),"Action":"\#(action)""#
            + (resource.map { #","Resource":"\#($0)""# } ?? "")
            + (condition.isEmpty ? "}" : #","Condition":{\#(condition)}}"#)
    }

    private static func deny(_ condition: String) -> String { statement(condition, effect: "Deny") }

    private static func account(_ number: Int) -> String { String(200_000_000_000 + number * 7919) }

    /// Clauses of three keys that are there or not, as Denies: a puzzle.
    private static func puzzle(_ keys: Int, _ clauses: Int) -> String {
        var state: UInt64 = 1
        func random(_ below: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % below
        }
        return list(clauses) { _ in
            var absent = [String]()
            var present = [String]()
            while absent.count + present.count < 3 {
                let key = #""aws:PrincipalTag/k\#(random(keys))":"#
                guard !absent.contains(where: { $0.hasPrefix(key) }),
                    !present.contains(where: { $0.hasPrefix(key) })
                else { continue }
                if random(2) == 0 { absent.append(key + #""x""#) } else { present.append(key + #""x""#) }
            }
            return deny(
                [("StringEquals", present), ("StringNotEquals", absent)].filter { !$0.1.isEmpty }.map {
                    #""\#($0.0)":{\#($0.1.joined(separator: ","))}"#
                }.joined(separator: ","))
        }
    }

    static let all: [HostilePolicy] = [
        .init("a megabyte of nested arrays", "sns", .invalid) { String(repeating: "[", count: 1 << 20) },
        .init("arrays within arrays in a condition", "sns", .invalid) {
            policy(
                statement(
                    #""StringEquals":{"a:b":\#(String(repeating: "[", count: 2000))"c"\#(String(repeating: "]", count: 2000))}"#
                ))
        },
        .init("objects within objects", "sns", .invalid) {
            String(repeating: #"{"Statement":"#, count: 2000) + "1" + String(repeating: "}", count: 2000)
        },
        .init("10,000 statements for named accounts", "sns", .untrusted) {
            policy(list(10_000) { statement(principal: #"{"AWS":"\#(account($0))"}"#) })
        },
        .init("10,000 statements for roles of our own", "sns", .nobody) {
            policy(
                list(10_000) { statement(principal: #"{"AWS":"arn:aws:iam::111122223333:role/r\#($0)"}"#) })
        },
        .init("10,000 statements for trusted callers", "sns", .trusted) {
            policy(
                list(10_000) {
                    statement(
                        #""StringEquals":{"aws:PrincipalAccount":"444455556666","aws:PrincipalTag/t":"\#($0)"}"#
                    )
                })
        },
        .init("10,000 Denies of one account each", "sns", .anyone) {
            policy(
                statement(),
                list(10_000) {
                    deny(#""StringEquals":{"aws:PrincipalAccount":"\#(account($0))"}"#)
                })
        },
        .init("10,000 Denies of all but us", "sns", .nobody) {
            policy(
                statement(),
                list(10_000) { _ in
                    deny(#""StringNotEquals":{"aws:PrincipalAccount":"111122223333"}"#)
                })
        },
        .init("10,000 statements that are broken", "sns", .invalid) {
            policy(list(10_000) { #"{"Effect":"allow","Principal":"x\#($0)","Action":1}"# })
        },
        .init("10,000 principals in one statement", "sns", .untrusted) {
            policy(statement(principal: #"{"AWS":[\#(list(10_000) { "\"\(account($0))\"" })]}"#))
        },
        .init("5,000 services, told apart by Denies", "sns", .confusedDeputy) {
            policy(
                statement(principal: #"{"Service":[\#(list(5_000) { "\"s\($0).amazonaws.com\"" })]}"#),
                list(50) {
                    deny(#""ArnLike":{"aws:SourceArn":"arn:aws:s\#($0):*:*:*x*y*z*"}"#)
                })
        },
        .init("a glob that needs a million states") {
            policy(
                statement(
                    #""StringLike":{"aws:PrincipalArn":"*a\#(String(repeating: "?", count: 20))b*"},"StringNotLike":{"aws:PrincipalArn":"*b\#(String(repeating: "?", count: 21))a*"}"#
                ))
        },
        .init("globs for and against") {
            policy(
                statement(),
                list(60) { number in
                    deny(
                        #""StringNotLike":{"aws:PrincipalArn":["*\#(number)a*b*c*\#(number)","*x\#(number)?????????????y*"]}"#
                    )
                })
        },
        .init("1,000 globs in one condition", "sns", .anyone) {
            policy(
                statement(
                    #""StringNotLike":{"aws:PrincipalArn":[\#(list(1000) { "\"*a\($0)*b*c*d*e*\"" })]}"#))
        },
        .init("Denies of objects by globs", "s3", .anyone) {
            policy(
                statement(action: "s3:GetObject", resource: "arn:aws:s3:::acme/*"),
                list(3000) {
                    statement(effect: "Deny", action: "s3:*", resource: "arn:aws:s3:::acme/*x\($0)*y*z*")
                })
        },
        .init("a puzzle of keys that are there or not") { policy(statement(), puzzle(60, 255)) },
        .init("a larger puzzle") { policy(statement(), puzzle(300, 1270)) },
        .init("variables in values", "sns") {
            policy(
                list(100) { number in
                    statement(
                        #""StringLike":{"aws:PrincipalArn":[\#(list(20) { "\"*${aws:PrincipalTag/t\($0)}*${aws:username}*\(number)\"" })]}"#
                    )
                })
        },
        .init("variables in Denies") {
            policy(
                statement(),
                list(200) {
                    deny(
                        #""StringNotLike":{"aws:PrincipalTag/a\#($0)":"${aws:PrincipalTag/a\#(($0 * 7 + 1) % 200)}*x"}"#
                    )
                })
        },
        .init("100,000 actions", "lambda", .anyone) {
            #"{"Statement":{"Effect":"Allow","Principal":"*","Action":[\#(list(60_000) { "\"lambda:A\($0)\"" })],"Resource":"*"}}"#
        },
        .init("5,000 action globs", "s3", .anyone) {
            #"{"Statement":{"Effect":"Allow","Principal":"*","Action":[\#(list(5000) { "\"s3:*a*b*\($0)*\"" }),"s3:G*t*j*t"],"Resource":"arn:aws:s3:::acme/*"}}"#
        },
        .init("2,000 statements with action globs", "s3") {
            policy(
                list(2000) {
                    statement(
                        effect: $0 % 2 == 0 ? "Allow" : "Deny",
                        action:
                            "s3:*\(UnicodeScalar(UInt8(97 + $0 % 26)))*\(UnicodeScalar(UInt8(97 + $0 / 26 % 26)))*",
                        resource: "arn:aws:s3:::acme*")
                })
        },
        .init("20,000 ranges of addresses", "sns") {
            policy(
                statement(
                    #""IpAddress":{"aws:SourceIp":[\#(list(20_000) { "\"\(20 + $0 / 5000).\($0 / 20 % 250).\($0 % 250).0/24\"" })]},"NotIpAddress":{"aws:SourceIp":[\#(list(20_000) { "\"\(20 + $0 / 5000).\($0 / 20 % 250).\($0 % 250).7\"" })]}"#
                ))
        },
        .init("2,000 statements for an address each", "sns", .restrictedPublic) {
            policy(
                list(2000) { statement(#""IpAddress":{"aws:SourceIp":"52.1.\#($0 / 250).\#($0 % 250)"}"#) })
        },
        .init("10,000 keys in one condition", "sns", .anyone) {
            policy(statement(#""Null":{\#(list(10_000) { "\"aws:PrincipalTag/k\($0)\":\"true\"" })}"#))
        },
        .init("10,000 keys in 2,000 Denies", "sns", .anyone) {
            policy(
                statement(),
                list(2000) { number in
                    deny(#""StringEquals":{\#(list(5) { "\"aws:RequestTag/k\(number * 5 + $0)\":\"x\"" })}"#)
                })
        },
        .init("10,000 numbers", "sns", .anyone) {
            policy(
                statement(#""NumericNotEquals":{"aws:MultiFactorAuthAge":[\#(list(10_000) { "\($0)" })]}"#))
        },
        .init("one value of a megabyte", "sns", .anyone) {
            policy(
                statement(
                    #""StringNotLike":{"aws:UserAgent":"*\#(String(repeating: "a?*", count: 350_000))"}"#))
        },
        .init("10,000 letters of no alphabet") {
            policy(
                statement(
                    #""StringNotLike":{"aws:PrincipalTag/t":"*\#(String(String.UnicodeScalarView((0..<10_000).map { Unicode.Scalar(0x4e00 + $0)! })))*"},"StringLike":{"aws:PrincipalTag/t":"*\#(String(String.UnicodeScalarView((0..<3_000).map { Unicode.Scalar(0x5e00 + $0)! })))*"}"#
                ))
        },
        .init("500 identity providers", "role") {
            policy(
                list(500) {
                    #"{"Effect":"Allow","Principal":{"Federated":"arn:aws:iam::111122223333:oidc-provider/idp\#($0).example.com"},"Action":"sts:AssumeRoleWithWebIdentity","Condition":{"StringLike":{"idp\#($0).example.com:sub":"*a*b*"}}}"#
                },
                #"{"Effect":"Deny","Principal":"*","Action":"sts:*","Condition":{"StringLike":{"aws:PrincipalTag/x":"*"}}}"#
            )
        },
        .init("a megabyte, URL-encoded", "sns", .anyone) {
            "%7B%22Statement%22:["
                + list(3000) { _ in
                    statement().replacing("\"", with: "%22").replacing("{", with: "%7B").replacing(
                        "}", with: "%7D")
                } + "]%7D"
        },
    ]
}
