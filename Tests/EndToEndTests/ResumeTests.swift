import Documents
import Files
import Glibc
import TestSupport
import Testing

/// A scan that was killed goes on where it was, asks for nothing twice and ends with the same findings.
@Suite struct ResumeTests {
    static let usual = "assay-scan.log"

    /// A world with pages, batches and joins: the demo world, each answer a little late so that a kill finds work.
    private func slowMock() throws -> Mock {
        let mock = try Mock(Mock.demo)
        try mock.control("PUT", "faults", #"[{"fault": {"latency": {"from": 2, "to": 12}}}]"#)
        return mock
    }

    private func scan(_ mock: Mock, _ more: [String] = []) -> [String] {
        Assay.scan(
            mock, ["--service", "ses,sns", "--region", "eu-west-1,us-east-1", "--format", "json"] + more)
    }

    /// Starts a scan and kills it as soon as the mock has seen `count` requests. Whether it was still running.
    private func killed(_ mock: Mock, _ folder: TemporaryFolder, after count: Int, _ more: [String] = [])
        throws -> Bool
    {
        let program = try Program("assay", scan(mock, more), environment: Assay.keys, in: folder.path)
        while !program.hasEnded, try mock.count() < count { usleep(300) }
        program.send(SIGKILL)
        return program.end().status == 128 + SIGKILL
    }

    /// What was asked and is in the log, as far as its lines are whole.
    static func recorded(_ folder: TemporaryFolder) throws -> Set<String> {
        var asked = Set<String>()
        for line in try Files.text("\(folder.path)/\(usual)").split(separator: "\n") {
            guard let value = try? JSON.parse(Array(line.utf8)) else { continue }
            let call = "\(value["service"]?.string ?? ""):\(value["operation"]?.string ?? "")"
            asked.insert(
                "\(value["account"]?.string ?? "") \(value["region"]?.string ?? "") \(call) \(value["parameters"] ?? .null)"
            )
        }
        return asked
    }

    static let whole = Result<(judged: Set<String>, calls: Int), any Error> {
        let folder = try TemporaryFolder()
        let mock = try Mock(Mock.demo)
        let tests = ResumeTests()
        let outcome = try Assay.run(tests.scan(mock), in: folder.path)
        return (try JSONReport(outcome).judged, try mock.count())
    }

    @Test(arguments: 0..<100)
    func `killed at any moment, the scan ends the same and asks for nothing twice`(_ moment: Int) throws {
        let whole = try Self.whole.get()
        let folder = try TemporaryFolder()
        let mock = try slowMock()
        let isKilled = try killed(mock, folder, after: 1 + moment * whole.calls / 100)
        guard isKilled else { return }
        let before = try Self.recorded(folder)
        try mock.forget()
        let outcome = try Assay.run(scan(mock, ["--resume"]), in: folder.path)
        let report = try JSONReport(outcome)
        #expect(report.judged == whole.judged, "after \(before.count) exchanges: \(outcome.err)")
        let again = try mock.requests().filter { before.contains($0.asked) }
        #expect(again == [], "after \(before.count) exchanges")
        #expect(try Files.list(folder.path) == [], "the log goes when the scan has ended")
    }

    @Test func `a scan does not start over a log that an ended one left`() throws {
        let folder = try TemporaryFolder()
        let mock = try slowMock()
        #expect(try killed(mock, folder, after: 20))
        #expect(
            try Program.run("/usr/bin/stat", ["-c", "%a", "\(folder.path)/\(Self.usual)"]).out == "600\n")
        try mock.forget()
        let outcome = try Assay.run(scan(mock), in: folder.path)
        #expect(outcome.status == 2)
        #expect(outcome.errorLines.count == 1 && outcome.err.contains("assay run --resume"), "\(outcome.err)")
        #expect(try mock.requests() == [])
    }

