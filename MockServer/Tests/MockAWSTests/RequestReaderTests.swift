import AWSWire
import Documents
import ServiceModels
import Testing

@testable import MockAWS

@Suite struct RequestReaderTests {
    private let reader = RequestReader(models: ModelLibrary())

    @Test func `a signed request is read by the model of the service that its scope names`() throws {
        let request = try TestClient(World()).request(
            "sesv2", "GetEmailIdentity", Object([("EmailIdentity", "a@b.example")]))
        guard case .understood(let reading) = reader.read(request, requestID: "1") else {
            Issue.record("the request was refused")
            return
        }
        #expect(reading.service == "sesv2" && reading.operation.name == "GetEmailIdentity")
        #expect(reading.parameters == Object([("EmailIdentity", "a@b.example")]))
        #expect(reading.region == "eu-west-1" && reading.keyID == KeyRing.exampleID)
    }

    @Test(arguments: [
        ("POST", "/", "Action=ListTopics&Version=2010-03-31", "", 403),
        ("POST", "/", "Action=ListTopics&Version=2010-03-31", "Basic eDp5", 400),
        ("GET", "/x", "", "", 501),
    ])
    func `what is not signed is refused`(
        method: String, target: String, body: String, authorization: String, status: Int
    ) {
        var headers = [("Content-Type", "application/x-www-form-urlencoded")]
        if !authorization.isEmpty { headers.append(("Authorization", authorization)) }
        let request = IncomingRequest(
            method: method, target: target, headers: headers.map { (name: $0.0, value: $0.1) },
            body: Array(body.utf8))
        guard case .refused(let response) = reader.read(request, requestID: "1") else {
            Issue.record("the request was understood")
            return
        }
        #expect(response.status == status)
    }
}
