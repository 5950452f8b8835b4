/// Condition keys as AWS writes them, which is how most policies do, each with its name in lower case.
///
/// Source: IAM User Guide, "AWS global condition context keys"; Service Authorization Reference. A key that is not here is
/// read as well; its texts are made anew each time.
let usualKeys = NameTable<String>(
    """
    aws:CalledVia aws:CalledViaFirst aws:CalledViaLast aws:CurrentTime aws:EpochTime \
    aws:FederatedProvider aws:MultiFactorAuthAge aws:MultiFactorAuthPresent aws:PrincipalAccount \
    aws:PrincipalArn aws:PrincipalIsAWSService aws:PrincipalOrgID aws:PrincipalOrgPaths \
    aws:PrincipalServiceName aws:PrincipalServiceNamesList aws:PrincipalType aws:Referer \
    aws:RequestedRegion aws:ResourceAccount aws:ResourceOrgID aws:ResourceOrgPaths aws:SecureTransport \
    aws:SourceAccount aws:SourceArn aws:SourceIdentity aws:SourceIp aws:SourceOrgID aws:SourceOrgPaths \
    aws:SourceOwner aws:SourceVpc aws:SourceVpcArn aws:SourceVpce aws:TagKeys aws:TokenIssueTime \
    aws:UserAgent aws:ViaAWSService aws:VpcSourceIp aws:VpceAccount aws:VpceOrgID aws:VpceOrgPaths \
    kms:CallerAccount kms:EncryptionAlgorithm kms:EncryptionContextKeys kms:GrantConstraintType \
    kms:GrantIsForAWSResource kms:GrantOperations kms:GranteePrincipal kms:RetiringPrincipal \
    kms:ViaService lambda:EventSourceToken lambda:FunctionUrlAuthType s3:DataAccessPointAccount \
    s3:DataAccessPointArn s3:ResourceAccount s3:TlsVersion s3:VersionId s3:authType s3:signatureAge \
    ses:ApiVersion ses:FeedbackAddress ses:FromAddress ses:FromDisplayName ses:Recipients sns:Endpoint \
    sns:Protocol sts:ExternalId sts:RoleSessionName sts:TransitiveTagKeys
    """.split(separator: " ").map { (String($0), $0.lowercased()) })
