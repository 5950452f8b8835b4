import Documents
import Files
import TestSupport
import Testing

/// An endpoint that can't be reached, or that is not AWS: one line, exit 2, and nothing left behind.
@Suite struct EndpointTests {
    private func scan(
        _ url: String, environment: [String: String] = Assay.keys, flags: [String] = []
    ) throws -> Program.Outcome {
        let folder = try TemporaryFolder()
        let outcome = try Program.run(
            "assay",
            [
                "run", "--endpoint-url", url, "--checks", Assay.checks, "--no-store", "--region", "eu-west-1",
                "--check", VerdictTests.flagship,
            ] + flags, environment: environment, in: folder.path)
        #expect(try Files.walk(folder.path) == [], "nothing is left behind")
        return outcome
    }

    private func expectNothingJudged(_ outcome: Program.Outcome, _ words: String...) {
        #expect(outcome.status == 2)
        #expect(outcome.out == "")
        #expect(outcome.errorLines.count == 1, "\(outcome.err)")
        #expect(outcome.err.hasPrefix("assay: no account could be entered, so nothing was judged: "))
        for word in words { #expect(outcome.err.contains(word), "\(outcome.err)") }
    }

    @Test func `a port that nobody listens on`() throws {
        expectNothingJudged(
            try scan("http://127.0.0.1:1"), "sts:GetCallerIdentity: connect:", "127.0.0.1 port 1")
    }

    @Test(arguments: ["nonsense", "ftp://127.0.0.1:21", "http://"])
    func `what is no URL of an endpoint`(_ url: String) throws {
        expectNothingJudged(try scan(url), "endpoint", url)
    }

    @Test func `TLS where plain HTTP is spoken`() throws {
        let server = try PlainServer("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
        expectNothingJudged(try scan("https://127.0.0.1:\(server.port)"), "sts:GetCallerIdentity: ")
        #expect(server.connections > 0)
    }

    @Test(arguments: [
        ("200 OK", "text/html", "<html><body>Welcome</body></html>", "malformed"),
        ("404 Not Found", "text/html", "<!doctype html><p>no such page", "404"),
        ("200 OK", "text/xml", "<GetCallerIdentityResponse><GetCallerIdentityResult><Acc", "malformed"),
        ("200 OK", "text/xml", "", "malformed"),
        ("200 OK", "text/xml", "<a/>", "malformed"),
    ])
    func `an answer that is none of AWS's`(_ status: String, _ type: String, _ body: String, _ words: String)
        throws
    {
        let server = try PlainServer(
            "HTTP/1.1 \(status)\r\nContent-Type: \(type)\r\nContent-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n\(body)"
        )
        expectNothingJudged(try scan("http://127.0.0.1:\(server.port)"), "sts:GetCallerIdentity: ", words)
    }

    @Test func `bytes that are no HTTP`() throws {
        let server = try PlainServer("220 mail.example.com ESMTP\r\n")
        expectNothingJudged(try scan("http://127.0.0.1:\(server.port)"), "sts:GetCallerIdentity: ")
    }

    @Test func `no credentials: each place that was looked at is named`() throws {
        let outcome = try scan("http://127.0.0.1:1", environment: ["AWS_EC2_METADATA_DISABLED": "true"])
        expectNothingJudged(
            outcome, "there are no credentials", "AWS_ACCESS_KEY_ID", "profile default", "instance")
    }

    @Test func `keys that the service refuses`() throws {
        let mock = try Mock(Mock.demo)
        var keys = Assay.keys
        keys["AWS_SECRET_ACCESS_KEY"] = "another/secret/of/another/key"
        expectNothingJudged(try scan(mock.url, environment: keys), "SignatureDoesNotMatch")
        keys["AWS_ACCESS_KEY_ID"] = "AKIANOBODYKNOWSTHIS1"
        expectNothingJudged(try scan(mock.url, environment: keys), "InvalidClientTokenId")
        #expect(try Set(mock.requests().map(\.call)) == ["sts:GetCallerIdentity"])
    }

    @Test func `a role that can't be assumed is the one account`() throws {
        let mock = try Mock(Mock.demo)
        let outcome = try scan(mock.url, flags: ["--role-arn", "arn:aws:iam::999999999999:role/audit"])
        expectNothingJudged(outcome, "sts:AssumeRole", "AccessDenied", "999999999999")
    }

    @Test func `a reader who goes away is quiet success`() throws {
        let mock = try Mock(Mock.demo)
        let folder = try TemporaryFolder()
        let command =
            "trap '' PIPE; exec 3>&1; "
            + "{ '\(Program.built)/assay' \(Assay.scan(mock, ["--region", "eu-west-1"]).joined(separator: " ")); "
            + "echo $? >&3; } | true"
        let outcome = try Program.run("/bin/sh", ["-c", command], environment: Assay.keys, in: folder.path)
        #expect(outcome.out == "0\n")
        #expect(outcome.err == "")
        #expect(try Files.walk(folder.path) == [])
    }
}
