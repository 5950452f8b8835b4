import Documents
import Files
import Glibc
import TestSupport
import Testing

/// The examples of `mock-aws --help` work when they are pasted.
@Suite struct MockHelpTests {
    /// The commands of the three examples, with places and ports of this test's own.
    private static func examples(_ folder: TemporaryFolder, _ ports: [Int]) throws -> [String] {
        let help = try Program.run("mock-aws", ["--help"]).out
        let paragraphs = help.split(separator: "\n\n").map(String.init)
        return paragraphs[1...3].map { paragraph in
            paragraph.split(separator: "\n").filter { !$0.hasPrefix("      ") }.joined(separator: "\n")
                .replacing("/tmp/", with: folder.path + "/").replacing("4566", with: "\(ports[0])")
                .replacing("4567", with: "\(ports[1])")
                // The shell becomes the program, so that ending the one ends the other.
                .replacing("&& mock-aws serve", with: "&& exec mock-aws serve")
        }
    }

    private static func freePort() -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var place = Loopback.address(0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &place) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = bind(descriptor, $0, length)
                _ = getsockname(descriptor, $0, &length)
            }
        }
        return Int(in_port_t(bigEndian: place.sin_port))
    }

    private func shell(_ command: String, _ folder: TemporaryFolder) throws -> Program {
        try Program(
            "/bin/bash", ["-c", "export PATH=\(Program.built):$PATH; \(command)"],
            environment: ["HOME": folder.path, "AWS_PAGER": ""], in: folder.path)
    }

    private func waitForLine(_ program: Program) throws {
        while !program.out.hasSuffix("\n") {
            if program.hasEnded { throw Program.Failure(program.end().err) }
            usleep(2000)
        }
    }

    @Test func `what is served in the first is asked for in the second and recorded in the third`() throws {
        let folder = try TemporaryFolder()
        let ports = [Self.freePort(), Self.freePort()]
        let examples = try Self.examples(folder, ports)
        #expect(examples[1].contains("aws --endpoint-url") && examples[2].contains("mock-aws record"))
        let mock = try shell(examples[0], folder)
        defer {
            mock.send(SIGTERM)
            _ = mock.end()
        }
        try waitForLine(mock)
        let recorder = try shell(
            examples[2].replacing("mock-aws record", with: "exec mock-aws record"), folder)
        defer {
            recorder.send(SIGTERM)
            _ = recorder.end()
        }
        try waitForLine(recorder)
        #expect(recorder.out == "listening on http://127.0.0.1:\(ports[1])\n")
        if Program.installed("aws") != nil {
            let seen = try shell(examples[1], folder).end()
            #expect(seen.status == 0 && seen.out.contains("IdentityName"), "\(seen.err)")
        }
        let call = try Assay.run(
            [
                "call", "sesv2:ListEmailIdentities", "--region", "eu-west-1", "--endpoint-url",
                "http://127.0.0.1:\(ports[1])",
            ], in: folder.path)
        #expect(call.status == 0, "\(call.err)")
        #expect(try Files.walk(folder.path + "/recorded").count == 1)
    }

    @Test func `operations are listed with where their answers come from`() throws {
        let plain = try Program.run("mock-aws", ["operations"])
        #expect(plain.status == 0 && plain.out.contains("sesv2:GetEmailIdentity"))
        let counted = try Program.run("mock-aws", ["operations", "--world", Mock.demo])
        let line = counted.out.split(separator: "\n").first { $0.contains("sns:GetTopicAttributes ") }
        #expect(line?.contains("state, ") == true && line?.hasSuffix(" derived") == true, "\(line ?? "")")
    }

    @Test func `a log has a line for each request, and is its user's alone`() throws {
        let folder = try TemporaryFolder()
        let log = folder.path + "/requests.jsonl"
        let mock = try Mock(Mock.demo, options: ["--log", log])
        for _ in 0..<2 {
            _ = try Assay.run(
                ["call", "sns:ListTopics", "--region", "eu-west-1", "--endpoint-url", mock.url],
                in: folder.path)
        }
        try mock.forget()
        let lines = try Files.text(log).split(separator: "\n").map { try JSON.parse(Array($0.utf8)) }
        #expect(lines.map { $0["call"]?.string } == ["sns:ListTopics", "sns:ListTopics"])
        var status = stat()
        #expect(stat(log, &status) == 0 && status.st_mode & 0o777 == 0o600)
    }
}
