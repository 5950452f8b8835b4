import Checks
import Documents
import Testing

@testable import Assembly

/// Present, absent, unseen and gone: what an attribute that a call tells can be.
@Suite struct ReadingTests {
    private func topic(_ attributes: Value) throws -> (Scene, Resource) {
        let scene = try Topics.scene("t")
        scene.answer(
            "sns:GetTopicAttributes", ["TopicArn": .string(Topics.arn("t"))], ["Attributes": attributes])
        return (scene, try scene.only("sns.topic"))
    }

    @Test func `a value is asked for once, and then known`() throws {
        let scene = try Topics.scene("t")
        let topic = try scene.only("sns.topic")
        #expect(scene.value("settings", of: topic) == nil)
        #expect(scene.value("owner_name", of: topic) == nil)
        #expect(scene.missing == ["eu-west-1 sns:GetTopicAttributes {\"TopicArn\":\"\(Topics.arn("t"))\"}"])
        scene.answer(
            "sns:GetTopicAttributes", ["TopicArn": .string(Topics.arn("t"))], ["Attributes": ["Owner": "ME"]])
        #expect(scene.value("owner_name", of: topic) == "me")
        #expect(scene.missing == [])
    }

    @Test func `text is read as the type that is declared`() throws {
        let (scene, topic) = try topic([
            "Owner": "me", "SignatureVersion": "2", "Policy": "{\"Version\": \"2012-10-17\"}",
        ])
        let settings = try #require(scene.value("settings", of: topic))
        #expect(settings["SignatureVersion"] == 2)
        #expect(settings["Policy"] == ["Version": "2012-10-17"])
        // The text itself is kept, byte for byte, for what is put back.
        #expect(scene.resolver.text(of: settings["Policy"]!, topic) == "{\"Version\": \"2012-10-17\"}")
    }

    @Test(arguments: ["{", "[]", "", "\"text\"", "null"])
    func `text that is no policy leaves the policy unseen and the rest known`(_ text: String) throws {
        let (scene, topic) = try topic(["Owner": "me", "Policy": .string(text)])
        let settings = try #require(scene.value("settings", of: topic))
        #expect(scene.gaps(settings["Policy"]) == ["unreadable"])
        #expect(settings["Owner"] == "me")
    }

    @Test func `an answer without what AWS always sends is unseen as a whole`() throws {
        let (scene, topic) = try topic(["Policy": "{}"])
        #expect(scene.gaps(scene.value("settings", of: topic)) == ["incomplete-answer"])
    }

    @Test func `an error is unseen, an error that means absence is absent, one that means gone is both`()
        throws
    {
        let arn = Value.string(Topics.arn("t"))
        let scene = try Topics.scene("t")
        let topic = try scene.only("sns.topic")
        scene.answer(
            "sns:GetTopicAttributes", ["TopicArn": arn],
            ["Attributes": ["Owner": "me", "SignatureVersion": "2"]])
        scene.answer("sns:GetDataProtectionPolicy", ["ResourceArn": arn], refused: "NotFound")
        scene.answer("sns:ListTagsForResource", ["ResourceArn": arn], refused: "ResourceNotFound")
        #expect(scene.value("protection", of: topic) == .null)
        #expect(scene.gaps(scene.value("tags", of: topic)) == ["ResourceNotFound"])
        #expect(!topic.isGone)

        let other = try Topics.scene("t")
        other.answer("sns:GetTopicAttributes", ["TopicArn": arn], refused: "NotFound")
        let vanished = try other.only("sns.topic")
        #expect(other.value("settings", of: vanished) == .null)
        #expect(vanished.isGone)
    }

    @Test func `an answer in which what absent_on speaks of is missing is unseen`() throws {
        let (scene, topic) = try topic(["Owner": "me"])
        scene.answer("sns:GetDataProtectionPolicy", ["ResourceArn": .string(Topics.arn("t"))], [:])
        #expect(scene.gaps(scene.value("protection", of: topic)) == ["unreadable"])
    }

