import IAMPolicy
import Testing

private let organization = #"{"aws:PrincipalOrgID": "o-a1b2c3d4e5"}"#

/// How conditions are evaluated, line by line of the definition: statements together, missing keys, matching.
@Suite struct SemanticsConditionTests {
    // Strangers are in no organisation, or in their own.
    @Test(arguments: [
        ("StringEquals", "cross-account-trusted", "public"),
        ("StringNotEquals", "public", "cross-account-trusted"),
        ("StringEqualsIfExists", "public", "public"),
        ("StringNotEqualsIfExists", "public", "cross-account-trusted"),
        ("ForAllValues:StringEquals", "public", "public"),
        ("ForAllValues:StringNotEquals", "public", "cross-account-trusted"),
        ("ForAnyValue:StringEquals", "cross-account-trusted", "public"),
        ("ForAnyValue:StringNotEquals", "public", "public"),
        ("StringLike", "cross-account-trusted", "public"),
        ("StringNotLike", "public", "cross-account-trusted"),
        ("StringEqualsIgnoreCase", "cross-account-trusted", "public"),
        ("StringNotEqualsIgnoreCase", "public", "cross-account-trusted"),
    ])
    func `a missing key`(_ name: String, _ allowed: String, _ denied: String) throws {
        for service in ["sns", "ses", "s3", "kms", "secretsmanager"] {
            let condition = #""Condition": {"\#(name)": \#(organization)}"#
            #expect(try judge(service, [condition]).verdict.rawValue == allowed, "\(service)")
            let deny = #""Effect": "Deny", \#(condition)"#
            #expect(try judge(service, ["", deny]).verdict.rawValue == denied, "\(service)")
        }
    }

