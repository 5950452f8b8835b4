/// The operations that are answered from the state, for `mock-aws operations`.
public enum KeptOperations {
    /// `service:Operation` of each, sorted.
    public static var all: [String] {
        table.flatMap { service, names in names.split(separator: " ").map { "\(service):\($0)" } }.sorted()
    }

    private static let table = [
        "ses": """
        CreateConfigurationSet DeleteConfigurationSet DeleteIdentity DeleteIdentityPolicy \
        DeleteVerifiedEmailAddress DescribeConfigurationSet GetAccountSendingEnabled GetIdentityDkimAttributes \
        GetIdentityMailFromDomainAttributes GetIdentityNotificationAttributes GetIdentityPolicies \
        GetIdentityVerificationAttributes GetSendQuota ListConfigurationSets ListIdentities ListIdentityPolicies \
        ListVerifiedEmailAddresses PutConfigurationSetDeliveryOptions PutIdentityPolicy SetIdentityDkimEnabled \
        SetIdentityFeedbackForwardingEnabled SetIdentityHeadersInNotificationsEnabled SetIdentityMailFromDomain \
        SetIdentityNotificationTopic UpdateAccountSendingEnabled VerifyDomainIdentity VerifyEmailAddress \
        VerifyEmailIdentity
        """,
        "sesv2": """
        CreateConfigurationSet CreateConfigurationSetEventDestination CreateEmailIdentity \
        CreateEmailIdentityPolicy DeleteConfigurationSet DeleteConfigurationSetEventDestination \
        DeleteEmailIdentity DeleteEmailIdentityPolicy GetAccount GetConfigurationSet \
        GetConfigurationSetEventDestinations GetEmailIdentity GetEmailIdentityPolicies ListConfigurationSets \
        ListEmailIdentities ListTagsForResource PutAccountSendingAttributes PutAccountSuppressionAttributes \
        PutConfigurationSetArchivingOptions PutConfigurationSetDeliveryOptions \
        PutConfigurationSetReputationOptions PutConfigurationSetSendingOptions \
        PutConfigurationSetSuppressionOptions PutConfigurationSetTrackingOptions PutConfigurationSetVdmOptions \
        PutEmailIdentityConfigurationSetAttributes PutEmailIdentityDkimAttributes \
        PutEmailIdentityDkimSigningAttributes PutEmailIdentityFeedbackAttributes \
        PutEmailIdentityMailFromAttributes TagResource UntagResource UpdateConfigurationSetEventDestination \
        UpdateEmailIdentityPolicy
        """,
        "sns": """
        AddPermission CreateTopic DeleteTopic GetTopicAttributes ListSubscriptions ListSubscriptionsByTopic \
        ListTagsForResource ListTopics RemovePermission SetTopicAttributes Subscribe TagResource Unsubscribe \
        UntagResource
        """,
        "sts": "AssumeRole GetAccessKeyInfo GetCallerIdentity",
    ]
}
