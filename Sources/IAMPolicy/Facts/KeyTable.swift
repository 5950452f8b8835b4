import Documents

/// What a condition key is about; the decision turns it into what each caller can make of it.
///
/// Sources: IAM User Guide, "AWS global condition context keys"; Service Authorization Reference.
enum KeyRole: Hashable {
    case principalAccount, principalArn, principalOrgID, principalOrgPaths, principalType, userID, userName
    /// Free for signed callers, absent for others: tags, source identity, MFA.
    case principalFree, principalBool, principalNumber
    case isAWSService, serviceName, serviceNames
    case sourceAccount, sourceArn, sourceOrgID, sourceOrgPaths
    case sourceIP, vpc, vpce, vpcArn, vpceAccount, vpceOrgID, vpceOrgPaths, vpcSourceIP
    case accessPointAccount, accessPointArn
    /// A fact about our resource.
    case resourceAccount, resourceOrgID, resourceOrgPaths, requestedRegion
    case currentTime, epochTime
    case secureTransport, viaService
    /// Free, with several values.
    case freeMany
    /// Free in requests of the listed actions (lower case, `*` at the end), absent in others. Maybe always there.
    case perAction(PerAction)
    /// Free and possibly absent.
    case free
    /// A claim of the identity provider `host`.
    case claim
    /// A fixed secret of the sender.
    case bearer

    /// Whether it tells whose a signed request is.
    var isPrincipal: Bool {
        switch self {
        case .principalAccount, .principalArn, .principalOrgID, .principalOrgPaths: true
        default: false
        }
    }

    /// Whether it tells for whom a service acts.
    var isSource: Bool {
        switch self {
        case .sourceAccount, .sourceArn, .sourceOrgID, .sourceOrgPaths: true
        default: false
        }
    }

    struct PerAction: Hashable {
        let actions: [String]
        var isAlwaysPresent = false
        var isMany = false

        /// Whether requests of `action` (lower case) can carry the key.
        func isThere(in action: String) -> Bool {
            actions.contains { name in
                if name.utf8.last == UInt8(ascii: "*") { return action.hasPrefix(name.dropLast()) }
                return action == name || name.hasPrefix("lambda:*") && action.hasSuffix(name.dropFirst(8))
            }
        }
    }

    private static let global = NameTable<KeyRole>(names: [
        "aws:principalaccount": .principalAccount, "kms:calleraccount": .principalAccount,
        "aws:principalarn": .principalArn, "aws:principalorgid": .principalOrgID,
        "aws:principalorgpaths": .principalOrgPaths, "aws:principaltype": .principalType,
        "aws:userid": .userID,
        "aws:username": .userName, "aws:sourceidentity": .principalFree,
        "aws:multifactorauthpresent": .principalBool, "aws:multifactorauthage": .principalNumber,
        "aws:tokenissuetime": .principalNumber, "aws:principalisawsservice": .isAWSService,
        "aws:principalservicename": .serviceName, "aws:principalservicenameslist": .serviceNames,
        "aws:sourceaccount": .sourceAccount, "aws:sourceowner": .sourceAccount, "aws:sourcearn": .sourceArn,
        "aws:sourceorgid": .sourceOrgID, "aws:sourceorgpaths": .sourceOrgPaths,
        "aws:sourceip": .sourceIP, "aws:sourcevpc": .vpc, "aws:sourcevpce": .vpce,
        "aws:sourcevpcarn": .vpcArn,
        "aws:vpceaccount": .vpceAccount, "aws:vpceorgid": .vpceOrgID, "aws:vpceorgpaths": .vpceOrgPaths,
        "aws:vpcsourceip": .vpcSourceIP,
        "s3:dataaccesspointaccount": .accessPointAccount, "s3:dataaccesspointarn": .accessPointArn,
        "aws:resourceaccount": .resourceAccount, "s3:resourceaccount": .resourceAccount,
        "aws:resourceorgid": .resourceOrgID, "aws:resourceorgpaths": .resourceOrgPaths,
        "aws:requestedregion": .requestedRegion, "aws:currenttime": .currentTime, "aws:epochtime": .epochTime,
        "aws:securetransport": .secureTransport, "aws:viaawsservice": .viaService,
        "aws:calledvia": .freeMany, "aws:tagkeys": .freeMany, "aws:calledviafirst": .free,
        "aws:calledvialast": .free,
        "aws:useragent": .free, "s3:x-amz-content-sha256": .free, "aws:referer": .free,
        "aws:federatedprovider": .free,
        "lambda:eventsourcetoken": .bearer,
        "sns:endpoint": .perAction(PerAction(actions: ["sns:subscribe"], isAlwaysPresent: true)),
        "sns:protocol": .perAction(PerAction(actions: ["sns:subscribe"], isAlwaysPresent: true)),
        "ses:fromaddress": .perAction(PerAction(actions: ["ses:send*"], isAlwaysPresent: true)),
        "ses:fromdisplayname": .perAction(PerAction(actions: ["ses:send*"])),
        "ses:feedbackaddress": .perAction(PerAction(actions: ["ses:send*"])),
        "ses:recipients": .perAction(PerAction(actions: ["ses:send*"], isMany: true)),
        "ses:apiversion": .perAction(PerAction(actions: ["ses:*"])),
        "s3:prefix": .perAction(PerAction(actions: ["s3:listbucket", "s3:listbucketversions"])),
        "s3:delimiter": .perAction(PerAction(actions: ["s3:listbucket", "s3:listbucketversions"])),
        "s3:max-keys": .perAction(PerAction(actions: ["s3:listbucket", "s3:listbucketversions"])),
        "s3:versionid": .perAction(
            PerAction(actions: ["s3:getobjectversion*", "s3:deleteobjectversion*", "s3:putobjectversion*"])),
        "sts:externalid": .perAction(PerAction(actions: ["sts:assumerole"])),
        "sts:rolesessionname": .perAction(PerAction(actions: ["sts:assumerole*"], isAlwaysPresent: true)),
        "kms:grantisforawsresource": .perAction(
            PerAction(actions: ["kms:creategrant", "kms:listgrants", "kms:revokegrant"])),
        "kms:granteeprincipal": .perAction(PerAction(actions: ["kms:creategrant"])),
        "kms:retiringprincipal": .perAction(PerAction(actions: ["kms:creategrant"])),
        "kms:grantconstrainttype": .perAction(PerAction(actions: ["kms:creategrant"])),
        "kms:grantoperations": .perAction(PerAction(actions: ["kms:creategrant"], isMany: true)),
        "kms:encryptioncontextkeys": .perAction(PerAction(actions: cryptographic, isMany: true)),
        "kms:encryptionalgorithm": .perAction(PerAction(actions: cryptographic)),
        "kms:viaservice": .free,
        "lambda:functionurlauthtype": .perAction(
            PerAction(actions: [
                "lambda:invokefunctionurl", "lambda:addpermission", "lambda:*functionurlconfig",
            ])),
    ])

