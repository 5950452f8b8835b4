import Documents
import Files
import Glibc
import TestSupport
import Testing

/// Ctrl-C: the first prints what was seen, the second ends at once.
@Suite struct SignalTests {
    static let usual = ResumeTests.usual

    /// A scan that waits for the answers about the second page of identities.
    private func waiting(_ folder: TemporaryFolder, _ start: (Mock) throws -> Program) throws -> (
        Mock, Program
    ) {
        let mock = try Mock(Mock.demo)
        let faults: Value = [
            [
                "operation": "GetEmailIdentity", "parameters": ["EmailIdentity": "team*"],
                "fault": ["latency": 60_000],
            ]
        ]
        try mock.control("PUT", "faults", JSON.text(faults))
        let program = try start(mock)
        while !program.hasEnded {
            let asked = try mock.requests()
            if asked.count(where: { $0.parameters["EmailIdentity"]?.string?.hasPrefix("team") == true }) == 3,
                asked.count > 30
            {
                break
            }
            usleep(1000)
        }
        return (mock, program)
    }

    private func arguments(_ mock: Mock, _ more: [String] = []) -> [String] {
        Assay.scan(
            mock,
            [
                "--check", "\(VerdictTests.flagship),ses_identity_verified", "--region",
                "eu-west-1,us-east-1",
                "--format", "json",
            ] + more)
    }

    @Test(arguments: [SIGINT, SIGTERM])
    func `the first signal prints what was seen, keeps the log and says how to go on`(_ signal: Int32) throws
    {
        let folder = try TemporaryFolder()
        let (mock, program) = try waiting(folder) {
            try Program("assay", arguments($0), environment: Assay.keys, in: folder.path)
        }
        #expect(!program.hasEnded)
        program.send(signal)
        let outcome = program.end()
        #expect(outcome.status == 1)
        let report = try JSONReport(outcome)
        for number in 1...3 {
            let findings = report.findings.filter {
                $0.resource?.hasSuffix("team\(number)@example.org") == true
            }
            #expect(findings.map(\.status) == ["unknown", "unknown"], "\(findings)")
            #expect(findings.allSatisfy { $0.reason.contains("sesv2:GetEmailIdentity") }, "\(findings)")
        }
        #expect(try report.finding("newsletter@example.org", VerdictTests.flagship).status == "fail")
        #expect(report.gaps.count { $0["call"] == "sesv2:GetEmailIdentity" } >= 3)
        #expect(outcome.err.contains("assay run --resume \(Self.usual)"), "\(outcome.err)")
        #expect(try Files.list(folder.path) == [Self.usual])

        try mock.control("DELETE", "faults")
        try mock.forget()
        let resumed = try JSONReport(
            try Assay.run(arguments(mock, ["--resume", Self.usual]), in: folder.path))
        let whole = try JSONReport(
            try Assay.run(arguments(mock), in: folder.path))
        #expect(resumed.judged == whole.judged)
        #expect(try Files.list(folder.path) == [])
    }

    @Test func `the second signal ends at once, and the log stays`() throws {
        let folder = try TemporaryFolder()
        // The report goes into a pipe that nobody reads, so that the first signal does not end the program.
        let pipe = folder.path + "/pipe"
        #expect(mkfifo(pipe, 0o600) == 0)
        let end = open(pipe, O_RDWR | O_NONBLOCK | O_CLOEXEC)
        defer { close(end) }
        let (mock, program) = try waiting(folder) { mock in
            let words = (["\(Program.built)/assay"] + arguments(mock)).map { "'\($0)'" }.joined(
                separator: " ")
            return try Program(
                "/bin/sh", ["-c", "exec \(words) >'\(pipe)'"], environment: Assay.keys, in: folder.path)
        }
        program.send(SIGINT)
        while !program.hasEnded, !program.err.contains("once more") { usleep(1000) }
        #expect(!program.hasEnded)
        program.send(SIGINT)
        #expect(program.end().status == 128 + SIGINT)
        #expect(try Files.list(folder.path).sorted() == [Self.usual, "pipe"])
        #expect(try mock.count() > 30)
    }
}
