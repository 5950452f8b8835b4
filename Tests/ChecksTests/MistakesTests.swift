import Checks
import Documents
import Files
import ServiceModels
import TestSupport
import Testing

/// A pack of one resource type and one check, in which one place can be changed.
enum Pack {
    static let resources = """
        resources:
          sns.topic:
            title: SNS topic
            scope: region
            list:
              call: sns:ListTopics
              each: Topics
              always: [TopicArn]
            id: "{item.TopicArn}"
            arn: "{id}"
            policy_kind: sns-topic
            probe: settings
            attributes:
              settings:
                call: sns:GetTopicAttributes
                with: {TopicArn: "{id}"}
                pick: Attributes
                gone_on: [NotFound]
                always: [Policy, Owner]
                as: {Policy: policy, Owner: string, KmsMasterKeyId: string, SignatureVersion: integer}
              subscriptions: {join: sns.subscription, where: {item.TopicArn: "{id}"}}
              key_owner: {value: lower(settings.Owner)}
          sns.subscription:
            title: SNS subscription
            scope: region
            list:
              call: sns:ListSubscriptions
              each: Subscriptions
              always: [SubscriptionArn, TopicArn, Protocol]
              as: {Protocol: {enum: [http, https, sqs]}}
            id: "{item.SubscriptionArn}"
            arn: "{id}"
            attributes:
              topic: {join: sns.topic, ref: item.TopicArn}
              settings:
                call: sns:GetSubscriptionAttributes
                with: {SubscriptionArn: "{id}"}
                pick: Attributes
                when: starts_with(id, 'arn:')
                as: {PendingConfirmation: boolean, Since: time}

        """

    /// The mistakes of the pack with `check` as its check and with `old` replaced by `new` in the resource types.
    static func mistakes(_ check: String, replacing old: String = "", with new: String = "") throws
        -> [String]
    {
        let folder = try TemporaryFolder()
        try Files.makeFolder(folder.path + "/sns")
        var resources = Self.resources
        if !old.isEmpty {
            let parts = resources.split(separator: old, omittingEmptySubsequences: false)
            #expect(parts.count > 1, "\(old) is not in the resource types")
            resources = parts.joined(separator: new)
        }
        try Files.write(Array(resources.utf8), to: folder.path + "/sns/resources.yaml")
        let head = "title: t\nresource: sns.topic\nseverity: low\n"
        try Files.write(Array((head + check).utf8), to: folder.path + "/sns/sns_check.yaml")
        do throws(Diagnostics) {
            _ = try CheckLibrary.load(folders: [folder.path], models: ModelLibrary(searchPaths: []))
            return []
        } catch {
            return error.all.map {
                "\($0.line):\($0.column): \($0.message)" + ($0.hint.map { "; \($0)" } ?? "")
            }
        }
    }
}

@Suite struct MistakesTests {
    static let fine = "assert: {value: settings.Owner, equals: me}\n"

    @Test func `a pack without mistakes loads`() throws {
        #expect(try Pack.mistakes(Self.fine) == [])
    }

