import Assembly
import Checks
import Documents
import Inventory
import ServiceModels
import Synchronization
import Testing

@testable import Collection

/// Lists are followed to their end, or are said to be cut.
@Suite struct PagerTests {
    private static let key = Exchange.Key(
        account: "111122223333", region: "eu-west-1", service: "sns", operation: "ListTopics", parameters: [:]
    )

    private func answer(
        most: Int = 10_000, _ page: @escaping (_ token: String?) -> Page
    ) async -> (Answer, asked: Int) {
        var pager = Pager(models: ModelLibrary())
        pager.mostPages = most
        var asked = 0
        let answer = await pager.answer(Self.key, paging: nil) { key in
            asked += 1
            return page(key.parameters["NextToken"]?.string)
        }
        return (answer, asked)
    }

    private func output(_ names: [String], next: String?) -> Page {
        var object = Object([("Topics", .array(names.map { ["TopicArn": .string($0)] }))])
        if let next { object["NextToken"] = .string(next) }
        return .output(.object(object))
    }

    @Test func `pages are followed to the end`() async {
        let (answer, asked) = await answer { token in
            let number = token.flatMap { Int($0) } ?? 0
            return output(["t\(number)"], next: number < 4 ? String(number + 1) : nil)
        }
        #expect(asked == 5 && answer.refusal == nil)
        #expect(
            answer.pages.compactMap { $0["Topics"]?[0]?["TopicArn"]?.string } == [
                "t0", "t1", "t2", "t3", "t4",
            ])
    }

    @Test func `an error on a later page keeps what came before and is told`() async {
        let (answer, _) = await answer { token in
            token == nil
                ? output(["a"], next: "1") : .refused(Refusal(code: "InternalError", message: "try later"))
        }
        #expect(answer.pages.count == 1)
        #expect(answer.refusal?.code == "InternalError")
    }

    @Test func `a token that comes again ends the list as broken`() async {
        let (answer, asked) = await answer { _ in output(["a"], next: "same") }
        #expect(answer.refusal != nil)
        #expect(asked <= 3)
    }

    @Test func `a list without end ends as broken`() async {
        let (answer, asked) = await answer(most: 7) { token in
            output(["a"], next: String((token.flatMap { Int($0) } ?? 0) + 1))
        }
        #expect(answer.refusal != nil)
        #expect(asked <= 8)
    }
}
