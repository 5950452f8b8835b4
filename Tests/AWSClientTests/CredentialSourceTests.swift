import AWSWire
import Documents
import Files
import ServiceModels
import TestSupport
import Testing

@testable import AWSClient

@Suite struct CredentialSourceTests {
    func load(
        _ environment: [String: String], config: String = "", files: [String: String] = [:],
        profile: String? = nil,
        code: Secret? = nil
    ) async throws -> Credentials {
        let settings = Settings(
            environment: environment,
            configuration: SharedConfiguration(
                config: try SharedFile(config, kind: .config, path: "config"), credentials: nil),
            profile: profile)
        var configuration = ClientConfiguration(settings: settings)
        configuration.timeFactor = 1000
        if let code { configuration.mfaCode = { _ in code } }
        let client = AWSClient(models: ModelLibrary(), configuration: configuration)
        var surroundings = client.surroundings
        surroundings.read = { path in
            guard let text = files[path] else { throw FileFailure(path: path, attempt: "read", code: 2) }
            return Array(text.utf8)
        }
        return try await CredentialChain(settings: settings, surroundings: surroundings).load()
    }

    static let document =
        #"{"Code":"Success","AccessKeyId":"AKID","SecretAccessKey":"hidden-1","Token":"hidden-2","Expiration":"2030-01-01T00:00:00Z"}"#
    static let assumed = """
        <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><AssumedRoleUser>\
        <Arn>arn:aws:sts::444455556666:assumed-role/R/s</Arn><AssumedRoleId>A:s</AssumedRoleId></AssumedRoleUser>\
        <Credentials><AccessKeyId>ASIA</AccessKeyId><SecretAccessKey>hidden-3</SecretAccessKey><SessionToken>hidden-4\
        </SessionToken><Expiration>2030-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult>\
        <ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></AssumeRoleResponse>
        """

    @Test func `a container's endpoint is asked with its token`() async throws {
        let server = LocalServer { _ in .init(200, Self.document) }
        let given = try await load(
            [
                "AWS_CONTAINER_CREDENTIALS_FULL_URI": server.url + "/creds",
                "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "/token", "http_proxy": "http://127.0.0.1:1",
            ], files: ["/token": "proof\n"])
        #expect(given.accessKeyID == "AKID" && given.sessionToken?.reveal() == "hidden-2")
        #expect(server.requests.first?.headers["authorization"] == "proof")
    }

    @Test func `an instance's role is asked for with a token of version 2`() async throws {
        let server = LocalServer { request in
            switch (request.method, request.target) {
            case ("PUT", "/latest/api/token"): return .init(200, "proof")
            case ("GET", "/latest/meta-data/iam/security-credentials/"): return .init(200, "role")
            case ("GET", "/latest/meta-data/iam/security-credentials/role"): return .init(200, Self.document)
            default: return .init(404)
            }
        }
        let given = try await load(["AWS_EC2_METADATA_SERVICE_ENDPOINT": server.url])
        #expect(given.accessKeyID == "AKID")
        #expect(server.requests.dropFirst().allSatisfy { $0.headers["x-aws-ec2-metadata-token"] == "proof" })
    }

    @Test func `a role is assumed with external id, session name, duration and code`() async throws {
        let server = LocalServer { _ in .init(200, Self.assumed) }
        let config = """
            [profile base]
            aws_access_key_id = AKIABASE
            aws_secret_access_key = hidden-5
            [profile role]
            role_arn = arn:aws:iam::444455556666:role/R
            source_profile = base
            external_id = hidden-6
            role_session_name = me
            duration_seconds = 900
            mfa_serial = arn:aws:iam::111122223333:mfa/me
            region = eu-west-1
            """
        let given = try await load(
            ["AWS_ENDPOINT_URL_STS": server.url], config: config, profile: "role", code: Secret("123456"))
        #expect(given.accessKeyID == "ASIA" && given.accountID == "444455556666")
        let form = Percent.pairs(server.requests.first?.body ?? "", plusIsSpace: true)
        for (name, value) in [
            ("ExternalId", "hidden-6"), ("RoleSessionName", "me"), ("DurationSeconds", "900"),
            ("TokenCode", "123456"),
            ("SerialNumber", "arn:aws:iam::111122223333:mfa/me"),
        ] {
            #expect(form.first { $0.name == name }?.value == value)
        }
        #expect(server.requests.first?.headers["authorization"]?.contains("AKIABASE") == true)
    }

    @Test func `without any source the error lists what was tried in order`() async {
        let failure = await #expect(throws: CredentialFailure.self) {
            try await load(["AWS_EC2_METADATA_DISABLED": "true"])
        }
        let message = failure?.message ?? ""
        var rest = message[...]
        for part in ["environment: ", "profile default: ", "web identity: ", "container: ", "instance: "] {
            guard let at = rest.range(of: part) else {
                Issue.record("\(part) is missing in \(message)")
                return
            }
            rest = rest[at.upperBound...]
        }
    }

    @Test func `an error of a process, a broken document or a refused role shows no secret`() async {
        let server = LocalServer { _ in
            .init(403, "<ErrorResponse><Error><Code>AccessDenied</Code></Error></ErrorResponse>")
        }
        for config in [
            "[default]\ncredential_process = echo hidden-7; exit 3",
            "[default]\ncredential_process = echo '{\"Version\": 1, \"SecretAccessKey\": \"hidden-7\"}'",
            "[default]\nrole_arn = arn:aws:iam::444455556666:role/R\nexternal_id = hidden-7\nsource_profile = default\n"
                + "aws_access_key_id = A\naws_secret_access_key = hidden-7\nregion = eu-west-1",
        ] {
            let failure = await #expect(throws: CredentialFailure.self) {
                try await load(["AWS_ENDPOINT_URL_STS": server.url], config: config)
            }
            #expect(failure?.message.range(of: "hidden-7") == nil)
            #expect(failure?.isConfigured == true)
        }
    }

    @Test func `all who wait share one load, and credentials are renewed before they expire`() async throws {
        let loads = Journal<Int>()
        let cache = CredentialCache(now: { Timestamp(seconds: 1000) }) {
            loads.append(1)
            return .success(
                Credentials(
                    accessKeyID: "\(loads.all.count)", secretAccessKey: Secret("x"),
                    expiration: Timestamp(seconds: loads.all.count == 1 ? 1299 : 2000)))
        }
        let first = try await cache.credentials()
        #expect(first.accessKeyID == "1")
        let keys = await withTaskGroup(of: String?.self) { group in
            for _ in 0..<50 { group.addTask { try? await cache.credentials().accessKeyID } }
            return await group.reduce(into: Set<String?>()) { $0.insert($1) }
        }
        #expect(keys == ["2"])
        #expect(loads.all.count == 2)
    }
}

extension StringProtocol where SubSequence == Substring {
    /// Where `part` is first.
    fileprivate func range(of part: String) -> Range<Index>? {
        indices.first { self[$0...].hasPrefix(part) }.map { $0..<index($0, offsetBy: part.count) }
    }
}
