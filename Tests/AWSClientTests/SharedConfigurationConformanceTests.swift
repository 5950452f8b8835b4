import Documents
import Files
import Testing
import TestSupport

@testable import AWSClient

@Suite struct SharedConfigurationConformanceTests {
    @Test func `shared files are read as smithy-rs's cases say`() throws {
        guard let folder = Conformance.folder("config-smithy-rs") else { return }
        var cases = Cases("config-smithy-rs profile files")
        for test in try Cases.json(folder + "/aws-runtime/profile-parser-tests.json")["tests"]?.array ?? [] {
            let name = test["name"]?.string ?? ""
            let (input, output) = (test["input"], test["output"])
            do {
                let read = try SharedConfiguration(
                    config: input?["configFile"]?.string.map {
                        try SharedFile($0, kind: .config, path: "config")
                    },
                    credentials: input?["credentialsFile"]?.string.map {
                        try SharedFile($0, kind: .credentials, path: "credentials")
                    })
                let isRight =
                    output?["config"].map { expected in
                        same(read.profiles, expected["profiles"])
                            && (expected["sso_sessions"] == nil
                                || same(read.ssoSessions, expected["sso_sessions"]))
                    } ?? false
                cases.check(name, isRight, "got \(read.profiles.mapValues(\.all))")
            } catch { cases.check(name, output?["errorContaining"] != nil, "\(error)") }
        }
        cases.report()
    }

    private func same(_ sections: [String: SharedConfiguration.Section], _ expected: Value?) -> Bool {
        let wanted = expected?.object ?? Object()
        return wanted.count == sections.count
            && wanted.allSatisfy { name, properties in
                let given = sections[name]?.all
                let properties = properties.object ?? Object()
                return given?.count == properties.count
                    && properties.allSatisfy { given?[$0.key] == $0.value.string }
            }
    }

    @Test func `the files are where smithy-rs's cases say`() throws {
        guard let folder = Conformance.folder("config-smithy-rs") else { return }
        var cases = Cases("config-smithy-rs file locations")
        for test in try Cases.json(folder + "/aws-runtime/file-location-tests.json")["tests"]?.array ?? []
        where test["platform"]?.string == "linux" {
            let environment = strings(test["environment"])
            let paths = SharedConfiguration.paths(environment: environment)
            let settings = Settings(environment: environment, configuration: SharedConfiguration())
            let isRight =
                paths.config == test["configLocation"]?.string
                && paths.credentials == test["credentialsLocation"]?.string
                && (test["profile"]?.string).map { $0 == settings.profileName } ?? true
            cases.check(test["name"]?.string ?? "", isRight, "\(paths)")
        }
        cases.report()
    }

    @Test func `configured endpoints are found as botocore's cases say`() throws {
        guard let folder = Conformance.folder("config-botocore") else { return }
        var cases = Cases("config-botocore endpoint URLs")
        for suite in try Cases.json(folder + "/profile-tests.json")["testSuites"]?.array ?? [] {
            var services = [String: [String: String]]()
            for (name, inner) in suite["services"]?.object ?? Object() {
                for (service, properties) in inner.object ?? Object() {
                    let lines = strings(properties).map { "\n\($0.key) = \($0.value)" }.joined()
                    services[name, default: [:]][service] = lines
                }
            }
            let configuration = SharedConfiguration(
                profiles: (suite["profiles"]?.object ?? Object()).reduce(into: [:]) {
                    $0[$1.key] = strings($1.value)
                },
                services: services)
            for test in suite["endpointUrlTests"]?.array ?? [] {
                func named(_ list: String, _ member: String) -> Value? {
                    suite[list]?[test[member]?.string ?? "default"]
                }
                let settings = Settings(
                    environment: strings(named("environments", "environment")), configuration: configuration,
                    profile: test["profile"]?.string)
                let client = named("client_configs", "client_config")
                let isIgnored = client?["ignore_configured_endpoint_urls"]?.bool == true
                let url =
                    client?["endpoint_url"]?.string
                    ?? (isIgnored ? nil : settings.configuredEndpoint(test["service"]?.string ?? ""))
                // Nothing configured means AWS's own endpoint, which other tests compare.
                let expected = test["output"]?["endpointUrl"]?.string
                let isOwn = expected?.hasSuffix(".amazonaws.com") == true
                cases.check(test["name"]?.string ?? "", isOwn ? url == nil : url == expected, url ?? "none")
            }
        }
        cases.report()
    }

