/// What a call does to an account, or shows of it.
public enum OperationClass: String, Sendable, Hashable {
    /// It only reads.
    case read
    /// It changes something, or nobody has said that it does not.
    case write
    /// It returns credentials, keys, tokens or other secrets.
    case secretBearing = "secret-bearing"
}

extension ServiceModel {
    /// The class of an operation; what is not known to read is ``OperationClass/write``, so that it is refused.
    ///
    /// The verb of the name decides (AWS's guidelines for names; compared with the access level of every action in the
    /// service authorization reference), and the tables in `facts.json` name the exceptions: operations whose verb
    /// promises reading although their level is Write or they return a secret, and those that read under another verb.
    public func classOf(_ operation: String) -> OperationClass {
        if Verb.isSecretBearing(operation) || facts.listed("secrets", operation) { return .secretBearing }
        if facts.listed("reads", operation) { return .read }
        if facts.listed("writes", operation) { return .write }
        guard Verb.reads(operation), storage.hasOperation(operation) else { return .write }
        return .read
    }

    /// What stands before the colon in the service's IAM actions: `ses` for `sesv2`.
    public var actionPrefix: String { facts.actionPrefix ?? metadata.signingName }

    /// The IAM action that allows an operation, and whether the service authorization reference says so.
    public func permission(_ operation: String) -> (action: String, verified: Bool) {
        if let action = facts.action(operation) { return (action, true) }
        return ("\(actionPrefix):\(operation)", facts.isVerified && !facts.listed("unverified", operation))
    }
}

/// What the first word of an operation's name promises.
enum Verb {
    private static let reading: Set<String> = [
        "BatchGet", "Describe", "Get", "Head", "List", "Lookup", "Search", "Simulate",
    ]

    /// Whether the verb is one that reads.
    static func reads(_ operation: String) -> Bool {
        reading.contains { verb in
            operation.hasPrefix(verb) && operation.utf8.count > verb.utf8.count
                && operation.utf8[operation.utf8.index(operation.utf8.startIndex, offsetBy: verb.utf8.count)]
                    < 0x5B
        }
    }

    /// Words that in a name of a reading operation tell that it hands out what opens doors.
    private static let secrets = [
        "Credentials", "SecretValue", "Password", "AuthorizationToken", "SessionToken", "AccessToken",
        "SigninToken",
        "FederationToken", "WebIdentityToken", "DelegatedAccessToken", "AuthToken", "AccessKeyInfoSecret",
        "LoginUrl",
        "PresignedURL", "PresignedUrl", "PrivateKey", "ClientSecret", "RandomPassword", "DataAccess",
        "InstanceAccessDetails", "TokensFrom", "UploadUrl", "DownloadUrl", "EmbedUrl", "OpenIdToken",
        "InstanceAccess", "SigningSecret",
    ].map { Array($0.utf8) }
    /// Names of lists and settings about secrets that hold none.
    private static let harmless = [
        "PasswordPolicy", "ServiceSpecificCredentials", "PasswordData", "ListSecrets", "ManagedLoginBranding",
        "ListAccessKeys",
    ].map { Array($0.utf8) }

    /// Whether the name tells of a secret in the answer.
    static func isSecretBearing(_ operation: String) -> Bool {
        guard reads(operation) else { return false }
        let name = Array(operation.utf8)
        return secrets.contains { $0.isPart(of: name) } && !harmless.contains { $0.isPart(of: name) }
    }
}

extension [UInt8] {
    /// Whether this stands in `text`.
    fileprivate func isPart(of text: [UInt8]) -> Bool {
        guard text.count >= count else { return false }
        return (0...text.count - count).contains {
            text[$0] == self[0] && text[$0..<$0 + count].elementsEqual(self)
        }
    }
}
