import Documents
import IAMPolicy
import Testing

/// The reader of policies takes what the general reader of JSON takes, and reads it the same.
@Suite struct JSONReaderTests {
    private static let policy = #"""
        {"Version" : "2012-10-17", "Id":"é\n\u00e9\ud83d\ude00", "Statement": [ {"Sid":"a\"b\\\/","Effect":"Allow",
        "Principal":{"AWS":["*", "111122223333"]},"Action":["sns:Publish"],"Resource":"*",
        "Condition":{"NumericLessThan":{"aws:MultiFactorAuthAge":[-12, 1.50, 2e3, -0]},"Bool":{"aws:SecureTransport":true},
        "StringEquals":{"aws:PrincipalTag/a":"x","aws:PrincipalTag/b":[]}}},{"Effect":"Deny","Principal":null}]}
        """#

    private func isJSON(_ document: PolicyDocument) -> Bool {
        !document.problems.contains { $0.message.hasPrefix("the text is no JSON") }
    }

    private func check(_ text: String) {
        let document = PolicyDocument(text: text)
        let value = try? JSON.parse(text)
        #expect(isJSON(document) == (value != nil), "\(text)")
        guard let value else { return }
        let again = PolicyDocument(value.string == nil ? value : [value])
        #expect("\(document.statements)" == "\(again.statements)", "\(text)")
        if value.object != nil { #expect(document.problems == again.problems, "\(text)") }
    }

    @Test(arguments: [
        "", " ", "{", "[1,]", "{\"a\":1,}", "{,}", "{\"a\"}", "{\"a\" 1}", "{'a':1}", "{\"a\":1,\"a\":2}",
        "{\"a\":1,\"\\u0061\":2}", "{\"a\\u0000\":1}", "nul", "nulL", "tru", "falsey", "01", "-01", "+1",
        ".5", "1.", "1.e1",
        "1e", "1e+", "-", "1e400", "-1e400", "1e-400", "9223372036854775807", "9223372036854775808",
        "-9223372036854775808", "-9223372036854775809", "\"\u{1}\"", "\"\\x\"", "\"\\u12g4\"", "\"\\u12\"",
        "\"\\ud800\"",
        "\"\\ud800\\u0041\"", "\"\\udc00\"", "\"\\ud83d\\ude00\"", "\"\\u0000\"", "\"", "\"\\", "[1] 2",
        "NaN", "// no\n1",
        "\u{feff}1", "[\u{a0}1]", "{\"é\":1,\"e\u{301}\":2}", "[[1,[2,{\"a\":null}]]]", "\t\r\n{ }\n", "1}",
        "0\0", "\0",
        "]",
    ])
    func `it takes what JSON is`(_ text: String) {
        check(text)
        check("{\"Statement\":{\"Effect\":\(text)}}")
        check(
            "{\"Statement\":{\"Condition\":{\"StringEquals\":{\"k\":[\(text),\"x\"]}}},\"Version\":\"2012-10-17\"}"
        )
    }

    @Test func `it takes what JSON is when any byte is another`() {
        let bytes = Array(Self.policy.utf8)
        check(Self.policy)
        for place in bytes.indices {
            var other = bytes
            other.remove(at: place)
            if let text = String(validating: other, as: UTF8.self) { check(text) }
            for byte in "\"\\{}[],:0-.eu \n".utf8 where (place + Int(byte)) % 3 == 0 {
                other = bytes
                other[place] = byte
                if let text = String(validating: other, as: UTF8.self) { check(text) }
            }
        }
    }

    @Test(arguments: [2, 16, 17, 18, 400])
    func `a name that is there twice is refused among few and many`(_ count: Int) {
        let names = (0..<count).map {
            "\"n\($0)\":{\"n0\":1,\"n1\":\(String(repeating: " ", count: $0 % 3))2}"
        }
        for twice in [0, count / 2, count - 1] {
            let good = "{\"Statement\":{\(names.joined(separator: ","))}}"
            #expect(isJSON(PolicyDocument(text: good)))
            let bad = "{\"Statement\":{\(names.joined(separator: ",")),\(names[twice])}}"
            #expect(!isJSON(PolicyDocument(text: bad)))
        }
    }

    @Test func `text ends where it ends, however long it is and whatever stands in it`() {
        for before in 0..<20 {
            for special in ["", "\"", "\\\"", "\\", "\u{1f}", " ", "\u{7f}", "é", "😀", "!", "#", "]", "["] {
                for after in [0, 1, 7, 8] {
                    let text =
                        String(repeating: "a", count: before) + special + String(repeating: "b", count: after)
                    check("{\"Id\":\"\(text)\"}")
                    check("{\"\(text)\":1}")
                }
            }
        }
    }

    @Test func `names may be written with escapes`() {
        check(
            #"{"St\u0061tement":{"\u0045ffect":"Allow","Princip\u0061l":{"\u0041WS":"*"},"NotAct\u0069on":"sns:*"}}"#
        )
        check(#"{"Statement":{"Action":"*","\u0041ction":"*"}}"#)
    }

    @Test func `nesting has a bound`() {
        for count in [2046, 2047, 2048, 2049, 100_000] {
            check(String(repeating: "[", count: count) + String(repeating: "]", count: count))
            check(String(repeating: "{\"a\":", count: count) + "1" + String(repeating: "}", count: count))
        }
    }

    @Test func `a failure names line and column`() {
        let document = PolicyDocument(text: "{\n  \"Version\": \"2012-10-17\",\n  \"é\": oops\n}")
        #expect(document.problems.map(\.description) == ["3:8: the text is no JSON: a value is expected"])
        let twice = PolicyDocument(text: "{\"Id\": \"a\",\n\"Id\": \"b\"}")
        #expect(
            twice.problems.map(\.description) == ["2:1: the text is no JSON: the name is there twice: Id"])
    }
}
