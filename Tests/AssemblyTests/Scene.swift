import Checks
import Documents
import Files
import Findings
import Inventory
import ServiceModels
import TestSupport

@testable import Assembly

/// Resource types written as an author writes them, and answers as AWS gives them.
struct Scene {
    static let account = "111122223333"
    static let region = "eu-west-1"
    static let models = ModelLibrary()

    let types: [String: ResourceType]
    let checks: [String: Check]
    let resolver: Resolver

    /// The resource types in `resources`, and `checks` by their ids.
    init(_ resources: String, checks: [String: String] = [:]) throws {
        let folder = try TemporaryFolder()
        try Files.makeFolder(folder.path + "/sns")
        func write(_ text: String, _ name: String) throws {
            try Files.write(Array(text.utf8), to: "\(folder.path)/sns/\(name).yaml")
        }
        try write(resources, "resources")
        for (id, text) in checks { try write(text, id) }
        let library = try CheckLibrary.load(folders: [folder.path], models: Self.models)
        types = library.resourceTypes
        self.checks = library.checks
        resolver = Resolver(
            types: types,
            setting: .init(
                account: Self.account, partition: "aws", homeRegion: Self.region,
                requiredParameters: {
                    Set(
                        (try? Self.models.model($0))?.operation($1)?.input?.structure?.required ?? [])
                }),
            answers: Answers())
    }

    /// AWS answers `call` with `pages`, and then refuses with `code` where there should be more.
    func answer(
        _ call: String, _ parameters: Value = [:], region: String = Self.region, _ pages: Value...,
        refused code: String? = nil
    ) {
        let parts = call.split(separator: ":").map(String.init)
        let key = Exchange.Key(
            account: Self.account, region: region, service: parts[0], operation: parts[1],
            parameters: parameters)
        resolver.answers[key] = Answer(
            pages: pages, refusal: code.map { Refusal(code: $0, message: "said the test") })
    }

    /// The resources of `type`; nil while calls are missing.
    func list(_ type: String) -> ResourceList? {
        resolver.beginRound()
        return resolver.resources(of: types[type]!, region: Self.region)
    }

    /// The only resource of `type`.
    func only(_ type: String) throws -> Resource {
        guard let list = list(type), list.resources.count == 1 else { throw Absent(what: type) }
        return list.resources[0]
    }

    /// The value under `path` of `resource`; nil while calls are missing, or where resources are.
    func value(_ path: String, of resource: Resource) -> Value? {
        resolver.beginRound()
        let names = path.split(separator: ".").map(String.init)
        if case .value(let value)? = resolver.known(names, of: resource) { return value }
        return nil
    }

    /// The resources under `path`, those that nobody could see as nil.
    func resources(_ path: String, of resource: Resource) -> [Resource?]? {
        resolver.beginRound()
        switch resolver.known(path.split(separator: ".").map(String.init), of: resource) {
        case .resource(let one)?: return [one]
        case .resources(let all)?: return all.map { try? $0.resource.get() }
        case .value, nil: return nil
        }
    }

    /// The calls that were looked for and are not there, each once, sorted.
    var missing: [String] {
        Set(resolver.missing.map { "\($0.key.region) \($0.key.call) \($0.key.parameters)" }).sorted()
    }

    /// The codes of the gaps behind an unseen value; nil where it is not unseen.
    func gaps(_ value: Value?) -> [String]? {
        guard case .unseen(let unseen)? = value else { return nil }
        return resolver.answers.gaps(of: unseen).map(\.code)
    }

    struct Absent: Error { let what: String }
}

/// Topics and their subscriptions, with an attribute of each kind.
enum Topics {
    static let resources = """
        resources:
          sns.topic:
            title: SNS topic
            scope: region
            list: {call: sns:ListTopics, each: Topics, always: [TopicArn]}
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
                always: [Owner]
                as: {Policy: policy, Owner: string, KmsMasterKeyId: string, SignatureVersion: integer}
              protection:
                call: sns:GetDataProtectionPolicy
                with: {ResourceArn: "{id}"}
                when: settings.SignatureVersion != `1`
                pick: DataProtectionPolicy
                absent_on: [NotFound]
              tags: {call: sns:ListTagsForResource, with: {ResourceArn: "{id}"}, pick: Tags, as: tags}
              subscriptions: {join: sns.subscription, where: {item.TopicArn: "{id}"}}
              partner: {join: sns.topic, ref: settings.KmsMasterKeyId}
              first_partner: {join: sns.topic, ref: "split(settings.KmsMasterKeyId, ' ')", first: true}
              owner_name: {value: lower(settings.Owner)}
          sns.subscription:
            title: SNS subscription
            scope: region
            list: {call: sns:ListSubscriptions, each: Subscriptions, always: [SubscriptionArn, TopicArn]}
            id: "{item.SubscriptionArn}"
            arn: "{id}"
            attributes:
              topic: {join: sns.topic, ref: item.TopicArn}
              keys: {call: sns:GetSubscriptionAttributes, with: {SubscriptionArn: "{item.Owner}"}, pick: Attributes, as: {Owner: string}}

        """

    static func arn(_ name: String, region: String = "eu-west-1") -> String {
        "arn:aws:sns:\(region):111122223333:\(name)"
    }

    /// A scene with the topics `names` listed.
    static func scene(_ names: String..., checks: [String: String] = [:]) throws -> Scene {
        let scene = try Scene(resources, checks: checks)
        scene.answer(
            "sns:ListTopics", [:], ["Topics": .array(names.map { ["TopicArn": .string(arn($0))] })])
        return scene
    }
}
