import AWSClient
import Assembly
import Collection
public import Documents
public import Findings
import Inventory

extension AccountSource {
    /// Why a list of what there is to scan could not be seen.
    public struct Unseen: Error {
        /// What was asked, and why it was not answered.
        public let gaps: [Gap]
    }

    /// The regions to look at: those named, else all that are switched on in the account, which EC2 in `home` is asked
    /// for, and the Account service where EC2 refuses. Never a list from memory.
    func regions(named: [String]?, home: String) async -> Result<[String], Unseen> {
        if let named { return .success(named) }
        var gaps = [Gap]()
        for (service, operation, parameters) in [
            ("ec2", "DescribeRegions", [:]),
            (
                "account", "ListRegions",
                ["RegionOptStatusContains": ["ENABLED", "ENABLED_BY_DEFAULT"]] as Value
            ),
        ] {
            let answer = await list(service, operation, parameters, home: home)
            let names = answer.pages.flatMap { $0["Regions"]?.array ?? [] }.compactMap {
                $0["RegionName"]?.string
            }
            if answer.refusal == nil, !names.isEmpty { return .success(names.sorted()) }
            let refusal = answer.refusal ?? Refusal(code: "unreadable", message: "the answer names no region")
            gaps.append(gap("\(service):\(operation)", refusal, home, unseen: "the list of regions"))
        }
        return .failure(Unseen(gaps: gaps))
    }

    /// The accounts of the organisation, as far as they could be listed, and what stopped that.
    public func organization(home: String) async -> (accounts: [Value], unseen: Unseen?) {
        let answer = await list("organizations", "ListAccounts", [:], home: home)
        let gaps = answer.refusal.map {
            gap("organizations:ListAccounts", $0, home, unseen: "the accounts of the organisation")
        }
        return (answer.pages.flatMap { $0["Accounts"]?.array ?? [] }, gaps.map { Unseen(gaps: [$0]) })
    }

    private func list(_ service: String, _ operation: String, _ parameters: Value, home: String) async
        -> Answer
    {
        let key = Exchange.Key(
            account: session.account, region: home, service: service, operation: operation,
            parameters: parameters)
        return await Pager(models: client.models).answer(key, paging: nil, recorded: recorded) {
            await page($0)
        }
    }

    private func gap(_ call: String, _ refusal: Refusal, _ region: String, unseen: String) -> Gap {
        Gap(
            account: session.account, region: region, call: call, code: refusal.code,
            message: refusal.message,
            unseen: unseen, requestID: refusal.requestID)
    }
}
