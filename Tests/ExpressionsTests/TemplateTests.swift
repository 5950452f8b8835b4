import Documents
import Expressions
import Testing

private let gap = Unseen(gaps: [1])

@Suite struct TemplateTests {
    private static let subject: Value = [
        "id": "x", "n": 3, "yes": true, "list": ["a", 1], "hole": .unseen(gap), "deep": [["b": .unseen(gap)]],
    ]

    @Test(
        arguments: [
            ("arn:{$partition}:s3:::{id}", "arn:aws:s3:::x"), ("{id}", "x"), ("{n}", 3), ("{yes}", true),
            ("{list}", ["a", 1]), (" {n}", " 3"), ("{id}{n}", "x3"), ("-{list}-{yes}", "-[\"a\",1]-true"),
            ("{missing}", nil), ("{missing}{missing}", nil), ("{missing}|{id}|", "|x|"), ("", ""),
            ("plain", "plain"),
            ("{{}}", "{}"), ("{{{id}}}", "{x}"), ("{ {a: {b: id}} }", ["a": ["b": "x"]]),
            ("{ {a: id}}", ["a": "x"]),
            ("{'}{'}", "}{"), ("{\"}\"}é", "é"), ("{`{\"a\": 1}`.a}", 1),
            ("{{\"a\": \"{id}\"}}", "{\"a\": \"x\"}"),
        ] as [(String, Value)])
    func `a template stands for a value`(_ text: String, _ wanted: Value) throws {
        let template = try Template.parse(text)
        #expect(try template.evaluate(Self.subject, variables: ["partition": "aws"]) == wanted)
    }

    @Test(arguments: [
        "{hole}", "{hole.a}", "a {hole}", "{deep}", "a {deep}", "{length(hole)}", "{list[?$hole]}",
    ])
    func `what could not be seen stays so`(_ text: String) throws {
        let template = try Template.parse(text)
        #expect(throws: EvaluationFailure.unseen(gap)) {
            try template.evaluate(Self.subject, variables: ["hole": .unseen(gap)])
        }
    }

    @Test(arguments: [
        ("a {", 2, "'{' has no '}'"), ("a }", 2, "'}' closes nothing"), ("é{}", 2, "the expression is empty"),
        ("é{a.}", 4, "the end where a name, '*', '[' or '{' is wanted"),
        ("{a} {b c}", 7, "'c' is out of place"),
        ("{a} {lenght(b)}", 5, "there is no function lenght"), ("{a 'b}", 3, "the text has no end"),
        ("{ {a: b}", 0, "'{' has no '}'"),
    ])
    func `a mistake is named at its character of the template`(
        _ text: String, _ offset: Int, _ message: String
    ) {
        let failure = #expect(throws: ExpressionFailure.self) { try Template.parse(text) }
        #expect(failure?.offset == offset)
        #expect(failure?.message == message)
    }

    @Test func `what goes wrong is named at its character of the template`() throws {
        let template = try Template.parse("é{a} { b || abs(a)}")
        #expect(
            throws: EvaluationFailure.failed(
                .invalidType, message: "argument 1 of abs is string, and number is wanted", offset: 12)
        ) { try template.evaluate(["a": "x"]) }
    }

    @Test func `a template tells what it is made of`() throws {
        #expect(try Template.parse("a{{b").literal == "a{b")
        #expect(try Template.parse("").literal == "")
        #expect(try Template.parse("a{b}").literal == nil)
        #expect(try Template.parse("{a.b}").expression?.path == ["a", "b"])
        #expect(try Template.parse("a{b} { c }").expressions.map(\.offset) == [2, 6])
        #expect(try Template.parse("a{b} { c }").expressions.map(\.expression.text) == ["b", " c "])
    }
}
