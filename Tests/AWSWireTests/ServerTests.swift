import AWSWire
import Documents
import ServiceModels
import Testing

/// The service's side: bytes as AWS sends them, and requests as clients send them.
@Suite struct ServerTests {
    private let library = ModelLibrary()
    private let id = "7edad5e3-5235-4db4-9457-4a588514f8a5"

    private func text(_ response: HTTPResponse) -> String { String(decoding: response.body, as: UTF8.self) }

    @Test func `an empty list of identities has AWS's own length`() throws {
        let wire = Wire(try library.model("ses"))
        let operation = try #require(wire.model.operation("ListIdentities"))
        let response = wire.encodeResponse(operation, ["Identities": []], requestID: id)
        #expect(response.headers["Content-Type"] == "text/xml")
        #expect(
            text(response) == """
                <ListIdentitiesResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/">
                  <ListIdentitiesResult>
                    <Identities/>
                  </ListIdentitiesResult>
                  <ResponseMetadata>
                    <RequestId>\(id)</RequestId>
                  </ResponseMetadata>
                </ListIdentitiesResponse>

                """)
        #expect(response.body.count == 276)
    }

    @Test func `errors of the query protocol have AWS's own length`() throws {
        let sts = Wire(try library.model("sts"))
        let refused = ServiceError(
            code: "InvalidClientTokenId", message: "The security token included in the request is invalid",
            status: 403)
        #expect(sts.encodeError(refused, operation: nil, requestID: id).body.count == 305)
        let ses = Wire(try library.model("ses"))
        let fault = ServiceError(code: "InternalFailure", message: "", status: 500)
        let response = ses.encodeError(fault, operation: nil, requestID: id)
        #expect(response.body.count == 224)
        #expect(
            ses.decodeError(nil, response)
                == ServiceError(
                    code: "InternalFailure", message: "", status: 500, requestID: id, isSenderFault: false))
    }

    @Test func `an error of SES v2 is a header and a message`() throws {
        let wire = Wire(try library.model("sesv2"))
        let error = ServiceError(
            code: "NotFoundException", message: "Email identity absent.example does not exist.", status: 404)
        let response = wire.encodeError(
            error, operation: wire.model.operation("GetEmailIdentity"), requestID: id)
        #expect(text(response) == #"{"message":"Email identity absent.example does not exist."}"#)
        #expect(response.headers["x-amzn-ErrorType"] == "NotFoundException")
        #expect(response.body.count == 59)
    }

    @Test(arguments: [
        ("POST", "/v2/email/list-identities", "", #"{"PageSize":2,"NextToken":"t"}"#),
        ("GET", "/v2/email/identities", "PageSize=2&NextToken=t", ""),
    ])
    func `both forms of a moved call are understood`(
        _ method: String, _ path: String, _ query: String, _ body: String
    )
        throws
    {
        let wire = Wire(try library.model("sesv2"))
        let call = try wire.decodeRequest(
            HTTPRequest(method: method, path: path, query: query, body: Array(body.utf8)))
        #expect(call.operation.name == "ListEmailIdentities")
        #expect(call.parameters == Object([("PageSize", 2), ("NextToken", "t")]))
    }

    @Test(arguments: [
        ("sesv2", "GetEmailIdentity", #"{"EmailIdentity":"carol+x@v2.example.com"}"#),
        ("ses", "GetIdentityPolicies", #"{"Identity":"a b","PolicyNames":["x","y"]}"#),
        ("sns", "TagResource", #"{"ResourceArn":"arn:aws:sns:a:1:t","Tags":[{"Key":"k","Value":"v&=+"}]}"#),
        ("sqs", "GetQueueAttributes", #"{"QueueUrl":"https://q/1/n","AttributeNames":["All"]}"#),
        ("s3", "GetBucketPolicy", #"{"Bucket":"b","ExpectedBucketOwner":"111122223333"}"#),
        ("ec2", "DescribeRegions", #"{"Filters":[{"Name":"n","Values":["a","b"]}],"AllRegions":true}"#),
        ("glacier", "ListVaults", #"{"accountId":"-","limit":"5"}"#),
    ])
    func `a request that is written is read as the same call`(
        _ service: String, _ name: String, _ parameters: String
    )
        throws
    {
        let wire = Wire(try library.model(service))
        let operation = try #require(wire.model.operation(name))
        let given = try #require(try JSON.parse(parameters).object)
        let read = try wire.decodeRequest(try wire.encodeRequest(operation, given))
        #expect(read.operation.name == name)
        #expect(read.parameters == given)
    }

    @Test(arguments: [
        ("s3", "GetBucketLocation", #"{"LocationConstraint":"eu-west-1"}"#),
        ("s3", "ListBuckets", #"{"Buckets":[{"Name":"b","CreationDate":"2026-01-02T03:04:05Z"}]}"#),
        ("ec2", "DescribeRegions", #"{"Regions":[{"RegionName":"eu-west-1","Endpoint":"e"}]}"#),
        ("sns", "GetTopicAttributes", #"{"Attributes":{"Policy":"{\"a\":\"<&>\"}","Owner":"1"}}"#),
        ("sesv2", "GetEmailIdentity", #"{"IdentityType":"DOMAIN","Policies":{},"Tags":[]}"#),
        ("kms", "DescribeKey", #"{"KeyMetadata":{"KeyId":"k","CreationDate":"2026-01-02T03:04:05Z"}}"#),
    ])
    func `an answer that is written is read as the same`(_ service: String, _ name: String, _ output: String)
        throws
    {
        let wire = Wire(try library.model(service))
        let operation = try #require(wire.model.operation(name))
        let given = try JSON.parse(output)
        let response = wire.encodeResponse(operation, given, requestID: id)
        #expect(response.status == 200)
        #expect(try wire.decodeResponse(operation, response) == given)
    }

    @Test func `a mistake in the parameters is named`() throws {
        let wire = Wire(try library.model("sesv2"))
        let operation = try #require(wire.model.operation("GetEmailIdentity"))
        func failure(_ parameters: Object) -> String? {
            do throws(WireFailure) {
                _ = try wire.encodeRequest(operation, parameters)
                return nil
            } catch { return error.message }
        }
        #expect(failure(Object()) == "GetEmailIdentity needs the parameter EmailIdentity")
        #expect(
            failure(Object([("EmailIdentiy", "x")]))
                == "GetEmailIdentity has no parameter EmailIdentiy; did you mean EmailIdentity?")
        #expect(failure(Object([("EmailIdentity", "")])) == "EmailIdentity must not be empty")
        #expect(failure(Object([("EmailIdentity", 3)])) == "EmailIdentity must be text")
    }

    @Test func `the most particular URL of the user's counts`() throws {
        let model = try library.model("secretsmanager")
        func url(_ environment: [String: String]) -> String? {
            EndpointOverride.url(
                for: model, environment: environment, profile: ["endpoint_url": "http://profile"],
                services: ["secrets_manager": ["endpoint_url": "http://services"]])
        }
        #expect(url([:]) == "http://services")
        #expect(url(["AWS_ENDPOINT_URL": "http://all"]) == "http://all")
        #expect(
            url(["AWS_ENDPOINT_URL": "http://all", "AWS_ENDPOINT_URL_SECRETS_MANAGER": "http://one"])
                == "http://one")
        #expect(
            url(["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true", "AWS_ENDPOINT_URL": "http://all"]) == nil)
    }
}
