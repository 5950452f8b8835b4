import Documents
import Findings
import TestSupport
import Testing

@Suite struct ExceptionsTests {
    private static let text = """
        # reviewed every quarter
        exceptions:
          - check: ses_identity_verified
            resource: arn:aws:ses:*:identity/old-?.example.com   # the old ones
            reason: they move
            owner: mail-team@example.com
            expiry: 2027-03-31
            ticket: SEC-101
          - check: sns_topic_not_public
            resource: "*"
            account: 111122223333
            region: eu-west-1
            reason: until the migration
            owner: platform
            expiry: "2026-11-30"

        """
    private static let now = Timestamp("2026-11-23T18:13:44Z")!
    private static let checks = ["ses_identity_verified", "sns_topic_not_public"]

    private func finding(
        _ check: String, _ resource: String?, _ status: Status = .fail, account: String = "111122223333",
        region: String = "eu-west-1"
    ) -> Finding {
        Finding(
            check: check, status: status, severity: .low, resource: resource, resourceType: "t",
            account: account,
            region: region, reason: "r")
    }

    @Test func `a file says what is accepted, by whom and until when`() throws {
        let exceptions = try Exceptions(Self.text, file: "e.yaml")
        #expect(exceptions.all.count == 2)
        #expect(exceptions.all[0].owner == "mail-team@example.com")
        #expect(exceptions.all[0].place == "e.yaml:3")
        #expect(exceptions.all[1].account == "111122223333")
    }

    @Test func `matching findings are marked and no other`() throws {
        let exceptions = try Exceptions(Self.text, file: "e.yaml")
        let (marked, notes) = exceptions.apply(
            to: [
                finding("ses_identity_verified", "arn:aws:ses:eu-west-1:1:identity/old-1.example.com"),
                finding("ses_identity_verified", "arn:aws:ses:eu-west-1:1:identity/old-12.example.com"),
                finding("ses_identity_verified", "arn:aws:ses:eu-west-1:1:identity/old-2.example.com", .pass),
                finding("sns_topic_not_public", nil, .unknown),
                finding("sns_topic_not_public", "arn:x", region: "us-east-1"),
                finding("sns_topic_not_public", "arn:x", account: "444455556666"),
            ].filed, selected: Self.checks, known: Self.checks, at: Self.now)
        #expect(marked.map(\.isAccepted) == [true, false, false, true, false, false])
        #expect(marked[0].exception?.ticket == "SEC-101")
        #expect(notes.count == 1)
        #expect(notes.first?.contains("ends on 2026-11-30, in 7 days") == true)
    }

    @Test(arguments: [("2027-03-31T23:59:59Z", true), ("2027-04-01T00:00:00Z", false)])
    func `an exception holds through its last day and fails again after it`(moment: String, holds: Bool)
        throws
    {
        let exceptions = try Exceptions(Self.text, file: "e.yaml")
        let (marked, notes) = exceptions.apply(
            to: [finding("ses_identity_verified", "arn:aws:ses:eu-west-1:1:identity/old-1.example.com")]
                .filed,
            selected: ["ses_identity_verified"], known: Self.checks, at: Timestamp(moment)!)
        #expect(marked[0].isAccepted == holds)
        #expect(marked[0].exception?.isExpired == !holds)
        #expect(notes.contains { $0.contains("ended on 2027-03-31") } == !holds)
    }

    @Test func `what matched nothing is told, with a hint for a misspelt check`() throws {
        let exceptions = Exceptions([
            FindingException(
                check: "ses_identity_verifed", resource: "*", reason: "r", owner: "o", expiry: "2028-01-01"),
            FindingException(
                check: "sns_topic_not_public", resource: "arn:gone", reason: "r", owner: "o",
                expiry: "2028-01-01"),
            FindingException(
                check: "ses_identity_verified", resource: "*", reason: "r", owner: "o", expiry: "2028-01-01"),
        ])
        let (_, notes) = exceptions.apply(
            to: [finding("ses_identity_verified", "arn:x", .pass)].filed,
            selected: Self.checks, known: Self.checks, at: Self.now)
        #expect(notes.count == 3)
        #expect(notes[0].hasSuffix("did you mean ses_identity_verified?"))
        #expect(notes[1].hasSuffix("matched nothing"))
        #expect(notes[2].contains("no longer needed"))
    }

