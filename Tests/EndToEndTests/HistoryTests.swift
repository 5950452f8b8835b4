import Documents
import Files
import TestSupport
import Testing

/// What scans leave in the history, and what can be asked of it.
@Suite struct HistoryTests {
    private let folder: TemporaryFolder
    private let mock: Mock
    private let store: String

    init() throws {
        folder = try TemporaryFolder()
        mock = try Mock(Mock.demo)
        store = folder.path + "/history.db"
    }

    private func scan(_ regions: String, _ arguments: [String] = []) throws -> Program.Outcome {
        let check = "ses_identity_not_publicly_accessible"
        let typed = Assay.scan(mock, ["--check", check, "--region", regions, "--store", store] + arguments)
        return try Assay.run(typed.filter { $0 != "--no-store" }, in: folder.path)
    }

    private func ask(_ arguments: [String]) throws -> Program.Outcome {
        try Program.run("assay", arguments + ["--store", store], in: folder.path)
    }

    @Test func `a second scan tells what is new, and fails for that only`() throws {
        #expect(try scan("us-east-1").status == 1)
        #expect(try Program.run("/usr/bin/stat", ["-c", "%a", store]).out == "600\n")
        let same = try scan("us-east-1", ["--fail-on", "new", "--new-only", "--format", "json"])
        #expect(same.status == 0, "\(same.err)")
        #expect(try JSONReport(same).findings.allSatisfy { $0.status != "fail" })
        let wider = try scan("us-east-1,eu-west-1", ["--fail-on", "new", "--new-only", "--format", "json"])
        #expect(wider.status == 1)
        let failed = try JSONReport(wider).findings.filter { $0.status == "fail" }
        #expect(!failed.isEmpty && failed.allSatisfy { $0.region == "eu-west-1" })
    }

    @Test func `the history lists the scans, the life of findings and how two scans differ`() throws {
        _ = try scan("us-east-1")
        _ = try scan("us-east-1,eu-west-1")
        let scans = try JSON.parse(Array(ask(["history", "--format", "json"]).out.utf8))
        #expect(scans.array?.map { $0["number"] } == [2, 1])
        let life = try ask(["history", "ses_identity_not_publicly_accessible"])
        #expect(life.status == 0 && life.out.contains("scan 1  failed"))
        #expect(try ask(["history", "no_such_check"]).status == 1)
        let difference = try ask(["diff"])
        #expect(
            difference.status == 1 && difference.out.contains("from scan 1")
                && difference.out.contains("eu-west-1"))
        #expect(try ask(["diff", "2", "2"]).status == 0)
        #expect(try ask(["diff", "1", "9"]).status == 2)
    }

    @Test func `a scan that is not to be remembered is not`() throws {
        let outcome = try Assay.run(
            Assay.scan(mock, ["--check", "ses_identity_verified", "--region", "us-east-1"]),
            environment: Assay.keys.merging(["HOME": folder.path]) { $1 }, in: folder.path)
        #expect(outcome.status != 2, "\(outcome.err)")
        #expect(!Files.exists(folder.path + "/.local"))
        #expect(try ask(["history"]).status == 2)
    }
}
