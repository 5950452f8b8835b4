import Documents
import Expressions
import Testing

private let gap = Unseen(gaps: [7])

@Suite struct UnseenTests {
    /// `hole` was not seen, `cut` is a list that goes on unseen, and `list` has an element with an unseen member.
    private static let subject: Value = [
        "hole": .unseen(gap), "cut": [["n": 1, "m": [1, 2]], .unseen(gap)], "seen": [["n": 1]], "yes": true,
        "list": [["n": 1, "m": [1]], ["n": .unseen(gap), "m": .unseen(gap)]],
        "map": ["a": 1, "b": .unseen(gap)],
        "empty": [], "bare": [.unseen(gap)],
    ]

    private static func evaluate(_ text: String) throws -> Value {
        try Expression.parse(text).evaluate(subject)
    }

    @Test(
        arguments: [
            ("hole", .unseen(gap)), ("hole.a.b", .unseen(gap)), ("hole[].a", .unseen(gap)),
            ("hole.*", .unseen(gap)),
            ("hole[?a]", .unseen(gap)), ("hole.{a: b}", .unseen(gap)), ("hole | a", .unseen(gap)),
            ("[yes, hole]", [true, .unseen(gap)]), ("{a: hole}", ["a": .unseen(gap)]),
            ("cut[*].n", [1, .unseen(gap)]), ("cut[].m[]", [1, 2, .unseen(gap)]),
            ("cut[].n", [1, .unseen(gap)]),
            ("cut[?n == `1`].n", [1, .unseen(gap)]), ("cut[?n == `2`].n", [.unseen(gap)]),
            ("cut[?n == `2`] | [?n]", [.unseen(gap)]), ("cut[*].length(m)", [2, .unseen(gap)]),
            ("list[].n", [1, .unseen(gap)]), ("list[].m[]", [1, .unseen(gap)]), ("map.*", [1, .unseen(gap)]),
            ("yes || hole", true), ("empty && hole", []), ("not_null(yes, hole)", true),
            ("contains(seen[].n, `1`)", true), ("keys(map)", ["a", "b"]), ("length(map)", 2), ("!cut", false),
            ("cut && yes", true), ("map == seen", false), ("list[0].n", 1),
            ("contains([map.a, yes], `true`)", true),
            ("length(list)", 2),
        ] as [(String, Value)])
    func `what is not touched is passed on`(_ text: String, _ wanted: Value) throws {
        #expect(try Self.evaluate(text) == wanted)
    }

    @Test(arguments: [
        "hole == 'x'", "'x' == hole", "hole == `null`", "hole != `null`", "hole < `1`", "`1` < hole", "!hole",
        "hole && yes", "hole || yes", "hole[0]", "hole[-1:]", "length(hole)", "contains(hole, 'x')",
        "contains(seen, hole)", "type(hole)", "not_null(hole, yes)", "not_null(missing, hole)",
        "to_array(hole)",
        "cut[0]", "cut[0:1]", "length(cut)", "contains(cut, 'x')", "sort_by(cut, &n)", "cut == seen",
        "cut == 'x'",
        "join(',', cut)", "cut[].n | length(@)", "cut[].n | [0]", "reverse(cut)", "sum(cut[].n)",
        "map(&n, cut)",
        "to_array(cut)", "type(cut)", "bare && yes", "seen[?n == `1` && $hole]",
        "sort_by(list, &n)", "max_by(list, &n)", "to_string(map)", "to_string(list)", "list[?n == `1`]",
        "list[?n]", "contains(list, `{}`) || map == map", "map == map", "length(map.*)",
        "values(map) | sum(@)",
        "lower(hole)", "split(hole, '.')", "split('a', hole)", "cut[?n == $hole]",
    ])
    func `what is touched makes the answer unseen`(_ text: String) throws {
        #expect(throws: EvaluationFailure.unseen(gap)) {
            try Expression.parse(text).evaluate(Self.subject, variables: ["hole": .unseen(gap)])
        }
    }
}
