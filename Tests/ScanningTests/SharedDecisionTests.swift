import Checks
import Files
import Scanning
import ServiceModels
import TestSupport
import Testing

/// The decision about a topic's policies is made once for all that refer to it, unless the question depends on who asks.
@Suite struct SharedDecisionTests {
    /// Bounces and complaints go to one public topic; the check looks at its policy for one of the two.
    private static func check(_ key: String) -> String {
        """
        title: The topic for one kind of notification is not public
        resource: ses.identity
        severity: high
        assert:
          none: topics
          that: {allows: {policies: "[settings.Policy][?$key == '\(key)']", from: anyone}}
          reason: the topic is public

        """
    }
    private static let test = """
        given:
          sesv2:ListEmailIdentities:
            answer: {EmailIdentities: [{IdentityName: example.com, IdentityType: DOMAIN}]}
          ses:GetIdentityNotificationAttributes:
            answer:
              NotificationAttributes:
                example.com:
                  BounceTopic: arn:aws:sns:eu-west-1:111122223333:mail
                  ComplaintTopic: arn:aws:sns:eu-west-1:111122223333:mail
                  ForwardingEnabled: true
          sns:GetTopicAttributes:
            answer:
              Attributes:
                TopicArn: arn:aws:sns:eu-west-1:111122223333:mail
                Owner: "111122223333"
                Policy: {Version: 2012-10-17, Statement: [{Effect: Allow, Principal: "*", Action: sns:Publish, Resource: "*"}]}
        cases:
          - name: a public topic
            expect: EXPECTED

        """

    @Test(arguments: [("Bounce", "fail"), ("Complaint", "fail"), ("Delivery", "pass")])
    func `a question that depends on the reference is asked for each`(_ key: String, _ expected: String)
        async throws
    {
        let id = "ses_one_topic_private"
        let folder = try TemporaryFolder()
        try Files.makeFolder(folder.path + "/ses")
        for (name, text) in [
            (id, Self.check(key)), (id + ".test", Self.test.replacing("EXPECTED", with: expected)),
        ] { try Files.write(Array(text.utf8), to: "\(folder.path)/ses/\(name).yaml") }
        let models = ModelLibrary()
        let library = try CheckLibrary.load(
            folders: ["checks.d", folder.path], models: models, withTests: true, only: [id],
            onlyTheirTypes: true)
        let results = await CheckTestRun(library: library, models: models).run(id)
        #expect(results.map(\.problems) == [[]])
    }
}
