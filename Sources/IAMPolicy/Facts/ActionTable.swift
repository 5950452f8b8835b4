import Documents

/// The actions that work on each kind of resource and that AWS lets other accounts use.
///
/// Source: Service Authorization Reference (SES, SNS, SQS, S3, KMS, STS), and the guides of SQS ("Identity-based
/// policies … actions that do not support cross-account") and KMS ("Allowing users in other accounts to use a KMS key").
enum ActionTable {
    final class Entry: Sendable {
        let name: String
        /// The name in lower case.
        let folded: String
        /// For S3: whether it is about objects.
        let isObject: Bool

        init(_ name: String, isObject: Bool = false) {
            self.name = name
            folded = name.lowercased()
            self.isObject = isObject
        }
    }

    private static func entries(_ service: String, _ names: String, objects: Bool = false) -> [Entry] {
        names.utf8.split(separator: UInt8(ascii: " ")).map {
            Entry("\(service):\(Substring($0))", isObject: objects)
        }
    }

    static let ses = entries(
        "ses",
        """
        SendEmail SendRawEmail SendTemplatedEmail SendBulkEmail SendBulkTemplatedEmail SendBounce \
        CreateEmailIdentity CreateEmailIdentityPolicy DeleteEmailIdentity DeleteEmailIdentityPolicy GetEmailIdentity \
        GetEmailIdentityPolicies PutEmailIdentityConfigurationSetAttributes PutEmailIdentityDkimAttributes \
        PutEmailIdentityDkimSigningAttributes PutEmailIdentityFeedbackAttributes PutEmailIdentityMailFromAttributes \
        UpdateEmailIdentityPolicy TagResource UntagResource ListTagsForResource
        """)
    static let sns = entries(
        "sns",
        """
        AddPermission ConfirmSubscription DeleteTopic GetDataProtectionPolicy GetTopicAttributes ListSubscriptionsByTopic \
        ListTagsForResource Publish PutDataProtectionPolicy RemovePermission SetTopicAttributes Subscribe TagResource \
        UntagResource
        """)
    static let sqs = entries(
        "sqs",
        """
        ChangeMessageVisibility DeleteMessage GetQueueAttributes GetQueueUrl ListDeadLetterSourceQueues PurgeQueue \
        ReceiveMessage SendMessage
        """)
    static let kms = entries(
        "kms",
        """
        CreateGrant Decrypt DeriveSharedSecret DescribeKey Encrypt GenerateDataKey GenerateDataKeyPair \
        GenerateDataKeyPairWithoutPlaintext GenerateDataKeyWithoutPlaintext GenerateMac GetKeyRotationStatus GetPublicKey \
        ListGrants ReEncryptFrom ReEncryptTo RetireGrant RevokeGrant Sign Verify VerifyMac
        """)
    static let sts = entries("sts", "AssumeRole AssumeRoleWithWebIdentity AssumeRoleWithSAML")
    static let s3 =
        entries(
            "s3",
            """
            AbortMultipartUpload BypassGovernanceRetention DeleteObject DeleteObjectTagging DeleteObjectVersion \
            DeleteObjectVersionTagging GetObject GetObjectAcl GetObjectAttributes GetObjectLegalHold GetObjectRetention \
            GetObjectTagging GetObjectTorrent GetObjectVersion GetObjectVersionAcl GetObjectVersionAttributes \
            GetObjectVersionForReplication GetObjectVersionTagging GetObjectVersionTorrent ListMultipartUploadParts \
            ObjectOwnerOverrideToBucketOwner PutObject PutObjectAcl PutObjectLegalHold PutObjectRetention \
            PutObjectTagging PutObjectVersionAcl PutObjectVersionTagging ReplicateDelete ReplicateObject ReplicateTags \
            RestoreObject UpdateObjectEncryption
            """, objects: true)
        + entries(
            "s3",
            """
            CreateBucket CreateBucketMetadataTableConfiguration DeleteBucket DeleteBucketMetadataTableConfiguration \
            DeleteBucketPolicy DeleteBucketWebsite GetAccelerateConfiguration GetAnalyticsConfiguration GetBucketAcl \
            GetBucketCORS GetBucketLocation GetBucketLogging GetBucketMetadataTableConfiguration GetBucketNotification \
            GetBucketObjectLockConfiguration GetBucketOwnershipControls GetBucketPolicy GetBucketPolicyStatus \
            GetBucketPublicAccessBlock GetBucketRequestPayment GetBucketTagging GetBucketVersioning GetBucketWebsite \
            GetEncryptionConfiguration GetIntelligentTieringConfiguration GetInventoryConfiguration \
            GetLifecycleConfiguration GetMetricsConfiguration GetReplicationConfiguration ListBucket \
            ListBucketMultipartUploads ListBucketVersions PutAccelerateConfiguration PutAnalyticsConfiguration \
            PutBucketAcl PutBucketCORS PutBucketLogging PutBucketNotification PutBucketObjectLockConfiguration \
            PutBucketOwnershipControls PutBucketPolicy PutBucketPublicAccessBlock PutBucketRequestPayment \
            PutBucketTagging PutBucketVersioning PutBucketWebsite PutEncryptionConfiguration \
            PutIntelligentTieringConfiguration PutInventoryConfiguration PutLifecycleConfiguration \
            PutMetricsConfiguration PutReplicationConfiguration
            """)

