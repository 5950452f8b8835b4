extension Effect {
    /// The effects of each changing call, by `service:Operation`.
    static let all: [String: [Effect]] = Dictionary(grouping: lines.compactMap { Effect($0) }, by: \.write)

    /// The lines of the table.
    static var lines: [Substring] { table.split(separator: "\n") }

    /// Sources: what each operation's documentation says that it changes.
    private static let table = """
        ecr DeleteRepositoryPolicy -> GetRepositoryPolicy(repositoryName): gone RepositoryPolicyNotFoundException 400 \
        Repository policy does not exist
        ecr SetRepositoryPolicy -> GetRepositoryPolicy(repositoryName): policyText = policyText
        ecr TagResource -> ListTagsForResource(resourceArn): tags += tags
        ecr UntagResource -> ListTagsForResource(resourceArn): tags -= tagKeys
        glacier AddTagsToVault -> ListTagsForVault(vaultName): Tags += Tags
        glacier DeleteVaultAccessPolicy -> GetVaultAccessPolicy(vaultName): gone ResourceNotFoundException 404 \
        No access policy is set
        glacier RemoveTagsFromVault -> ListTagsForVault(vaultName): Tags -= TagKeys
        glacier SetVaultAccessPolicy -> GetVaultAccessPolicy(vaultName): policy = policy
        kms DisableKey -> DescribeKey(KeyId): KeyMetadata.Enabled = false
        kms DisableKey -> DescribeKey(KeyId): KeyMetadata.KeyState = "Disabled"
        kms DisableKeyRotation -> GetKeyRotationStatus(KeyId): KeyRotationEnabled = false
        kms EnableKey -> DescribeKey(KeyId): KeyMetadata.Enabled = true
        kms EnableKey -> DescribeKey(KeyId): KeyMetadata.KeyState = "Enabled"
        kms EnableKeyRotation -> GetKeyRotationStatus(KeyId): KeyRotationEnabled = true
        kms EnableKeyRotation -> GetKeyRotationStatus(KeyId): RotationPeriodInDays ?= RotationPeriodInDays
        kms PutKeyPolicy -> GetKeyPolicy(KeyId, PolicyName): Policy = Policy
        kms TagResource -> ListResourceTags(KeyId): Tags += Tags
        kms UntagResource -> ListResourceTags(KeyId): Tags -= TagKeys
        lambda AddPermission -> GetPolicy(FunctionName, Qualifier): Policy += statement
        lambda RemovePermission -> GetPolicy(FunctionName, Qualifier): Policy -= statement
        lambda TagResource -> ListTags(Resource): Tags += Tags
        lambda UntagResource -> ListTags(Resource): Tags -= TagKeys
        mailmanager TagResource -> ListTagsForResource(ResourceArn): Tags += Tags
        mailmanager UntagResource -> ListTagsForResource(ResourceArn): Tags -= TagKeys
        s3 DeleteBucketEncryption -> GetBucketEncryption(Bucket): gone \
        ServerSideEncryptionConfigurationNotFoundError 404 The server side encryption configuration was not found
        s3 DeleteBucketOwnershipControls -> GetBucketOwnershipControls(Bucket): gone OwnershipControlsNotFoundError \
        404 The bucket ownership controls were not found
        s3 DeleteBucketPolicy -> GetBucketPolicy(Bucket): gone NoSuchBucketPolicy 404 The bucket policy does not exist
        s3 DeleteBucketTagging -> GetBucketTagging(Bucket): gone NoSuchTagSet 404 The TagSet does not exist
        s3 DeletePublicAccessBlock -> GetPublicAccessBlock(Bucket): gone NoSuchPublicAccessBlockConfiguration 404 \
        The public access block configuration was not found
        s3 PutBucketEncryption -> GetBucketEncryption(Bucket): ServerSideEncryptionConfiguration = \
        ServerSideEncryptionConfiguration
        s3 PutBucketLogging -> GetBucketLogging(Bucket): LoggingEnabled = BucketLoggingStatus.LoggingEnabled
        s3 PutBucketOwnershipControls -> GetBucketOwnershipControls(Bucket): OwnershipControls = OwnershipControls
        s3 PutBucketPolicy -> GetBucketPolicy(Bucket): Policy = Policy
        s3 PutBucketTagging -> GetBucketTagging(Bucket): TagSet = Tagging.TagSet
        s3 PutBucketVersioning -> GetBucketVersioning(Bucket): MFADelete ?= VersioningConfiguration.MFADelete
        s3 PutBucketVersioning -> GetBucketVersioning(Bucket): Status ?= VersioningConfiguration.Status
        s3 PutPublicAccessBlock -> GetPublicAccessBlock(Bucket): PublicAccessBlockConfiguration = \
        PublicAccessBlockConfiguration
        s3control DeletePublicAccessBlock -> GetPublicAccessBlock(AccountId): gone \
        NoSuchPublicAccessBlockConfiguration 404 The public access block configuration was not found
        s3control PutPublicAccessBlock -> GetPublicAccessBlock(AccountId): PublicAccessBlockConfiguration = \
        PublicAccessBlockConfiguration
        secretsmanager DeleteResourcePolicy -> GetResourcePolicy(SecretId): ResourcePolicy = none
        secretsmanager PutResourcePolicy -> GetResourcePolicy(SecretId): ResourcePolicy = ResourcePolicy
        secretsmanager TagResource -> DescribeSecret(SecretId): Tags += Tags
        secretsmanager UntagResource -> DescribeSecret(SecretId): Tags -= TagKeys
        sqs AddPermission -> GetQueueAttributes(QueueUrl): Attributes.Policy += statement
        sqs DeleteQueue -> GetQueueAttributes(QueueUrl): gone QueueDoesNotExist 400 The specified queue does not exist.
        sqs DeleteQueue -> ListQueueTags(QueueUrl): gone QueueDoesNotExist 400 The specified queue does not exist.
        sqs DeleteQueue -> ListQueues(): QueueUrls -= QueueUrl
        sqs RemovePermission -> GetQueueAttributes(QueueUrl): Attributes.Policy -= statement
        sqs SetQueueAttributes -> GetQueueAttributes(QueueUrl): Attributes += Attributes
        sqs TagQueue -> ListQueueTags(QueueUrl): Tags += Tags
        sqs UntagQueue -> ListQueueTags(QueueUrl): Tags -= TagKeys
        """
}
