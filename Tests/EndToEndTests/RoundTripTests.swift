import Documents
import Files
import TestSupport
import Testing

/// A saved scan can be judged again, and served as a world, with the same findings.
@Suite struct RoundTripTests {
    /// A scan of the demo world with every check of SES and SNS, and the log that it left.
    static let saved = Result<(folder: TemporaryFolder, log: String, report: JSONReport), any Error> {
        let folder = try TemporaryFolder()
        let mock = try Mock(Mock.demo)
        let log = folder.path + "/scan.log"
        let outcome = try Assay.run(Assay.scan(mock, selection + ["--save", log]), in: folder.path)
        #expect(outcome.status == 1 && outcome.err == "", "\(outcome.err)")
        return (folder, log, try JSONReport(outcome))
    }

    static let selection = [
        "--service", "ses,sns", "--region", "eu-west-1,us-east-1,eu-central-1", "--format", "json",
    ]

    @Test func `a saved scan gives the same findings when it is judged again`() throws {
        let (folder, log, report) = try Self.saved.get()
        let again = try Program.run(
            "assay", ["evaluate", log, "--checks", Assay.checks, "--service", "ses,sns", "--format", "json"],
            in: folder.path)
        let second = try JSONReport(again)
        #expect(report.judged.count > 300)
        #expect(second.judged.subtracting(report.judged) == [])
        #expect(report.judged.subtracting(second.judged) == [])
        #expect(second.gapWords == report.gapWords)
        #expect(again.status == 1)
    }

    @Test func `a log that is judged twice gives the same report`() throws {
        let (folder, log, _) = try Self.saved.get()
        let words = ["evaluate", log, "--checks", Assay.checks, "--service", "ses", "--format", "json"]
        let reports = try (0..<2).map { _ in try Program.run("assay", words, in: folder.path).out }
        #expect(reports[0] == reports[1] && !reports[0].isEmpty)
    }

    @Test func `findings that can't wait in a temporary file are reported all the same`() throws {
        let folder = try TemporaryFolder()
        let world = folder.path + "/world"
        let made = try Program.run(
            "mock-aws", ["generate", "--seed", "5", "--identities", "150", "--topics", "4", "--world", world])
        try #require(made.status == 0, "\(made.err)")
        let mock = try Mock(world)
        let words = Assay.scan(
            mock, ["--service", "ses", "--region", "eu-west-1", "--format", "json", "--quiet"])
        let filed = try Assay.run(words, in: folder.path)
        let kept = try Assay.run(
            words, environment: Assay.keys.merging(["TMPDIR": "/none"]) { $1 }, in: folder.path)
        #expect(try JSONReport(kept).judged == JSONReport(filed).judged)
        #expect(kept.status == filed.status)
        let told =
            "assay: cannot write a temporary file in /none: No such file or directory; the findings stay in memory"
        #expect(filed.errorLines == [] && kept.errorLines == [told[...]])
    }

    @Test func `a saved scan is a world that gives the same findings`() throws {
        let (folder, log, report) = try Self.saved.get()
        let mock = try Mock(log)
        let second = try JSONReport(try Assay.run(Assay.scan(mock, Self.selection), in: folder.path))
        #expect(second.judged.subtracting(report.judged) == [])
        #expect(report.judged.subtracting(second.judged) == [])
        #expect(second.gapWords == report.gapWords)
        #expect(try mock.control("GET", "misses") == "{}\n")
    }

    @Test func `an account that could not be entered is not silent when the log is judged again`() throws {
        let folder = try TemporaryFolder()
        let mock = try Mock(Mock.demo)
        let selection = ["--check", VerdictTests.flagship, "--format", "json"]
        let roles = ["444455556666", "999999999999"].flatMap {
            ["--role-arn", "arn:aws:iam::\($0):role/audit"]
        }
        let report = try JSONReport(
            try Assay.run(
                Assay.scan(mock, selection + roles + ["--region", "eu-west-1", "--save", "scan.log"]),
                in: folder.path))
        let again = try Program.run(
            "assay", ["evaluate", "scan.log", "--checks", Assay.checks] + selection, in: folder.path)
        let second = try JSONReport(again)
        #expect(second.judged == report.judged)
        #expect(second.gapWords == report.gapWords)
        #expect(second.findings.contains { $0.account == "999999999999" && $0.status == "unknown" })
        #expect(again.status == 3, "\(again.err)")
        let world = try Mock(folder.path + "/scan.log")
        let served = try JSONReport(
            try Assay.run(Assay.scan(world, selection + roles + ["--region", "eu-west-1"]), in: folder.path))
        #expect(try world.count() > 0)
        #expect(served.findings.contains { $0.account == "999999999999" && $0.status == "unknown" })
    }

    @Test func `a log is private, and one that is saved stays`() throws {
        let (_, log, _) = try Self.saved.get()
        #expect(try Program.run("/usr/bin/stat", ["-c", "%a", log]).out == "600\n")
        for line in try Files.text(log).split(separator: "\n") {
            #expect(try JSON.parse(Array(line.utf8))["format"] == "exchange/1")
        }
    }

    @Test func `a log is never written over`() throws {
        let (folder, log, _) = try Self.saved.get()
        let before = try Files.text(log)
        let mock = try Mock(Mock.demo)
        let outcome = try Assay.run(Assay.scan(mock, Self.selection + ["--save", log]), in: folder.path)
        #expect(outcome.status == 2 && outcome.err.contains("is there already"), "\(outcome.err)")
        #expect(try mock.requests() == [])
        #expect(try Files.text(log) == before)
    }
}
