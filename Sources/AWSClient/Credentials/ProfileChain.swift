/// How a profile's credentials are made: a base, and the roles to assume one after the other.
///
/// <https://docs.aws.amazon.com/sdkref/latest/guide/feature-assume-role-credentials.html>
struct ProfileChain: Sendable, Hashable {
    /// Where the first credentials come from.
    enum Base: Sendable, Hashable {
        /// Keys of the profile with that name.
        case keys(profile: String)
        /// `credential_source`: `Environment`, `Ec2InstanceMetadata` or `EcsContainer`.
        case named(String)
        /// A token file and the role that it stands for.
        case webIdentity(role: String, tokenFile: String, sessionName: String?)
        /// IAM Identity Center.
        case sso(SSO)
        /// A sign-in to the console by `aws login`, as `login_session` names it.
        case login(session: String)
        /// A command line.
        case process(String, profile: String)
    }

    /// What a profile says about IAM Identity Center.
    struct SSO: Sendable, Hashable {
        var session: String?
        var account: String?
        var role: String?
        var region: String
        var startURL: String
    }

    /// A role to assume.
    struct Role: Sendable, Hashable {
        var arn: String
        var sessionName: String?
        var externalID: String?
        var durationSeconds: Int?
        var mfaSerial: String?
        var region: String?
    }

    var base: Base
    var roles: [Role]

    /// The chain of the profile called `selected`.
    init(_ selected: String, in configuration: SharedConfiguration) throws(CredentialFailure) {
        guard let first = configuration.profiles[selected] else {
            throw .absent(
                configuration.profiles.isEmpty
                    ? "no profiles are defined" : "there is no profile \(selected)")
        }
        var (name, profile) = (selected, first)
        var visited: Set<String> = []
        var roles = [Role]()
        while true {
            guard visited.insert(name).inserted else {
                throw .failed("the profiles from \(selected) on name each other in a circle")
            }
            let hasKeys = profile["aws_access_key_id"] != nil && profile["aws_secret_access_key"] != nil
            guard let arn = profile["role_arn"], profile["web_identity_token_file"] == nil,
                roles.isEmpty || !hasKeys
            else { break }
            let (source, named) = (profile["source_profile"], profile["credential_source"])
            roles.append(try Role(arn, profile, name))
            switch (source, named) {
            case (nil, nil):
                throw .failed(
                    "profile \(name) must contain source_profile or credential_source beside role_arn")
            case (.some, .some):
                throw .failed("profile \(name) contains both source_profile and credential_source")
            case (nil, let named?):
                guard ["Environment", "Ec2InstanceMetadata", "EcsContainer"].contains(named) else {
                    throw .failed(
                        "profile \(name): credential_source is \(named); use Environment, Ec2InstanceMetadata or EcsContainer"
                    )
                }
                (base, self.roles) = (.named(named), roles.reversed())
                return
            case (let source?, nil):
                guard let next = configuration.profiles[source] else {
                    throw .failed("there is no profile \(source), the source_profile of \(name)")
                }
                if source == name {
                    guard let keys = try Self.keys(profile, name) else {
                        throw Self.nothing(name, isSelected: false)
                    }
                    base = keys
                    self.roles = roles.reversed()
                    return
                }
                (name, profile) = (source, next)
            }
        }
        base = try Self.base(profile, name, configuration, isSelected: roles.isEmpty)
        self.roles = roles.reversed()
    }

    private static func nothing(_ name: String, isSelected: Bool) -> CredentialFailure {
        let message = "profile \(name) does not contain credentials"
        return isSelected ? .absent(message) : .failed(message)
    }

    private static func base(
        _ profile: SharedConfiguration.Section, _ name: String, _ configuration: SharedConfiguration,
        isSelected: Bool
    ) throws(CredentialFailure) -> Base {
        if let file = profile["web_identity_token_file"] {
            guard let role = profile["role_arn"] else {
                throw .failed("profile \(name) has web_identity_token_file and lacks role_arn")
            }
            return .webIdentity(role: role, tokenFile: file, sessionName: profile["role_session_name"])
        }
        if let sso = try sso(profile, name, configuration) { return .sso(sso) }
        if let session = profile["login_session"] { return .login(session: session) }
        if let command = profile["credential_process"] { return .process(command, profile: name) }
        guard let keys = try keys(profile, name) else { throw nothing(name, isSelected: isSelected) }
        return keys
    }

    private static func keys(
        _ profile: SharedConfiguration.Section, _ name: String
    ) throws(CredentialFailure) -> Base? {
        switch (profile["aws_access_key_id"], profile["aws_secret_access_key"]) {
        case (nil, nil): return nil
        case (.some, .some): return .keys(profile: name)
        case (nil, .some): throw .failed("profile \(name) is missing aws_access_key_id")
        case (.some, nil): throw .failed("profile \(name) is missing aws_secret_access_key")
        }
    }

    private static func sso(
        _ profile: SharedConfiguration.Section, _ name: String, _ configuration: SharedConfiguration
    ) throws(CredentialFailure) -> SSO? {
        let (account, role) = (profile["sso_account_id"], profile["sso_role_name"])
        var (region, url) = (profile["sso_region"], profile["sso_start_url"])
        let session = profile["sso_session"]
        guard account != nil || role != nil || region != nil || url != nil || session != nil else {
            return nil
        }
        if let session {
            for (property, value) in [("sso_region", region), ("sso_start_url", url)] where value != nil {
                throw .failed(
                    "profile \(name): \(property) belongs into the section [sso-session \(session)]")
            }
            guard let section = configuration.ssoSessions[session] else {
                throw .failed("there is no section [sso-session \(session)], which profile \(name) names")
            }
            (region, url) = (section["sso_region"], section["sso_start_url"])
        }
        if account == nil, role != nil {
            throw .failed("profile \(name) has sso_role_name and lacks sso_account_id")
        }
        if account != nil, role == nil {
            throw .failed("profile \(name) has sso_account_id and lacks sso_role_name")
        }
        guard let region, let url else {
            throw .failed("profile \(name) lacks \(region == nil ? "sso_region" : "sso_start_url")")
        }
        return SSO(session: session, account: account, role: role, region: region, startURL: url)
    }
}

extension ProfileChain.Role {
    fileprivate init(_ arn: String, _ profile: SharedConfiguration.Section, _ name: String)
        throws(CredentialFailure)
    {
        self.arn = arn
        sessionName = profile["role_session_name"]
        externalID = profile["external_id"]
        mfaSerial = profile["mfa_serial"]
        region = profile["region"]
        if let text = profile["duration_seconds"] {
            guard let seconds = Int(text), (900...43200).contains(seconds) else {
                throw .failed("profile \(name): duration_seconds must be between 900 and 43200")
            }
            durationSeconds = seconds
        }
    }
}
