internal import AWSWire
internal import Documents

/// Where credentials come from, in the order in which AWS's tools look: environment, profile, web identity of the
/// environment, container, instance. A source that is configured and fails ends the search.
///
/// <https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html>
struct CredentialChain: Sendable {
    let settings: Settings
    let surroundings: Surroundings

    /// What was tried, in order, and why each failed.
    private struct Attempts {
        var tried = [(source: String, why: String)]()
        var description: String { tried.map { "\($0.source): \($0.why)" }.joined(separator: "; ") }
    }

    /// The first credentials that a source gives.
    ///
    /// - Throws: a failure that lists each source that was tried and why it gave none.
    func load() async throws(CredentialFailure) -> Credentials {
        var attempts = Attempts()
        var sources: [(String, (CredentialChain) async throws(CredentialFailure) -> Credentials)] = [
            ("environment", { chain throws(CredentialFailure) in try chain.environment() }),
            (
                "profile \(settings.profileName)",
                { chain throws(CredentialFailure) in try await chain.profile() }
            ),
            (
                "web identity",
                { chain throws(CredentialFailure) in try await chain.webIdentityOfEnvironment() }
            ),
            (
                "container",
                { chain throws(CredentialFailure) in
                    try await ContainerCredentials.load(chain.settings, chain.surroundings)
                }
            ),
            (
                "instance",
                { chain throws(CredentialFailure) in
                    try await InstanceCredentials.load(chain.settings, chain.surroundings)
                }
            ),
        ]
        // A profile that was asked for by name goes before keys that lie about in the environment, and stands alone.
        if settings.isProfileExplicit { sources = [sources[1]] }
        for (name, load) in sources {
            do throws(CredentialFailure) {
                return try await load(self)
            } catch {
                attempts.tried.append((name, error.message))
                if error.isConfigured { break }
            }
        }
        let isConfigured = attempts.tried.count < sources.count
        throw CredentialFailure(
            isConfigured: isConfigured, message: "there are no credentials (\(attempts.description))")
    }

    func environment() throws(CredentialFailure) -> Credentials {
        let key = settings.variable("AWS_ACCESS_KEY_ID")
        let secret = settings.variable("AWS_SECRET_ACCESS_KEY")
        switch (key, secret) {
        case (nil, nil): throw .absent("AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set")
        case (nil, .some): throw .absent("AWS_ACCESS_KEY_ID is not set")
        case (.some, nil): throw .failed("AWS_ACCESS_KEY_ID is set and AWS_SECRET_ACCESS_KEY is not")
        case (let key?, let secret?):
            let token = settings.variable("AWS_SESSION_TOKEN") ?? settings.variable("AWS_SECURITY_TOKEN")
            return Credentials(
                accessKeyID: key, secretAccessKey: Secret(secret), sessionToken: token.map { Secret($0) },
                expiration: settings.variable("AWS_CREDENTIAL_EXPIRATION").flatMap { Timestamp($0) },
                accountID: settings.variable("AWS_ACCOUNT_ID"))
        }
    }

    func profile() async throws(CredentialFailure) -> Credentials {
        let isNamed =
            settings.isProfileExplicit || settings.variable("AWS_PROFILE") != nil
            || settings.variable("AWS_DEFAULT_PROFILE") != nil
        let chain: ProfileChain
        do throws(CredentialFailure) {
            chain = try ProfileChain(settings.profileName, in: settings.configuration)
        } catch {
            // A profile that is asked for and is not there is a mistake; only its silence is none.
            let isMissing = settings.profile == nil && isNamed
            throw CredentialFailure(isConfigured: error.isConfigured || isMissing, message: error.message)
        }
        var credentials = try await base(chain.base)
        for role in chain.roles { credentials = try await assume(role, with: credentials) }
        return credentials
    }

    private func base(_ base: ProfileChain.Base) async throws(CredentialFailure) -> Credentials {
        do throws(CredentialFailure) {
            switch base {
            case .keys(let profile): return try keys(profile)
            case .named("Environment"): return try environment()
            case .named("EcsContainer"): return try await ContainerCredentials.load(settings, surroundings)
            case .named: return try await InstanceCredentials.load(settings, surroundings)
            case .webIdentity(let role, let file, let session):
                return try await webIdentity(role: role, tokenFile: file, sessionName: session)
            case .sso(let sso): return try await SSOCredentials.load(sso, settings, surroundings)
            case .login(let session):
                return try await LoginCredentials(
                    session: session, settings: settings, surroundings: surroundings
                ).load()
            case .process(let command, let profile): return try await process(command, profile)
            }
        } catch {
            // What a profile names is configured, whatever it says of itself.
            throw .failed(error.message)
        }
    }

    private func keys(_ name: String) throws(CredentialFailure) -> Credentials {
        guard let profile = settings.configuration.profiles[name], let key = profile["aws_access_key_id"],
            let secret = profile["aws_secret_access_key"]
        else { throw .failed("profile \(name) does not contain credentials") }
        let token = profile["aws_session_token"] ?? profile["aws_security_token"]
        return Credentials(
            accessKeyID: key, secretAccessKey: Secret(secret), sessionToken: token.map { Secret($0) },
            accountID: profile["aws_account_id"])
    }

