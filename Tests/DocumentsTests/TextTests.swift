import Documents
import Testing

/// Times, globs, encodings and suggestions.
@Suite struct TextTests {
    @Test(arguments: [
        ("2026-11-23T12:00:00Z", 1_795_435_200.0), ("2026-11-23T14:00:00+02:00", 1_795_435_200),
        ("20261123T120000Z", 1_795_435_200), ("1970-01-01T00:00:00.5Z", 0.5),
        ("2024-02-29T00:00:00Z", 1_709_164_800),
        ("Mon, 23 Nov 2026 12:00:00 GMT", 1_795_435_200),
    ])
    func `times are read`(_ text: String, _ seconds: Double) {
        #expect(Timestamp(text)?.seconds == seconds)
    }

    @Test(arguments: [
        "", "yesterday", "2026-13-01T00:00:00Z", "2026-02-30T00:00:00Z", "2026-11-23T25:00:00Z",
        "2026-11-23T12:00:00+99:00",
    ])
    func `what is no time is none`(_ text: String) { #expect(Timestamp(text) == nil) }

    @Test func `a time is written as it is read`() {
        for seconds in stride(from: -2_000_000_000.0, to: 4_000_000_000, by: 86_399_999) {
            #expect(Timestamp(Timestamp(seconds: seconds).iso8601)?.seconds == seconds)
        }
    }

    @Test(arguments: [
        ("abc", "abc", true), ("abc", "a*", true), ("abc", "*c", true), ("abc", "a?c", true),
        ("abc", "a?", false),
        ("", "*", true), ("", "?", false), ("abc", "*", true), ("aXbXc", "a*b*c", true),
        ("abc", "ABC", false),
        ("a*c", "a*c", true), ("é", "?", true),
    ])
    func `globs match`(_ text: String, _ pattern: String, _ isMatch: Bool) {
        #expect(Glob.matches(text, pattern) == isMatch)
    }

    @Test func `a hostile glob ends`() {
        let text = String(repeating: "a", count: 5_000)
        #expect(!Glob.matches(text, String(repeating: "a*", count: 500) + "b"))
    }

    @Test func `base64 is that of RFC 4648`() {
        for (text, coded) in [
            ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy"),
        ] {
            #expect(Base64.encode(Array(text.utf8)) == coded)
            #expect(Base64.decode(coded) == Array(text.utf8))
        }
        for bad in ["Z", "Zg===", "Zg==Zg==", "Z!==", "Zm9v\u{0}"] {
            #expect(Base64.decode(bad) == nil, "\(bad)")
        }
    }

    @Test func `percent-encoding keeps what RFC 3986 calls unreserved`() {
        #expect(PercentEncoding.encode("a-Z_0.~ /é") == "a-Z_0.~%20%2F%C3%A9")
        #expect(PercentEncoding.encode("a/b", keeping: "/") == "a/b")
        #expect(PercentEncoding.decode("a%20b+c", plusIsSpace: true) == "a b c")
        #expect(PercentEncoding.decode("a%2") == nil)
        #expect(PercentEncoding.decode("%zz") == nil)
    }

    @Test func `a near miss is suggested, a far one is not`() throws {
        #expect(try #require(suggestion(for: "regoin", among: ["region", "profile"])).contains("region"))
        #expect(suggestion(for: "xyzzy", among: ["region", "profile"]) == nil)
    }

    @Test func `a diagnostic prints as compilers do`() {
        let one = Diagnostic(
            file: "a.yaml", line: 3, column: 7, message: "there is no key titel", hint: "title?")
        #expect("\(one)".hasPrefix("a.yaml:3:7: "))
        #expect("\(one)".contains("there is no key titel") && "\(one)".contains("title?"))
    }
}
