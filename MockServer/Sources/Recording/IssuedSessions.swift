import AWSWire
import Documents
import Synchronization

/// The temporary credentials that went through the proxy, by access key: who calls with them is passed on with them.
///
/// They are in memory alone.
final class IssuedSessions: Sendable {
    /// A session, and the account that it is in.
    struct Issued: Sendable {
        let credentials: Credentials
        let account: String
    }

    private let issued = Mutex<[String: Issued]>([:])

    /// Remembers the session in the `output` of a call of STS that `caller`'s account made.
    func note(_ output: Value, account: String) {
        guard let given = output["Credentials"], let id = given["AccessKeyId"]?.string,
            let secret = given["SecretAccessKey"]?.string
        else { return }
        let arn = (output["AssumedRoleUser"]?["Arn"] ?? output["FederatedUser"]?["Arn"])?.string ?? ""
        let fields = arn.split(separator: ":", omittingEmptySubsequences: false)
        let session = Issued(
            credentials: Credentials(
                accessKeyID: id, secretAccessKey: Secret(secret),
                sessionToken: given["SessionToken"]?.string.map { Secret($0) }),
            account: fields.count > 4 ? String(fields[4]) : account)
        issued.withLock { $0[id] = session }
    }

    /// The session of the access key `id`.
    subscript(id: String) -> Issued? { issued.withLock { $0[id] } }

    /// Everything about the sessions that opens doors.
    var secrets: [String] {
        issued.withLock { issued in
            issued.values.flatMap { session in
                [session.credentials.accessKeyID, session.credentials.secretAccessKey.reveal()]
                    + (session.credentials.sessionToken.map { [$0.reveal()] } ?? [])
            }
        }
    }
}
