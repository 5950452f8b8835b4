import Documents
import Testing

@testable import Assembly

/// What a resource leads to.
@Suite struct JoiningTests {
    private func settings(_ scene: Scene, _ name: String, _ key: String?, region: String = Scene.region) {
        var attributes: Value = ["Owner": "me"]
        if let key { attributes = ["Owner": "me", "KmsMasterKeyId": .string(key)] }
        scene.answer(
            "sns:GetTopicAttributes", ["TopicArn": .string(Topics.arn(name, region: region))], region: region,
            ["Attributes": attributes])
    }

    @Test func `a reference is looked up in the region of its ARN, once for all who have it`() throws {
        let scene = try Topics.scene("a", "b")
        let far = Topics.arn("far", region: "us-east-1")
        for name in ["a", "b"] { settings(scene, name, far) }
        let topics = try #require(scene.list("sns.topic")?.resources)
        let found = topics.map { scene.resources("partner", of: $0)?.first }
        #expect(found[0]??.region == "us-east-1")
        #expect(found[0]!! === found[1]!!)
        #expect(scene.value("partner.settings", of: topics[0]) == nil)
        #expect(scene.missing == ["us-east-1 sns:GetTopicAttributes {\"TopicArn\":\"\(far)\"}"])
    }

    @Test func `a reference to what a listing at hand shows needs no call`() throws {
        let scene = try Topics.scene("a", "b")
        scene.resolver.listed = ["sns.topic"]
        scene.resolver.listedRegions = [Scene.region]
        settings(scene, "a", Topics.arn("b"))
        let topics = try #require(scene.list("sns.topic")?.resources)
        let partner = try #require(scene.resources("partner", of: topics[0])?.first ?? nil)
        #expect(partner === topics[1] && partner.isListed)
        #expect(scene.missing == [])
    }

    @Test func `what is behind a reference to something gone is absent`() throws {
        let scene = try Topics.scene("a")
        settings(scene, "a", Topics.arn("gone"))
        scene.answer("sns:GetTopicAttributes", ["TopicArn": .string(Topics.arn("gone"))], refused: "NotFound")
        #expect(scene.value("partner.settings.Owner", of: try scene.only("sns.topic")) == .null)
    }

    @Test func `no reference is absent, an unseen one unseen`() throws {
        let scene = try Topics.scene("a")
        settings(scene, "a", nil)
        #expect(scene.value("partner", of: try scene.only("sns.topic")) == .null)
        let other = try Topics.scene("a")
        other.answer(
            "sns:GetTopicAttributes", ["TopicArn": .string(Topics.arn("a"))], refused: "AuthorizationError")
        #expect(other.gaps(other.value("partner", of: try other.only("sns.topic"))) == ["AuthorizationError"])
    }

    @Test func `the first of several that is there, unless nobody knows of one before it`() throws {
        let scene = try Topics.scene("a")
        settings(scene, "a", "\(Topics.arn("x")) \(Topics.arn("y"))")
        settings(scene, "y", nil)
        let topic = try scene.only("sns.topic")
        #expect(scene.resources("first_partner", of: topic) == nil)
        scene.answer("sns:GetTopicAttributes", ["TopicArn": .string(Topics.arn("x"))], refused: "NotFound")
        #expect(scene.resources("first_partner", of: topic)?.first??.arn == Topics.arn("y"))

        let other = try Topics.scene("a")
        settings(other, "a", "\(Topics.arn("x")) \(Topics.arn("y"))")
        settings(other, "y", nil)
        other.answer("sns:GetTopicAttributes", ["TopicArn": .string(Topics.arn("x"))], refused: "Throttled")
        #expect(other.gaps(other.value("first_partner", of: try other.only("sns.topic"))) == ["Throttled"])
    }

    private func subscriptions(_ scene: Scene, _ topics: [String], refused code: String? = nil) {
        let elements = topics.enumerated().map { place, topic -> Value in
            ["SubscriptionArn": .string("arn:s\(place)"), "TopicArn": .string(Topics.arn(topic))]
        }
        scene.answer("sns:ListSubscriptions", [:], ["Subscriptions": .array(elements)], refused: code)
    }

    @Test func `those that match, and no others`() throws {
        let scene = try Topics.scene("a", "b", "c")
        subscriptions(scene, ["a", "b", "a"])
        let topics = try #require(scene.list("sns.topic")?.resources)
        let names = topics.map { scene.resources("subscriptions", of: $0)?.map { $0?.name } }
        #expect(names == [["arn:s0", "arn:s2"], ["arn:s1"], []])
    }

    @Test func `matches of a listing that broke off are incomplete for everyone`() throws {
        let scene = try Topics.scene("a", "b")
        subscriptions(scene, ["a"], refused: "Throttling")
        let topics = try #require(scene.list("sns.topic")?.resources)
        #expect(scene.resources("subscriptions", of: topics[0])?.map { $0?.name } == ["arn:s0", nil])
        #expect(scene.resources("subscriptions", of: topics[1])?.map { $0?.name } == [nil])
    }

    @Test func `a copy with one thing changed leaves the resource as it was`() throws {
        let scene = try Topics.scene("a")
        subscriptions(scene, ["a", "a"])
        scene.answer(
            "sns:GetTopicAttributes", ["TopicArn": .string(Topics.arn("a"))], ["Attributes": ["Owner": "ME"]])
        let topic = try scene.only("sns.topic")
        #expect(scene.value("owner_name", of: topic) == "me")
        let copy = scene.resolver.replacing(["settings"], [("Owner", "YOU")], of: topic)
        // What is worked out of the changed value is worked out anew.
        #expect(scene.value("owner_name", of: copy) == "you")
        #expect(scene.value("settings", of: topic)?["Owner"] == "ME")
        let fewer = scene.resolver.replacing(["subscriptions"], [(0, .null)], of: topic)
        #expect(scene.resources("subscriptions", of: fewer)?.map { $0?.name } == ["arn:s1"])
        #expect(scene.resources("subscriptions", of: topic)?.count == 2)
    }
}
