import Documents
import Testing

/// YAML as files of checks use it: every mistake has a place, nothing is guessed.
@Suite struct YAMLTests {
    @Test func `nodes know their places`() throws {
        let root = try YAML.parse("a: 1\nb:\n  - x\n  - {c: d}\n", file: "t.yaml")
        #expect(root["a"]?.text == "1")
        let item = try #require(root["b"]?.items?[1])
        #expect(item.line == 4 && item.column == 5)
        #expect(item["c"]?.text == "d")
    }

    @Test(arguments: [
        ("a: 1\na: 2\n", 2), ("a: [1\nb: 2\n", 2), ("a:\n\t- b\n", 2), ("a: *nobody\n", 1),
        ("a: \"x\n", 2),
    ])
    func `a mistake is told with file and line`(_ text: String, _ line: Int) {
        do {
            _ = try YAML.parse(text, file: "t.yaml")
            Issue.record("it was parsed")
        } catch {
            #expect(error.file == "t.yaml")
            #expect(error.line >= line - 1 && error.line <= line + 1, "\(error)")
        }
    }

    @Test func `a bomb of aliases is refused or stays small`() {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...12 {
            let inner = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(inner)]\n"
        }
        #expect(throws: Diagnostic.self) { try YAML.parse(text, file: "t.yaml") }
    }

    @Test func `nesting has a bound`() {
        let text = String(repeating: "[", count: 50_000) + String(repeating: "]", count: 50_000)
        #expect(throws: Diagnostic.self) { try YAML.parse(text, file: "t.yaml") }
    }
}
