import Documents
import Files
import Inventory
import TestSupport
import Testing

@Suite struct ExchangeTests {
    private func exchange(_ reply: Exchange.Reply) -> Exchange {
        Exchange(
            key: .init(
                account: "111122223333", region: "eu-west-1", service: "sesv2", operation: "GetEmailIdentity",
                parameters: ["EmailIdentity": "example.com"]),
            reply: reply, at: Timestamp(seconds: 1_000_000_000.25), source: .derived, from: "a test")
    }

    @Test(arguments: [
        Exchange.Reply.response(
            status: 200, headers: ["content-type": "application/json"], body: Array("{}".utf8)),
        .response(status: 500, headers: [:], body: [0xff, 0xfe, 0]),
        .output(["IdentityType": "DOMAIN"]),
        .error(code: "NotFoundException", message: "gone", status: 404),
        .failure(kind: "timeout", message: "no answer in 30 s"),
    ])
    func `every reply is read as it was written`(reply: Exchange.Reply) throws {
        let one = exchange(reply)
        #expect(try Exchange(json: JSON.parse(JSON.text(one.json))) == one)
    }

    @Test(
        arguments: [
            ([:], "`format` must be"), (["format": "exchange/1"], "`account` must be text"),
            ("text", "is an object"),
        ] as [(Value, String)])
    func `what is no exchange says why`(value: Value, words: String) {
        let failure = #expect(throws: ExchangeFailure.self) { try Exchange(json: value) }
        #expect(failure?.description.contains(words) == true)
    }

    @Test func `a log that was cut in the middle of a line is read and goes on`() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/log"
        let one = exchange(.output([:]))
        try ExchangeLog(appendingTo: path).append(one)
        var bytes = try Files.read(path)
        bytes += Array("{\"format\":\"exch".utf8)
        try Files.write(bytes, to: path)
        try ExchangeLog(appendingTo: path).append(one)
        let contents = try ExchangeLog.read(path)
        #expect(contents.exchanges == [one, one])
        #expect(contents.unreadable.map(\.line) == [2])
    }
}
