import Documents
import Files
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
