import Documents
import Testing

/// XML as AWS sends it, and hostile XML.
@Suite struct XMLTests {
    @Test func `elements, attributes, text and entities of XML itself are read`() throws {
        let root = try XML.parse(Array("<a x='1'><b>1 &lt; 2 &amp; <![CDATA[<c>]]></b><b/></a>".utf8))
        #expect(root.name == "a" && root.attributes["x"] == "1")
        #expect(root.children.count == 2)
        #expect(root["b"]?.text == "1 < 2 & <c>")
    }

    @Test(arguments: [
        "", "<a>", "<a></b>", "<a/><b/>", "<a b=1/>", "text", "<a>&nobody;</a>",
        "<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>",
        "<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>",
    ])
    func `what is broken or brings its own entities is refused`(_ text: String) {
        #expect(throws: XML.Failure.self) { try XML.parse(Array(text.utf8)) }
    }

    @Test func `nesting has a bound`() {
        let text = String(repeating: "<a>", count: 100_000) + String(repeating: "</a>", count: 100_000)
        #expect(throws: XML.Failure.self) { try XML.parse(Array(text.utf8)) }
    }

    @Test func `escaped text reads the same`() throws {
        let text = "<&>\"' é😀"
        #expect(try XML.parse(Array("<a>\(XML.escaped(text))</a>".utf8)).text == text)
    }
}
