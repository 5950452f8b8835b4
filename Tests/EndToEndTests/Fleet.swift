import Documents
import Files
import TestSupport

/// A generated world of many accounts, the file that lists them, and the truth about them.
struct Fleet {
    static let regions = ["eu-west-1", "us-east-1", "us-west-2"]

    let folder: TemporaryFolder
    /// The accounts, the caller's own first.
    let accounts: [String]
    /// What is true of each identity, by its ARN.
    let truth: [String: String]

    /// `count` accounts with 6 identities in each, about 2 in each region.
    init(accounts count: Int, settings: Object = Object([])) throws {
        folder = try TemporaryFolder()
        accounts = ["111122223333"] + (1..<count).map { String(200_000_000_000 + $0 * 7_919) }
        let made = try Program.run(
            "mock-aws",
            [
                "generate", "--seed", "11", "--accounts", "\(count)", "--regions", "3", "--identities",
                "\(count * 6)", "--topics", "\(count * 2)", "--world", folder.path + "/world", "--truth",
                folder.path + "/truth",
            ])
        guard made.status == 0 else { throw Program.Failure(made.err) }
        var truth: [String: String] = [:]
        for line in try Files.text(folder.path + "/truth").split(separator: "\n") {
            let value = try JSON.parse(Array(line.utf8))
            guard value["check"]?.string == VerdictTests.flagship else { continue }
            truth[value["resource"]?.string ?? ""] = value["status"]?.string
        }
        self.truth = truth
        var world = try JSON.parse(try Files.read(folder.path + "/world/world.json")).object ?? Object()
        for (name, value) in settings { world[name] = value }
        try Files.write(
            Array(JSON.text(.object(world)).utf8), to: folder.path + "/world/world.json", mode: 0o644)
    }

    /// Serves the world.
    func mock() throws -> Mock { try Mock(folder.path + "/world") }

    /// The flags of a scan of every account by its role, and of `more` accounts that are not there.
    func flags(more: [String] = [], regions: String = Self.regions.joined(separator: ",")) throws -> [String]
    {
        let list = (accounts + more).map { "  - {account: \"\($0)\", role: audit}\n" }.joined()
        try Files.write(Array("accounts:\n\(list)".utf8), to: folder.path + "/accounts.yaml", mode: 0o644)
        return [
            "--check", VerdictTests.flagship, "--accounts", folder.path + "/accounts.yaml", "--region",
            regions,
            "--format", "json",
        ]
    }

    /// The account and region of an identity's ARN.
    static func place(_ arn: String) -> (region: String, account: String) {
        let parts = arn.split(separator: ":", omittingEmptySubsequences: false)
        return (String(parts[3]), String(parts[4]))
    }
}
