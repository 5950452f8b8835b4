/// The operations that are answered from the state, for `mock-aws operations`.
public enum KeptOperations {
    /// `service:Operation` of each, sorted.
    public static var all: [String] {
        table.flatMap { service, names in names.split(separator: " ").map { "\(service):\($0)" } }.sorted()
    }

    /// `service:Operation` of each call that changes what is recorded, with the operations whose answers it changes.
    public static var effects: [(call: String, reads: [String])] {
        Effect.all.map { call, effects in (call, Set(effects.map(\.read)).sorted()) }.sorted {
            $0.call < $1.call
        }
    }

    private static let table = [
        "ses": """
        CloneReceiptRuleSet CreateConfigurationSet CreateConfigurationSetEventDestination \
        CreateConfigurationSetTrackingOptions CreateReceiptRule CreateReceiptRuleSet DeleteConfigurationSet \
        DeleteConfigurationSetEventDestination DeleteConfigurationSetTrackingOptions DeleteIdentity \
        DeleteIdentityPolicy DeleteReceiptRule DeleteReceiptRuleSet DescribeActiveReceiptRuleSet \
        DescribeConfigurationSet DescribeReceiptRule DescribeReceiptRuleSet GetAccountSendingEnabled \
        GetIdentityDkimAttributes \
        GetIdentityMailFromDomainAttributes GetIdentityNotificationAttributes GetIdentityPolicies \
        GetIdentityVerificationAttributes GetSendQuota ListConfigurationSets ListIdentities ListIdentityPolicies \
        ListReceiptRuleSets ListVerifiedEmailAddresses PutConfigurationSetDeliveryOptions PutIdentityPolicy \
        ReorderReceiptRuleSet SetActiveReceiptRuleSet SetIdentityDkimEnabled \
        SetIdentityFeedbackForwardingEnabled SetIdentityHeadersInNotificationsEnabled SetIdentityMailFromDomain \
        SetIdentityNotificationTopic SetReceiptRulePosition UpdateAccountSendingEnabled \
        UpdateConfigurationSetEventDestination UpdateConfigurationSetReputationMetricsEnabled \
        UpdateConfigurationSetSendingEnabled UpdateConfigurationSetTrackingOptions UpdateReceiptRule \
        VerifyDomainIdentity VerifyEmailIdentity
        """,
        "sesv2": """
        CreateConfigurationSet CreateConfigurationSetEventDestination CreateContactList CreateDedicatedIpPool \
        CreateEmailIdentity CreateEmailIdentityPolicy DeleteConfigurationSet \
        DeleteConfigurationSetEventDestination DeleteContactList DeleteDedicatedIpPool DeleteEmailIdentity \
        DeleteEmailIdentityPolicy GetAccount GetConfigurationSet GetConfigurationSetEventDestinations \
        GetContactList GetDedicatedIpPool GetEmailIdentity GetEmailIdentityPolicies ListConfigurationSets \
        ListContactLists ListDedicatedIpPools ListEmailIdentities ListTagsForResource PutAccountSendingAttributes PutAccountSuppressionAttributes \
        PutConfigurationSetArchivingOptions PutConfigurationSetDeliveryOptions \
        PutConfigurationSetReputationOptions PutConfigurationSetSendingOptions \
        PutConfigurationSetSuppressionOptions PutConfigurationSetTrackingOptions PutConfigurationSetVdmOptions \
        PutDedicatedIpPoolScalingAttributes \
        PutEmailIdentityConfigurationSetAttributes PutEmailIdentityDkimAttributes \
        PutEmailIdentityDkimSigningAttributes PutEmailIdentityFeedbackAttributes \
        PutEmailIdentityMailFromAttributes TagResource UntagResource UpdateConfigurationSetEventDestination \
        UpdateContactList UpdateEmailIdentityPolicy
        """,
        "sns": """
        AddPermission CreateTopic DeleteTopic GetDataProtectionPolicy GetSubscriptionAttributes \
        GetTopicAttributes ListSubscriptions ListSubscriptionsByTopic ListTagsForResource ListTopics \
        PutDataProtectionPolicy RemovePermission SetSubscriptionAttributes SetTopicAttributes Subscribe \
        TagResource Unsubscribe UntagResource
        """,
        "iam": """
        AddUserToGroup AttachGroupPolicy AttachRolePolicy AttachUserPolicy CreateGroup CreatePolicy \
        CreatePolicyVersion CreateRole CreateUser DeleteGroup DeleteGroupPolicy DeletePolicy DeletePolicyVersion \
        DeleteRole DeleteRolePermissionsBoundary DeleteRolePolicy DeleteUser DeleteUserPermissionsBoundary \
        DeleteUserPolicy DetachGroupPolicy DetachRolePolicy DetachUserPolicy GetAccountAuthorizationDetails \
        GetGroup GetGroupPolicy GetPolicy GetPolicyVersion GetRole GetRolePolicy GetUser GetUserPolicy \
        ListAttachedGroupPolicies ListAttachedRolePolicies ListAttachedUserPolicies ListEntitiesForPolicy \
        ListGroupPolicies ListGroups ListGroupsForUser ListPolicies ListPolicyVersions ListRolePolicies \
        ListRoleTags ListRoles ListUserPolicies ListUserTags ListUsers PutGroupPolicy \
        PutRolePermissionsBoundary PutRolePolicy PutUserPermissionsBoundary PutUserPolicy RemoveUserFromGroup \
        SetDefaultPolicyVersion TagRole TagUser UntagRole UntagUser UpdateAssumeRolePolicy UpdateGroup UpdateRole \
        UpdateRoleDescription UpdateUser
        """,
        "sts": "AssumeRole GetAccessKeyInfo GetCallerIdentity",
    ]
}