    @Test func `profiles chain as smithy-rs's cases say`() throws {
        guard let folder = Conformance.folder("config-smithy-rs") else { return }
        var cases = Cases("config-smithy-rs assume role")
        for test in try Cases.json(folder + "/aws-config/assume-role-tests.json").array ?? [] {
            func sections(_ name: String) -> [String: [String: String]] {
                (test["input"]?[name]?.object ?? Object()).reduce(into: [:]) {
                    $0[$1.key] = strings($1.value)
                }
            }
            let configuration = SharedConfiguration(
                profiles: sections("profiles"), ssoSessions: sections("sso_sessions"))
            let name = test["docs"]?.string ?? ""
            do throws(CredentialFailure) {
                let chain = try ProfileChain(
                    test["input"]?["selected_profile"]?.string ?? "", in: configuration)
                let steps = [step(chain.base, configuration)] + chain.roles.map(step)
                cases.check(name, .array(steps) == test["output"]?["ProfileChain"], "\(Value.array(steps))")
            } catch { cases.check(name, test["output"]?["Error"] != nil, "\(error)") }
        }
        cases.report()
    }

    private func object(_ members: [(String, String?)]) -> Value {
        .object(Object(members.compactMap { name, value in value.map { (name, .string($0)) } }))
    }

    private func step(_ role: ProfileChain.Role) -> Value {
        [
            "AssumeRole": object([
                ("role_arn", role.arn), ("role_session_name", role.sessionName),
                ("external_id", role.externalID),
            ])
        ]
    }

    private func step(_ base: ProfileChain.Base, _ configuration: SharedConfiguration) -> Value {
        switch base {
        case .keys(let name):
            let profile = configuration.profiles[name]
            return [
                "AccessKey": object([
                    ("access_key_id", profile?["aws_access_key_id"]),
                    ("secret_access_key", profile?["aws_secret_access_key"]),
                    ("session_token", profile?["aws_session_token"]),
                    ("account_id", profile?["aws_account_id"]),
                ])
            ]
        case .named(let name): return ["NamedSource": .string(name)]
        case .webIdentity(let role, let file, let session):
            return [
                "WebIdentityToken": object([
                    ("role_arn", role), ("web_identity_token_file", file), ("role_session_name", session),
                ])
            ]
        case .sso(let sso):
            return [
                "Sso": object([
                    ("sso_session", sso.session), ("sso_account_id", sso.account), ("sso_region", sso.region),
                    ("sso_role_name", sso.role), ("sso_start_url", sso.startURL),
                ])
            ]
        case .login(let session): return ["LoginSession": .string(session)]
        case .process(let command, _): return ["CredentialProcess": .string(command)]
        }
    }

    @Test func `the container's endpoint is chosen as smithy-rs's cases say`() throws {
        guard let folder = Conformance.folder("config-smithy-rs") else { return }
        var cases = Cases("config-smithy-rs container endpoints")
        for test in try Cases.json(folder + "/aws-config/ecs-tests.json")["tests"]?.array ?? [] {
            let settings = Settings(environment: strings(test["env"]), configuration: SharedConfiguration())
            let url = try? ContainerCredentials.url(settings)
            cases.check(test["docs"]?.string ?? "", url == test["result"]?["Ok"]?.string, url ?? "an error")
        }
        cases.report()
    }

    @Test func `the instance's endpoint is chosen as smithy-rs's cases say`() throws {
        guard let folder = Conformance.folder("config-smithy-rs") else { return }
        var cases = Cases("config-smithy-rs instance endpoints")
        for test in try Cases.json(folder + "/aws-config/imds-config/imds-endpoint-tests.json")["tests"]?
            .array ?? []
        {
            let environment = strings(test["env"])
            let files = strings(test["fs"])
            let configuration = try SharedConfiguration.load(environment: environment) { path in
                guard let text = files[path] else { throw FileFailure(path: path, attempt: "read", code: 2) }
                return Array(text.utf8)
            }
            let settings = Settings(environment: environment, configuration: configuration)
            let url = try? InstanceCredentials.endpoint(
                settings, override: test["endpoint_override"]?.string, mode: test["mode_override"]?.string)
            cases.check(
                test["docs"]?.string ?? "",
                url.map { $0 + "/latest/api/token" } == test["result"]?["Ok"]?.string,
                url ?? "an error")
        }
        cases.report()
    }
}

/// The members of an object that are text, and those that are not as JSON.
func strings(_ value: Value?) -> [String: String] {
    (value?.object ?? Object()).reduce(into: [:]) { $0[$1.key] = $1.value.string ?? JSON.text($1.value) }
}
