import Checks
import AWSClient
import Assembly
import Collection
import Documents
import Findings
import Inventory
import Scanning

/// Finds out what there is to scan: the regions that are switched on, the accounts of an organisation.
struct Scouting: Sendable {
    let live: LiveScan
    let session: Session
    let home: String

    /// What was found, and what could not be.
    struct Found: Sendable {
        var regions: [String] = []
        var targets: [AccountTarget] = []
        var gaps: [Gap] = []
        var notes: [String] = []
        /// Whether the caller's own account could be entered, where that was asked.
        var isEntered = false
    }

    private func ask(_ service: String, _ operation: String, _ parameters: Value) async -> Answer {
        let source = AccountSource(
            client: live.client, session: session, recording: live.recording, journal: live.journal)
        let key = Exchange.Key(
            account: session.account, region: home, service: service, operation: operation,
            parameters: parameters)
        return await Pager(models: live.client.models).answer(key, paging: nil, recorded: source.recorded) {
            await source.page($0)
        }
    }

    /// The caller's account, which what can't be seen is said of; nil where it can't be entered.
    private func caller() async -> String? {
        var source = AccountSource(client: live.client, session: session, recording: nil, journal: nil)
        guard case .success(let caller) = await source.enter(region: home) else { return nil }
        return caller.account
    }

    private func gap(_ account: String?, _ call: String, _ refusal: Refusal, _ unseen: String) -> Gap {
        Gap(
            account: account ?? "", region: home, call: call, code: refusal.code, message: refusal.message,
            unseen: unseen, requestID: refusal.requestID)
    }

    /// The regions that are switched on in the caller's account; denied at EC2, the Account service is asked.
    func regions() async -> Found {
        var found = Found()
        let answer = await ask("ec2", "DescribeRegions", [:])
        let names = answer.pages.flatMap { $0["Regions"]?.array ?? [] }.compactMap {
            $0["RegionName"]?.string
        }
        if answer.refusal == nil, !names.isEmpty {
            found.regions = names.sorted()
            return found
        }
        let second = await ask(
            "account", "ListRegions", ["RegionOptStatusContains": ["ENABLED", "ENABLED_BY_DEFAULT"]])
        found.regions = second.pages.flatMap { $0["Regions"]?.array ?? [] }.compactMap {
            $0["RegionName"]?.string
        }
        .sorted()
        if let refusal = second.refusal {
            let account = await caller()
            found.isEntered = account != nil
            if let first = answer.refusal {
                found.gaps.append(gap(account, "ec2:DescribeRegions", first, "the list of regions"))
            }
            found.gaps.append(gap(account, "account:ListRegions", refusal, "the list of regions"))
        }
        return found
    }

    /// The active accounts of the organisation, each with the role called `role`.
    func organization(role: String) async -> Found {
        var found = Found()
        let answer = await ask("organizations", "ListAccounts", [:])
        for account in answer.pages.flatMap({ $0["Accounts"]?.array ?? [] }) {
            guard let id = account["Id"]?.string else { continue }
            let state = account["State"]?.string ?? account["Status"]?.string ?? ""
            guard state == "ACTIVE" else {
                found.notes.append("account \(id) is \(state.lowercased()) and was skipped")
                continue
            }
            let arn = account["Arn"]?.string ?? ""
            let partition = arn.split(separator: ":").dropFirst().first.map(String.init) ?? "aws"
            found.targets.append(
                AccountTarget(role: "arn:\(partition):iam::\(id):role/\(role)", externalID: nil))
        }
        if let refusal = answer.refusal {
            let account = await caller()
            found.isEntered = account != nil
            found.gaps.append(
                gap(account, "organizations:ListAccounts", refusal, "the accounts of the organisation"))
        }
        return found
    }
}

extension ReportMaking {
    /// Takes what scouting could not see: a finding for each check, so that nothing is silent.
    mutating func take(_ found: Scouting.Found) {
        notes += found.notes
        gaps += found.gaps
        guard let gap = found.gaps.last else { return }
        findings += checks.map { check in
            Finding(
                check: check.id, status: .unknown, severity: check.severity, resource: nil,
                resourceType: check.resource, account: gap.account, region: gap.region,
                reason: "\(gap.unseen) could not be seen: \(gap.call): \(gap.code) (\(gap.message))",
                gaps: found.gaps)
        }
    }
}
