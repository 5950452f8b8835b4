import Documents
import Files
import Glibc
import TestSupport
import Testing

/// Scans over TLS: the certificate is checked, and a bundle of one's own is taken.
@Suite(.enabled(if: Program.installed("openssl") != nil, "openssl makes the certificates"))
struct TLSTests {
    /// Makes a certificate for `name` and its key in `folder`, and serves the demo world with it.
    private func mock(_ folder: TemporaryFolder, name: String) throws -> Mock {
        let made = try Program.run(
            try #require(Program.installed("openssl")),
            [
                "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=\(name)",
                "-addext",
                "subjectAltName=\(name == "127.0.0.1" ? "IP" : "DNS"):\(name)", "-keyout",
                folder.path + "/key.pem",
                "-out", folder.path + "/certificate.pem",
            ])
        guard made.status == 0 else { throw Program.Failure(made.err) }
        return try Mock(
            Mock.demo,
            options: ["--tls-cert", folder.path + "/certificate.pem", "--tls-key", folder.path + "/key.pem"])
    }

    private func scan(_ url: String, _ folder: TemporaryFolder, bundle: Bool) throws -> Program.Outcome {
        var environment = Assay.keys
        if bundle { environment["AWS_CA_BUNDLE"] = folder.path + "/certificate.pem" }
        return try Assay.run(
            [
                "run", "--endpoint-url", url, "--checks", Assay.checks, "--check", VerdictTests.flagship,
                "--region",
                "eu-west-1", "--rate-factor", "10000", "--no-store", "--format", "json",
            ], environment: environment, in: folder.path)
    }

    @Test func `a certificate of AWS_CA_BUNDLE is trusted`() throws {
        let folder = try TemporaryFolder()
        let mock = try mock(folder, name: "127.0.0.1")
        let report = try JSONReport(try scan(mock.url, folder, bundle: true))
        #expect(mock.url.hasPrefix("https://"))
        #expect(report.findings.count == 20)
        #expect(try report.finding("newsletter@example.org").status == "fail")
    }

    @Test func `a certificate that nobody vouches for is refused`() throws {
        let folder = try TemporaryFolder()
        let mock = try mock(folder, name: "127.0.0.1")
        let outcome = try scan(mock.url, folder, bundle: false)
        #expect(outcome.status == 2)
        #expect(outcome.errorLines.count == 1 && outcome.err.contains("certificate"), "\(outcome.err)")
    }

    @Test func `a certificate of another name is refused`() throws {
        let folder = try TemporaryFolder()
        let mock = try mock(folder, name: "email.example.com")
        let outcome = try scan(mock.url, folder, bundle: true)
        #expect(outcome.status == 2)
        #expect(outcome.errorLines.count == 1 && outcome.err.contains("127.0.0.1"), "\(outcome.err)")
    }

    @Test func `plain HTTP where TLS is spoken`() throws {
        let folder = try TemporaryFolder()
        let mock = try mock(folder, name: "127.0.0.1")
        let outcome = try scan("http://127.0.0.1:\(mock.port)", folder, bundle: true)
        #expect(outcome.status == 2)
        #expect(outcome.errorLines.count == 1, "\(outcome.err)")
    }
}

/// TLS with the certificate that the mock makes itself.
@Suite struct GeneratedCertificateTests {
    private func scan(_ url: String, bundle: String?, _ folder: TemporaryFolder) throws -> Program.Outcome {
        var environment = Assay.keys
        environment["AWS_CA_BUNDLE"] = bundle
        return try Assay.run(
            ["call", "sns:ListTopics", "--endpoint-url", url, "--region", "eu-west-1"],
            environment: environment, in: folder.path)
    }

    @Test func `its authority is trusted, and by no one who was not told`() throws {
        let folder = try TemporaryFolder()
        let authority = folder.path + "/ca.pem"
        let mock = try Mock(Mock.demo, options: ["--tls-ca", authority])
        let trusted = try scan(mock.url, bundle: authority, folder)
        #expect(trusted.status == 0 && trusted.out.contains(":bounces"), "\(trusted.err)")
        let refused = try scan(mock.url, bundle: nil, folder)
        #expect(refused.status != 0 && refused.err.contains("certificate"), "\(refused.err)")
        let text = try Files.text(authority)
        #expect(text.hasPrefix("-----BEGIN CERTIFICATE-----") && !text.contains("KEY"))
    }

    @Test func `the second line names the file, which goes with the mock`() throws {
        let folder = try TemporaryFolder()
        let program = try Program(
            "mock-aws", ["serve", "--world", Mock.demo, "--tls", "--quiet"],
            environment: ["TMPDIR": folder.path])
        while program.out.split(separator: "\n").count < 2, !program.hasEnded { usleep(2000) }
        let lines = program.out.split(separator: "\n").map(String.init)
        #expect(lines.count == 2 && lines[0].hasPrefix("listening on https://127.0.0.1:"), "\(program.err)")
        let start = "certificate authority: "
        let path = String(lines[1].dropFirst(start.count))
        #expect(lines[1].hasPrefix(start) && path.hasPrefix(folder.path) && Files.exists(path))
        let url = String(lines[0].dropFirst("listening on ".count))
        #expect(try scan(url, bundle: path, folder).status == 0)
        program.send(SIGTERM)
        #expect(program.end().status == 0)
        #expect(try Files.list(folder.path) == [])
    }

    @Test(.enabled(if: Program.installed("curl") != nil, "curl is not installed"))
    func `curl takes it, under every name that it is for`() throws {
        let folder = try TemporaryFolder()
        let authority = folder.path + "/ca.pem"
        let mock = try Mock(Mock.demo, options: ["--tls-ca", authority, "--tls-name", "mock.test"])
        func curl(_ host: String) throws -> Program.Outcome {
            try Program.run(
                try #require(Program.installed("curl")),
                [
                    "-sS", "--cacert", authority, "--resolve", "*:\(mock.port):127.0.0.1", "--noproxy", "*",
                    "https://\(host):\(mock.port)/_mock/health",
                ])
        }
        for host in ["127.0.0.1", "localhost", "mock.test"] {
            let outcome = try curl(host)
            #expect(outcome.status == 0 && outcome.out.contains("ok"), "\(host): \(outcome.err)")
        }
        #expect(try curl("other.test").status == 60)
    }

    @Test(arguments: [
        (["--tls", "--tls-cert", "a", "--tls-key", "b"], "--tls"), (["--tls-cert", "a"], "go together"),
        (["--tls-name", "a,DNS:b"], "a,DNS:b"),
    ])
    func `what does not go together is said`(options: [String], words: String) throws {
        let outcome = try Program.run("mock-aws", ["serve", "--world", Mock.demo] + options)
        #expect(outcome.status == 2 && outcome.errorLines.count == 1 && outcome.out == "")
        #expect(outcome.err.contains(words), "\(outcome.err)")
    }
}
