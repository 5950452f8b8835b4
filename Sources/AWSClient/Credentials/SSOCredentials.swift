internal import AWSWire
internal import COpenSSL
internal import Documents

/// Credentials of IAM Identity Center, for a token that `aws sso login` left in its cache.
///
/// <https://docs.aws.amazon.com/sdkref/latest/guide/understanding-sso.html>
enum SSOCredentials {
    /// The token's file: named after the session, or after the start URL of a profile without one.
    static func cacheFile(_ sso: ProfileChain.SSO, _ settings: Settings) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var digest = [UInt8](repeating: 0, count: 20)
        let name = Array((sso.session ?? sso.startURL).utf8)
        _ = SHA1(name, name.count, &digest)
        let hex = digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return SharedConfiguration.expanded(
            "~/.aws/sso/cache/" + String(decoding: hex, as: UTF8.self) + ".json", settings.environment)
    }

    private static let service = "IAM Identity Center"

    static func load(
        _ sso: ProfileChain.SSO, _ settings: Settings, _ surroundings: Surroundings
    ) async throws(CredentialFailure) -> Credentials {
        guard let account = sso.account, let role = sso.role else {
            throw .failed(
                "the profile names no sso_account_id and sso_role_name: it stands for an access token, not for credentials"
            )
        }
        let token = try await token(sso, settings, surroundings)
        let base = endpoint("sso", "portal.sso", sso.region, settings)
        let url = base + "/federation/credentials?role_name=\(query(role))&account_id=\(query(account))"
        let response = try await surroundings.send(
            TransportRequest(url: url, headers: [("x-amz-sso_bearer_token", token.reveal())]), to: service)
        guard response.status == 200 else {
            let hint = response.status == 401 ? "; run `aws sso login`" : ""
            throw .failed("\(service) gave no credentials (status \(response.status))\(hint)")
        }
        guard let value = try? JSON.parse(response.body), let given = value["roleCredentials"],
            let key = given["accessKeyId"]?.string, let secret = given["secretAccessKey"]?.string,
            let session = given["sessionToken"]?.string
        else { throw .failed("\(service)'s answer lacks credentials") }
        return Credentials(
            accessKeyID: key, secretAccessKey: Secret(secret), sessionToken: Secret(session),
            expiration: given["expiration"]?.double.map { Timestamp(seconds: $0 / 1000) }, accountID: account)
    }

    private static func endpoint(_ key: String, _ prefix: String, _ region: String, _ settings: Settings)
        -> String
    {
        if let url = settings.configuredEndpoint(key) {
            return url.last == "/" ? String(url.dropLast()) : url
        }
        let isChina = region.hasPrefix("cn-")
        let suffix =
            settings.usesDualStack
            ? (isChina ? "api.amazonwebservices.com.cn" : "api.aws")
            : (isChina ? "amazonaws.com.cn" : "amazonaws.com")
        return "https://\(prefix)\(settings.usesFIPS ? "-fips" : "").\(region).\(suffix)"
    }

    private static func query(_ text: String) -> String { Percent.encode(text) }

    private static func token(
        _ sso: ProfileChain.SSO, _ settings: Settings, _ surroundings: Surroundings
    ) async throws(CredentialFailure) -> Secret {
        let path = cacheFile(sso, settings)
        let login = "run `aws sso login`"
        let bytes: [UInt8]
        do { bytes = try surroundings.read(path) } catch { throw .failed("\(error); \(login)") }
        guard case .object(let cached)? = try? JSON.parse(bytes), let token = cached["accessToken"]?.string,
            let expiry = cached["expiresAt"]?.string.flatMap({ Timestamp(text: $0) })
        else { throw .failed("\(path) holds no token; \(login)") }
        let left = expiry.seconds - surroundings.now().seconds
        if left > 300 { return Secret(token) }
        if sso.session != nil, let fresh = await refresh(cached, sso, settings, surroundings, path) {
            return fresh
        }
        guard left > 0 else { throw .failed("the token in \(path) has expired; \(login)") }
        return Secret(token)
    }

    /// A new token for the refresh token in the cache, which then holds the new one; nil when there is none to be had.
    private static func refresh(
        _ cached: Object, _ sso: ProfileChain.SSO, _ settings: Settings, _ surroundings: Surroundings,
        _ path: String
    ) async -> Secret? {
        guard let token = cached["refreshToken"]?.string, let client = cached["clientId"]?.string,
            let secret = cached["clientSecret"]?.string,
            let registered = cached["registrationExpiresAt"]?.string.flatMap({ Timestamp(text: $0) }),
            registered > surroundings.now()
        else { return nil }
        let question: Value = [
            "grantType": "refresh_token", "clientId": .string(client), "clientSecret": .string(secret),
            "refreshToken": .string(token),
        ]
        let request = TransportRequest(
            method: "POST", url: endpoint("sso_oidc", "oidc", sso.region, settings) + "/token",
            headers: [("Content-Type", "application/json")], body: Array(JSON.text(question).utf8))
        guard let response = try? await surroundings.send(request, to: service), response.status == 200,
            let answer = try? JSON.parse(response.body), let fresh = answer["accessToken"]?.string
        else { return nil }
        var kept = cached
        kept["accessToken"] = .string(fresh)
        let expiry = Timestamp(
            seconds: (surroundings.now().seconds + (answer["expiresIn"]?.double ?? 3600)).rounded(.down))
        kept["expiresAt"] = .string(expiry.iso8601)
        if let next = answer["refreshToken"] { kept["refreshToken"] = next }
        try? surroundings.write(path, Array(JSON.text(.object(kept)).utf8))
        return Secret(fresh)
    }
}

extension Timestamp {
    /// The moment that a token's cache names; older ones end in `UTC`.
    fileprivate init?(text: String) {
        self.init(text.hasSuffix("UTC") ? text.dropLast(3) + "Z" : text)
    }
}