    @Test func `a scan does not write where another one writes`() throws {
        let folder = try TemporaryFolder()
        let mock = try Mock(Mock.demo)
        try mock.control(
            "PUT", "faults", #"[{"operation": "GetTopicAttributes", "fault": {"latency": 60000}}]"#)
        let first = try Program("assay", scan(mock), environment: Assay.keys, in: folder.path)
        while !first.hasEnded, try mock.count() < 20 { usleep(1000) }
        for more in [[], ["--resume"]] {
            let second = try Assay.run(scan(mock, more), in: folder.path)
            #expect(second.status == 2)
            #expect(second.err.contains("\(Self.usual) is written by a scan that runs"), "\(second.err)")
        }
        #expect(!first.hasEnded)
        first.send(SIGKILL)
        _ = first.end()
        try mock.control("DELETE", "faults")
        let whole = try Self.whole.get().judged
        #expect(try JSONReport(try Assay.run(scan(mock, ["--resume"]), in: folder.path)).judged == whole)
    }

    @Test func `a log that was asked for stays when the scan goes on`() throws {
        let folder = try TemporaryFolder()
        let mock = try slowMock()
        let whole = try Self.whole.get().judged
        #expect(try killed(mock, folder, after: 40, ["--save", "scan.log"]))
        let first = try Assay.run(scan(mock, ["--resume", "scan.log"]), in: folder.path)
        #expect(try JSONReport(first).judged == whole)
        #expect(try Files.list(folder.path) == ["scan.log"])
        try mock.forget()
        #expect(try killed(mock, folder, after: 40))
        let second = try Assay.run(scan(mock, ["--resume", "--save", "other.log"]), in: folder.path)
        #expect(try JSONReport(second).judged == whole)
        #expect(try Files.list(folder.path).sorted() == ["other.log", "scan.log"])
    }

    @Test func `a log that is cut in a line is used as far as it goes, and that is said`() throws {
        let folder = try TemporaryFolder()
        let mock = try slowMock()
        #expect(try killed(mock, folder, after: 60))
        let path = "\(folder.path)/\(Self.usual)"
        let bytes = try Files.read(path)
        try Files.write(Array(bytes.dropLast(120)), to: path, mode: 0o600)
        let lines = bytes.dropLast(120).count { $0 == UInt8(ascii: "\n") }
        let before = try Self.recorded(folder)
        try mock.forget()
        let outcome = try Assay.run(scan(mock, ["--resume", Self.usual]), in: folder.path)
        #expect(try JSONReport(outcome).judged == Self.whole.get().judged)
        #expect(outcome.err.contains("\(Self.usual):\(lines + 1): "), "\(outcome.err)")
        #expect(outcome.err.contains("going on with \(lines) exchanges"), "\(outcome.err)")
        let again = try mock.requests().filter { before.contains($0.asked) }
        #expect(again == [])
    }

    @Test func `a log of other checks and regions is used as far as it fits`() throws {
        let folder = try TemporaryFolder()
        let mock = try Mock(Mock.demo)
        let first = try Assay.run(
            Assay.scan(
                mock,
                [
                    "--check", "ses_identity_verified", "--region", "eu-central-1,eu-west-1", "--save",
                    "old.log",
                ]),
            in: folder.path)
        #expect(first.status == 1 || first.status == 3, "\(first.err)")
        try mock.forget()
        let outcome = try Assay.run(scan(mock, ["--resume", "old.log"]), in: folder.path)
        #expect(try JSONReport(outcome).judged == Self.whole.get().judged)
        let listed = try mock.requests().filter { $0.call == "sesv2:ListEmailIdentities" }
        #expect(Set(listed.map(\.region)) == ["us-east-1"], "eu-west-1 is in the log")
        #expect(outcome.err.contains("1 of the 24 exchanges do not fit this scan"), "\(outcome.err)")
    }

    @Test func `a log of another account gives no answer for this one`() throws {
        let folder = try TemporaryFolder()
        let mock = try Mock(Mock.demo)
        let selection = ["--check", VerdictTests.flagship, "--region", "eu-west-1", "--format", "json"]
        _ = try Assay.run(Assay.scan(mock, selection + ["--save", "old.log"]), in: folder.path)
        let role = ["--role-arn", "arn:aws:iam::444455556666:role/audit"]
        let whole = try JSONReport(try Assay.run(Assay.scan(mock, selection + role), in: folder.path))
        let outcome = try Assay.run(
            Assay.scan(mock, selection + role + ["--resume", "old.log"]), in: folder.path)
        #expect(try JSONReport(outcome).judged == whole.judged)
        #expect(outcome.err.contains("do not fit this scan"), "\(outcome.err)")
    }

    @Test func `a list whose token has grown too old starts over`() throws {
        let folder = try TemporaryFolder()
        let mock = try Mock(Mock.demo)
        let refused: Value = [
            [
                "operation": "ListEmailIdentities", "parameters": ["NextToken": "*"],
                "fault": ["latency": 60_000],
            ]
        ]
        try mock.control("PUT", "faults", JSON.text(refused))
        let program = try Program("assay", scan(mock), environment: Assay.keys, in: folder.path)
        while !program.hasEnded, try !mock.requests().contains(where: { $0.parameters["NextToken"] != nil }) {
            usleep(1000)
        }
        program.send(SIGKILL)
        #expect(program.end().status == 128 + SIGKILL)
        let old: Value = [
            [
                "operation": "ListEmailIdentities", "parameters": ["NextToken": "*"], "times": 1,
                "fault": [
                    "error": ["code": "InvalidNextTokenException", "status": 400, "message": "too old"]
                ],
            ]
        ]
        try mock.control("PUT", "faults", JSON.text(old))
        let outcome = try Assay.run(scan(mock, ["--resume"]), in: folder.path)
        #expect(try JSONReport(outcome).judged == Self.whole.get().judged)
    }

    @Test func `a report that could not be written is made from the log, without a call`() throws {
        let folder = try TemporaryFolder()
        let mock = try Mock(Mock.demo)
        let words = (["\(Program.built)/assay"] + scan(mock)).map { "'\($0)'" }.joined(separator: " ")
        let failed = try Program.run(
            "/bin/sh", ["-c", "exec \(words) >/dev/full"], environment: Assay.keys, in: folder.path)
        #expect(failed.status == 2)
        #expect(
            failed.err.contains("No space left") && failed.err.contains("--resume \(Self.usual)"),
            "\(failed.err)")
        try mock.forget()
        let outcome = try Assay.run(scan(mock, ["--resume", Self.usual]), in: folder.path)
        #expect(try JSONReport(outcome).judged == Self.whole.get().judged)
        #expect(try mock.requests() == [])
        #expect(try Files.list(folder.path) == [])
    }
}