    private static let cryptographic = [
        "kms:encrypt", "kms:decrypt", "kms:reencrypt*", "kms:generatedatakey*", "kms:creategrant",
    ]
    private static let writes = [
        "s3:putobject*", "s3:createbucket", "s3:putbucket*", "s3:replicateobject",
        "s3:initiatemultipartupload",
    ]

    private static let prefixed: [(String, KeyRole)] = [
        ("aws:principaltag/", .principalFree), ("aws:requesttag/", .free), ("aws:resourcetag/", .free),
        ("s3:existingobjecttag/", .free),
        ("s3:requestobjecttag/", .perAction(PerAction(actions: ["s3:putobject*"]))),
        ("s3:x-amz-", .perAction(PerAction(actions: writes))),
        ("kms:encryptioncontext:", .perAction(PerAction(actions: cryptographic))),
    ]

    /// The role of `key`, in lower case; ``free`` for a key that nobody knows.
    init(_ key: String) {
        if let role = Self.global.find(key)?.value {
            self = role
        } else if let (_, role) = Self.prefixed.first(where: { key.hasPrefix($0.0) }) {
            self = role
        } else if let colon = key.lastIndex(of: ":"), key[..<colon].contains(".") || key.hasPrefix("saml:") {
            self = .claim
        } else {
            self = .free
        }
    }

    /// Keys that the tables know by name, beyond those above: facts of requests that their callers choose.
    private static let otherKnown: Set<String> = [
        "s3:authtype", "s3:signatureversion", "s3:signatureage", "s3:tlsversion",
        "s3:accesspointnetworkorigin",
        "s3:dataaccesspointaccount", "s3:locationconstraint", "s3:object-lock-mode", "s3:if-match",
        "s3:if-none-match",
        "kms:keyorigin", "kms:keyspec", "kms:keyusage", "kms:requestalias", "kms:resourcealiases",
        "kms:multiregion",
        "kms:bypasspolicylockoutsafetycheck", "kms:scheduledkeydeletion", "secretsmanager:secretid",
        "secretsmanager:versionstage", "secretsmanager:versionid",
        "secretsmanager:resource/allowrotationlambdaarn",
        "lambda:principal", "lambda:functionarn", "ses:multiregionendpointid", "sts:transitivetagkeys",
        "sts:roleSessionName", "ecr:resourcetag", "aws:isMcpServiceAction",
    ]

    static var knownNames: [String] { global.entries.map(\.name) + otherKnown }

    static func isKnown(_ key: String) -> Bool {
        if global.find(key) != nil || otherKnown.contains(key) { return true }
        if let (prefix, _) = prefixed.first(where: { key.hasPrefix($0.0) }) {
            return key.utf8.count > prefix.utf8.count
        }
        guard let colon = key.lastIndex(of: ":") else { return false }
        if key.hasPrefix("saml:") { return true }
        return key[..<colon].contains(".") && key.index(after: colon) != key.endIndex
    }
}

/// Whether a condition key can be relied on: whether it is in the analyser's tables, in any case of letters.
///
/// Claims of identity providers (`HOST:claim`) and tags (`aws:PrincipalTag/NAME`) are known by their form.
public func isKnownKey(_ name: String) -> Bool { KeyRole.isKnown(name.lowercased()) }

/// The known key that somebody who wrote `name` may have meant, as a hint.
public func suggestedKey(_ name: String) -> String? {
    suggestion(for: name, among: KeyRole.knownNames.sorted())
}
