import AWSWire
import Documents
import ServiceModels

/// STS's operations over the keys; nil where the operation is not kept here.
extension KeyRing {
    mutating func answer(_ call: Call, userID: String, accounts: Set<String>) throws(ServiceError) -> Object?
    {
        switch call.operation.name {
        case "GetCallerIdentity":
            return Object([
                ("UserId", .string(userID)), ("Account", .string(call.account)),
                ("Arn", .string(call.caller)),
            ])
        case "AssumeRole":
            let role = try call.need("RoleArn")
            let session = try call.need("RoleSessionName")
            let parts = role.split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count == 6, parts[2] == "iam", parts[5].hasPrefix("role/") else {
                throw call.words.invalid("\(role) is invalid")
            }
            guard accounts.contains(String(parts[4])) else {
                throw ServiceError(
                    code: "AccessDenied",
                    message:
                        "User: \(call.caller) is not authorized to perform: sts:AssumeRole on resource: \(role)",
                    status: 403)
            }
            let seconds = call.parameters["DurationSeconds"]?.int ?? 3600
            guard (900...43200).contains(seconds) else {
                throw call.words.invalid(
                    "1 validation error detected: Value '\(seconds)' at 'durationSeconds' failed to satisfy constraint: "
                        + "Member must be between 900 and 43200")
            }
            let expires = Timestamp(seconds: (call.at.seconds + Double(seconds)).rounded())
            let (id, key) = issue(role: role, session: session, expires: expires)
            return Object([
                (
                    "Credentials",
                    [
                        "AccessKeyId": .string(id), "SecretAccessKey": .string(key.secret.reveal()),
                        "SessionToken": .string(key.token ?? ""), "Expiration": .string(expires.iso8601),
                    ]
                ),
                ("AssumedRoleUser", ["AssumedRoleId": .string(key.userID), "Arn": .string(key.caller)]),
            ])
        case "GetAccessKeyInfo":
            guard let key = self[try call.need("AccessKeyId")] else {
                throw call.words.invalid("The access key is not known")
            }
            return Object([("Account", .string(key.account))])
        default: return nil
        }
    }
}
