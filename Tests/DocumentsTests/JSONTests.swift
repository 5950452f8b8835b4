import Documents
import Testing

/// JSON as RFC 8259 has it, and nothing more.
@Suite struct JSONTests {
    @Test(arguments: [
        "", "{", "[1,]", "{\"a\":1,}", "{'a':1}", "{\"a\":1,\"a\":2}", "nul", "01", "+1", ".5", "1.",
        "\"\u{1}\"",
        "\"\\x\"", "\"\\ud800\"", "[1] 2", "NaN", "// no\n1",
        "0\0", "[0\0]", "\0",
    ])
    func `what is no JSON is refused with its place`(_ text: String) {
        #expect(throws: JSON.Failure.self) { try JSON.parse(text) }
    }

    @Test func `a failure names line and column`() {
        do {
            _ = try JSON.parse("{\n  \"a\": 1,\n  oops\n}")
            Issue.record("it was parsed")
        } catch {
            #expect(error.line == 3)
            #expect(!error.message.isEmpty)
        }
    }

    @Test func `bytes that are no UTF-8 are refused`() {
        #expect(throws: JSON.Failure.self) { try JSON.parse([0x22, 0xff, 0x22]) }
        #expect(throws: JSON.Failure.self) { try JSON.parse([0x22, 0xc0, 0x80, 0x22]) }
    }

    @Test func `nesting has a bound`() throws {
        let shallow = String(repeating: "[", count: 100) + String(repeating: "]", count: 100)
        _ = try JSON.parse(shallow)
        let deep = String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)
        #expect(throws: JSON.Failure.self) { try JSON.parse(deep) }
    }

    @Test(arguments: [
        "null", "true", "-12", "1.5", "\"a\\\"b\\\\c\\n\\u0001é😀\"", "[]", "{}", "[1,[2,{\"a\":null}]]",
        "{\"b\":1,\"a\":2}", "9007199254740993", "\"\\u2028\"",
    ])
    func `what is written reads the same`(_ text: String) throws {
        let value = try JSON.parse(text)
        for layout: JSON.Layout in [[], .indented, .sorted, [.indented, .sorted]] {
            #expect(try JSON.parse(JSON.text(value, layout)) == value)
        }
    }

    @Test func `whole numbers are kept exactly, members in their order`() throws {
        #expect(try JSON.parse("9007199254740993").int == 9_007_199_254_740_993)
        let value = try JSON.parse("{\"b\":1,\"a\":2}")
        #expect(JSON.text(value) == "{\"b\":1,\"a\":2}")
        #expect(JSON.text(value, .sorted) == "{\"a\":2,\"b\":1}")
    }

    @Test func `control characters never leave as they are`() {
        let text = JSON.text(.string("\u{0}\u{1b}[31m\u{7f}\n"))
        #expect(!text.utf8.contains { $0 < 0x20 })
    }
}
