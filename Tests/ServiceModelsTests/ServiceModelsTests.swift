import Documents
import ServiceModels
import Testing

private let library = ModelLibrary()

@Suite struct ServiceModelTests {
    @Test(arguments: ModelLibrary().embeddedServices)
    func `every operation of an embedded service has shapes that can be read`(_ service: String) throws {
        let model = try library.model(service)
        #expect(!model.operationNames.isEmpty)
        for name in model.operationNames {
            let operation = try #require(model.operation(name))
            #expect(operation.name == name)
            for shape in [operation.input, operation.output].compactMap({ $0 }) + operation.errors {
                if case .unknown(let why) = shape.kind { Issue.record("\(service) \(name): \(why)") }
                for member in shape.structure?.members ?? .empty {
                    if case .unknown(let why) = member.shape.kind {
                        Issue.record("\(service) \(name): \(why)")
                    }
                }
            }
        }
    }

    @Test func `a model says how its service is spoken to`() throws {
        let model = try library.model("sesv2")
        #expect(model.metadata.wireProtocol == .restJSON)
        #expect(model.metadata.signingName == "ses")
        #expect(try library.model("mailmanager").metadata.wireProtocol == .json)
        #expect(try library.model("secretsmanager").metadata.configurationKey == "secrets_manager")
    }

    @Test func `an operation knows its members, pages and errors`() throws {
        let model = try library.model("sns")
        let operation = try #require(model.operation("ListTopics"))
        #expect(
            operation.paginator
                == Paginator(
                    inputTokens: ["NextToken"], outputTokens: ["NextToken"], resultKeys: ["Topics"]))
        #expect(operation.output?.structure?.members.map(\.name) == ["Topics", "NextToken"])
        #expect(operation.resultWrapper == "ListTopicsResult")
        let get = try #require(model.operation("GetTopicAttributes"))
        #expect(model.knowsError("NotFound", of: get))
        #expect(!model.knowsError("NotFoud", of: get))
        #expect(model.operation("ListTopicz") == nil)
    }

    @Test(arguments: [
        ("s3", "GetBucketPolicy", "NoSuchBucketPolicy"), ("s3", "GetBucketPolicy", "NoSuchBucket"),
        ("s3control", "GetPublicAccessBlock", "NoSuchPublicAccessBlockConfiguration"),
        ("lambda", "GetPolicy", "ResourceNotFoundException"),
        ("sqs", "GetQueueAttributes", "QueueDoesNotExist"),
        ("ses", "DescribeReceiptRuleSet", "RuleSetDoesNotExist"),
        ("sesv2", "GetEmailIdentity", "NotFoundException"),
        ("ecr", "GetRepositoryPolicy", "RepositoryPolicyNotFoundException"),
        ("glacier", "ListVaults", "NoLongerSupportedException"),
        ("sns", "ListTagsForResource", "ResourceNotFound"),
    ])
    func `errors that mean absence are known`(_ service: String, _ operation: String, _ code: String) throws {
        let model = try library.model(service)
        #expect(model.knowsError(code, of: try #require(model.operation(operation))))
        #expect(ErrorKind.mayMeanAbsence(code))
    }

    @Test(arguments: [
        "AccessDenied", "AuthorizationError", "UnrecognizedClientException", "ExpiredToken", "Throttling",
        "TooManyRequestsException", "InternalFailure",
    ])
    func `no check may call a refusal absence`(_ code: String) { #expect(!ErrorKind.mayMeanAbsence(code)) }

    @Test(arguments: [
        ("sesv2", "GetEmailIdentity", OperationClass.read), ("sesv2", "DeleteEmailIdentity", .write),
        ("secretsmanager", "GetSecretValue", .secretBearing), ("secretsmanager", "ListSecrets", .read),
        ("sts", "AssumeRole", .secretBearing), ("sts", "GetCallerIdentity", .read),
        ("sns", "Subscribe", .write),
        ("iam", "GenerateCredentialReport", .read), ("iam", "GetAccountPasswordPolicy", .read),
        ("kms", "GenerateDataKey", .secretBearing), ("lambda", "ListFunctions", .read),
        ("sesv2", "GetNothingThatWeKnow", .write), ("sso", "GetRoleCredentials", .secretBearing),
        ("ecr", "GetAuthorizationToken", .secretBearing), ("iam", "ListAccessKeys", .read),
    ])
    func `operations are classified`(_ service: String, _ operation: String, _ expected: OperationClass)
        throws
    {
        #expect(try library.model(service).classOf(operation) == expected)
    }

    @Test(arguments: [
        ("s3", "ListBuckets", "s3:ListAllMyBuckets", true),
        ("sesv2", "GetEmailIdentity", "ses:GetEmailIdentity", true),
        ("s3control", "GetPublicAccessBlock", "s3:GetAccountPublicAccessBlock", true),
        ("lambda", "ListFunctions", "lambda:ListFunctions", true),
        ("lambda", "GetResourcePolicy", "lambda:GetResourcePolicy", false),
    ])
    func `an operation needs its IAM action`(
        _ service: String, _ operation: String, _ action: String, _ verified: Bool
    )
        throws
    {
        let permission = try library.model(service).permission(operation)
        #expect(permission.action == action)
        #expect(permission.verified == verified)
    }

    @Test func `published rates are known`() throws {
        #expect(try library.model("ses").facts.rate("ListIdentities")?.perSecond == 1)
        #expect(try library.model("sesv2").facts.rate("GetEmailIdentityPolicies")?.perSecond == 1)
        #expect(try library.model("sesv2").facts.rate("GetEmailIdentity") == nil)
        #expect(try library.model("sns").facts.rate("ListTopics")?.perSecond == 30)
    }

    @Test func `a service without a model says how to get one`() throws {
        let failure = #expect(throws: ModelFailure.self) { try library.model("rds") }
        #expect("\(try #require(failure))".contains("pip install botocore"))
        let typo = #expect(throws: ModelFailure.self) { try library.model("sess") }
        #expect("\(try #require(typo))".contains("did you mean ses?"))
        #expect(throws: ModelFailure.self) { try library.model("../ses") }
    }

    @Test func `a model that contains itself ends`() throws {
        let text = """
            {"metadata":{"protocol":"json"},"operations":{"Get":{"input":{"shape":"Node"}}},
             "shapes":{"Node":{"type":"structure","members":{"next":{"shape":"Node"},"gone":{"shape":"Nowhere"}}}}}
            """
        let model = try ServiceModel(name: "x", text: Array(text.utf8))
        let node = try #require(model.operation("Get")?.input?.structure)
        #expect(node.member("next")?.shape.structure?.member("next")?.shape.name == "Node")
        guard case .unknown = try #require(node.member("gone")).shape.kind else {
            Issue.record("not unknown"); return
        }
    }

    @Test(arguments: [
        "", "{", "[]", "{\"metadata\":", "{\"metadata\":{},\"operations\":3}", "{\"metadata\":{\"a\":\"\\",
    ])
    func `a text that is no model is refused`(_ text: String) {
        #expect(throws: ModelFailure.self) { try ServiceModel(name: "x", text: Array(text.utf8)) }
    }
}
