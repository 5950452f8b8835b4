import AWSWire
import Documents
import Testing

@testable import AWSClient

/// The sources that a profile names, and the web identity of the environment.
extension CredentialSourceTests {
    @Test func `the environment's keys come first, and not before a profile that was asked for`() async throws
    {
        let environment = [
            "AWS_ACCESS_KEY_ID": "AKIAENV", "AWS_SECRET_ACCESS_KEY": "hidden-1",
            "AWS_SESSION_TOKEN": "hidden-2",
        ]
        let config = "[default]\naws_access_key_id = AKIAFILE\naws_secret_access_key = hidden-3"
        #expect(try await load(environment, config: config).accessKeyID == "AKIAENV")
        #expect(try await load(environment).sessionToken?.reveal() == "hidden-2")
        #expect(try await load(environment, config: config, profile: "default").accessKeyID == "AKIAFILE")
    }

    @Test func `a process's keys are taken with their end`() async throws {
        let written =
            #"{"Version": 1, "AccessKeyId": "ASIAPROC", "SecretAccessKey": "hidden-1", "SessionToken": "hidden-2", "Expiration": "2030-01-01T00:00:00Z"}"#
        let given = try await load([:], config: "[default]\ncredential_process = printf '%s' '\(written)'")
        #expect(given.accessKeyID == "ASIAPROC" && given.secretAccessKey.reveal() == "hidden-1")
        #expect(given.expiration == Timestamp("2030-01-01T00:00:00Z"))
    }

    @Test func `a token file stands for a role, unsigned`() async throws {
        let answer = Self.assumed.replacing("AssumeRole", with: "AssumeRoleWithWebIdentity")
        let server = LocalServer { _ in .init(200, answer) }
        let role = "arn:aws:iam::444455556666:role/R"
        let environment = ["AWS_ENDPOINT_URL_STS": server.url, "AWS_REGION": "eu-west-1"]
        let ofEnvironment = environment.merging([
            "AWS_WEB_IDENTITY_TOKEN_FILE": "/token", "AWS_ROLE_ARN": role, "AWS_ROLE_SESSION_NAME": "me",
        ]) { $1 }
        let config = "[default]\nweb_identity_token_file = /token\nrole_arn = \(role)\nrole_session_name = me"
        for (environment, config) in [(ofEnvironment, ""), (environment, config)] {
            let given = try await load(environment, config: config, files: ["/token": "hidden-9\n"])
            #expect(given.accessKeyID == "ASIA" && given.accountID == "444455556666")
        }
        for request in server.requests {
            let form = Percent.pairs(request.body, plusIsSpace: true)
            #expect(form.first { $0.name == "WebIdentityToken" }?.value == "hidden-9")
            #expect(form.first { $0.name == "RoleSessionName" }?.value == "me")
            #expect(request.headers["authorization"] == nil)
        }
        #expect(server.requests.count == 2)
    }

    @Test(arguments: ["Environment", "EcsContainer", "Ec2InstanceMetadata"])
    func `a role is entered from where credential_source says`(_ source: String) async throws {
        let server = LocalServer { request in
            switch request.target {
            case "/": .init(200, Self.assumed)
            case "/latest/api/token": .init(200, "proof")
            case "/latest/meta-data/iam/security-credentials/": .init(200, "role")
            default: .init(200, Self.document)
            }
        }
        let environment = [
            "AWS_ENDPOINT_URL_STS": server.url, "AWS_REGION": "eu-west-1", "AWS_ACCESS_KEY_ID": "AKID",
            "AWS_SECRET_ACCESS_KEY": "hidden-1", "AWS_CONTAINER_CREDENTIALS_FULL_URI": server.url + "/creds",
            "AWS_EC2_METADATA_SERVICE_ENDPOINT": server.url,
        ]
        let config =
            "[profile r]\nrole_arn = arn:aws:iam::444455556666:role/R\ncredential_source = \(source)"
        let given = try await load(environment, config: config, profile: "r")
        #expect(given.accessKeyID == "ASIA")
        #expect(server.requests.last?.headers["authorization"]?.contains("Credential=AKID/") == true)
    }

    private static let sso = """
        [sso-session corp]
        sso_region = eu-west-1
        sso_start_url = https://example.awsapps.com/start
        [profile sso]
        sso_session = corp
        sso_account_id = 444455556666
        sso_role_name = Audit
        """

    private static let roleCredentials =
        #"{"roleCredentials": {"accessKeyId": "ASIASSO", "secretAccessKey": "hidden-1", "sessionToken": "hidden-2", "expiration": 1893456000000}}"#

    /// The credentials of the profile with `cached` in the file of the session `corp`.
    private func sso(_ server: LocalServer, cached: String) async throws -> Credentials {
        try await load(
            [
                "HOME": "/home", "AWS_ENDPOINT_URL_SSO": server.url,
                "AWS_ENDPOINT_URL_SSO_OIDC": server.url + "/oidc",
            ], config: Self.sso,
            files: ["/home/.aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json": cached],
            profile: "sso")
    }

    @Test func `IAM Identity Center gives credentials for the token in the cache`() async throws {
        let server = LocalServer { _ in .init(200, Self.roleCredentials) }
        let given = try await sso(
            server, cached: #"{"accessToken": "hidden-3", "expiresAt": "2999-01-01T00:00:00Z"}"#)
        #expect(given.accessKeyID == "ASIASSO" && given.accountID == "444455556666")
        #expect(given.expiration == Timestamp("2030-01-01T00:00:00Z"))
        let request = try #require(server.requests.first)
        #expect(request.target == "/federation/credentials?role_name=Audit&account_id=444455556666")
        #expect(request.headers["x-amz-sso_bearer_token"] == "hidden-3")
    }

    @Test func `a token that has expired is refreshed, else the person is told to log in`() async throws {
        let server = LocalServer { request in
            request.target == "/oidc/token"
                ? .init(200, #"{"accessToken": "hidden-4", "expiresIn": 3600}"#)
                : .init(200, Self.roleCredentials)
        }
        let old = #""accessToken": "hidden-3", "expiresAt": "2020-01-01T00:00:00Z""#
        let given = try await sso(
            server,
            cached:
                #"{\#(old), "refreshToken": "hidden-5", "clientId": "c", "clientSecret": "hidden-6", "registrationExpiresAt": "2999-01-01T00:00:00Z"}"#
        )
        #expect(given.accessKeyID == "ASIASSO")
        #expect(server.requests.last?.headers["x-amz-sso_bearer_token"] == "hidden-4")
        let failure = await #expect(throws: CredentialFailure.self) {
            try await sso(server, cached: "{\(old)}")
        }
        #expect(failure?.message.contains("aws sso login") == true, "\(failure?.message ?? "")")
        #expect(failure?.message.contains("hidden") == false)
    }
}