    @Test func `what 'when' rules out is absent and not asked, what it can't tell is unseen`() throws {
        let (scene, topic) = try topic(["Owner": "me", "SignatureVersion": "1"])
        #expect(scene.value("protection", of: topic) == .null)
        #expect(scene.missing == [])
        let (other, unsure) = try self.topic(["Owner": "me", "SignatureVersion": "two"])
        #expect(other.gaps(other.value("protection", of: unsure)) == ["unreadable"])
        #expect(other.missing == [])
    }

    @Test func `a call whose required parameter is absent is not made`() throws {
        let scene = try Scene(Topics.resources)
        scene.answer(
            "sns:ListSubscriptions", [:],
            ["Subscriptions": [["SubscriptionArn": "arn:s", "TopicArn": "arn:t"]]])
        let subscription = try scene.only("sns.subscription")
        #expect(scene.value("keys", of: subscription) == .null)
        #expect(scene.missing == [])
    }

    @Test func `tags of any shape are a map, and of a list with a hole the hole is kept`() throws {
        let (scene, topic) = try topic(["Owner": "me"])
        let arn = Value.string(Topics.arn("t"))
        scene.answer(
            "sns:ListTagsForResource", ["ResourceArn": arn],
            ["Tags": [["Key": "a", "Value": "1"], ["Key": "b"]]])
        #expect(scene.value("tags", of: topic) == ["a": "1", "b": ""])
        let (other, same) = try self.topic(["Owner": "me"])
        other.answer("sns:ListTagsForResource", ["ResourceArn": arn], ["Tags": ["text"]])
        #expect(other.gaps(other.value("tags", of: same)) == ["unreadable"])
    }

    static let batched = """
        resources:
          ses.identity:
            title: identity
            scope: region
            list: {call: sesv2:ListEmailIdentities, each: EmailIdentities, always: [IdentityName]}
            id: "{item.IdentityName}"
            arn: arn:aws:ses:{$region}:{$account}:identity/{id}
            attributes:
              notifications:
                call: ses:GetIdentityNotificationAttributes
                with: {Identities: ["{id}"]}
                batch: {Identities: 100}
                pick: NotificationAttributes
                entry: "{id}"
              role:
                call: iam:GetAccountAuthorizationDetails
                with: {Filter: [Role]}
                pick: RoleDetailList
                entry: {RoleName: "{id}"}
                no_entry: absent

        """

    @Test func `one's own part of an answer about many; none is a gap, unless it is declared to be absence`()
        throws
    {
        let scene = try Scene(Self.batched)
        scene.answer("sesv2:ListEmailIdentities", [:], ["EmailIdentities": [["IdentityName": "a"]]])
        let identity = try scene.only("ses.identity")
        #expect(scene.value("notifications", of: identity) == nil)
        #expect(scene.resolver.missing.first?.batch?.size == 100)
        let asked: Value = ["Identities": ["a"]]
        scene.answer(
            "ses:GetIdentityNotificationAttributes", asked,
            ["NotificationAttributes": ["b": ["ForwardingEnabled": true]]])
        #expect(scene.gaps(scene.value("notifications", of: identity)) == ["missing-entry"])
        scene.answer(
            "iam:GetAccountAuthorizationDetails", ["Filter": ["Role"]],
            ["RoleDetailList": [["RoleName": "b"]]])
        #expect(scene.value("role", of: identity) == .null)
    }

    @Test func `an entry that is not on the pages that came may be on those that did not`() throws {
        let scene = try Scene(Self.batched)
        scene.answer("sesv2:ListEmailIdentities", [:], ["EmailIdentities": [["IdentityName": "a"]]])
        scene.answer(
            "iam:GetAccountAuthorizationDetails", ["Filter": ["Role"]],
            ["RoleDetailList": [["RoleName": "b"]]],
            refused: "ThrottlingException")
        #expect(
            scene.gaps(scene.value("role", of: try scene.only("ses.identity"))) == ["ThrottlingException"])
    }
}
