import Documents
import IAMPolicy
import Testing

private let open =
    #""Effect": "Allow", "Principal": "*", "Action": "sns:Publish", "Resource": "arn:aws:sns:us-east-1:111122223333:orders""#

private func document(_ statement: String, _ top: String = #""Version": "2012-10-17", "#) -> String {
    "{\(top)\"Statement\": [{\(statement)}]}"
}

private func changed(_ old: String, _ new: String) -> String {
    document(open.replacing(old, with: new))
}

/// What a document may be, line by line of the definition: grammar and normal forms.
@Suite struct SemanticsGrammarTests {
    @Test(arguments: [("2012-10-17", Verdict.anyone), ("2008-10-17", .nobody)])
    func `an escape in the name of a resource is read as one`(_ version: String, _ expected: Verdict) {
        // From 2012 on `${*}` is a star, so the Deny is about another address; before, the star is a wildcard.
        let arn = "arn:aws:ses:us-east-1:111122223333:identity/a${*}@x.com"
        func statement(_ effect: Value, on resource: Value) -> Value {
            ["Effect": effect, "Principal": "*", "Action": "ses:SendEmail", "Resource": resource]
        }
        let policy: Value = [
            "Version": .string(version),
            "Statement": [statement("Allow", on: "*"), statement("Deny", on: .string(arn))],
        ]
        let context = ResourceContext(kind: .sesIdentity, arn: arn, account: "111122223333")
        #expect(analyse(policies: [("policy", policy)], of: context).verdict == expected)
    }

