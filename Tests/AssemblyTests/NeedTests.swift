import Documents
import Testing

@testable import Assembly

/// What checks read, and nothing else.
@Suite struct NeedTests {
    private func need(_ question: String) throws -> String {
        let text = "title: t\nresource: sns.topic\nseverity: low\n\(question)\n"
        let scene = try Topics.scene(checks: ["sns_a": text])
        var need = Need()
        need.add(scene.checks["sns_a"]!, scene.types)
        return need.words
    }

    @Test(arguments: [
        ("assert: {value: arn, matches: \"arn:*\"}", ""),
        ("assert: {value: settings.Owner, equals: me}", "settings"),
        ("assert: {value: settings.Owner, equals: \"{owner_name}\"}", "owner_name settings"),
        ("assert: {value: partner.settings.Owner, equals: me, absent: true}", "partner(settings)"),
        (
            "assert: {value: first_partner.partner.settings.Owner, equals: me, absent: true}",
            "first_partner(partner(settings))"
        ),
        (
            "assert: {none: subscriptions, that: {value: topic.settings.Owner, equals: me, absent: true}}",
            "subscriptions(topic(settings))"
        ),
        (
            "assert: {none: subscriptions, that: {value: item.TopicArn, equals: \"{$resource.settings.Owner}\"}}",
            "settings subscriptions"
        ),
        (
            "assert: {not: {allows: {policies: settings.Policy, from: anyone, absent: false}}}\nshow: {tags: tags}",
            "settings tags"
        ),
        (
            "applies: {value: protection, exists: true}\nassert: {value: arn, matches: \"arn:*\"}\n",
            "protection"
        ),
        ("manual: is it well?", ""),
        (
            "assert: {value: arn, matches: \"arn:*\", reason: \"{settings.Owner} is not me\"}",
            "settings"
        ),
    ])
    func `follows from the paths`(_ question: String, _ words: String) throws {
        #expect(try need(question) == words)
    }

    @Test func `what only a fix reads is read for fixing alone`() throws {
        let text = """
            title: t
            resource: sns.topic
            severity: low
            assert: {value: settings.Owner, equals: me}
            fixes:
              tag:
                title: Tag it
                for: resource
                risk: safe
                call: sns:TagResource
                with: {ResourceArn: "{arn}", Tags: [{Key: owner, Value: "{tags.owner}"}]}
                irreversible: it stays
            """
        let scene = try Topics.scene(checks: ["sns_a": text])
        let check = scene.checks["sns_a"]!
        #expect(Need.all(of: [check], scene.types)["sns.topic"]?.words == "settings")
        #expect(Need.all(of: [check], fixing: true, scene.types)["sns.topic"]?.words == "settings tags")
    }

    @Test func `prefetching asks for everything that is needed, and says when it is there`() throws {
        let scene = try Topics.scene(
            "a",
            checks: [
                "sns_a":
                    "title: t\nresource: sns.topic\nseverity: low\nassert: {value: keys(tags), includes: [a], absent: false}\nshow: {owner: settings.Owner}\n"
            ])
        var need = Need()
        need.add(scene.checks["sns_a"]!, scene.types)
        let topic = try scene.only("sns.topic")
        #expect(!scene.resolver.prefetch(need, of: topic))
        #expect(scene.missing.count == 2)
        for (call, name) in [
            ("sns:GetTopicAttributes", "TopicArn"), ("sns:ListTagsForResource", "ResourceArn"),
        ] {
            scene.answer(call, [name: .string(Topics.arn("a"))], refused: "Throttled")
        }
        scene.resolver.beginRound()
        #expect(scene.resolver.prefetch(need, of: topic))
        #expect(scene.missing == [])
    }
}

extension Need {
    /// The names, sorted, with what is behind each in brackets.
    fileprivate var words: String {
        attributes.sorted { $0.key < $1.key }
            .map { $0.value.isEmpty ? $0.key : "\($0.key)(\($0.value.words))" }.joined(separator: " ")
    }
}