    private func process(_ command: String, _ profile: String) async throws(CredentialFailure) -> Credentials
    {
        let source = "the credential_process of profile \(profile)"
        let result = await surroundings.run(command)
        guard let status = result.status else { throw .failed("\(source) did not end as it should") }
        guard status == 0 else { throw .failed("\(source) ended with status \(status)") }
        guard let value = try? JSON.parse(result.output), case .object = value else {
            throw .failed("\(source) did not write a JSON object")
        }
        guard value["Version"]?.int == 1 else { throw .failed("\(source) wrote another version than 1") }
        let given = try Credentials(
            document: result.output, token: "SessionToken", needsExpiration: false, source: source)
        if let expiration = given.expiration, expiration <= surroundings.now(), expiration.seconds < 0 {
            throw .failed("\(source) wrote credentials that have expired")
        }
        return Credentials(
            accessKeyID: given.accessKeyID, secretAccessKey: given.secretAccessKey,
            sessionToken: given.sessionToken,
            expiration: given.expiration,
            accountID: given.accountID ?? settings.configuration.profiles[profile]?["aws_account_id"])
    }

    private func webIdentityOfEnvironment() async throws(CredentialFailure) -> Credentials {
        guard let file = settings.variable("AWS_WEB_IDENTITY_TOKEN_FILE") else {
            throw .absent("AWS_WEB_IDENTITY_TOKEN_FILE is not set")
        }
        guard let role = settings.variable("AWS_ROLE_ARN") else {
            throw .failed("AWS_WEB_IDENTITY_TOKEN_FILE is set and AWS_ROLE_ARN is not")
        }
        return try await webIdentity(
            role: role, tokenFile: file, sessionName: settings.variable("AWS_ROLE_SESSION_NAME"))
    }

    private func webIdentity(
        role: String, tokenFile: String, sessionName: String?
    ) async throws(CredentialFailure) -> Credentials {
        let token: String
        do { token = String(decoding: try surroundings.read(tokenFile), as: UTF8.self) } catch {
            throw .failed("the web identity token can not be read: \(error)")
        }
        let parameters: Object = Object([
            ("RoleArn", .string(role)),
            ("RoleSessionName", .string(sessionName ?? Self.sessionName(surroundings))),
            (
                "WebIdentityToken",
                .string(String(token.split(whereSeparator: \.isNewline).first?.trimmed ?? ""))
            ),
        ])
        return try await ask("AssumeRoleWithWebIdentity", parameters, nil, role: role, region: nil)
    }

    /// The credentials of `role`, for somebody with `credentials`.
    func assume(
        _ role: ProfileChain.Role, with credentials: Credentials, region: String? = nil
    ) async throws(CredentialFailure) -> Credentials {
        var parameters = Object([
            ("RoleArn", .string(role.arn)),
            ("RoleSessionName", .string(role.sessionName ?? Self.sessionName(surroundings))),
        ])
        if let identifier = role.externalID { parameters["ExternalId"] = .string(identifier) }
        if let seconds = role.durationSeconds { parameters["DurationSeconds"] = .integer(seconds) }
        if let serial = role.mfaSerial {
            guard let code = await surroundings.code?(serial) else {
                throw .failed(
                    "role \(role.arn) wants a code of the MFA device \(serial), and there is no terminal to ask on"
                )
            }
            parameters["SerialNumber"] = .string(serial)
            parameters["TokenCode"] = .string(code.reveal())
        }
        return try await ask(
            "AssumeRole", parameters, credentials, role: role.arn,
            region: region ?? settings.region ?? role.region)
    }

    private static func sessionName(_ surroundings: Surroundings) -> String {
        "assay-\(Int(surroundings.now().seconds))"
    }

    private func ask(
        _ operation: String, _ parameters: Object, _ credentials: Credentials?, role: String, region: String?
    ) async throws(CredentialFailure) -> Credentials {
        let region = region ?? settings.region ?? "us-east-1"
        let answer: Value
        switch await surroundings.sts(
            STSRequest(
                operation: operation, parameters: parameters, credentials: credentials, settings: settings,
                region: region))
        {
        case .success(let value): answer = value
        case .failure(let failure): throw .failed("\(operation) of \(role): \(failure.message)")
        }
        guard let given = answer["Credentials"], let key = given["AccessKeyId"]?.string,
            let secret = given["SecretAccessKey"]?.string, let token = given["SessionToken"]?.string
        else { throw .failed("\(operation) of \(role): the answer lacks credentials") }
        let parts = answer["AssumedRoleUser"]?["Arn"]?.string?.split(
            separator: ":", omittingEmptySubsequences: false)
        let account = parts.flatMap { $0.count > 4 ? String($0[4]) : nil }
        return Credentials(
            accessKeyID: key, secretAccessKey: Secret(secret), sessionToken: Secret(token),
            expiration: given["Expiration"]?.string.flatMap { Timestamp($0) }, accountID: account)
    }
}
