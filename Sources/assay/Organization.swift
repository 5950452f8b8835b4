import Documents
import Scanning

/// The accounts of an organisation that there are to scan.
struct Organization: Sendable {
    /// The active accounts, each with the role to assume in it; the caller's own without.
    var targets: [AccountTarget] = []
    /// What is left out, and why.
    var notes: [String] = []

    /// The active ones of `accounts`, each entered by the role called `role`, but for the account `own`, in which the
    /// caller is already.
    init(_ accounts: [Value], role: String, externalID: String?, own: String) {
        for account in accounts {
            guard let id = account["Id"]?.string else { continue }
            let state = account["State"]?.string ?? account["Status"]?.string ?? ""
            guard state == "ACTIVE" else {
                notes.append("account \(id) is \(state.lowercased()) and was skipped")
                continue
            }
            if id == own {
                targets.append(AccountTarget(account: id))
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
