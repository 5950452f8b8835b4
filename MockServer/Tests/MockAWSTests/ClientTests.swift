import Documents
import Glibc
import Testing

@testable import MockAWS

/// Real clients against the demo world, over a socket.
@Suite struct ClientTests {
    private static func output(_ command: String) -> (text: String, status: Int32) {
        guard let pipe = popen("exec 2>&1; \(command)", "r") else { return ("", -1) }
        var text = [UInt8]()
        var chunk = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = fread(&chunk, 1, chunk.count, pipe)
            if count == 0 { break }
            text += chunk[..<count]
        }
        return (String(decoding: text, as: UTF8.self), pclose(pipe))
    }

    private static func has(_ command: String) -> Bool { output(command).status == 0 }

    private static let folder = #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined()

    private static func demo() throws -> MockServer {
        try MockServer(try World(path: folder + "/Worlds/demo"))
    }

    @Test func `the demo world fits the service models`() throws {
        let world = try World(path: Self.folder + "/Worlds/demo")
        #expect(world.exchanges.count > 40)
        #expect(world.problems(modelPaths: []).map(\.description) == [])
    }

    @Test(.enabled(if: has("python3 -c 'import boto3'"), "boto3 is not installed"))
    func `boto3 sees what AWS would show, in calls, changes and errors`() throws {
        let server = try Self.demo()
        let result = Self.output("python3 \(Self.folder)/Tests/Clients/boto3_script.py \(server.url)")
        #expect(result.status == 0, "\(result.text)")
        #expect(result.text.hasPrefix("ok "))
    }

    @Test(
        .enabled(if: has("aws --version"), "the AWS CLI is not installed"),
        arguments: [
            ("ses list-identities", "newsletter@example.org"),
            ("ses get-identity-verification-attributes --identities example.com", "Success"),
            ("ses list-identity-policies --identity example.com", "open"),
            ("ses get-identity-policies --identity example.com --policy-names open", "ses:SendEmail"),
            ("ses get-identity-notification-attributes --identities bounce.example.net", ":bounces"),
            ("sesv2 list-email-identities", "NextToken"),
            ("sesv2 get-email-identity --email-identity example.com", "RSA_2048_BIT"),
            ("sns list-topics", ":complaints"),
            (
                "sns get-topic-attributes --topic-arn arn:aws:sns:eu-west-1:111122223333:bounces",
                "SNS:Publish"
            ),
            ("sts get-caller-identity", "user/mock"),
            ("sesv2 get-email-identity --email-identity x", "NotFoundException"),
        ])
    func `the AWS CLI sees what AWS would show`(command: String, expected: String) throws {
        let server = try Self.demo()
        let settings =
            "AWS_ACCESS_KEY_ID=\(KeyRing.exampleID) AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY "
            + "AWS_DEFAULT_REGION=eu-west-1 AWS_PAGER= AWS_CONFIG_FILE=/dev/null AWS_SHARED_CREDENTIALS_FILE=/dev/null"
        let result = Self.output("\(settings) aws --endpoint-url \(server.url) \(command)")
        #expect(result.text.contains(expected), "\(result.text)")
    }
}
