import Documents
import Files
import TestSupport
import Testing

/// A scrubbed log shows nobody, and is judged as the real one.
@Suite struct ScrubTests {
    /// The scrubbed log of the demo world's scan, and where it is.
    static let scrubbed = Result<(folder: TemporaryFolder, log: String, text: String), any Error> {
        let (_, log, _) = try RoundTripTests.saved.get()
        let folder = try TemporaryFolder()
        let shown = folder.path + "/shown.log"
        let outcome = try Program.run("assay", ["scrub", log, "--output", shown], in: folder.path)
        #expect(outcome.status == 0 && outcome.out == "", "\(outcome.err)")
        return (folder, shown, try Files.text(shown))
    }

    /// How many findings of each check have each status, in each region.
    private func counts(_ report: JSONReport) -> [String: Int] {
        Dictionary(report.findings.map { ("\($0.check) \($0.region) \($0.status)", 1) }, uniquingKeysWith: +)
    }

    @Test func `a scrubbed log is judged as the real one`() throws {
        let (folder, log, _) = try Self.scrubbed.get()
        let again = try Program.run(
            "assay", ["evaluate", log, "--checks", Assay.checks, "--service", "ses,sns", "--format", "json"],
            in: folder.path)
        let report = try RoundTripTests.saved.get().report
        #expect(counts(try JSONReport(again)) == counts(report))
    }

    @Test func `a scrubbed log is a world that gives the same findings`() throws {
        let (folder, log, _) = try Self.scrubbed.get()
        let mock = try Mock(log)
        let again = try JSONReport(try Assay.run(Assay.scan(mock, RoundTripTests.selection), in: folder.path))
        let report = try RoundTripTests.saved.get().report
        #expect(counts(again) == counts(report))
    }

    @Test func `no account, address, domain or name is in a scrubbed log`() throws {
        let text = try Self.scrubbed.get().text
        let report = try RoundTripTests.saved.get().report
        let resources = report.findings.compactMap(\.resource)
        let names = Set(resources.flatMap { $0.split { ":/@".contains($0) }.suffix(1).map(String.init) })
        #expect(names.count > 15)
        for name in names.union(report.findings.map(\.account)) where !name.isEmpty {
            #expect(!text.contains("\(name)\""), "\(name)")
        }
        for part in ["example.com", "example.org", "example.net", "111122223333", "777788889999"] {
            #expect(!text.contains(part), "\(part)")
        }
    }

    @Test func `a file that is there is not written over`() throws {
        let (folder, log, text) = try Self.scrubbed.get()
        let outcome = try Program.run("assay", ["scrub", log, "--output", log], in: folder.path)
        #expect(outcome.status == 2 && outcome.err.contains("is there already"))
        #expect(try Files.text(log) == text)
    }
}
