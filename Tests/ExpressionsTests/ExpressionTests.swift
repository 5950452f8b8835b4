import Documents
import Expressions
import Testing

/// What `text` gives on the JSON `subject`, as JSON, or what went wrong.
private func result(_ text: String, _ subject: String, mode: Expression.Mode = .check) -> String {
    do {
        let expression = try Expression.parse(text)
        return JSON.text(try expression.evaluate(try JSON.parse(subject), mode: mode))
    } catch { return "\(error)" }
}

@Suite struct ExpressionTests {
    @Test(arguments: [
        ("suffixes('a.b.c', '.')", #"["a.b.c","b.c","c"]"#),
        ("suffixes(split('joe@mail.example.com', '@')[1], '.')[:-1]", #"["mail.example.com","example.com"]"#),
        ("split('a--b-', '-')", #"["a","","b",""]"#),
        ("split('', '.')", #"[""]"#),
        ("lower('ÄbC')", #""äbc""#),
        ("split('a', '')", "character 1: the separator of split is empty"),
    ])
    func `the functions of the check language`(_ text: String, _ wanted: String) {
        #expect(result(text, "{}") == wanted)
    }

    @Test(arguments: [
        ("a.*.b.c", #"{"a":{"x":{"b":{"c":1}},"y":{"b":{"c":2}}}}"#, "[1,2]"),
        ("!a.b", #"{"a":{"b":false}}"#, "null"),
        ("!(a.b)", #"{"a":{"b":false}}"#, "true"),
        ("a[::-1]", #"{"a":[1,2,3]}"#, "[3,2,1]"),
        ("a[-9223372036854775808:9223372036854775807:9223372036854775807]", #"{"a":[1,2]}"#, "[1]"),
        ("a[:-9223372036854775808:-9223372036854775808]", #"{"a":[1,2]}"#, "[2]"),
        ("length('e\u{301}x')", "null", "3"),
        ("reverse('ab\u{1F600}')", "null", #""😀ba""#),
        ("contains('abc', `1`)", "null", "false"),
        ("sort(['b', 'a\u{301}', 'é', 'z'])", "{}", "[\"a\u{301}\",\"b\",\"z\",\"é\"]"),
        ("sum([`9223372036854775807`, `1`])", "{}", "9.223372036854776e+18"),
        ("abs(`-9223372036854775808`)", "{}", "9.223372036854776e+18"),
        ("ceil(`1.5`)", "{}", "2"),
        ("to_number('0x10')", "{}", "null"),
        ("to_number('-1.5e3')", "{}", "-1500.0"),
        ("'\\'\\\\\\n'", "{}", #""'\\\\\\n""#),
    ])
    func `what the specification leaves to find out`(_ text: String, _ subject: String, _ wanted: String) {
        #expect(result(text, subject) == wanted)
    }

    @Test(arguments: [
        (
            "length(a)", "null",
            "character 1: argument 1 of length is null, and array, object or string is wanted"
        ),
        ("contains(`[1]`, a)", "null", "false"),
        (
            "contains(a, 'x')", "null",
            "character 1: argument 1 of contains is null, and array or string is wanted"
        ),
        ("to_array(a)", "null", "[null]"),
        ("type(a)", #""null""#, #""null""#),
        ("not_null(a, b)", "1", "1"),
        ("a < `1`", "null", "null"),
        ("b < 'x'", "character 1: < compares numbers, not number and string", "null"),
        ("b > `0.5`", "true", "true"),
        (
            "join(',', [b])", "character 1: argument 2 of join is number, and array of strings is wanted",
            "character 1: argument 2 of join is number, and array of strings is wanted"
        ),
    ])
    func `null is absent in checks, and a value in plain JMESPath`(
        _ text: String, _ check: String, _ plain: String
    ) {
        #expect(result(text, #"{"b":1}"#) == check)
        #expect(result(text, #"{"b":1}"#, mode: .jmespath) == plain)
    }

    @Test(arguments: [
        ("", 0, "the expression is empty", nil),
        ("a.", 2, "the end where a name, '*', '[' or '{' is wanted", nil),
        ("a[?b = 'c']", 5, "'=' where ']' is wanted", "equality is =="),
        ("lenght(a)", 0, "there is no function lenght", "did you mean length?"),
        ("lenght(a) || abs(a, b", 21, "the end where ',' or ')' is wanted", nil),
        ("lenght(a) || abs()", 0, "there is no function lenght", "did you mean length?"),
        ("ä", 0, "'ä' has no meaning here", nil),
        ("a == 'é", 5, "the text has no end", "close it with '"),
        (
            "'é' == `x`", 7, "the literal is no JSON: invalid token near 'x'",
            "text stands in single quotes: 'text'"
        ),
        ("max_by(a, b)", 10, "argument 2 of max_by is an expression", "write & before it"),
        ("length(&a)", 8, "argument 1 of length is a value", "leave the & out"),
        ("join(a)", 0, "join takes 2 arguments, and 1 are given", nil),
        ("a[1:2:0]", 6, "a slice can't step by 0", nil),
        (
            "a[b]", 2, "'b' where a number, '*' or ':' is wanted",
            "a list of expressions is .[a, b], a filter [?a]"
        ),
        ("a b", 2, "'b' is out of place", nil),
        ("$", 0, "'$' without the name of a variable", nil),
        ("a[9999999999999999999]", 2, "the number is too large", nil),
        ("a.\"b", 2, "the quoted name has no end", "close it with \""),
        (
            "foo-bar", 3, "'-' without digits",
            "a name with other characters than letters, digits and _ stands in \"…\""
        ),
    ])
    func `a mistake is named at its character`(
        _ text: String, _ offset: Int, _ message: String, _ hint: String?
    ) {
        let failure = #expect(throws: ExpressionFailure.self) { try Expression.parse(text) }
        #expect(failure?.offset == offset)
        #expect(failure?.message == message)
        #expect(failure?.hint == hint)
    }

    @Test func `variables and let`() throws {
        let variables: [String: Value] = ["account": "111122223333", "x": 1]
        func value(_ text: String) throws -> Value {
            try Expression.parse(text).evaluate(["a": [1, 2, 3]], variables: variables)
        }
        #expect(try value("$account") == "111122223333")
        #expect(try value("a[?@ > $x]") == [2, 3])
        #expect(try value("let $x = a[1], $y = $x in a[?@ == $x || @ == $y]") == [1, 2])
        #expect(try value("[let $x = `5` in $x, $x]") == [5, 1])
        #expect(
            throws: EvaluationFailure.failed(
                .undefinedVariable, message: "the variable $z has no value", offset: 4)
        ) {
            try value("b ||$z")
        }
        #expect(try Expression.parse("let").evaluate(["let": 1]) == 1)
    }

    @Test(arguments: [
        ("a.b || abs(c)", 7), ("a[?abs(@) > `1`]", 3), ("\"é\" || length(n)", 7), ("@ | sort_by(l, &t)", 4),
        ("l[?n < t]", 3),
    ])
    func `what goes wrong is named at its character`(_ text: String, _ offset: Int) throws {
        let subject: Value = ["a": ["x"], "c": "x", "l": [["t": "u", "n": 1], ["t": 1, "n": 1]], "n": 1]
        let failure = #expect(throws: EvaluationFailure.self) {
            try Expression.parse(text).evaluate(subject)
        }
        guard case .failed(_, _, let found)? = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(found == offset)
    }

    @Test func `functions of the caller`() throws {
        let functions = Functions.standard.adding([
            Function("double", arguments: 1) { values in .array([values[0], values[0]]) },
            Function("count", arguments: 1, keepsUnseen: true) { values in
                .integer(values[0].array?.count ?? 0)
            },
        ])
        let subject: Value = ["a": 1, "list": [1, .unseen(Unseen(gaps: [0]))]]
        func value(_ text: String) throws -> Value {
            try Expression.parse(text, functions: functions).evaluate(subject)
        }
        #expect(try value("double(a)") == [1, 1])
        #expect(try value("double(b)") == nil)
        #expect(try value("count(list)") == 2)
        #expect(throws: EvaluationFailure.unseen(Unseen(gaps: [0]))) { try value("double(list)") }
    }

    @Test func `each node knows where it stands`() throws {
        let text = #""é"[?a == 'x'].b[0] | length(@)"#
        let scalars = Array(text.unicodeScalars)
        var written = [String]()
        func visit(_ node: Expression.Node) {
            var view = String.UnicodeScalarView()
            view.append(contentsOf: scalars[node.range])
            written.append(String(view))
            node.form.children.forEach(visit)
        }
        visit(try Expression.parse(text).root)
        #expect(
            written == [
                text, #""é"[?a == 'x'].b[0]"#, #""é""#, "a == 'x'", "a", "'x'", "b[0]", "b", "length(@)", "@",
            ])
    }

    @Test func `a path is known as one`() throws {
        #expect(try Expression.parse("detail.\"a b\".c").path == ["detail", "a b", "c"])
        #expect(try Expression.parse("detail[0].c").path == nil)
    }
}