    @Test(arguments: [
        document(open), document(open, ""), document(open, #""Version": "2008-10-17", "Id": "x", "#),
        "{\"Statement\": {\(open)}}", document("\"Sid\": \"A\", \(open)"),
        changed(#""Principal": "*""#, #""Principal": {"AWS": "*"}"#),
        changed(#""Principal": "*""#, #""Principal": {"AWS": ["arn:aws:iam::111122223333:root", "*"]}"#),
        changed(#""Principal": "*""#, #""Principal": {"AWS": ["*"], "Service": "s3.amazonaws.com"}"#),
        changed(#""sns:Publish""#, #"["sns:Subscribe", "sns:Publish"]"#),
        changed("sns:Publish", "SNS:PUBLISH"),
        changed("sns:Publish", "sns:P?bl*"), changed("sns:Publish", "*"), changed("sns:Publish", "s*:p*"),
        changed(":orders\"", ":*\""), changed("arn:aws:sns:us-east-1:111122223333:orders", "*"),
        changed("us-east-1:111122223333:orders", "*:*:orders"), changed(":orders\"", ":order?\""),
        changed(#""Action": "sns:Publish""#, #""NotAction": "sns:Subscribe""#),
        changed(#""Resource": "#, #""NotResource": "arn:aws:sns:us-east-1:111122223333:other", "Sid": "#),
        document("\(open), \"Condition\": {}"),
        document(#"\#(open), "Condition": {"Bool": {"aws:SecureTransport": true}}"#),
        document(#"\#(open), "Condition": {"Bool": {"aws:SecureTransport": ["True", false]}}"#),
        document(#"\#(open), "Condition": {"NumericLessThan": {"aws:MultiFactorAuthAge": 3600}}"#),
        document(#"\#(open), "Condition": {"DateLessThan": {"aws:CurrentTime": "2099-01-01"}}"#),
        document(#"\#(open), "Condition": {"DateLessThan": {"aws:EpochTime": 4070908800}}"#),
        "%7B%22Statement%22%3A%7B\(open.replacing("\"", with: "%22").replacing(" ", with: "%20"))%7D%7D",
    ])
    func `valid and public`(_ text: String) {
        let analysis = judge(document: text)
        #expect(analysis.verdict == .anyone, "\(analysis.notes)")
    }

    @Test(arguments: [
        "", "null", "[]", "\"text\"", "{", "{\(open)}", document(open) + "x",
        // A decoder that keeps one of two equal names would judge the other.
        document("\(open), \"Effect\": \"Deny\""), "{\"Statement\": [], \"Statement\": [{\(open)}]}",
        document(#"\#(open), "Condition": {"StringEquals": {"aws:SourceArn": "a", "aws:SourceArn": "b"}}"#),
        document(#"\#(open), "Condition": {"StringEquals": {"aws:SourceArn": "a", "AWS:sourcearn": "b"}}"#),
        document(open, #""Version": "2012-10-18", "#), document(open, #""Version": 20121017, "#),
        document(open, #""version": "2012-10-17", "#), document(open, #""Comment": "x", "#),
        #"{"Version": "2012-10-17"}"#, #"{"Statement": "x"}"#, #"{"Statement": ["x"]}"#,
        #"{"Statement": null}"#,
        document("\(open), \"NotPrincipal\": {\"AWS\": \"111122223333\"}"),
        document("\(open), \"NotAction\": \"sns:Subscribe\""), document("\(open), \"NotResource\": \"*\""),
        changed(#""Principal": "*", "#, ""), changed(#""Action": "sns:Publish", "#, ""),
        changed(#", "Resource": "arn:aws:sns:us-east-1:111122223333:orders""#, ""),
        document("\(open), \"Conditions\": {}"), document("\(open), \"condition\": {}"),
        changed("Effect", "effect"), changed("Allow", "allow"), changed(#""Allow""#, "true"),
        changed(#""Effect": "Allow", "#, ""), changed(#""Principal": "*""#, #""Principal": "anyone""#),
        changed(#""Principal": "*""#, #""Principal": "111122223333""#),
        changed(#""Principal": "*""#, #""Principal": ["*"]"#),
        changed(#""Principal": "*""#, #""Principal": 1"#),
        changed(#""Principal": "*""#, #""Principal": {"Everyone": "*"}"#),
        changed(#""Principal": "*""#, #""Principal": {"aws": "*"}"#),
        changed(#""Principal": "*""#, #""Principal": {"AWS": "11112222333"}"#),
        changed(#""Principal": "*""#, #""Principal": {"AWS": {"x": "*"}}"#),
        changed(#""Principal": "*""#, #""Principal": {"AWS": "arn:aws:iam::1111:root"}"#),
        changed(#""Principal": "*""#, #""Principal": {"AWS": "arn:aws:iam::111122223333:*"}"#),
        changed(#""Principal": "*""#, #""Principal": {"AWS": "arn:aws:iam::*:root"}"#),
        changed(#""Principal": "*""#, #""Principal": {"AWS": "arn:aws:iam::111122223333:role/x*"}"#),
        changed(#""Principal": "*""#, #""Principal": {"AWS": "arn:aws:iam::111122223333:group/x"}"#),
        changed(#""Principal": "*""#, #""Principal": {"AWS": "1111*"}"#),
        changed(#""Principal": "*""#, #""Principal": {"Service": "*.amazonaws.com"}"#),
        changed(#""Principal": "*""#, #""Principal": {"CanonicalUser": "*"}"#),
        changed("sns:Publish", "Publish"), changed("sns:Publish", "sns:"), changed(#""sns:Publish""#, "1"),
        changed(#""sns:Publish""#, #"["sns:Publish", 1]"#),
        changed("arn:aws:sns:us-east-1:111122223333:orders", "orders"),
        document(#"\#(open), "Condition": []"#),
        document(#"\#(open), "Condition": {"StringEqual": {"a:b": "c"}}"#),
        document(#"\#(open), "Condition": {"StringEquals": "x"}"#),
        document(#"\#(open), "Condition": {"StringEquals": {"a:b": null}}"#),
        document(#"\#(open), "Condition": {"StringEquals": {"a:b": {"c": "d"}}}"#),
        document(#"\#(open), "Condition": {"StringEquals": {"a:b": [["c"]]}}"#),
        document(#"\#(open), "Condition": {"ForSomeValues:StringEquals": {"a:b": "c"}}"#),
        document(#"\#(open), "Condition": {"NullIfExists": {"a:b": "true"}}"#),
        document(#"\#(open), "Condition": {"Null": {"a:b": "maybe"}}"#),
        document(#"\#(open), "Condition": {"Bool": {"aws:SecureTransport": "yes"}}"#),
        document(#"\#(open), "Condition": {"IpAddress": {"aws:SourceIp": "10.0.0.0/33"}}"#),
        document(#"\#(open), "Condition": {"IpAddress": {"aws:SourceIp": "10.0.0"}}"#),
        document(#"\#(open), "Condition": {"IpAddress": {"aws:SourceIp": "*"}}"#),
        document(#"\#(open), "Condition": {"NotIpAddress": {"aws:SourceIp": "2001:db8::/129"}}"#),
        document(#"\#(open), "Condition": {"NumericEquals": {"s3:max-keys": "ten"}}"#),
        document(#"\#(open), "Condition": {"DateLessThan": {"aws:CurrentTime": "tomorrow"}}"#),
        document(#"\#(open), "Condition": {"DateLessThan": {"aws:CurrentTime": "2026-13-01"}}"#),
        document(#"\#(open), "Condition": {"StringLike": {"aws:SourceArn": "${aws:username"}}"#),
    ])
    func `what AWS would refuse is invalid`(_ text: String) {
        #expect(judge(document: text).verdict == .invalid)
    }

    @Test(arguments: [
        changed(#""Principal": "*""#, #""Principal": {"AWS": []}"#),
        changed(#""Principal": "*""#, #""Principal": {"AWS": "111122223333"}"#),
        changed(#""Principal": "*""#, #""Principal": {"AWS": "AIDACKCEVSQ6C2EXAMPLE"}"#),
        changed(
            #""Principal": "*""#, #""Principal": {"AWS": "arn:aws:iam::111122223333:role/999900001111"}"#),
        changed("sns:Publish", "sns:Publsh"), changed("sns:Publish", "sqs:SendMessage"),
        changed("sns:Publish", "sns:p"),
        changed(":orders\"", ":Orders\""), changed(":orders\"", ":order\""),
        changed("us-east-1", "eu-west-1"),
        changed("Allow", "Deny"), changed(#""Action": "sns:Publish""#, #""NotAction": "*""#),
        changed(#""Resource": "#, #""NotResource": "#),
        document(#"\#(open), "Condition": {"StringEquals": {"AWS:principalACCOUNT": 111122223333}}"#),
    ])
    func `valid and private`(_ text: String) {
        let analysis = judge(document: text)
        #expect(analysis.verdict == .nobody, "\(analysis.notes) \(analysis.witness?.sentence ?? "")")
    }

    @Test(arguments: [
        // The account is a field of the ARN, not a number found somewhere in it.
        ("999900001111", "cross-account-untrusted"), ("444455556666", "cross-account-trusted"),
        ("arn:aws:iam::999900001111:role/111122223333", "cross-account-untrusted"),
        ("arn:aws:iam::999900001111:user/444455556666/x", "cross-account-untrusted"),
        ("arn:aws:iam::444455556666:user/x", "cross-account-trusted"),
        ("arn:aws:sts::999900001111:assumed-role/x/y", "cross-account-untrusted"),
        ("arn:aws:sts::444455556666:federated-user/x", "cross-account-trusted"),
    ])
    func `a named principal`(_ principal: String, _ verdict: String) {
        let analysis = judge(
            document: changed(#""Principal": "*""#, #""Principal": {"AWS": "\#(principal)"}"#))
        #expect(analysis.verdict.rawValue == verdict)
    }

    @Test func `a trust policy has no resource and names whom it is about`() throws {
        #expect(try judge("role", [#""NotPrincipal": {"AWS": "999900001111"}"#]).verdict == .invalid)
        #expect(try judge("role", [#""NotResource": "*""#]).verdict == .invalid)
        #expect(try judge("role", [""]).verdict == .anyone)
    }

    @Test func `a lenient reading tells how bad an invalid document would be`() {
        let analysis = judge(document: changed("Effect", "effect"))
        #expect(analysis.notes.contains { $0.hasPrefix("read leniently") })
    }
}
