internal import AWSWire
internal import Documents

extension Credentials {
    /// The credentials in a JSON document as processes, containers and instances give them; `token` is the member that
    /// holds the session token.
    ///
    /// - Parameter source: who gave it, for messages. No message holds any of the document.
    init(
        document bytes: [UInt8], token: String, needsExpiration: Bool, source: String
    ) throws(CredentialFailure) {
        guard let value = try? JSON.parse(bytes), case .object = value else {
            throw .failed("\(source) did not answer with a JSON object")
        }
        if let code = value["Code"]?.string, code != "Success" {
            throw .failed("\(source) answered with the code \(code.prefix(64))")
        }
        guard let key = value["AccessKeyId"]?.string, !key.isEmpty else {
            throw .failed("the answer of \(source) lacks AccessKeyId")
        }
        guard let secret = value["SecretAccessKey"]?.string, !secret.isEmpty else {
            throw .failed("the answer of \(source) lacks SecretAccessKey")
        }
        var expiration: Timestamp?
        if let text = value["Expiration"]?.string {
            expiration = Timestamp(text)
            if expiration == nil {
                throw .failed("the answer of \(source) has an Expiration that is no time")
            }
        } else if needsExpiration {
            throw .failed("the answer of \(source) lacks Expiration")
        }
        self.init(
            accessKeyID: key, secretAccessKey: Secret(secret),
            sessionToken: value[token]?.string.map { Secret($0) }, expiration: expiration,
            accountID: value["AccountId"]?.string)
    }
}
