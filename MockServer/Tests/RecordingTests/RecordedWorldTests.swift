import Documents
import Files
import Glibc
import Inventory
import MockAWS
import Recording
import ServiceModels
import TestSupport
import Testing

/// What is written of exchanges: scrubbed, kept apart, and the same names after a restart.
@Suite struct RecordedWorldTests {
    private let folder: TemporaryFolder
    private var path: String { folder.path + "/world" }

    init() throws { folder = try TemporaryFolder() }

    private func open(secretMembers: Set<String> = []) throws -> RecordedWorld {
        try RecordedWorld(
            path, models: ModelLibrary(), keyFile: folder.path + "/key", secretMembers: secretMembers)
    }

    private func exchange(
        _ call: String, _ parameters: Value, _ reply: Exchange.Reply
    ) -> Exchange {
        let (service, operation) = (call.prefix { $0 != ":" }, call.drop { $0 != ":" }.dropFirst())
        return Exchange(
            key: .init(
                account: "444455556666", region: "eu-west-1", service: String(service),
                operation: String(operation), parameters: parameters), reply: reply, at: Timestamp(seconds: 0)
        )
    }

    private func topics(_ names: [String]) -> Exchange {
        let items = names.map { ["TopicArn": .string("arn:aws:sns:eu-west-1:444455556666:\($0)")] as Value }
        return exchange("sns:ListTopics", [:], .output(["Topics": .array(items)]))
    }

    private func record(_ exchange: Exchange, in world: RecordedWorld, secrets: [String] = []) throws {
        try world.record(exchange, from: "test", secrets: secrets)
    }

    private func files() throws -> [String] {
        try Files.walk(path).map { String($0.dropFirst(path.count + 1)) }
    }

