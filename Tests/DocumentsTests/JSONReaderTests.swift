import Documents
import Testing

/// The reader of pieces takes what the general reader of JSON takes, and reads it the same.
@Suite struct JSONReaderTests {
    private static let answer = #"""
        {"a" : "é\n\u00e9\ud83d\ude00\"\\\/\b\f\r\t", "b":[ -12, 1.50, 2e3, -0, 1652895852.123, true,false , null],
        "c":{"d":[{}, [], ""], "e":"\u0000"}, "nächst":9223372036854775807}
        """#

    private func check(_ bytes: [UInt8]) {
        let expected = try? JSON.parse(bytes)
        let value = try? JSON.read(bytes) { try $0.value() }
        let text = String(decoding: bytes, as: UTF8.self)
        // As text, so that 1 and 1.0 differ.
        #expect(value.map { JSON.text($0) } == expected.map { JSON.text($0) }, "\(text)")
        let isSkipped = (try? JSON.read(bytes) { try $0.skip() }) != nil
        #expect(isSkipped == (expected != nil), "\(text)")
    }

    @Test(arguments: [
        "", " ", "{", "[1,]", "{\"a\":1,}", "{,}", "{\"a\"}", "{\"a\" 1}", "{'a':1}", "{\"a\":1,\"a\":2}",
        "{\"a\":1,\"\\u0061\":2}", "{\"a\\u0000\":1}", "nul", "nulL", "tru", "falsey", "01", "-01", "+1",
        "00", "-",
        ".5", "1.", "1.e1", "1.0", "-0", "-0.0", "1e5", "1E-2", "0e0", "123456789012345678.5", "0.1",
        "5e-324",
        "1e", "1e+", "1e400", "-1e400", "1e-400", "9223372036854775807", "9223372036854775808",
        "-9223372036854775808", "-9223372036854775809", "92233720368547758070", "18446744073709551617",
        "-18446744073709551615", "\"\u{1}\"", "\"\\x\"", "\"\\u12g4\"", "\"\\u12\"", "\"\\ud800\"",
        "\"\\ud800\\u0041\"", "\"\\udc00\"", "\"\\ud83d\\ude00\"", "\"\\u0000\"", "\"", "\"\\", "\"\\\"",
        "\"a\\\\\"", "[1] 2", "NaN", "// no\n1", "\u{feff}1", "[\u{a0}1]", "{\"é\":1,\"e\u{301}\":2}",
        "[[1,[2,{\"a\":null}]]]", "\t\r\n{ }\n", "1}", "0\0", "\0", "]", "\"a\0b\"",
        "\"\u{7f}\u{80}\u{ffff}\"",
    ])
    func `it takes what JSON is`(_ text: String) {
        check(Array(text.utf8))
        check(Array("{\"a\":[\(text),\"x\"],\"b\":2}".utf8))
    }

    @Test func `it takes what JSON is when any byte is another`() {
        let bytes = Array(Self.answer.utf8)
        check(bytes)
        for place in bytes.indices {
            var other = bytes
            other.remove(at: place)
            check(other)
            check(Array(bytes[..<place]))
            for byte in [0x22, 0x5c, 0x7b, 0x2c, 0x30, 0x2d, 0x65, 0x0a, 0x00, 0x80, 0xc0, 0xed, 0xff]
                as [UInt8]
            where (place + Int(byte)) % 3 == 0 {
                other = bytes
                other[place] = byte
                check(other)
            }
        }
    }

    @Test(arguments: [2, 16, 17, 18, 400])
    func `a name that is there twice is refused among few and many`(_ count: Int) {
        let names = (0..<count).map { "\"n\($0)\":{\"n0\":1,\"n1\":2}" }
        check(Array("{\(names.joined(separator: ","))}".utf8))
        for twice in [0, count / 2, count - 1] {
            check(Array("{\(names.joined(separator: ",")),\(names[twice])}".utf8))
        }
    }

    @Test func `nesting has a bound`() {
        for count in [2046, 2047, 2048, 2049, 100_000] {
            check(Array((String(repeating: "[", count: count) + String(repeating: "]", count: count)).utf8))
            check(
                Array(
                    (String(repeating: "{\"a\":", count: count) + "1" + String(repeating: "}", count: count))
                        .utf8))
        }
    }

    @Test(arguments: [
        ("{\n  \"é\": 1,\n  oops\n}", 3, 3), ("{\"a\":1,\n\"a\":2}", 2, 1), ("[1] 2", 1, 5), ("", 1, 1),
    ])
    func `a failure names line and column`(_ text: String, _ line: Int, _ column: Int) {
        let failure = #expect(throws: JSON.Failure.self) {
            try JSON.read(Array(text.utf8)) { try $0.value() }
        }
        #expect(failure?.line == line)
        #expect(failure?.column == column)
    }
}