    @Test(arguments: [
        // A stranger's request has no source; behind an endpoint it has no address.
        (#"{"IpAddress": {"aws:SourceIp": ["0.0.0.0/0", "::/0"]}}"#, "public", "public"),
        (#"{"NotIpAddress": {"aws:SourceIp": ["0.0.0.0/0", "::/0"]}}"#, "public", "public"),
        (#"{"IpAddressIfExists": {"aws:SourceIp": "10.0.0.0/8"}}"#, "public", "public"),
        (#"{"IpAddressIfExists": {"aws:SourceIp": ["0.0.0.0/0", "::/0"]}}"#, "public", "private"),
        (#"{"Bool": {"aws:PrincipalIsAWSService": "false"}}"#, "public", "public"),
        (#"{"BoolIfExists": {"aws:PrincipalIsAWSService": "false"}}"#, "public", "public"),
        (#"{"ArnEquals": {"aws:SourceArn": "arn:aws:s3:::*"}}"#, "public", "public"),
        (#"{"ArnNotEquals": {"aws:SourceArn": "arn:aws:s3:::acme-x"}}"#, "public", "cross-account-untrusted"),
        (#"{"StringNotEquals": {"aws:SourceAccount": "111122223333"}}"#, "public", "private"),
        (#"{"StringNotEqualsIfExists": {"aws:SourceAccount": "111122223333"}}"#, "public", "private"),
        (#"{"Null": {"aws:SourceAccount": "true"}}"#, "public", "public"),
        (#"{"Null": {"aws:SourceAccount": "false"}}"#, "public", "public"),
        (#"{"Null": {"aws:PrincipalOrgID": "false"}}"#, "public", "public"),
        (#"{"ForAllValues:Null": {"aws:PrincipalOrgID": "false"}}"#, "public", "private"),
        (#"{"ForAnyValue:Null": {"aws:PrincipalOrgID": "false"}}"#, "private", "public"),
        (#"{"Bool": {"aws:MultiFactorAuthPresent": "true"}}"#, "public", "public"),
        (#"{"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}"#, "public", "public"),
        (#"{"NumericLessThan": {"aws:MultiFactorAuthAge": "100"}}"#, "public", "public"),
    ])
    func `what a caller lacks`(_ condition: String, _ allowed: String, _ denied: String) throws {
        #expect(try judge("sns", [#""Condition": \#(condition)"#]).verdict.rawValue == allowed)
        #expect(
            try judge("sns", ["", #""Effect": "Deny", "Condition": \#(condition)"#]).verdict.rawValue
                == denied)
    }

    @Test(arguments: [
        // Operators and keys together, values one of them.
        (
            [
                #"{"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5", "aws:PrincipalAccount": "999900001111"}}"#
            ], [],
            "cross-account-trusted"
        ),
        (
            [#"{"StringEquals": {"aws:PrincipalAccount": ["111122223333", "999900001111"]}}"#], [],
            "cross-account-untrusted"
        ),
        ([#"{"StringNotEquals": {"aws:PrincipalAccount": ["111122223333", "999900001111"]}}"#], [], "public"),
        (
            [
                #"{"StringEquals": {"aws:PrincipalAccount": "999900001111"}, "StringNotEquals": {"aws:PrincipalAccount": "999900001111"}}"#
            ],
            [], "private"
        ),
        // A Deny with two conditions bites where both hold, two Denies bite each.
        (
            ["{}"],
            [
                #"{"StringNotEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}, "Bool": {"aws:SecureTransport": "false"}}"#
            ],
            "public"
        ),
        (
            ["{}"],
            [
                #"{"StringNotEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}"#,
                #"{"Bool": {"aws:SecureTransport": "false"}}"#,
            ],
            "cross-account-trusted"
        ),
        (
            ["{}"],
            [
                #"{"StringNotEquals": {"aws:PrincipalAccount": ["111122223333", "999900001111"]}}"#,
                #"{"StringEquals": {"aws:PrincipalAccount": "999900001111"}}"#,
            ], "private"
        ),
        // One Allow is enough.
        (
            [
                #"{"StringEquals": {"aws:PrincipalAccount": "111122223333"}}"#,
                #"{"StringEquals": {"aws:username": "bob"}}"#,
            ], [],
            "public"
        ),
    ])
    func `statements and conditions together`(_ allows: [String], _ denies: [String], _ verdict: String)
        throws
    {
        let texts =
            allows.map { #""Condition": \#($0)"# } + denies.map { #""Effect": "Deny", "Condition": \#($0)"# }
        for order in [texts, texts.reversed()] {
            #expect(try judge("ses", order).verdict.rawValue == verdict)
        }
    }

    @Test(arguments: [
        (#"{"StringEquals": {"aws:PrincipalOrgID": "*"}}"#, "private", "public"),
        (#"{"StringEquals": {"aws:PrincipalAccount": "????????????"}}"#, "private", "public"),
        (#"{"StringLike": {"aws:PrincipalOrgID": "*"}}"#, "public", "public"),
        (#"{"StringLike": {"aws:PrincipalArn": "arn:*"}}"#, "public", "private"),
        (#"{"StringLike": {"aws:PrincipalAccount": "?????????????"}}"#, "private", "public"),
        (#"{"StringLike": {"aws:PrincipalAccount": "1111????3333"}}"#, "public", "public"),
        (#"{"StringLike": {"aws:PrincipalArn": "*111122223333*"}}"#, "public", "public"),
        (#"{"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:*"}}"#, "private", "public"),
        (#"{"StringLike": {"aws:PrincipalArn": "arn:aws:iam::*:111122223333:role/*"}}"#, "public", "public"),
        (#"{"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:111122223333:role/*"}}"#, "private", "public"),
        (#"{"StringLike": {"aws:PrincipalArn": "arn:aws:iam::1111*:role/x"}}"#, "public", "public"),
        (#"{"StringNotLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:*"}}"#, "public", "private"),
        (#"{"StringEqualsIgnoreCase": {"aws:PrincipalType": "assumedROLE"}}"#, "public", "public"),
        (#"{"StringEquals": {"aws:PrincipalType": "assumedROLE"}}"#, "private", "public"),
    ])
    func `matching`(_ condition: String, _ allowed: String, _ denied: String) throws {
        #expect(try judge("ses", [#""Condition": \#(condition)"#]).verdict.rawValue == allowed)
        #expect(
            try judge("ses", ["", #""Effect": "Deny", "Condition": \#(condition)"#]).verdict.rawValue
                == denied)
    }

    @Test(arguments: [
        ("${aws:PrincipalAccount}", "public", "private"), ("${aws:ResourceAccount}", "private", "private"),
        ("${aws:SourceAccount}", "private", "private"), ("${*}", "private", "private"),
    ])
    func `a variable is a variable in the new version only`(_ text: String, _ now: String, _ then: String)
        throws
    {
        let condition = #""Condition": {"StringEquals": {"aws:PrincipalAccount": "\#(text)"}}"#
        #expect(try judge("ses", [condition]).verdict.rawValue == now)
        #expect(try judge("ses", [condition], version: "2008-10-17").verdict.rawValue == then)
    }

    @Test(arguments: [
        // The name of a user and the value of a tag are the caller's choice, his account is not.
        ("${aws:username}", "public"), ("ord${aws:username}", "public"), ("${aws:username}ers", "public"),
        ("${aws:PrincipalTag/topic}", "public"), ("${aws:username}x", "private"),
        ("${aws:ResourceTag/${aws:username}", "invalid"), ("${aws:ResourceAccount}", "private"),
        ("${aws:username}${*}", "private"), ("${aws:SourceAccount}", "private"),
    ])
    func `a variable in the name of a resource`(_ name: String, _ verdict: String) throws {
        let resource = #""Resource": "arn:aws:sns:us-east-1:111122223333:\#(name)""#
        #expect(try judge("sns", [resource]).verdict.rawValue == verdict)
    }

    @Test(arguments: [
        ("${aws:PrincipalAccount}", "private"), ("${aws:ResourceAccount}", "public"),
        ("11112222${aws:username}", "public"),
    ])
    func `a variable in the account of a resource`(_ account: String, _ verdict: String) throws {
        let resource = #""Resource": "arn:aws:sns:us-east-1:\#(account):orders""#
        #expect(try judge("sns", [resource]).verdict.rawValue == verdict)
    }

    @Test(arguments: [
        // Whoever it is, there is another service that no value matches.
        (#"{"StringNotEquals": {"aws:PrincipalServiceName": "events.amazonaws.com"}}"#, "public"),
        (
            #"{"StringNotLike": {"aws:PrincipalServiceName": ["e*", "c*"]}, "Bool": {"aws:PrincipalIsAWSService": "true"}}"#,
            "public"
        ),
        (
            #"{"StringNotLike": {"aws:PrincipalServiceName": "*"}, "Bool": {"aws:PrincipalIsAWSService": "true"}}"#,
            "private"
        ),
    ])
    func `services by name`(_ condition: String, _ verdict: String) throws {
        #expect(try judge("sns", [#""Condition": \#(condition)"#]).verdict.rawValue == verdict)
    }

    @Test(arguments: [
        // More than a /8 in all, whoever adds it up.
        (["18.0.0.0/8"], "restricted-public"), (["18.0.0.0/7"], "public"),
        (["18.0.0.0/8", "20.0.0.1"], "public"),
        (["18.0.0.0/9", "18.128.0.0/9"], "restricted-public"), (["0.0.0.0/1", "128.0.0.0/1"], "public"),
        (["0.0.0.0/2", "64.0.0.0/2", "128.0.0.0/2", "192.0.0.0/2"], "public"), (["198.18.0.7"], "private"),
        (["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"], "private"), (["100.64.0.0/10"], "private"),
        (["10.0.0.0/8", "18.130.44.7"], "restricted-public"), (["2a01:4f8::/32"], "restricted-public"),
        (["2a01:4f8::/32", "2a02::/32"], "public"), (["fd00::/8"], "private"), (["::/0"], "public"),
        (["18.130.44.99/24"], "restricted-public"),
    ])
    func `addresses`(_ ranges: [String], _ verdict: String) throws {
        let list = "[" + ranges.map { "\"\($0)\"" }.joined(separator: ", ") + "]"
        let one = #""Condition": {"IpAddress": {"aws:SourceIp": \#(list)}}"#
        #expect(try judge("sqs", [one]).verdict.rawValue == verdict)
        // In statements of their own they come to the same.
        let each = ranges.map { #""Condition": {"IpAddress": {"aws:SourceIp": "\#($0)"}}"# }
        #expect(try judge("sqs", each).verdict.rawValue == verdict)
    }
}
