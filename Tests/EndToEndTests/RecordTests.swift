import Documents
import Files
import Glibc
import TestSupport
import Testing

/// `mock-aws record` between a scan and a mock that stands for AWS.
@Suite struct RecordTests {
    /// A recording proxy that listens.
    final class Recorder: Sendable {
        let program: Program
        let url: String

        init(_ upstream: String, into world: String, home: String, options: [String] = []) throws {
            program = try Program(
                "mock-aws", ["record", "--upstream", upstream, "--world", world] + options,
                environment: Assay.keys.merging(["HOME": home]) { $1 })
            while !program.out.hasSuffix("\n") {
                if program.hasEnded { throw Program.Failure("mock-aws: \(program.end().err)") }
                usleep(2000)
            }
            url = String(program.out.split(separator: "\n")[0].dropFirst("listening on ".count))
        }

        /// Ends it as a user does.
        func end() -> Program.Outcome {
            program.send(SIGTERM)
            return program.end()
        }
    }

    private static let scope = [
        "--service", "ses,sns,sts", "--region", "eu-west-1,us-east-1", "--format", "json",
        "--role-arn", "arn:aws:iam::444455556666:role/audit",
        "--role-arn", "arn:aws:iam::111122223333:role/audit",
    ]

    private func scan(_ url: String, _ folder: TemporaryFolder, _ scope: [String]) throws -> JSONReport {
        try JSONReport(
            try Assay.run(
                [
                    "run", "--endpoint-url", url, "--checks", Assay.checks, "--rate-factor", "10000",
                    "--no-store",
                ] + scope, in: folder.path))
    }

    /// How many findings of each check have each status, in each region.
    private func counts(_ report: JSONReport) -> [String: Int] {
        Dictionary(report.findings.map { ("\($0.check) \($0.region) \($0.status)", 1) }, uniquingKeysWith: +)
    }

    /// The scan of the demo world through the proxy, what it wrote, and where.
    static let recorded = Result<(folder: TemporaryFolder, world: String, report: JSONReport), any Error> {
        let folder = try TemporaryFolder()
        let world = folder.path + "/world"
        let mock = try Mock(Mock.demo)
        let recorder = try Recorder(mock.url, into: world, home: folder.path)
        let report = try RecordTests().scan(recorder.url, folder, scope)
        let outcome = recorder.end()
        #expect(outcome.status == 0, "\(outcome.err)")
        #expect(report.findings.count > 40)
        return (folder, world, report)
    }

    @Test func `a scan of the recorded world finds what the scan through the proxy found`() throws {
        let (folder, world, report) = try Self.recorded.get()
        let replay = try Mock(world)
        let accounts = try Files.list(world).filter { !$0.hasPrefix(".") }
        #expect(accounts == ["100000000001", "100000000002"])
        let scope = Self.scope.map {
            $0.replacing("444455556666", with: accounts[1]).replacing("111122223333", with: accounts[0])
                .replacing("role/audit", with: "role/n1")
        }
        #expect(counts(try scan(replay.url, folder, scope)) == counts(report))
        let valid = try Program.run("mock-aws", ["worlds", "validate", world], in: folder.path)
        #expect(valid.status == 0, "\(valid.out)")
    }

    @Test func `no secret, account, address, domain or name is in what was written`() throws {
        let (_, world, _) = try Self.recorded.get()
        let files = try Files.walk(world) + [world + "/.pseudonyms"]
        #expect(files.count > 40)
        let real = [
            Assay.keys["AWS_ACCESS_KEY_ID"]!, Assay.keys["AWS_SECRET_ACCESS_KEY"]!, "111122223333",
            "444455556666", "example.com", "example.org", "example.net", "newsletter", "bounces",
            "complaints", "Credential=", "AWS4-HMAC", "X-Amz-Security-Token",
        ]
        for file in files {
            let text = try Files.text(file)
            for one in real where text.contains(one) { Issue.record("\(file) holds \(one)") }
            // The sessions' keys and tokens, as the upstream makes them.
            for start in text.ranges(of: "ASIA") {
                #expect(text[start.upperBound...].hasPrefix("0000"), "\(file) holds a session's key")
            }
            #expect(!text.contains(#/"mock[A-Z2-7]{20}/#), "\(file) holds a session's token")
            #expect(!text.contains(#/"[A-Z2-7]{40}"/#), "\(file) holds a session's secret")
            #expect(!file.dropFirst(world.count).contains("example.c"), "\(file) is named after a domain")
        }
    }

    @Test func `what was written is the user's alone`() throws {
        let (folder, world, _) = try Self.recorded.get()
        let key = folder.path + "/.local/state/mock-aws/pseudonyms.key"
        for file in try Files.walk(world) + [world + "/.pseudonyms", key] {
            var status = stat()
            #expect(stat(file, &status) == 0 && status.st_mode & 0o777 == 0o600, "\(file)")
        }
    }

    @Test func `credentials that are refused end it before it listens`() throws {
        let folder = try TemporaryFolder()
        let mock = try Mock(Mock.demo)
        let outcome = try Program.run(
            "mock-aws", ["record", "--upstream", mock.url, "--world", folder.path + "/world"],
            environment: ["AWS_ACCESS_KEY_ID": "AKIAUNKNOWN", "AWS_SECRET_ACCESS_KEY": "x"], in: folder.path)
        #expect(outcome.status == 2 && outcome.out == "")
        #expect(
            outcome.errorLines.count == 1 && outcome.err.contains("InvalidClientTokenId"), "\(outcome.err)")
    }

    @Test func `an answer with a secret that is not understood ends it with one line`() throws {
        let folder = try TemporaryFolder()
        let mock = try Mock(Mock.demo)
        let world = folder.path + "/world"
        let recorder = try Recorder(mock.url, into: world, home: folder.path, options: ["--quiet"])
        try mock.control(
            "POST", "faults",
            #"[{"service":"sns","fault":{"error":{"code":"InvalidParameter","status":400,"message":"password=hunter22"}}}]"#
        )
        let call = try Assay.run(
            ["call", "sns:ListTopics", "--region", "eu-west-1", "--endpoint-url", recorder.url],
            in: folder.path)
        #expect(call.err.contains("RecordingEnded") && !call.err.contains("hunter"), "\(call.err)")
        let outcome = recorder.program.end()
        #expect(outcome.status == 2 && outcome.errorLines.count == 1, "\(outcome.err)")
        #expect(outcome.err.contains("sns:ListTopics in eu-west-1") && !outcome.err.contains("hunter"))
        #expect(try Files.walk(world) == [])
    }
}
