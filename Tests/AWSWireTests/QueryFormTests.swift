import Testing

@testable import AWSWire

/// Forms as clients send them, in any order.
@Suite struct QueryFormTests {
    private func form(_ body: String, query: String = "") throws -> (form: QueryForm, root: QueryForm.Node) {
        var form = QueryForm(query, Array(body.utf8))
        let root = try form.tree()
        return (form, root)
    }

    @Test func `numbers are numbers, in whatever order the pairs come`() throws {
        let order = ["10", "2", "1", "x", "-1", ""]
        let body = order.map { "A.member.\($0)=v\($0)" }.joined(separator: "&")
        let (form, root) = try form(body)
        let list = try #require(form.child(root, "A").flatMap { form.child($0, "member") })
        #expect(form.numbered(list).map { form.value($0) } == ["v1", "v2", "v10"])
    }

    @Test func `a name that only begins like another is not below it`() throws {
        let (form, root) = try form("A=1&A-b=2&A.b=3&AB=4&A.b.c=5")
        let a = try #require(form.child(root, "A"))
        #expect(form.value(a) == "1")
        let b = try #require(form.child(a, "b"))
        #expect(form.value(b) == "3")
        #expect(form.child(b, "c").flatMap { form.value($0) } == "5")
        #expect(form.child(root, "A-b").flatMap { form.value($0) } == "2")
        #expect(form.child(a, "").flatMap { form.value($0) } == nil && form.child(root, "B") == nil)
    }

    @Test func `of one name the last value counts, and the first for what is asked before the tree`() throws {
        let first = QueryForm("Action=A", Array("Action=B".utf8))
        #expect(first["Action"] == "A" && first["action"] == nil)
        let (form, root) = try form("X=2&Y&X=3", query: "X=1")
        #expect(form.child(root, "X").flatMap { form.value($0) } == "3")
        #expect(form.child(root, "Y").flatMap { form.value($0) } == "")
    }

    @Test func `what is encoded is decoded, and what is not stands for itself`() throws {
        let (form, root) = try form("a%2Eb=c+d%26%3D%zz%4&e==f&&%C3%BC=%FF")
        let b = form.child(root, "a").flatMap { form.child($0, "b") }
        #expect(b.flatMap { form.value($0) } == "c d&=%zz%4")
        #expect(form.child(root, "e").flatMap { form.value($0) } == "=f")
        #expect(form.child(root, "ü").flatMap { form.value($0) } == "\u{FFFD}")
    }

    @Test func `a name of too many parts is refused`() {
        let deep = Array(repeating: "a", count: 65).joined(separator: ".")
        #expect(throws: WireFailure.self) { try form("\(deep)=1") }
        #expect(throws: Never.self) { try form("\(deep.dropLast(2))=1") }
    }
}
