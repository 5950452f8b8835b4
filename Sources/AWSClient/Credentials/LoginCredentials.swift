internal import AWSWire
internal import Documents

/// Credentials of a sign-in to the console that `aws login` left in its cache, where the profile names a `login_session`.
///
/// <https://docs.aws.amazon.com/sdkref/latest/guide/feature-login-credentials.html>
struct LoginCredentials: Sendable {
    /// What the profile calls the session: the ARN of who signed in.
    let session: String
    let settings: Settings
    let surroundings: Surroundings

    private static let login = "run `aws login`"

    /// The file of the session, named by its SHA-256.
    var cacheFile: String {
        let folder = settings.variable("AWS_LOGIN_CACHE_DIRECTORY") ?? "~/.aws/login/cache"
        let name = Fingerprint.sha256(Array(session.utf8)) + ".json"
        return SharedConfiguration.expanded(
            folder + (folder.hasSuffix("/") ? "" : "/") + name, settings.environment)
    }

    /// The credentials in the cache, or new ones, which the cache then holds, when those last less than five minutes.
    func load() async throws(CredentialFailure) -> Credentials {
        let path = cacheFile
        let bytes: [UInt8]
        do { bytes = try surroundings.read(path) } catch { throw .failed("\(error); \(Self.login)") }
        guard case .object(let cached)? = try? JSON.parse(bytes) else {
            throw .failed("\(path) holds no JSON object; \(Self.login)")
        }
        for member in ["refreshToken", "clientId", "dpopKey"] where cached[member]?.string == nil {
            throw .failed("\(path) lacks \(member); \(Self.login)")
        }
        guard let given = cached["accessToken"].flatMap(Self.credentials), let end = given.expiration else {
            throw .failed("\(path) holds no credentials; \(Self.login)")
        }
        let left = end.seconds - surroundings.now().seconds
        if left > 300 { return given }
        do throws(CredentialFailure) {
            let fresh = try await refresh(cached)
            guard let given = fresh["accessToken"].flatMap(Self.credentials) else {
                throw .failed("AWS Sign-In's answer lacks credentials")
            }
            try? surroundings.write(path, Array(JSON.text(.object(fresh)).utf8))
            return given
        } catch {
            if left > 0 { return given }
            throw .failed("the sign-in in \(path) has expired: \(error.message); \(Self.login)")
        }
    }

    private static func credentials(_ token: Value) -> Credentials? {
        guard let key = token["accessKeyId"]?.string, let secret = token["secretAccessKey"]?.string,
            let session = token["sessionToken"]?.string,
            let end = token["expiresAt"]?.string.flatMap({ Timestamp($0) })
        else { return nil }
        return Credentials(
            accessKeyID: key, secretAccessKey: Secret(secret), sessionToken: Secret(session), expiration: end,
            accountID: token["accountId"]?.string)
    }

    /// What the cache is to hold from now on.
    private func refresh(_ cached: Object) async throws(CredentialFailure) -> Object {
        let url = endpoint(cached["signInRegion"]?.string) + "/v1/token"
        guard
            let proof = ProofOfPossession(
                key: cached["dpopKey"]?.string ?? "", method: "POST", url: url, at: surroundings.now())
        else { throw .failed("its dpopKey is no P-256 key") }
        let question = Value.object(
            Object([
                ("clientId", cached["clientId"] ?? .null), ("refreshToken", cached["refreshToken"] ?? .null),
                ("grantType", "refresh_token"),
            ]))
        let response = try await surroundings.send(
            TransportRequest(
                method: "POST", url: url,
                headers: [("Content-Type", "application/json"), ("DPoP", proof.token.reveal())],
                body: Array(JSON.text(question).utf8)), to: "AWS Sign-In")
        guard response.status == 200, let answer = try? JSON.parse(response.body) else {
            throw .failed("AWS Sign-In gave no credentials (status \(response.status))")
        }
        let lifetime = answer["expiresIn"]?.double ?? 900
        var token = answer["accessToken"]?.object ?? Object()
        token["accountId"] = cached["accessToken"]?["accountId"]
        token["expiresAt"] = .string(
            Timestamp(seconds: (surroundings.now().seconds + lifetime).rounded(.down)).iso8601)
        var fresh = cached
        fresh["accessToken"] = .object(token)
        if let next = answer["refreshToken"] { fresh["refreshToken"] = next }
        return fresh
    }

    /// Where AWS Sign-In is asked: in the region of the sign-in, which older caches do not name.
    private func endpoint(_ signedIn: String?) -> String {
        if let url = settings.configuredEndpoint("signin") {
            return url.last == "/" ? String(url.dropLast()) : url
        }
        let region = signedIn ?? settings.region ?? "us-east-1"
        let domain =
            region.hasPrefix("cn-")
            ? "amazonaws.cn" : region.hasPrefix("us-gov-") ? "amazonaws-us-gov.com" : "aws.amazon.com"
        return "https://\(region).signin.\(domain)"
    }
}