    @Test func `answers that differ are kept apart, in order and number`() throws {
        let world = try open()
        for names in [[], [], ["orders"], ["orders"], []] { try record(topics(names), in: world) }
        let base = "100000000001/eu-west-1/sns.ListTopics"
        #expect(
            try files() == [
                "\(base).json", "\(base)~00002.json", "\(base)~00003.json", "\(base)~00004.json",
                "\(base)~00005.json",
            ])
        let counts = try World(path: path).exchanges.map { one -> Int? in
            if case .output(let output) = one.exchange.reply { output["Topics"]?.array?.count } else { nil }
        }
        #expect(counts == [0, 0, 1, 1, 0])
    }

    @Test func `what repeats the last answer is not written again`() throws {
        let world = try open()
        for _ in 0..<3 { try record(topics(["orders"]), in: world) }
        #expect(try files() == ["100000000001/eu-west-1/sns.ListTopics.json"])
        #expect(world.written == 1)
    }

    @Test func `a later recording goes on with names, numbers and files`() throws {
        func identity(_ name: String) -> Exchange {
            exchange(
                "sesv2:GetEmailIdentity", ["EmailIdentity": .string(name)],
                .output(["IdentityType": "DOMAIN"]))
        }
        do {
            let world = try open()
            try record(identity("acme.test"), in: world)
            try record(topics([]), in: world)
        }
        let world = try open()
        try record(identity("other.test"), in: world)
        try record(identity("acme.test"), in: world)
        try record(topics([]), in: world)
        try record(topics(["orders"]), in: world)
        let base = "100000000001/eu-west-1"
        let files = try files()
        #expect(
            files == [
                "\(base)/sesv2.GetEmailIdentity.d1.example.json",
                "\(base)/sesv2.GetEmailIdentity.d2.example.json",
                "\(base)/sns.ListTopics.json", "\(base)/sns.ListTopics~00002.json",
            ])
    }

    private func mode(_ path: String) -> mode_t {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & 0o777 : 0
    }

    @Test func `files are private, and nothing real is in them`() throws {
        let world = try open()
        try record(
            exchange(
                "sesv2:GetEmailIdentity", ["EmailIdentity": "jane.doe@acme.test"],
                .error(
                    code: "AccessDeniedException",
                    message: "User: arn:aws:iam::444455556666:user/jane may not see jane.doe@acme.test",
                    status: 403)), in: world)
        let all = try Files.walk(path) + [path + "/.pseudonyms", folder.path + "/key"]
        for file in all {
            let text = try Files.text(file)
            for real in ["444455556666", "jane", "acme"] { #expect(!text.contains(real), "\(file)") }
            #expect(mode(file) == 0o600, "\(file)")
        }
    }

    @Test func `a secret that the model knows is replaced`() throws {
        let world = try open()
        try record(
            exchange(
                "sts:AssumeRole", ["RoleArn": "arn:aws:iam::444455556666:role/r", "RoleSessionName": "s"],
                .output([
                    "Credentials": [
                        "AccessKeyId": "ASIAIOSFODNN7EXAMPLE", "SecretAccessKey": "wJalrXUtnFEMIK7MDENG1234",
                        "SessionToken": "FwoGZXIvYXdzEBYaDK", "Expiration": "2026-01-02T03:04:05Z",
                    ]
                ])), in: world, secrets: ["wJalrXUtnFEMIK7MDENG1234", "FwoGZXIvYXdzEBYaDK"])
        let text = try Files.text(try #require(try Files.walk(path).first))
        #expect(text.contains("\"SecretAccessKey\": \"secret-1\""), "\(text)")
        #expect(text.contains("ASIA0000000000000001"), "\(text)")
    }

    @Test(arguments: [
        "use ghp_16C7e42F292c6912E7710c838347Ae178B4a", "eyJhbGciOiJI.eyJzdWIiOiIx.SflKxwRJSMeK",
        "-----BEGIN EC PRIVATE KEY-----", "postgres://app:hunter2@db/x", "password=hunter2x",
        "key wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    ])
    func `what looks like a secret and is not understood stops the recording`(_ text: String) throws {
        let world = try open()
        let secret = exchange(
            "sesv2:GetEmailIdentity", ["EmailIdentity": "a.test"],
            .error(code: "BadRequestException", message: text, status: 400))
        let failure = #expect(throws: RecordingFailure.self) { try record(secret, in: world) }
        #expect(failure?.description.contains("sesv2:GetEmailIdentity in eu-west-1") == true)
        #expect(failure?.description.contains("hunter2") == false)
        #expect(try files() == [])
    }

    @Test func `credentials of the caller stop it wherever they are`() throws {
        let world = try open()
        let echo = exchange(
            "sesv2:GetEmailIdentity", ["EmailIdentity": "a.test"],
            .error(code: "BadRequestException", message: "got sesame-open-now", status: 400))
        #expect(throws: RecordingFailure.self) {
            try record(echo, in: world, secrets: ["sesame-open-now"])
        }
    }

    @Test func `a member that was named a secret is replaced whole`() throws {
        let world = try open(secretMembers: ["DisplayName"])
        try record(
            exchange(
                "sns:GetTopicAttributes", ["TopicArn": "arn:aws:sns:eu-west-1:444455556666:t"],
                .output(["Attributes": ["DisplayName": "wJalrXUtnFEMI/K7MDENG/bPxRfiCY"]])), in: world)
        #expect(try Files.text(try Files.walk(path)[0]).contains("\"DisplayName\": \"secret-1\""))
    }

    @Test func `one recording at a time, and none into another's world`() throws {
        let world = try open()
        #expect(throws: RecordingFailure.self) { try open() }
        try record(topics([]), in: world)
        try Files.makeFolder(folder.path + "/mine")
        try Files.write(Array("{}".utf8), to: folder.path + "/mine/a.json")
        #expect(throws: RecordingFailure.self) {
            try RecordedWorld(
                folder.path + "/mine", models: ModelLibrary(), keyFile: folder.path + "/key")
        }
    }

    @Test func `another key is refused`() throws {
        do { try record(topics([]), in: try open()) }
        #expect(throws: RecordingFailure.self) {
            try RecordedWorld(path, models: ModelLibrary(), keyFile: folder.path + "/key2")
        }
    }

    @Test func `a line that a kill has cut is passed over`() throws {
        do { try record(topics(["orders"]), in: try open()) }
        let file = path + "/.pseudonyms"
        let text = try Files.text(file)
        try Files.write(Array((text + "word 99 ab").utf8), to: file)
        do { _ = try open() }
        #expect(try Files.text(file) == text)
    }

    @Test func `a name leads to no other folder`() throws {
        let world = try open()
        try record(
            exchange("sesv2:GetEmailIdentity", ["EmailIdentity": "../../etc/x y\u{1b}[1m"], .output([:])),
            in: world)
        for file in try files() {
            #expect(!file.contains("..") && file.utf8.allSatisfy { $0 > 32 && $0 < 127 }, "\(file)")
        }
    }
}
