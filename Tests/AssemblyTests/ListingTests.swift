import Documents
import Testing

@testable import Assembly

/// What a listing shows, and whether that is all.
@Suite struct ListingTests {
    @Test func `a listing is asked for before anything is known`() throws {
        let scene = try Scene(Topics.resources)
        #expect(scene.list("sns.topic") == nil)
        #expect(scene.missing == ["eu-west-1 sns:ListTopics {}"])
    }

    @Test func `pages are one list`() throws {
        let scene = try Scene(Topics.resources)
        scene.answer(
            "sns:ListTopics", [:], ["Topics": [["TopicArn": "arn:a"]]], ["Topics": [["TopicArn": "arn:b"]]])
        let list = try #require(scene.list("sns.topic"))
        #expect(list.resources.map(\.name) == ["arn:a", "arn:b"])
        #expect(list.incomplete == nil)
    }

    @Test(arguments: ["ThrottlingException", "AccessDenied", "timeout"])
    func `a listing that breaks off keeps what it showed and says that there may be more`(_ code: String)
        throws
    {
        let scene = try Scene(Topics.resources)
        scene.answer("sns:ListTopics", [:], ["Topics": [["TopicArn": "arn:a"]]], refused: code)
        let list = try #require(scene.list("sns.topic"))
        #expect(list.resources.map(\.name) == ["arn:a"])
        #expect(scene.gaps(list.incomplete.map { .unseen($0) }) == [code])
    }

    @Test func `an element without what AWS always sends is not believed`() throws {
        let scene = try Scene(Topics.resources)
        scene.answer("sns:ListTopics", [:], ["Topics": [["TopicArn": "arn:a"], ["Name": "b"]]])
        let list = try #require(scene.list("sns.topic"))
        #expect(list.resources.map(\.name) == ["arn:a"])
        #expect(scene.gaps(list.incomplete.map { .unseen($0) }) == ["incomplete-answer"])
    }

    @Test(arguments: ["arn:a", ""])
    func `a name twice, or none, is a gap and no resource`(_ name: String) throws {
        let scene = try Scene(Topics.resources)
        scene.answer(
            "sns:ListTopics", [:], ["Topics": [["TopicArn": "arn:a"], ["TopicArn": .string(name)]]])
        let list = try #require(scene.list("sns.topic"))
        #expect(list.resources.map(\.name) == ["arn:a"])
        #expect(scene.gaps(list.incomplete.map { .unseen($0) }) == ["bad-id"])
    }

    static let rules = """
        resources:
          ses.receipt_rule_set:
            title: rule set
            scope: region
            list: {call: ses:ListReceiptRuleSets, each: RuleSets, always: [Name]}
            id: "{item.Name}"
            arn: arn:aws:ses:{$region}:{$account}:receipt-rule-set/{id}
            attributes:
              rules:
                call: ses:DescribeReceiptRuleSet
                with: {RuleSetName: "{id}"}
                pick: Rules
                gone_on: [RuleSetDoesNotExist]
          ses.receipt_rule:
            title: rule
            scope: region
            list: {of: ses.receipt_rule_set, each: rules}
            id: "{parent.id}/{item.Name}"
            arn: "{parent.arn}:receipt-rule/{item.Name}"
            attributes: {}

        """

    @Test func `children are those of every parent, and say so where a parent can't be looked into`() throws {
        let scene = try Scene(Self.rules)
        scene.answer(
            "ses:ListReceiptRuleSets", [:], ["RuleSets": [["Name": "a"], ["Name": "b"], ["Name": "c"]]])
        #expect(scene.list("ses.receipt_rule") == nil)
        #expect(scene.missing.count == 3)
        scene.answer(
            "ses:DescribeReceiptRuleSet", ["RuleSetName": "a"], ["Rules": [["Name": "r"], ["Name": "s"]]])
        scene.answer("ses:DescribeReceiptRuleSet", ["RuleSetName": "b"], refused: "AccessDenied")
        scene.answer("ses:DescribeReceiptRuleSet", ["RuleSetName": "c"], refused: "RuleSetDoesNotExist")
        let list = try #require(scene.list("ses.receipt_rule"))
        #expect(list.resources.map(\.name) == ["a/r", "a/s"])
        #expect(
            list.resources.first?.arn
                == "arn:aws:ses:eu-west-1:111122223333:receipt-rule-set/a:receipt-rule/r")
        #expect(scene.gaps(list.incomplete.map { .unseen($0) }) == ["AccessDenied"])
    }
}
