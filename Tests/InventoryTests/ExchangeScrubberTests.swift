import Documents
import Inventory
import ServiceModels
import Testing

@Suite struct ExchangeScrubberTests {
    private func exchange(_ service: String, _ operation: String, _ parameters: Value, _ body: String)
        -> Exchange
    {
        Exchange(
            key: .init(
                account: "444455556666", region: "eu-west-1", service: service, operation: operation,
                parameters: parameters),
            reply: .response(status: 200, headers: [:], body: Array(body.utf8)), at: Timestamp(seconds: 0))
    }

    private func scrubbed(_ exchanges: [Exchange]) -> [Exchange] {
        var scrubber = ExchangeScrubber(models: ModelLibrary(searchPaths: []))
        return scrubber.scrubbed(exchanges)
    }

    @Test func `an answer and the question that it leads to keep fitting`() throws {
        let both = scrubbed([
            exchange(
                "sesv2", "ListEmailIdentities", [:],
                #"{"EmailIdentities":[{"IdentityType":"DOMAIN","IdentityName":"acme.test","SendingEnabled":true}],"NextToken":"acme"}"#
            ),
            exchange(
                "sesv2", "GetEmailIdentity", ["EmailIdentity": "acme.test"],
                #"{"IdentityType":"DOMAIN","VerifiedForSendingStatus":true}"#),
        ])
        guard case .output(let list) = both[0].reply else {
            Issue.record("the listing is no output")
            return
        }
        #expect(list["EmailIdentities"]?[0]?["IdentityName"] == both[1].key.parameters["EmailIdentity"])
        #expect(list["EmailIdentities"]?[0]?["IdentityType"] == "DOMAIN")
        #expect(list["NextToken"] == "n1")
        #expect(both.map(\.key.account) == ["100000000001", "100000000001"])
        #expect(both.allSatisfy { $0.source == .derived })
    }

    @Test func `the keys of attributes stay, and the names of policies go`() throws {
        let topic = scrubbed([
            exchange(
                "sns", "GetTopicAttributes", ["TopicArn": "arn:aws:sns:eu-west-1:444455556666:payroll"],
                "<GetTopicAttributesResponse><GetTopicAttributesResult><Attributes><entry><key>DisplayName</key>"
                    + "<value>Payroll Inc</value></entry></Attributes></GetTopicAttributesResult></GetTopicAttributesResponse>"
            ),
            exchange(
                "sesv2", "GetEmailIdentity", ["EmailIdentity": "acme.test"],
                #"{"IdentityType":"DOMAIN","Policies":{"payroll":"{}"}}"#),
        ])
        guard case .output(let attributes) = topic[0].reply, case .output(let identity) = topic[1].reply
        else {
            Issue.record("an answer is no output")
            return
        }
        #expect(attributes["Attributes"]?["DisplayName"] == "n2 n3")
        #expect(identity["Policies"] == ["n1": "{}"])
    }

    @Test func `the name of an attribute in a question stays`() {
        let asked = exchange(
            "sns", "SetTopicAttributes",
            [
                "TopicArn": "arn:aws:sns:eu-west-1:444455556666:payroll", "AttributeName": "DisplayName",
                "AttributeValue": "Payroll",
            ], "")
        let parameters = scrubbed([asked])[0].key.parameters
        #expect(parameters["AttributeName"] == "DisplayName" && parameters["AttributeValue"] == "n2")
    }

    @Test func `what can't be read becomes a failure that shows nothing of it`() {
        let broken = scrubbed([
            exchange("sesv2", "GetEmailIdentity", ["EmailIdentity": "acme.test"], "payroll {")
        ])
        guard case .failure(let kind, let message) = broken[0].reply else {
            Issue.record("the reply is no failure")
            return
        }
        #expect(kind == "unreadable")
        #expect(!message.contains("payroll"))
    }

    @Test(arguments: [("text/html", "<p>payroll</p>", "<!doctype html>\n<title>502</title>\n"), ("", "", "")])
    func `a refusal that is no error of the service's keeps its form and loses its words`(
        type: String, body: String, expected: String
    ) {
        let sent = Exchange(
            key: exchange("sns", "ListTopics", [:], "").key,
            reply: .response(
                status: 502, headers: type.isEmpty ? [:] : ["content-type": type], body: Array(body.utf8)),
            at: Timestamp(seconds: 0))
        guard case .response(let status, let headers, let kept) = scrubbed([sent])[0].reply else {
            Issue.record("the reply is no response")
            return
        }
        #expect(status == 502 && headers["content-type"] ?? "" == type)
        #expect(String(decoding: kept, as: UTF8.self) == expected)
    }
}
