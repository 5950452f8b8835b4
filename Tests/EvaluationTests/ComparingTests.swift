import Checks
import Documents
import Findings
import Testing

@testable import Evaluation

/// How values compare, in three values.
@Suite struct ComparingTests {
    static let now = Timestamp("2026-11-23T12:00:00Z")!
    static let unseen = Value.unseen(Unseen(gaps: [0]))

    struct Case: Sendable, CustomTestStringConvertible {
        let subject: Value
        let operation: Comparison.Operator
        let operand: Value
        let truth: Truth
        var testDescription: String { "\(subject) \(operation.rawValue) \(operand) is \(truth)" }

        init(_ subject: Value, _ operation: Comparison.Operator, _ operand: Value, _ truth: Truth) {
            self.subject = subject
            self.operation = operation
            self.operand = operand
            self.truth = truth
        }
    }

    static let known = [
        Case("a", .equals, "a", .yes), Case("a", .equals, "A", .no), Case(1, .equals, "1", .no),
        Case(["a", "b"], .equals, ["b", "a"], .no),
        Case("a", .in, ["b", "a"], .yes), Case("a", .in, [], .no),
        Case(["a", "b"], .includes, ["b"], .yes), Case(["a"], .includes, ["a", "b"], .no),
        Case([], .includes, [], .yes),
        Case("abc", .matches, "a*", .yes), Case("abc", .matches, ["x", "?bc"], .yes),
        Case("abc", .matches, "b", .no),
        Case(3, .atLeast, 3, .yes), Case(2, .atLeast, 3, .no), Case("10", .atLeast, 9, .yes),
        Case(3, .atMost, 3, .yes), Case("10", .atMost, 9, .no),
        Case("2026-11-22T11:59:59Z", .olderThan, 86400, .yes),
        Case("2026-11-22T12:00:01Z", .olderThan, 86400, .no),
        Case("2026-11-22T12:00:01Z", .newerThan, 86400, .yes),
        Case("2026-11-23T12:00:00+02:00", .olderThan, 3600, .yes),
        Case("10.1.2.3", .within, "10.0.0.0/8", .yes), Case("10.0.0.0/7", .within, "10.0.0.0/8", .no),
        Case("2001:db8::1", .within, ["10.0.0.0/8", "2001:db8::/32"], .yes),
        Case("10.0.0.1", .within, "::/0", .no), Case("0.0.0.0/0", .within, "0.0.0.0/0", .yes),
        Case("", .exists, true, .yes), Case("x", .exists, false, .no),
        Case([], .empty, true, .yes), Case("x", .empty, true, .no), Case("", .empty, false, .no),
        Case([:], .empty, true, .yes),
    ]

    static let open = [
        Case("a", .in, [unseen, "b"], .unknown), Case("a", .in, [unseen, "a"], .yes),
        Case(["a": unseen], .equals, ["a": 1], .unknown), Case("a", .equals, unseen, .unknown),
        Case([unseen, "a"], .includes, ["a"], .yes), Case([unseen, "a"], .includes, ["b"], .unknown),
        Case(["a"], .includes, [unseen], .unknown),
        Case([unseen], .empty, true, .unknown), Case([unseen, "a"], .empty, true, .no),
        Case([unseen], .equals, [], .unknown),
        Case(1, .matches, "1", .unknown), Case("a", .matches, ["b", unseen], .unknown),
        Case("a", .matches, ["a", unseen], .yes),
        Case("many", .atLeast, 1, .unknown), Case("nan", .atMost, 1, .unknown),
        Case("yesterday", .olderThan, 60, .unknown), Case("yesterday", .newerThan, 60, .unknown),
        Case("nowhere", .within, "10.0.0.0/8", .unknown), Case("10.0.0.1", .within, "10.0.0.0/33", .unknown),
        Case("10.0.0.1", .within, ["nonsense", "10.0.0.0/8"], .yes),
        Case("+1.2.3.4", .within, "::/0", .unknown),
        Case(true, .empty, true, .unknown),
    ]

    @Test(arguments: known)
    func `values that are there compare`(_ one: Case) {
        #expect(one.operation.compare(one.subject, one.operand, now: Self.now) == one.truth)
    }

    @Test(arguments: open)
    func `what is unseen or no such value decides nothing`(_ one: Case) {
        #expect(one.operation.compare(one.subject, one.operand, now: Self.now) == one.truth)
    }

    @Test func `not turns what is known and leaves open what is open`() {
        #expect(!Truth.yes == .no)
        #expect(!Truth.no == .yes)
        #expect(!Truth.unknown == .unknown)
    }
}
