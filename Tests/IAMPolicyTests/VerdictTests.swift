import IAMPolicy
import Testing

private let gitHub = "token.actions.githubusercontent.com"

private func federated(
    _ action: String, _ claim: String = "", _ value: String = "", _ how: String = "StringLike"
)
    -> String
{
    #""Principal": {"Federated": "arn:aws:iam::111122223333:oidc-provider/\#(gitHub)"}, "Action": "\#(action)""#
        + (claim.isEmpty ? "" : #", "Condition": {"\#(how)": {"\#(gitHub):\#(claim)": "\#(value)"}}"#)
}

@Suite struct VerdictTests {
    @Test(arguments: [
        // Each of a role's actions takes other callers, however the statement names them.
        (federated("sts:*"), "public"),
        (federated("sts:AssumeRoleWith*"), "public"),
        (federated("sts:AssumeRole"), "private"),
        (federated("sts:TagSession"), "private"),
        (federated("sts:AssumeRoleWithWebIdentity", "sub", "repo:octo/*"), "cross-account-untrusted"),
        (federated("sts:AssumeRoleWithWebIdentity", "sub", "repo:octo*"), "public"),
        (federated("sts:AssumeRoleWithWebIdentity", "aud", "sts.amazonaws.com"), "public"),
        (federated("sts:AssumeRoleWithWebIdentity", "environment", "prod", "StringEqualsIfExists"), "public"),
        (federated("sts:AssumeRoleWithWebIdentity", "sub", "*", "StringEquals"), "private"),
        (#""Action": "sts:TagSession""#, "private"),
        // Tokens of the providers that AWS has built in are anybody's; a SAML provider is one of the account.
        (#""Action": "sts:AssumeRoleWithWebIdentity""#, "public"),
        (#""Action": "sts:AssumeRoleWithSAML""#, "private"),
        (#""Condition": {"StringEquals": {"sts:ExternalId": "12345"}}"#, "public"),
        (#""Condition": {"Null": {"aws:PrincipalArn": "true"}}"#, "private"),
        // A service of the account alone, unless the policy itself says otherwise.
        (#""Principal": {"Service": "ec2.amazonaws.com"}"#, "private"),
        (
            #""Principal": {"Service": "ec2.amazonaws.com"}, "Condition": {"StringLike": {"aws:SourceAccount": "*"}}"#,
            "service-confused-deputy"
        ),
        (
            #""Principal": {"Service": "ec2.amazonaws.com"}, "Condition": {"StringEquals": {"aws:SourceAccount": "999900001111"}}"#,
            "cross-account-untrusted"
        ),
        (#""Resource": "*""#, "invalid"),
    ])
    func `a role's trust policy`(_ text: String, _ verdict: String) throws {
        #expect(try judge("role", [text]).verdict.rawValue == verdict)
    }

    @Test(arguments: [
        (#""Resource": "arn:aws:s3:::acme/${aws:username}/*""#, "public"),
        (#""Resource": "arn:aws:s3:::acme/${aws:PrincipalOrgID}/*""#, "public"),
        (#""Action": "s3:ListBucket", "Resource": "arn:aws:s3:::acme/${aws:username}/*""#, "private"),
        (
            #""Resource": "arn:aws:s3:::acme/${aws:username}/*", "Condition": {"StringEquals": {"aws:username": "bob"}}"#,
            "public"
        ),
        (#""Condition": {"StringEquals": {"aws:PrincipalAccount": "${aws:ResourceAccount}"}}"#, "private"),
        (#""Condition": {"StringEquals": {"aws:PrincipalAccount": "${aws:SourceAccount}"}}"#, "private"),
        (#""Condition": {"StringLike": {"aws:PrincipalAccount": "${*}"}}"#, "private"),
        (
            #""Condition": {"StringLike": {"aws:PrincipalArn": "arn:aws:iam::${aws:PrincipalAccount}:role/*"}}"#,
            "public"
        ),
        (
            #""Principal": {"AWS": "arn:aws:iam::999900001111:role/x"}, "Condition": {"StringNotLike": {"aws:PrincipalArn": "arn:aws:iam::${aws:PrincipalAccount}:role/*"}}"#,
            "private"
        ),
    ])
    func `policy variables`(_ text: String, _ verdict: String) throws {
        #expect(try judge("s3", [text]).verdict.rawValue == verdict)
    }

    @Test(arguments: [
        ("arn:aws:iam::111122223333", "private"), ("arn:*:111122223333:role/x", "private"), ("*", "public"),
        ("arn:aws:iam::111122223333:*", "private"), ("arn:aws:iam::*:role/111122223333", "public"),
        ("arn:aws:iam::11112222333?:*", "public"), ("arn:aws:iam::1111222233?:*", "private"),
        ("arn:aws:iam:us-east-1:*:*", "private"), ("arn:aws:ec2::*:*", "private"),
        ("ARN:aws:iam::*:*", "private"), ("arn:aws:iam::999900001111:role/x", "cross-account-untrusted"),
    ])
    func `ArnLike compares six fields`(_ pattern: String, _ verdict: String) throws {
        for name in ["ArnLike", "ArnEquals"] {
            let text = #""Condition": {"\#(name)": {"aws:PrincipalArn": "\#(pattern)"}}"#
            #expect(try judge("sns", [text]).verdict.rawValue == verdict, "\(name)")
        }
    }

    @Test(arguments: [
        (#"{"ForAllValues:StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}"#, "public"),
        (#"{"ForAnyValue:StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}"#, "cross-account-trusted"),
        (#"{"StringEqualsIgnoreCase": {"aws:principalorgid": "O-A1B2C3D4E5"}}"#, "cross-account-trusted"),
        (#"{"StringEquals": {"aws:PrincipalOrgID": "O-A1B2C3D4E5"}}"#, "private"),
        (#"{"ForAllValues:Null": {"aws:PrincipalOrgID": "true"}}"#, "public"),
        (#"{"ForAnyValue:Null": {"aws:PrincipalOrgID": "false"}}"#, "private"),
        (#"{"Null": {"aws:PrincipalOrgID": ["true", "false"]}}"#, "public"),
        (#"{"ForAnyValue:StringEquals": {"aws:CalledVia": "athena.amazonaws.com"}}"#, "public"),
        (#"{"IpAddress": {"aws:SourceIp": ["0.0.0.0/1", "128.0.0.0/1"]}}"#, "public"),
        (#"{"IpAddress": {"aws:SourceIp": "2a01:4f8::/32"}}"#, "restricted-public"),
        (#"{"IpAddress": {"aws:SourceIp": "2a01:4f8::/31"}}"#, "public"),
        (#"{"IpAddress": {"aws:SourceIp": ["10.0.0.0/8", "fc00::/7"]}}"#, "private"),
        (#"{"IpAddress": {"aws:VpcSourceIp": "10.0.0.0/24"}}"#, "public"),
        (
            #"{"IpAddress": {"aws:SourceIp": "18.0.0.0/8"}, "StringEquals": {"aws:SourceVpce": "vpce-0a1b2c3d"}}"#,
            "private"
        ),
        (
            #"{"DateGreaterThan": {"aws:CurrentTime": "2030-01-01T00:00:00Z"}, "DateLessThan": {"aws:CurrentTime": "2029-01-01T00:00:00Z"}}"#,
            "private"
        ),
        (#"{"NumericLessThan": {"aws:MultiFactorAuthAge": "ten"}}"#, "invalid"),
        (
            #"{"Bool": {"aws:SecureTransport": "true"}, "StringEquals": {"aws:SecureTransport": "false"}}"#,
            "private"
        ),
        (#"{"StringLike": {"aws:SourceArn": "arn:aws:*:*:111122223333:*"}}"#, "public"),
        (#"{"ArnLike": {"aws:SourceArn": "arn:aws:*:*:111122223333:*"}}"#, "private"),
    ])
    func `an Allow to all with a condition`(_ condition: String, _ verdict: String) throws {
        #expect(try judge("sns", ["\"Condition\": \(condition)"]).verdict.rawValue == verdict)
    }

    @Test(arguments: [
        (#""NotPrincipal": {"AWS": "arn:aws:iam::111122223333:root"}"#, "private"),
        (#""NotPrincipal": {"AWS": ["111122223333", "999900001111"]}"#, "cross-account-untrusted"),
        (#""NotAction": "sns:Subscribe""#, "private"),
        (#""Condition": {"StringNotEqualsIfExists": {"aws:PrincipalAccount": "111122223333"}}"#, "private"),
        (#""Condition": {"ForAnyValue:StringNotEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}"#, "public"),
        (
            #""Condition": {"ForAllValues:StringNotEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}"#,
            "cross-account-trusted"
        ),
        (#""Condition": {"IpAddress": {"aws:SourceIp": ["0.0.0.0/0", "::/0"]}}"#, "public"),
        (#""Condition": {"NotIpAddress": {"aws:SourceIp": "10.0.0.0/8"}}"#, "private"),
        (#""Condition": {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:*"}}"#, "public"),
        (#""Condition": {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}"#, "public"),
        (#""Condition": {"StringEquals": {"aws:PrincipalAccount": "*"}}"#, "public"),
    ])
    func `an Allow to all with a Deny`(_ deny: String, _ verdict: String) throws {
        #expect(try judge("sns", ["", #""Effect": "Deny", \#(deny)"#]).verdict.rawValue == verdict)
    }

    @Test func `an identity of one partition is not one of another`() throws {
        let text = #"""
            "Principal": {"AWS": "999900001111"},
            "Condition": {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:*::999900001111:*"}}
            """#
        #expect(try judge("ses", [text]).verdict == .nobody)
    }
}
