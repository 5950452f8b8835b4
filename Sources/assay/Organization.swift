import Documents
import Scanning

/// The accounts of an organisation that there are to scan.
struct Organization: Sendable {
    /// The active accounts, each with the role to assume in it.
    var targets: [AccountTarget] = []
    /// What is left out, and why.
    var notes: [String] = []

    /// The active ones of `accounts`, each entered by the role called `role`.
    init(_ accounts: [Value], role: String, externalID: String?) {
        for account in accounts {
            guard let id = account["Id"]?.string else { continue }
            let state = account["State"]?.string ?? account["Status"]?.string ?? ""
            guard state == "ACTIVE" else {
                notes.append("account \(id) is \(state.lowercased()) and was skipped")
                continue
            }
            let arn = account["Arn"]?.string ?? ""
            let partition = arn.split(separator: ":").dropFirst().first.map(String.init) ?? "aws"
            let target = AccountTarget(
                role: "arn:\(partition):iam::\(id):role/\(role)", externalID: externalID)
            if let target { targets.append(target) }
        }
    }
}
