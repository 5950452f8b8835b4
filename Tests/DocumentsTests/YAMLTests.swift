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

    @Test func `texts are what the quotes, escapes and folds mean`() throws {
        let root = try YAML.parse(
            "plain: ~\nquoted: \"~\"\nescaped: \"a\\u00e9\\n\"\nfolded: >-\n  one\n  two\nempty:\n\"\": nobody\n",
            file: "t.yaml")
        #expect(root["plain"]?.isNull == true && root["quoted"]?.isNull == false)
        #expect(root["escaped"]?.text == "a\u{e9}\n" && root["folded"]?.text == "one two")
        #expect(root["empty"]?.text == "" && root["empty"]?.isNull == true)
        #expect(root[""]?.text == "nobody" && root["nobody"] == nil)
        #expect(root.members?.map(\.key.text) == ["plain", "quoted", "escaped", "folded", "empty", ""])
    }

    @Test func `lists and maps hold what stands in them`() throws {
        let root = try YAML.parse("- [a, [b, {c: [d], e: {}}], []]\n- f\n", file: "t.yaml")
        let items = try #require(root.items)
        #expect(items.map(\.kind) == ["list", "text"])
        let inner = try #require(items[0].items)
        #expect(inner.map(\.kind) == ["text", "list", "list"] && inner[2].items?.isEmpty == true)
        #expect(inner[1].items?[1]["c"]?.items?.map(\.text) == ["d"])
        #expect(root.isList && inner[0].isText && inner[0].isPlain && inner[1].items?[1].isMap == true)
        var texts = [String]()
        items[0].forEachText { texts.append(String(decoding: $0, as: UTF8.self)) }
        #expect(texts == ["a", "b", "c", "d", "e"])
        #expect(inner[1].items?[1]["e"]?.members?.isEmpty == true && inner[1]["c"] == nil)
    }

    @Test func `a key that comes again is found in large maps too`() throws {
        let lines = (1...40).map { "key\($0): {key\($0): 1}\n" }.joined()
        #expect(try YAML.parse(lines, file: "t.yaml").members?.count == 40)
        for again in ["key2", "key40"] {
            let mistake = #expect(throws: Diagnostic.self) {
                try YAML.parse(lines + "\(again): 2\n", file: "t.yaml")
            }
            #expect(mistake?.line == 41)
        }
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