    @Test(arguments: [
        ("assert: {value: settings.Ownr, equals: me}", "did you mean Owner?"),
        ("assert: {value: setings.Owner, equals: me}", "did you mean settings?"),
        (
            "assert: {value: settings.KmsMasterKeyId, equals: me}",
            "can be absent, and nothing says what that means"
        ),
        ("assert: {value: settings.Owner, equals: me, absent: true}", "is never absent; 'absent' is idle"),
        ("assert: {value: settings.KmsMasterKeyId, exists: true, absent: true}", "'absent' is idle"),
        ("assert: {value: settings.Owner, equal: me}", "did you mean equals?"),
        ("assert: {value: settings.Owner, equals: me, matches: you}", "a value has one comparison"),
        ("assert: {value: settings.Owner, at_least: 2}", "'at_least' wants a number, and this is text"),
        (
            "assert: {value: settings.SignatureVersion, at_least: two, absent: false}",
            "a whole number is wanted"
        ),
        ("assert: {value: settings.Owner, newer_than: 9d}", "'newer_than' wants a time, and this is text"),
        ("assert: {value: settings.Owner, equals: $nobody}", "there is no variable $nobody"),
        ("assert: {value: \"!settings.Owner\", equals: true}", "'Owner' is asked of a boolean"),
        ("assert: {value: subscriptions.item, exists: true}", "step into them with every, some or none"),
        ("assert: {every: subscriptions, that: {value: item.Protocol, equals: htp}}", "did you mean http?"),
        ("assert: {every: subscriptions, that: {value: Protocol, equals: http}}", "there is no 'Protocol'"),
        (
            "assert: {every: settings.Owner, that: {value: \"@\", equals: x}}",
            "a quantifier wants a list or map"
        ),
        (
            "assert: {not: {allows: {policies: settings.Policy, from: anybody}}}",
            "'anybody' is none of anyone"
        ),
        ("assert: {not: {allows: {policies: settings.Owner, from: anyone}}}", "this is text, no policy"),
        (
            "assert: {denies: {policies: settings.Policy, actions: [sns:Publsh]}}",
            "; did you mean sns:Publish?"
        ),
        (
            "assert: {denies: {policies: settings.Policy, actions: [ss:Publish]}}",
            "; did you mean sns:Publish?"
        ),
        (
            "assert: {denies: {policies: settings.Policy, actions: [dynamodbb:GetItem]}}",
            "no service that is known has actions such as 'dynamodbb:GetItem'; did you mean dynamodb?"
        ),
        (
            "assert: {denies: {policies: settings.Policy, actions: [sns:Publish], context: {aws:SecurTransport: \"false\"}}}",
            "no condition key"
        ),
        ("assert: {any: []}", "there is nothing in this list"),
        ("assert: {value: settings.Owner, equals: me, every: subscriptions}", "exactly one of them"),
        (
            "parameters: {p: {title: t, type: [account], default: [12]}}\nassert: {value: settings.Owner, in: $p}",
            "an account, 12 digits"
        ),
        (
            "parameters: {p: {title: t, type: integer, default: 1}}\nassert: {value: settings.Owner, equals: me}",
            "nothing reads the parameter 'p'"
        ),
        (
            "parameters: {p: {title: t, type: integer, default: 1}}\nassert: {value: settings.Owner, equals: $p}",
            "can't compare with $p"
        ),
        (
            "parameters: {p: shared}\nassert: {value: settings.Owner, equals: $p}",
            "parameters.yaml has no parameter 'p'"
        ),
        ("asert: {value: settings.Owner, equals: me}", "did you mean assert?"),
        (
            "assert: {value: settings.Owner, equals: me}\naudit: {cli: [aws sns get-topic-atributes]}",
            "did you mean get-topic-attributes?"
        ),
        (
            "assert: {value: settings.Owner, equals: me}\naudit: {cli: [aws sns get-topic-attributes --topic-rn x]}",
            "did you mean --topic-arn?"
        ),
    ])
    func `a mistake in a check is refused with what to do`(_ check: String, _ message: String) throws {
        let mistakes = try Pack.mistakes(check + "\n")
        #expect(mistakes.contains { $0.contains(message) }, "\(mistakes)")
    }

    @Test func `an action of any service that AWS has may be asked for`() throws {
        let check =
            "assert: {denies: {policies: settings.Policy, actions: [dynamodb:GetItem, Lambda:GetPolicy]}}\n"
        #expect(try Pack.mistakes(check).filter { $0.contains("action") } == [])
    }