    @Test func `a check that was not selected has nothing to match`() throws {
        let (_, notes) = try Exceptions(Self.text, file: "e.yaml")
            .apply(to: [], selected: [], known: Self.checks, at: Self.now)
        #expect(notes.isEmpty)
    }

    @Test(arguments: [
        (
            "exceptions:\n  - check: c\n    resource: r\n    owner: o\n    expiry: 2027-01-01", "2:5",
            "no reason"
        ),
        (
            "exceptions:\n  - check: c\n    resource: r\n    reason: x\n    expiry: 2027-01-01", "2:5",
            "no owner"
        ),
        ("exceptions:\n  - check: c\n    resource: r\n    reason: x\n    owner: o", "2:5", "no expiry"),
        (
            "exceptions:\n  - {check: c, resource: r, reason: '', owner: o, expiry: 2027-01-01}", "2:37",
            "no reason"
        ),
        (
            "exceptions:\n  - {check: c, resource: r, reason: x, owner: o, expiry: 31.3.2027}", "2:58",
            "31.3.2027 is no day; write it as 2027-03-31"
        ),
        (
            "exceptions:\n  - {check: c, resource: r, reason: x, owner: o, expiry: 2027-02-30}", "2:58",
            "2027-02-30 is no day"
        ),
        (
            "exceptions:\n  - {check: c, resource: r, reasn: x, owner: o, expiry: 2027-02-03, reason: y}",
            "2:29",
            "did you mean reason?"
        ),
        (
            "exceptions:\n  - {check: c, resource: r, reason: x, owner: o, expiry: 2027-02-03, account: 12}",
            "2:79",
            "12 is no account"
        ),
        ("exception: []", "1:1", "did you mean exceptions?"),
        ("exceptions: x", "1:13", "exceptions is a list"),
        ("exceptions: [x]", "1:14", "an exception is a map"),
        ("a: [", "2:", "not YAML"),
    ])
    func `a mistake has its place and what to write`(text: String, place: String, said: String) {
        let error = #expect(throws: Diagnostics.self) { try Exceptions(text, file: "e.yaml") }
        #expect(error?.description.contains("e.yaml:\(place)") == true, "\(error?.description ?? "")")
        #expect(error?.description.contains(said) == true, "\(error?.description ?? "")")
    }

    @Test(arguments: [
        nil, "", "exceptions: []\n", "exceptions:\n", text,
        "exceptions:\n- {check: c, resource: r, reason: x, owner: o, expiry: 2027-01-01}\n# the end",
    ])
    func `an exception is added behind what is there`(text: String?) throws {
        let new = FindingException(
            check: "c", resource: "arn:aws:s3:::b/*", account: "111122223333",
            reason: "a \"quoted\": #reason\nof two lines",
            owner: "me@example.com", expiry: "2027-01-01")
        let before = text.flatMap { try? Exceptions($0, file: "e.yaml").all.count } ?? 0
        let written = try Exceptions.adding(new, to: text, file: "e.yaml")
        let all = try Exceptions(written, file: "e.yaml").all
        #expect(all.count == before + 1)
        #expect(all.last?.reason == new.reason)
        #expect(all.last?.account == new.account)
        for line in (text ?? "").split(separator: "\n") where line.contains("#") {
            #expect(written.contains(line))
        }
        #expect(
            try Exceptions(Exceptions.adding(new, to: written, file: "e.yaml"), file: "e").all.count == before
                + 2)
    }

    @Test func `what is added must be complete too`() {
        let new = FindingException(check: "c", resource: "r", reason: "", owner: "o", expiry: "2027-01-01")
        #expect(throws: Diagnostics.self) { try Exceptions.adding(new, to: nil, file: "e.yaml") }
    }

    @Test func `the listing tells what ended and what ends soon`() throws {
        let listing = try Exceptions(Self.text, file: "e.yaml").listing(at: Self.now)
        #expect(listing.hasPrefix("2 exceptions, 0 ended, 1 end within 30 days\n"))
        #expect(listing.contains("until 2027-03-31 (128 days left), mail-team@example.com, SEC-101"))
    }
}
