import Documents
import Inventory
import Testing

@Suite struct TextScrubberTests {
    @Test func `the same text has the same pseudonym`() {
        var scrubber = TextScrubber()
        let names = ["alerts", "alerts-billing", "billing"].map { scrubber.name($0) }
        #expect(names == ["n1", "n1-n2", "n2"])
    }

    @Test func `a pattern still fits what it fitted`() {
        var scrubber = TextScrubber()
        let name = scrubber.arn("arn:aws:sns:eu-west-1:444455556666:alerts-billing")
        let pattern = scrubber.arn("arn:aws:sns:*:444455556666:alerts-*")
        #expect(name == "arn:aws:sns:eu-west-1:100000000001:n1-n2")
        #expect(pattern == "arn:aws:sns:*:100000000001:n1-*")
    }

    @Test func `an address stays below its domain, and a domain below its parent`() {
        var scrubber = TextScrubber()
        let names = ["acme.test", "mail.acme.test", "Press@ACME.test", "*@acme.test"].map {
            scrubber.name($0)
        }
        #expect(names == ["d1.example", "d2.d1.example", "n1@d1.example", "*@d1.example"])
    }

    @Test(arguments: [
        "ses.amazonaws.com", "eu-west-1", "2026-01-02T03:04:05Z", "arn:aws:iam::aws:policy/ReadOnlyAccess",
        "alias/aws/sns", "${aws:username}", "true", "10.1.2.0/24", "*", "https",
    ])
    func `what says nothing of anyone stays`(text: String) {
        var scrubber = TextScrubber()
        let scrubbed = text.hasPrefix("arn:") ? scrubber.arn(text) : scrubber.name(text)
        #expect(scrubbed == text)
    }

    @Test(arguments: [
        ("444455556666", "100000000001"), ("AROAEXAMPLE123456789", "AROA0000000000000001"),
        ("o-a1b2c3d4e5", "o-0000000001"), ("ou-ab12-cdef3456", "ou-0001-00000002"),
        ("1234abcd-12ab-34cd-56ef-1234567890ab", "00000000-0000-4000-8000-000000000001"),
        ("203.0.113.9/32", "240.1.113.9/32"), ("2400:cb00:1::/48", "3fff:1:1::/48"),
        ("0123456789abcdef0123", "00000000000000000001"),
    ])
    func `what identifies by its form is replaced in its form, in sentences too`(
        text: String, expected: String
    ) {
        var scrubber = TextScrubber()
        let name = scrubber.name(text)
        let sentence = scrubber.sentence("see \(text), it said")
        #expect(name == expected)
        #expect(sentence == "see \(expected), it said")
    }

    @Test func `a sentence keeps its words and loses its names`() {
        var scrubber = TextScrubber()
        scrubber.learn(name: "payroll")
        let text =
            "User: arn:aws:iam::444455556666:user/jane is not authorized to perform: SNS:GetTopicAttributes on payroll"
        let scrubbed = scrubber.sentence(text)
        let expected =
            "User: arn:aws:iam::100000000001:user/n1 is not authorized to perform: SNS:GetTopicAttributes on n2"
        #expect(scrubbed == expected)
    }

    @Test func `a policy keeps its structure`() throws {
        var scrubber = TextScrubber()
        let policy =
            #"{"Version":"2012-10-17","Statement":[{"Sid":"Feed","Effect":"Allow","Principal":{"AWS":"444455556666"},"#
            + #""Action":"sns:Publish","Resource":"arn:aws:sns:eu-west-1:444455556666:feed","#
            + #""Condition":{"StringEquals":{"sts:ExternalId":"s3cret"}}}]}"#
        let expected =
            #"{"Version":"2012-10-17","Statement":[{"Sid":"n1","Effect":"Allow","Principal":{"AWS":"100000000001"},"#
            + #""Action":"sns:Publish","Resource":"arn:aws:sns:eu-west-1:100000000001:n2","#
            + #""Condition":{"StringEquals":{"sts:ExternalId":"n3"}}}]}"#
        let plain = scrubber.document(policy)
        let encoded = scrubber.document(PercentEncoding.encode(policy))
        #expect(plain == expected)
        #expect(encoded == PercentEncoding.encode(expected))
    }

    @Test func `a document that can't be read stays unreadable and shows nothing`() throws {
        var scrubber = TextScrubber()
        let document = scrubber.document(#"{"Principal": "payroll"#)
        let text = try #require(document)
        #expect(!text.contains("payroll"))
        #expect(throws: (any Error).self) { try JSON.parse(text) }
    }
}