    /// The actions of services that are judged as `generic`.
    static let others: [String: [Entry]] = [
        "secretsmanager": entries(
            "secretsmanager",
            """
            CancelRotateSecret DeleteResourcePolicy DeleteSecret DescribeSecret GetResourcePolicy GetSecretValue \
            ListSecretVersionIds PutResourcePolicy PutSecretValue RemoveRegionsFromReplication ReplicateSecretToRegions \
            RestoreSecret RotateSecret StopReplicationToReplica TagResource UntagResource UpdateSecret \
            UpdateSecretVersionStage ValidateResourcePolicy
            """),
        "es": entries("es", "ESHttpDelete ESHttpGet ESHttpHead ESHttpPatch ESHttpPost ESHttpPut"),
    ]

    /// SQS's and KMS's actions that only the owner's account can use; they are known, and open nothing.
    static let ownerOnly: [String: [Entry]] = [
        "sqs": entries(
            "sqs",
            """
            AddPermission CancelMessageMoveTask CreateQueue DeleteQueue ListMessageMoveTasks ListQueueTags \
            RemovePermission SetQueueAttributes StartMessageMoveTask TagQueue UntagQueue
            """),
        "kms": entries(
            "kms",
            """
            CancelKeyDeletion CreateAlias DeleteAlias DeleteImportedKeyMaterial DisableKey DisableKeyRotation EnableKey \
            EnableKeyRotation GetKeyPolicy GetParametersForImport ImportKeyMaterial ListKeyPolicies ListKeyRotations \
            ListResourceTags PutKeyPolicy ReplicateKey RotateKeyOnDemand ScheduleKeyDeletion SynchronizeMultiRegionKey \
            TagResource UntagResource UpdateAlias UpdateKeyDescription UpdatePrimaryRegion
            """),
        "sts": entries("sts", "TagSession SetSourceIdentity SetContext GetCallerIdentity"),
    ]

    /// The prefix of the actions of a service, by the name that it has in ARNs.
    static func prefix(ofARNService name: String) -> String {
        switch name {
        case "iam": "sts"
        case "apigateway": "execute-api"
        case "vpc-lattice": "vpc-lattice-svcs"
        default: name
        }
    }

    /// The actions that a policy of the service's resources can open, by the prefix.
    static let byService: [String: [Entry]] = others.merging(
        ["ses": ses, "sns": sns, "sqs": sqs, "kms": kms, "sts": sts, "s3": s3]) { _, new in new }

    private static let tables = byService.mapValues(ActionList.lists)
    // To look a service up takes longer than most that is done with its actions.
    private static let sesLists = tables["ses"] ?? []
    private static let snsLists = tables["sns"] ?? []
    private static let sqsLists = tables["sqs"] ?? []
    private static let s3Lists = tables["s3"] ?? []
    private static let kmsLists = tables["kms"] ?? []
    private static let stsLists = tables["sts"] ?? []

    /// The actions of a resource; none where there is no table. A `generic` resource of S3 is no bucket.
    static func lists(of kind: ResourceKind, service: String?) -> [ActionList] {
        switch kind {
        case .sesIdentity: return sesLists
        case .snsTopic: return snsLists
        case .sqsQueue: return sqsLists
        case .s3Bucket: return s3Lists
        case .kmsKey: return kmsLists
        case .iamRole: return stsLists
        case .generic: return service.flatMap { $0 == "s3" ? nil : tables[$0] } ?? []
        }
    }

    /// All known actions of the service with this prefix; nil where there is no table.
    static func known(_ prefix: String) -> [Entry]? {
        byService[prefix].map { $0 + (ownerOnly[prefix] ?? []) }
    }
}

/// Whether an action's name can be relied on: whether it is in the analyser's tables.
///
/// For a service without a table any well-formed name is taken; whether there is such a service, ``isKnownService(_:)``
/// tells. Case does not matter; no wildcards.
public func isKnownAction(_ name: String) -> Bool {
    let parts = name.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else { return false }
    guard let known = ActionTable.known(parts[0].lowercased()) else {
        return name.utf8.allSatisfy {
            ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7a) || ($0 >= 0x30 && $0 <= 0x3a) || $0 == 0x2d
        }
    }
    let folded = name.lowercased()
    return known.contains { $0.folded == folded }
}

/// The known action that somebody who wrote `name` may have meant, as a hint.
public func suggestedAction(_ name: String) -> String? {
    let service = name.split(separator: ":").first.map { $0.lowercased() } ?? ""
    let known = ActionTable.known(service) ?? ActionTable.byService.keys.flatMap { ActionTable.known($0)! }
    return suggestion(for: name, among: known.map(\.name))
}
