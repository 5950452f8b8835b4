import IAMPolicy
import Testing

/// What outsiders control, and what services do, line by line of the definition.
@Suite struct SemanticsCallerTests {
    private func verdict(_ service: String, _ operation: String, _ key: String, _ value: String) throws
        -> String
    {
        try judge(service, [#""Condition": {"\#(operation)": {"\#(key)": "\#(value)"}}"#]).verdict.rawValue
    }

    @Test(arguments: [
        ("StringEquals", "aws:PrincipalAccount", "999900001111", "cross-account-untrusted"),
        ("StringEquals", "aws:PrincipalAccount", "444455556666", "cross-account-trusted"),
        ("StringEquals", "aws:PrincipalAccount", "111122223333", "private"),
        ("StringLike", "aws:PrincipalAccount", "12*", "public"),
        ("ArnEquals", "aws:PrincipalArn", "arn:aws:iam::999900001111:role/x", "cross-account-untrusted"),
        ("ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:role/Admin", "public"),
        ("StringEquals", "aws:PrincipalArn", "arn:aws:iam::*:role/Admin", "private"),
        ("StringLike", "aws:PrincipalArn", "arn:aws:iam::*:user/a/*", "public"),
        ("StringLike", "aws:PrincipalArn", "arn:aws:sts::*:assumed-role/*", "private"),
        ("StringEquals", "aws:PrincipalOrgID", "o-zz99yy88xx", "cross-account-untrusted"),
        ("StringLike", "aws:PrincipalOrgID", "o-*", "public"),
        ("ForAnyValue:StringLike", "aws:PrincipalOrgPaths", "o-a1b2c3d4e5/*", "cross-account-trusted"),
        ("ForAnyValue:StringLike", "aws:PrincipalOrgPaths", "o-zz99yy88xx/*", "cross-account-untrusted"),
        ("ForAnyValue:StringLike", "aws:PrincipalOrgPaths", "o-*", "public"),
        ("ForAllValues:StringLike", "aws:PrincipalOrgPaths", "o-a1b2c3d4e5/*", "public"),
        ("StringEquals", "aws:PrincipalType", "User", "public"),
        ("StringEquals", "aws:PrincipalType", "Account", "public"),
        ("StringEquals", "aws:PrincipalType", "Anonymous", "private"),
        ("StringLike", "aws:userid", "*:admin", "public"), ("StringLike", "aws:userid", "AROA*", "public"),
        ("StringEquals", "aws:userid", "111122223333", "private"),
        ("StringEquals", "aws:username", "bob", "public"), ("StringLike", "aws:username", "b*", "public"),
        ("StringEquals", "aws:PrincipalTag/team", "core", "public"),
        ("StringEquals", "aws:SourceIdentity", "bob", "public"),
        ("Bool", "aws:MultiFactorAuthPresent", "true", "public"),
        ("StringEquals", "aws:SourceAccount", "111122223333", "private"),
        ("StringEquals", "aws:SourceOwner", "111122223333", "private"),
        ("StringEquals", "aws:SourceAccount", "444455556666", "cross-account-trusted"),
        ("StringEquals", "aws:SourceAccount", "999900001111", "cross-account-untrusted"),
        ("StringLike", "aws:SourceAccount", "*", "public"),
        ("ArnLike", "aws:SourceArn", "arn:aws:sns:us-east-1:111122223333:x", "private"),
        ("ArnLike", "aws:SourceArn", "arn:aws:sns:us-east-1:999900001111:x", "cross-account-untrusted"),
        ("ArnLike", "aws:SourceArn", "arn:aws:s3:::acme-*", "public"),
        ("ArnLike", "aws:SourceArn", "arn:aws:events:*:*:rule/x", "public"),
        ("ArnLike", "aws:SourceArn", "arn:aws:*:*:111122223333:*", "private"),
        ("StringEquals", "aws:SourceOrgID", "o-zz99yy88xx", "cross-account-untrusted"),
        ("StringLike", "aws:SourceOrgID", "o-*", "public"),
        ("Bool", "aws:PrincipalIsAWSService", "true", "public"),
        ("Bool", "aws:PrincipalIsAWSService", "false", "public"),
        ("StringEquals", "aws:PrincipalServiceName", "sqs.amazonaws.com", "public"),
        ("StringLike", "aws:PrincipalServiceName", "s3.*", "public"),
        ("StringLike", "aws:PrincipalServiceName", "unheard-of.*", "public"),
        ("ForAnyValue:StringLike", "aws:PrincipalServiceNamesList", "*.amazonaws.com", "public"),
        ("StringEquals", "aws:SourceVpc", "vpc-0a1b2c3d", "restricted-public"),
        ("StringEquals", "aws:SourceVpce", "vpce-0a1b2c3d", "restricted-public"),
        ("StringLike", "aws:SourceVpc", "vpc-*", "public"),
        ("StringLike", "aws:SourceVpce", "vpce-*", "public"),
        ("StringNotEquals", "aws:SourceVpce", "vpce-0a1b2c3d", "public"),
        ("StringEqualsIfExists", "aws:SourceVpce", "vpce-0a1b2c3d", "public"),
        ("Null", "aws:SourceVpce", "false", "public"), ("Null", "aws:SourceVpce", "true", "public"),
        ("IpAddress", "aws:VpcSourceIp", "10.0.0.0/24", "public"),
        ("Bool", "aws:ViaAWSService", "true", "public"), ("Bool", "aws:ViaAWSService", "false", "public"),
        ("ForAnyValue:StringEquals", "aws:CalledVia", "athena.amazonaws.com", "public"),
        ("StringEquals", "aws:CalledViaFirst", "athena.amazonaws.com", "public"),
        ("StringEquals", "aws:ResourceAccount", "111122223333", "public"),
        ("StringEquals", "aws:ResourceOrgID", "o-a1b2c3d4e5", "public"),
        ("StringEquals", "aws:RequestedRegion", "us-east-1", "public"),
        ("StringEquals", "aws:ResourceTag/open", "yes", "public"),
        ("Bool", "aws:SecureTransport", "true", "public"), ("Bool", "aws:SecureTransport", "false", "public"),
        ("StringEquals", "aws:UserAgent", "x", "public"),
        ("StringLike", "aws:Referer", "https://x/*", "public"),
        ("StringEquals", "aws:RequestTag/a", "b", "public"),
        ("StringEquals", "ses:FromAddress", "a@x.com", "public"),
        ("StringLike", "ses:FromDisplayName", "a*", "public"),
        ("ForAllValues:StringLike", "ses:Recipients", "*@x.com", "public"),
        ("StringEquals", "ses:FeedbackAddress", "a@x.com", "public"),
        ("DateLessThan", "aws:CurrentTime", "2099-01-01T00:00:00Z", "public"),
        ("DateLessThan", "aws:CurrentTime", "2015-01-01T00:00:00Z", "private"),
        ("DateGreaterThan", "aws:CurrentTime", "2015-01-01T00:00:00Z", "public"),
        ("DateGreaterThan", "aws:CurrentTime", "2097-01-01T00:00:00Z", "public"),
        ("NumericLessThan", "aws:EpochTime", "1420070400", "private"),
        ("StringEquals", "acme:Unheard", "x", "public"), ("StringNotEquals", "acme:Unheard", "x", "public"),
    ])
    func `an identity open to all under one condition`(
        _ operation: String, _ key: String, _ value: String, _ expected: String
    ) throws {
        #expect(try verdict("ses", operation, key, value) == expected)
    }

    @Test(arguments: [
        ("sns", "StringEquals", "aws:PrincipalType", "Anonymous", "public"),
        ("sqs", "StringEquals", "aws:PrincipalAccount", "anonymous", "public"),
        ("s3", "StringEquals", "aws:userid", "anonymous", "public"),
        ("kms", "StringEquals", "kms:CallerAccount", "111122223333", "private"),
        ("kms", "StringEquals", "kms:CallerAccount", "999900001111", "cross-account-untrusted"),
        ("kms", "StringLike", "kms:CallerAccount", "*", "public"),
        ("kms", "StringEquals", "kms:ViaService", "s3.us-east-1.amazonaws.com", "public"),
        ("kms", "StringEquals", "kms:EncryptionContext:a", "b", "public"),
        ("s3", "StringEquals", "s3:ResourceAccount", "111122223333", "public"),
        ("s3", "StringEquals", "s3:DataAccessPointAccount", "111122223333", "private"),
        ("s3", "StringEquals", "s3:DataAccessPointAccount", "999900001111", "cross-account-untrusted"),
        ("s3", "ArnLike", "s3:DataAccessPointArn", "arn:aws:s3:*:*:accesspoint/*", "public"),
        ("s3", "StringEquals", "s3:ExistingObjectTag/open", "yes", "public"),
        ("s3", "StringEquals", "s3:signatureversion", "AWS4-HMAC-SHA256", "public"),
        ("role", "StringEquals", "sts:ExternalId", "12345", "public"),
        ("role", "StringLike", "sts:RoleSessionName", "x*", "public"),
    ])
    func `a condition of one service`(
        _ service: String, _ operation: String, _ key: String, _ value: String, _ expected: String
    ) throws {
        #expect(try verdict(service, operation, key, value) == expected)
    }

    // A key that only some actions carry kills the others where it is asked for, and lets them through where it is denied.
    @Test(arguments: [
        ("sns", "sns:Subscribe", "sns:Publish", "sns:Protocol", "https"),
        ("sns", "sns:Subscribe", "sns:Publish", "sns:Endpoint", "https://x"),
        ("ses", "ses:SendRawEmail", "ses:GetEmailIdentity", "ses:FromAddress", "a@x.com"),
        ("s3", "s3:PutObject", "s3:GetObject", "s3:x-amz-acl", "private"),
        ("s3", "s3:PutObject", "s3:DeleteObject", "s3:x-amz-server-side-encryption", "AES256"),
        ("kms", "kms:CreateGrant", "kms:Decrypt", "kms:GrantConstraintType", "EncryptionContextSubset"),
    ])
    func `a key of some actions`(
        _ service: String, _ with: String, _ without: String, _ key: String, _ value: String
    ) throws {
        let isAsked = #""Condition": {"StringEquals": {"\#(key)": "\#(value)"}}"#
        #expect(try judge(service, [#""Action": "\#(with)", \#(isAsked)"#]).verdict == .anyone)
        #expect(try judge(service, [#""Action": "\#(without)", \#(isAsked)"#]).verdict == .nobody)
        let both = #""Action": ["\#(with)", "\#(without)"]"#
        let analysis = try judge(service, ["\(both), \(isAsked)"])
        #expect(analysis.actions == [with])
        let isOther = #""Condition": {"StringNotEquals": {"\#(key)": "\#(value)"}}"#
        #expect(try judge(service, ["\(both), \(isOther)"]).actions == [with, without].sorted())
    }

    @Test(arguments: [
        ("", "service-confused-deputy"),
        (#"{"StringEquals": {"aws:SourceAccount": "111122223333"}}"#, "private"),
        (#"{"StringEquals": {"aws:SourceAccount": "444455556666"}}"#, "cross-account-trusted"),
        (#"{"StringEquals": {"aws:SourceAccount": "999900001111"}}"#, "cross-account-untrusted"),
        (#"{"StringNotEquals": {"aws:SourceAccount": "999900001111"}}"#, "service-confused-deputy"),
        (#"{"StringEqualsIfExists": {"aws:SourceAccount": "111122223333"}}"#, "service-confused-deputy"),
        (#"{"StringLike": {"aws:SourceAccount": "1111*"}}"#, "service-confused-deputy"),
        (#"{"ArnLike": {"aws:SourceArn": "arn:aws:events:*:111122223333:rule/*"}}"#, "private"),
        (#"{"ArnLike": {"aws:SourceArn": "arn:aws:events:*:*:rule/x"}}"#, "service-confused-deputy"),
        (#"{"StringLike": {"aws:SourceArn": "arn:aws:*:111122223333:*"}}"#, "service-confused-deputy"),
        (#"{"ArnLike": {"aws:SourceArn": "arn:aws:s3:::acme-*"}}"#, "service-confused-deputy"),
        (
            #"{"ArnLike": {"aws:SourceArn": "arn:aws:s3:::acme-*"}, "StringEquals": {"aws:SourceAccount": "111122223333"}}"#,
            "private"
        ),
        (#"{"StringEquals": {"aws:SourceOrgID": "o-a1b2c3d4e5"}}"#, "cross-account-trusted"),
        (#"{"StringEquals": {"aws:SourceOrgID": "o-zz99yy88xx"}}"#, "cross-account-untrusted"),
        (#"{"StringLike": {"aws:SourceOrgID": "o-*"}}"#, "service-confused-deputy"),
        (
            #"{"ForAnyValue:StringLike": {"aws:SourceOrgPaths": "o-zz99yy88xx/r-ab12/*"}}"#,
            "cross-account-untrusted"
        ),
        (#"{"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}"#, "private"),
        (#"{"StringEqualsIfExists": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}"#, "service-confused-deputy"),
        (#"{"StringEquals": {"aws:PrincipalAccount": "111122223333"}}"#, "private"),
        (#"{"IpAddress": {"aws:SourceIp": "18.0.0.0/8"}}"#, "private"),
        (#"{"Bool": {"aws:PrincipalIsAWSService": "true"}}"#, "service-confused-deputy"),
        (#"{"Bool": {"aws:PrincipalIsAWSService": "false"}}"#, "private"),
        (#"{"Bool": {"aws:SecureTransport": "true"}}"#, "service-confused-deputy"),
    ])
    func `a named service`(_ condition: String, _ expected: String) throws {
        let principal = #""Principal": {"Service": "events.amazonaws.com"}"#
        let text = principal + (condition.isEmpty ? "" : #", "Condition": \#(condition)"#)
        for service in ["sns", "sqs", "lambda"] {
            #expect(try judge(service, [text]).verdict.rawValue == expected, "\(service)")
        }
    }

    // With everybody signed shut out, those without credentials are left, where the service takes them.
    @Test(arguments: [
        ("s3", "public"), ("sqs", "public"), ("sns", "public"), ("es", "public"), ("url", "public"),
        ("ses", "private"), ("kms", "private"), ("secretsmanager", "private"), ("ecr", "private"),
        ("events", "private"), ("role", "private"), ("lambda", "private"),
    ])
    func `unsigned requests`(_ service: String, _ expected: String) throws {
        let deny = #""Effect": "Deny", "Action": "*", "Condition": {"StringLike": {"aws:PrincipalArn": "*"}}"#
        #expect(try judge(service, ["", deny]).verdict.rawValue == expected)
    }

    @Test(arguments: [
        (
            "sqs",
            "AddPermission RemovePermission SetQueueAttributes DeleteQueue TagQueue UntagQueue CreateQueue",
            false
        ),
        (
            "sqs", "SendMessage ReceiveMessage DeleteMessage PurgeQueue GetQueueUrl ChangeMessageVisibility",
            true
        ),
        (
            "kms", "PutKeyPolicy ScheduleKeyDeletion DisableKey EnableKeyRotation CreateAlias TagResource",
            false
        ),
        (
            "kms",
            "Decrypt Encrypt GenerateDataKey ReEncryptFrom DescribeKey CreateGrant RevokeGrant GetPublicKey Sign",
            true
        ),
        ("ses", "SendEmail SendRawEmail SendTemplatedEmail SendBulkTemplatedEmail", true),
        ("sns", "Publish Subscribe SetTopicAttributes AddPermission", true),
    ])
    func `what other accounts can use`(_ service: String, _ names: String, _ isShared: Bool) throws {
        for name in names.split(separator: " ") {
            let verdict = try judge(service, [#""Action": "\#(service):\#(name)""#]).verdict
            #expect(verdict == (isShared ? .anyone : .nobody), "\(name)")
        }
    }

    @Test(arguments: [
        ("s3:GetObject", "arn:aws:s3:::acme/*", "public"), ("s3:GetObject", "arn:aws:s3:::acme", "private"),
        ("s3:GetObject", "arn:aws:s3:::acme*", "public"), ("s3:GetObject", "*", "public"),
        ("s3:GetObject", "arn:aws:s3:::other/*", "private"),
        ("s3:GetObject", "arn:aws:s3:::acme/a/b", "public"),
        ("s3:ListBucket", "arn:aws:s3:::acme", "public"), ("s3:ListBucket", "arn:aws:s3:::acme/*", "private"),
        ("s3:PutBucketPolicy", "arn:aws:s3:::acme", "public"), ("s3:ListAllMyBuckets", "*", "private"),
        ("s3:*", "arn:aws:s3:::acme", "public"), ("s3:*", "arn:aws:s3:::ac?e/x", "public"),
    ])
    func `objects and buckets`(_ action: String, _ resource: String, _ expected: String) throws {
        let text = #""Action": "\#(action)", "Resource": "\#(resource)""#
        #expect(try judge("s3", [text]).verdict.rawValue == expected)
    }

    @Test(arguments: [
        ("cognito-identity.amazonaws.com", "aud", "us-east-1:0a", "us-east-1:*"),
        ("accounts.google.com", "aud", "123.apps.googleusercontent.com", "*"),
        ("graph.facebook.com", "app_id", "123", "*"),
        ("www.amazon.com", "app_id", "amzn1.application.a", "amzn1.*"),
        ("token.actions.githubusercontent.com", "sub", "repo:octo/*", "repo:octo*"),
        ("token.actions.githubusercontent.com", "sub", "repo:octo/app:ref:refs/heads/main", "repo:*/app:*"),
        ("token.actions.githubusercontent.com", "repository_owner", "octo", "oct*"),
        ("token.actions.githubusercontent.com", "repository", "octo/app", "*/app"),
        ("gitlab.com", "sub", "project_path:octo/app:*", "project_path:octo*"),
        ("app.terraform.io", "sub", "organization:octo:*", "organization:*:project:x:*"),
        ("agent.buildkite.com", "sub", "organization:octo:*", "organization:oct*"),
        ("oidc.codefresh.io", "sub", "account:64884faac2751b77ca7ab324:*", "account:*:pipeline:*"),
        ("oidc.vercel.com", "aud", "https://vercel.com/octo", "https://vercel.com/*"),
        ("oidc.vercel.com", "sub", "owner:octo:*", "owner:*:project:x:*"),
        ("scalr.io", "sub", "account:octo:*", "account:*:environment:x:*"),
        ("proidc.upbound.io", "sub", "mcp:octo/*", "mcp:*:provider:x"),
        ("sandboxes.cloud", "aud", "octo", "*"),
        ("api.pulumi.com/oidc", "aud", "aws:octo", "aws:*"),
    ])
    func `a shared identity provider`(_ host: String, _ claim: String, _ one: String, _ any: String) throws {
        let isBuiltIn =
            !host.contains("/")
            && [
                "cognito-identity.amazonaws.com", "accounts.google.com",
                "graph.facebook.com", "www.amazon.com",
            ].contains(host)
        let name = isBuiltIn ? host : "arn:aws:iam::111122223333:oidc-provider/\(host)"
        let open = #""Principal": {"Federated": "\#(name)"}, "Action": "sts:AssumeRoleWithWebIdentity""#
        #expect(try judge("role", [open]).verdict == .anyone)
        func verdict(_ value: String) throws -> Verdict {
            try judge(
                "role", [#"\#(open), "Condition": {"StringLike": {"\#(host):\#(claim)": "\#(value)"}}"#]
            ).verdict
        }
        #expect(try verdict(one) == .untrusted)
        #expect(try verdict(any) == .anyone)
    }

    @Test(arguments: [
        (
            "arn:aws:iam::111122223333:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/A1",
            "sts:AssumeRoleWithWebIdentity",
            "private"
        ),
        (
            "arn:aws:iam::111122223333:oidc-provider/idp.example.com", "sts:AssumeRoleWithWebIdentity",
            "private"
        ),
        ("arn:aws:iam::111122223333:saml-provider/corp", "sts:AssumeRoleWithSAML", "private"),
        ("arn:aws:iam::999900001111:saml-provider/corp", "sts:AssumeRoleWithSAML", "cross-account-untrusted"),
        ("accounts.google.com", "sts:AssumeRole", "private"),
        ("accounts.google.com", "sts:TagSession", "private"),
        ("accounts.google.com", "sts:*", "public"),
    ])
    func `other identity providers`(_ name: String, _ action: String, _ expected: String) throws {
        let text = #""Principal": {"Federated": "\#(name)"}, "Action": "\#(action)""#
        #expect(try judge("role", [text]).verdict.rawValue == expected)
    }

    @Test(arguments: [
        (#""NotPrincipal": {"AWS": "111122223333"}"#, "public"),
        (#""NotPrincipal": {"AWS": "arn:aws:iam::999900001111:role/x"}"#, "public"),
        (#""Effect": "Deny", "NotPrincipal": {"AWS": "arn:aws:iam::111122223333:root"}"#, "private"),
        (
            #""Effect": "Deny", "NotPrincipal": {"AWS": "arn:aws:iam::999900001111:root"}"#,
            "cross-account-untrusted"
        ),
        (
            #""Effect": "Deny", "NotPrincipal": {"AWS": "arn:aws:iam::444455556666:role/x"}"#,
            "cross-account-trusted"
        ),
        (#""Effect": "Deny", "NotPrincipal": {"Service": "events.amazonaws.com"}"#, "public"),
        (#""Effect": "Deny", "Principal": {"AWS": "999900001111"}"#, "public"),
        (#""Effect": "Deny", "Principal": {"AWS": "*"}"#, "private"),
        (#""Effect": "Deny", "NotAction": "ses:SendEmail""#, "public"),
        (#""Effect": "Deny", "NotAction": "ses:SendRawEmail""#, "private"),
        (#""Effect": "Deny", "NotResource": "arn:aws:ses:us-east-1:111122223333:identity/x.com""#, "public"),
        (#""Effect": "Deny", "NotResource": "arn:aws:ses:us-east-1:111122223333:identity/y.com""#, "private"),
    ])
    func `complements`(_ text: String, _ expected: String) throws {
        #expect(try judge("ses", text.contains("Deny") ? ["", text] : [text]).verdict.rawValue == expected)
    }
}