    @Test func `the actions of a service that a resource type calls may be asked for`() throws {
        let folder = try TemporaryFolder()
        let version = folder.path + "/models/novelty/2026-01-01"
        try Files.makeFolder(version)
        let model = """
            {"metadata": {"protocol": "json", "endpointPrefix": "api.novelty", "signingName": "novel"},
             "operations": {"ListThings": {"output": {"shape": "Things"}}},
             "shapes": {"Things": {"type": "structure", "members": {"Names": {"shape": "Names"}}},
              "Names": {"type": "list", "member": {"shape": "Name"}}, "Name": {"type": "string"}}}
            """
        try Files.write(Array(model.utf8), to: version + "/service-2.json")
        let checks = folder.path + "/checks"
        try Files.makeFolder(checks + "/novelty")
        let type = """
            resources:
              novelty.thing:
                title: Thing
                scope: region
                list: {call: novelty:ListThings, each: Names, named: Name}
                id: "{item.Name}"
                arn: "{id}"
                attributes:
                  policy: {value: item.Name, as: policy}

            """
        try Files.write(Array(type.utf8), to: checks + "/novelty/resources.yaml")
        func load(_ action: String) throws {
            let check = """
                title: No thing is open
                resource: novelty.thing
                severity: low
                assert: {denies: {policies: policy, actions: [\(action)]}}

                """
            try Files.write(Array(check.utf8), to: checks + "/novelty/novelty_thing_private.yaml")
            _ = try CheckLibrary.load(
                folders: [checks], models: ModelLibrary(searchPaths: [folder.path + "/models"]))
        }
        try load("novel:GetThing")
        let mistakes = #expect(throws: Diagnostics.self) { try load("novell:GetThing") }
        #expect("\(try #require(mistakes))".contains("novelty_thing_private.yaml:4:"))
    }

    @Test(arguments: [
        ("sns:ListTopics", "sns:ListTopcs", "did you mean ListTopics?"),
        ("sns:GetTopicAttributes", "sns:SetTopicAttributes", "changes something; only fixes may"),
        ("{TopicArn: \"{id}\"}", "{TopicAr: \"{id}\"}", "did you mean TopicArn?"),
        ("{TopicArn: \"{id}\"}", "{TopicArn: id}", "write \"{id}\""),
        ("pick: Attributes\n        gone", "pick: Atributes\n        gone", "did you mean Attributes?"),
        ("[NotFound]", "[NotFond]", "did you mean NotFound?"),
        ("[NotFound]", "[AuthorizationError]", "never means absent or gone"),
        ("each: Topics", "each: Topcs", "did you mean Topics?"),
        ("always: [Policy, Owner]", "always: [Policy, Ownr]", "did you mean Owner?"),
        ("policy_kind: sns-topic", "policy_kind: sns-topc", "did you mean sns-topic?"),
        ("probe: settings", "probe: seting", "did you mean settings?"),
        ("join: sns.topic", "join: sns.topc", "did you mean sns.topic?"),
        ("ref: item.TopicArn", "ref: item.TopicAr", "did you mean TopicArn?"),
        (
            "key_owner: {value: lower(settings.Owner)}", "key_owner: {value: lower(key_owner)}",
            "made from itself"
        ),
        ("lower(settings.Owner)", "lowr(settings.Owner)", "did you mean lower"),
        ("scope: region", "scope: regoin", "did you mean region?"),
        ("SignatureVersion: integer", "SignatureVersion: integr", "did you mean integer?"),
        ("{SubscriptionArn: \"{id}\"}", "{}", "needs the parameter 'SubscriptionArn'"),
        ("{id}\"\n    policy_kind", "{settings.KmsMasterKeyId}\"\n    policy_kind", "'arn' can be absent"),
    ])
    func `a mistake in a resource type is refused with what to do`(
        _ old: String, _ new: String, _ message: String
    ) throws {
        let mistakes = try Pack.mistakes(Self.fine, replacing: old, with: new)
        #expect(mistakes.contains { $0.contains(message) }, "\(mistakes)")
    }

    @Test func `all mistakes are told at once, each at its place`() throws {
        let mistakes = try Pack.mistakes(
            "level: none\nassert:\n  value: settings.Ownr\n  equals: me\nlevl: 2\n")
        #expect(
            mistakes == [
                "4:8: a whole number of at least 1 is wanted here, not 'none'",
                "6:19: there is no 'Ownr' here; did you mean Owner?",
                "8:1: a check has no key 'levl'; did you mean level?",
            ] || mistakes.count == 3, "\(mistakes)")
        #expect(mistakes.first?.hasPrefix("4:8:") == true)
        #expect(mistakes.contains { $0.hasPrefix("6:19:") }, "\(mistakes)")
    }
}
