import Findings

/// What a scan looked at, so that a finding which it lacks can be told to be gone.
struct Coverage {
    private let checks: Set<String>
    private let regions: [String: Set<String>]
    private let isWhole: Bool
    private let blind: Set<Blind>

    /// A listing that failed or was cut short.
    private struct Blind: Hashable {
        let check: String
        let account: String
        let region: String
    }

    /// What `scan` looked at; `incomplete` are its findings about an account and region that are unknown.
    init(_ scan: ScanInfo, incomplete: some Sequence<(check: String, account: String, region: String)>) {
        checks = Set(scan.checks)
        var regions = [String: Set<String>]()
        for account in scan.accounts where account.caller != nil {
            regions[account.id, default: []].formUnion(account.regions)
        }
        self.regions = regions
        isWhole = !scan.isInterrupted
        blind = Set(incomplete.map { Blind(check: $0.check, account: $0.account, region: $0.region) })
    }

    /// The accounts that were entered.
    var accounts: [String] { regions.keys.sorted() }

    /// Whether the scan would have seen `name`, had it been there.
    func includes(_ name: FindingName) -> Bool {
        guard isWhole, checks.contains(name.check), let regions = regions[name.account] else { return false }
        guard name.region == "global" || regions.contains(name.region) else { return false }
        // What is listed globally may live in any region.
        return [name.region, "global"].allSatisfy {
            !blind.contains(Blind(check: name.check, account: name.account, region: $0))
        }
    }
}
