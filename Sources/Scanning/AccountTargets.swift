import Assembly
public import Documents
import Files
import Findings

/// An account that a scan is to enter.
public struct AccountTarget: Sendable {
    /// The account, 12 digits; empty for the caller's own.
    public var account: String
    /// The role to assume there; nil for the caller's own account.
    public var role: String?
    /// What the role's owner asks callers to say.
    public var externalID: String?
    /// The regions; empty for those of the whole scan.
    public var regions: [String]

    /// An account.
    public init(account: String = "", role: String? = nil, externalID: String? = nil, regions: [String] = [])
    {
        self.account = account
        self.role = role
        self.externalID = externalID
        self.regions = regions
    }

    /// The account in which the role `arn` is.
    public init(role arn: String, externalID: String?) {
        let parts = arn.split(separator: ":", omittingEmptySubsequences: false)
        self.init(account: parts.count > 4 ? String(parts[4]) : "", role: arn, externalID: externalID)
    }

    /// What is said of the account when it could not be entered.
    func gap(_ refusal: Refusal, region: String) -> Gap {
        Gap(
            account: account, region: region, call: role == nil ? "sts:GetCallerIdentity" : "sts:AssumeRole",
            parameters: role.map { ["RoleArn": .string($0)] } ?? [:], code: refusal.code,
            message: refusal.message, unseen: "everything in account \(account)", requestID: refusal.requestID
        )
    }

    /// The accounts that a YAML file lists: `accounts: [{account, role, external_id, regions}]`, `role` an ARN or a name.
    public static func read(_ text: String, file: String) throws(Diagnostics) -> [AccountTarget] {
        let root: YAML.Node
        do throws(Diagnostic) { root = try YAML.parse(text, file: file) } catch { throw Diagnostics([error]) }
        var mistakes = [Diagnostic]()
        func mistake(_ node: YAML.Node, _ message: String, _ hint: String? = nil) {
            mistakes.append(
                Diagnostic(file: file, line: node.line, column: node.column, message: message, hint: hint))
        }
        var targets = [AccountTarget]()
        guard let items = (root["accounts"] ?? root).items else {
            throw Diagnostics([
                Diagnostic(
                    file: file, line: root.line, column: root.column,
                    message: "expected accounts: and a list of maps with account and role")
            ])
        }
        let keys = ["account", "role", "external_id", "regions"]
        for item in items {
            for (key, _) in item.members ?? [] where !keys.contains(key.text ?? "") {
                mistake(
                    key, "there is no key \(key.text ?? "")", suggestion(for: key.text ?? "", among: keys))
            }
            guard let account = item["account"]?.text, account.utf8.count == 12, Int(account) != nil else {
                mistake(item["account"] ?? item, "account must be 12 digits")
                continue
            }
            var role = item["role"]?.text
            if let name = role, !name.hasPrefix("arn:") { role = "arn:aws:iam::\(account):role/\(name)" }
            targets.append(
                AccountTarget(
                    account: account, role: role, externalID: item["external_id"]?.text,
                    regions: item["regions"]?.items?.compactMap(\.text) ?? []))
        }
        if !mistakes.isEmpty { throw Diagnostics(mistakes) }
        return targets
    }
}
