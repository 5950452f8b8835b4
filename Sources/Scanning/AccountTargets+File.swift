public import Documents

extension AccountTarget {
    private static let keys = ["account", "role", "external_id", "regions"]

    /// The accounts that a YAML file lists: `accounts: [{account, role, external_id, regions}]`, `role` an ARN or a name;
    /// without one, the account is the caller's own.
    ///
    /// - Parameters:
    ///   - partition: where roles are that are named without an ARN, such as `aws`.
    ///   - known: accounts that were named elsewhere.
    ///   - mistake: what is wrong with the name of a region; nil where nothing is.
    /// - Throws: every mistake, with its place.
    public static func read(
        _ text: String, file: String, partition: String, known: Set<String> = [],
        mistake: (String) -> String?
    ) throws(Diagnostics) -> [AccountTarget] {
        let root: YAML.Node
        do throws(Diagnostic) { root = try YAML.parse(text, file: file) } catch { throw Diagnostics([error]) }
        var reader = AccountsReader(file: file, partition: partition, known: known)
        let targets = reader.read(root, mistake)
        if !reader.mistakes.isEmpty { throw Diagnostics(reader.mistakes) }
        return targets
    }

    /// Gathers every mistake of one file.
    private struct AccountsReader {
        let file: String
        let partition: String
        var known: Set<String>
        var mistakes = [Diagnostic]()

        mutating func note(_ node: YAML.Node, _ message: String, _ hint: String? = nil) {
            mistakes.append(
                Diagnostic(file: file, line: node.line, column: node.column, message: message, hint: hint))
        }

        mutating func read(_ root: YAML.Node, _ mistake: (String) -> String?) -> [AccountTarget] {
            for (key, _) in root.members ?? [] where key.text != "accounts" {
                note(key, "there is no key \(key.text ?? "")", "the file holds accounts: and a list")
            }
            guard let items = (root["accounts"] ?? root).items else {
                note(root, "expected accounts: and a list of maps with account and role")
                return []
            }
            if items.isEmpty { note(root, "no account is listed") }
            return items.compactMap { target($0, mistake) }
        }

        private mutating func target(_ item: YAML.Node, _ mistake: (String) -> String?) -> AccountTarget? {
            for (key, _) in item.members ?? [] where !keys.contains(key.text ?? "") {
                note(key, "there is no key \(key.text ?? "")", suggestion(for: key.text ?? "", among: keys))
            }
            guard let account = item["account"]?.text, isAccount(account) else {
                note(
                    item["account"] ?? item, "account must be 12 digits",
                    item["account"] == nil ? "write account: \"111122223333\"" : nil)
                return nil
            }
            if !known.insert(account).inserted {
                note(item, "account \(account) is named twice", "each account is entered by one role")
            }
            var target = AccountTarget(account: account)
            if let node = item["role"] {
                guard let role = role(node, account) else { return nil }
                target.role = role
            }
            if let node = item["external_id"] {
                target.externalID = node.text
                if node.text == nil || node.isNull { note(node, "external_id must be text") }
                if target.role == nil { note(node, "external_id goes with role") }
            }
            if let node = item["regions"] {
                let names = node.items ?? []
                if names.isEmpty { note(node, "regions must be a list of names such as [eu-west-1]") }
                for name in names {
                    let wrong = name.text.map(mistake) ?? "a region is a name such as eu-west-1"
                    if let wrong { note(name, wrong) }
                }
                target.regions = names.compactMap(\.text)
            }
            return target
        }

        /// The ARN of the role that `node` names in `account`.
        private mutating func role(_ node: YAML.Node, _ account: String) -> String? {
            guard let text = node.text, !node.isNull, !text.isEmpty else {
                note(node, "role must be the name or the ARN of a role")
                return nil
            }
            let arn = text.hasPrefix("arn:") ? text : "arn:\(partition):iam::\(account):role/\(text)"
            guard let target = AccountTarget(role: arn) else {
                note(
                    node, "\(text) is no ARN of a role",
                    "write arn:aws:iam::\(account):role/NAME, or the name")
                return nil
            }
            if target.account != account {
                note(node, "the role is in account \(target.account), not \(account)")
            }
            return arn
        }
    }
}
