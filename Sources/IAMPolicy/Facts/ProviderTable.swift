/// Identity providers that serve tenants of many owners, and the claims that tell the tenant.
///
/// Sources: IAM User Guide, "Identity-provider controls for shared OIDC providers"; GitHub, GitLab, HCP Terraform,
/// Buildkite, Codefresh, Vercel, Scalr, Upbound and Cognito documentation of their tokens' claims.
struct IdentityProvider: Sendable {
    /// A claim that tells the tenant.
    struct Claim: Sendable {
        let name: String
        /// What the claim's value begins with, before the tenant; empty when the tenant comes first.
        let prefix: String
        /// What ends the tenant in the value; nil when the whole value is the tenant.
        let end: Character?
        /// Whether every token has it.
        let isAlwaysPresent: Bool
    }

    /// The host, as in the ARN of the provider and in condition keys.
    let host: String
    let claims: [Claim]

    private init(_ host: String, _ claims: [Claim]) {
        self.host = host
        self.claims = claims
    }

    private static func whole(_ name: String, always: Bool = false) -> Claim {
        Claim(name: name, prefix: "", end: nil, isAlwaysPresent: always)
    }

    private static func begin(_ name: String, _ prefix: String, _ end: Character, always: Bool = true)
        -> Claim
    {
        Claim(name: name, prefix: prefix, end: end, isAlwaysPresent: always)
    }

    static let shared: [IdentityProvider] = [
        IdentityProvider(
            "cognito-identity.amazonaws.com", [whole("aud", always: true), whole("sub", always: true)]),
        IdentityProvider(
            "accounts.google.com",
            [
                whole("aud", always: true), whole("sub", always: true), whole("oaud"), whole("azp"),
                whole("email"), whole("hd"),
            ]),
        IdentityProvider("graph.facebook.com", [whole("app_id", always: true), whole("id", always: true)]),
        IdentityProvider(
            "www.amazon.com", [whole("app_id", always: true), whole("sub", always: true), whole("user_id")]),
        IdentityProvider(
            "token.actions.githubusercontent.com",
            [
                begin("sub", "repo:", "/"), whole("repository_owner"), whole("repository_owner_id"),
                whole("repository_id"), begin("repository", "", "/", always: false), whole("enterprise"),
                whole("enterprise_id"),
            ]),
        IdentityProvider(
            "gitlab.com",
            [
                begin("sub", "project_path:", "/"), begin("namespace_path", "", "/", always: false),
                begin("project_path", "", "/", always: false), whole("namespace_id"), whole("project_id"),
            ]),
        IdentityProvider(
            "app.terraform.io",
            [
                begin("sub", "organization:", ":"), whole("terraform_organization_name"),
                whole("terraform_organization_id"),
                whole("terraform_project_id"), whole("terraform_workspace_id"),
            ]),
        IdentityProvider(
            "agent.buildkite.com",
            [begin("sub", "organization:", ":"), whole("organization_slug"), whole("organization_id")]),
        IdentityProvider(
            "oidc.codefresh.io", [begin("sub", "account:", ":"), whole("account_id"), whole("account_name")]),
        IdentityProvider(
            "oidc.vercel.com",
            [
                begin("sub", "owner:", ":"), whole("aud", always: true), whole("owner"), whole("owner_id"),
            ]),
        IdentityProvider("scalr.io", [begin("sub", "account:", ":")]),
        IdentityProvider("proidc.upbound.io", [begin("sub", "mcp:", "/")]),
        IdentityProvider("sandboxes.cloud", [whole("aud", always: true)]),
        // Those whose subjects nobody documents: only a whole one tells the tenant.
        IdentityProvider("vstoken.actions.githubusercontent.com", [whole("sub", always: true)]),
        IdentityProvider("oidc-configuration.audit-log.githubusercontent.com", [whole("sub", always: true)]),
        IdentityProvider("studio.datachain.ai/api", [whole("sub", always: true)]),
        IdentityProvider("tokens.cloud.shisho.dev", [whole("sub", always: true)]),
        IdentityProvider("api.pulumi.com/oidc", [whole("aud", always: true)]),
    ]

    /// Whether roles take its tokens without its having been registered in the account.
    var isBuiltIn: Bool {
        ["cognito-identity.amazonaws.com", "accounts.google.com", "graph.facebook.com", "www.amazon.com"]
            .contains(host)
    }

    /// The shared provider behind a principal; nil when it serves one tenant.
    static func shared(named principal: String) -> IdentityProvider? {
        let host = host(of: principal)
        return shared.first { $0.host == host }
    }

    /// The part of a provider's name that its condition keys begin with, in lower case.
    static func host(of principal: String) -> String {
        guard let arn = ARN(principal) else { return principal.lowercased() }
        guard arn.resource.begins(with: "oidc-provider/") else {
            return arn.resource.begins(with: "saml-provider/") ? "saml" : principal.lowercased()
        }
        return arn.resource.dropFirst("oidc-provider/".count).lowercased()
    }
}
