import Documents
import Expressions
import Testing

@Suite struct LimitTests {
    @Test(arguments: ["(", "[", "!", "a[?", "{a:", "abs(", "a[].b || (", "&", "*."])
    func `what is nested too deep is refused`(_ piece: String) {
        let failure = #expect(throws: ExpressionFailure.self) {
            try Expression.parse(String(repeating: piece, count: 10_000))
        }
        #expect(failure?.kind == .syntax)
    }

    @Test(arguments: [".a", "[0]", "[]", "[*]", " | a", " || a", " == a", "[?a]", ".*", "[1:]"])
    func `a chain that is too long is refused, and one of 200 works`(_ piece: String) throws {
        let failure = #expect(throws: ExpressionFailure.self) {
            try Expression.parse("a" + String(repeating: piece, count: 5_000))
        }
        #expect(failure?.message == "the expression is nested more than 256 deep")
        #expect(
            try Expression.parse("a" + String(repeating: piece, count: 100)).evaluate([:]).isNull
                || piece == " == a")
    }

    @Test func `a text that is too long is refused`() {
        #expect(throws: ExpressionFailure.self) {
            try Expression.parse(String(repeating: " ", count: 70_000))
        }
        #expect(throws: ExpressionFailure.self) { try Template.parse(String(repeating: " ", count: 70_000)) }
    }

    @Test(arguments: [
        "@" + String(repeating: " | [@, @]", count: 60),
        "to_string(@" + String(repeating: " | [@, @]", count: 60) + ")",
        "'aaaaaaaaaaaaaaaaaaaaaaaa'" + String(repeating: " | join(@, [@, @, @])", count: 60),
        "@" + String(repeating: " | {a: @, b: @}", count: 60) + " | @ == @",
        "list[?contains($list, @)] | map(&map(&map(&[@], $list), $list), $list)",
        "list[*].[$list[*].[$list[*].[@]]]",
        "[$list, $list, $list, $list][]" + String(repeating: " | [@, @, @, @][]", count: 20),
    ])
    func `an evaluation that grows without end is stopped`(_ text: String) throws {
        let list = Value.array((0..<1000).map(Value.integer))
        let expression = try Expression.parse(text)
        let failure = #expect(throws: EvaluationFailure.self) {
            try expression.evaluate(["list": list], variables: ["list": list])
        }
        guard case .failed(.limit, _, _) = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
    }

    @Test func `a large value that is only passed on has no limit`() throws {
        let large = Value.array((0..<2_000).map { _ in .array((0..<1_000).map(Value.integer)) })
        #expect(try Expression.parse("a").evaluate(["a": large]).array?.count == 2_000)
        #expect(try Expression.parse("a[*]").evaluate(["a": large]).array?.count == 2_000)
    }
}
