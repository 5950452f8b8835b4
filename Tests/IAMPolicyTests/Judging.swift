import Documents
import IAMPolicy

/// A resource of account 111122223333, which trusts 444455556666 and is in the organisation o-a1b2c3d4e5.
func resource(_ service: String) -> (context: ResourceContext, action: String) {
    let (kind, arn, action): (ResourceKind, String, String) =
        switch service {
        case "sns": (.snsTopic, "arn:aws:sns:us-east-1:111122223333:orders", "sns:Publish")
        case "sqs": (.sqsQueue, "arn:aws:sqs:us-east-1:111122223333:orders", "sqs:SendMessage")
        case "s3": (.s3Bucket, "arn:aws:s3:::acme", "s3:GetObject")
        case "ses": (.sesIdentity, "arn:aws:ses:us-east-1:111122223333:identity/x.com", "ses:SendEmail")
        case "kms": (.kmsKey, "arn:aws:kms:us-east-1:111122223333:key/k", "kms:Decrypt")
        case "role": (.iamRole, "arn:aws:iam::111122223333:role/app", "sts:AssumeRole")
        case "secretsmanager":
            (
                .generic, "arn:aws:secretsmanager:us-east-1:111122223333:secret:s-a1b2c3",
                "secretsmanager:GetSecretValue"
            )
        case "events": (.generic, "arn:aws:events:us-east-1:111122223333:event-bus/b", "events:PutEvents")
        case "ecr": (.generic, "arn:aws:ecr:us-east-1:111122223333:repository/r", "ecr:BatchGetImage")
        case "es": (.generic, "arn:aws:es:us-east-1:111122223333:domain/d", "es:ESHttpGet")
        case "url": (.generic, "arn:aws:lambda:us-east-1:111122223333:function:f", "lambda:InvokeFunctionUrl")
        default: (.generic, "arn:aws:lambda:us-east-1:111122223333:function:f", "lambda:InvokeFunction")
        }
    return (
        ResourceContext(
            kind: kind, arn: arn, account: "111122223333", trustedAccounts: ["444455556666"],
            organizationID: "o-a1b2c3d4e5"), action
    )
}

/// A statement in brief: what is not said is the usual of a wide open Allow.
private func statement(_ target: ResourceContext, _ action: String, _ text: String) throws -> Value {
    guard case .object(var out) = try JSON.parse("{\(text)}") else { return .null }
    if out["Effect"] == nil { out["Effect"] = "Allow" }
    if out["Principal"] == nil, out["NotPrincipal"] == nil { out["Principal"] = ["AWS": "*"] }
    if out["Action"] == nil, out["NotAction"] == nil { out["Action"] = .string(action) }
    if target.kind != .iamRole, out["Resource"] == nil, out["NotResource"] == nil {
        out["Resource"] = .string(target.arn + (target.kind == .s3Bucket ? "/*" : ""))
    }
    return .object(out)
}

/// The analysis of a policy of statements in brief, for a resource of `service`.
func judge(_ service: String, _ texts: [String], version: String = "2012-10-17") throws -> Analysis {
    let (context, action) = resource(service)
    let policy: Value = [
        "Version": .string(version),
        "Statement": .array(try texts.map { try statement(context, action, $0) }),
    ]
    return analyse(policies: [("policy", policy)], of: context)
}

/// The analysis of a whole document, as text, on a topic.
func judge(document: String) -> Analysis {
    analyse(policies: [("policy", .string(document))], of: resource("sns").context)
}
