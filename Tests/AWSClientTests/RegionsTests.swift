import Documents
import Testing

@testable import AWSClient

@Suite struct RegionsTests {
    private static let described = """
        <DescribeRegionsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>1</requestId><regionInfo>\
        <item><regionName>us-east-1</regionName></item><item><regionName>eu-west-1</regionName></item></regionInfo>\
        </DescribeRegionsResponse>
        """
    private static let denied = """
        <Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>no</Message></Error></Errors></Response>
        """

    @Test func `regions that are named are taken, and a typo is told`() async throws {
        let client = client(of: LocalServer { _ in .init(500) })
        let regions = try await client.regions(["eu-west-1", "us-east-1", "eu-west-1"], session: example)
        #expect(regions.names == ["eu-west-1", "us-east-1"])
        await #expect(throws: RegionFailure(description: "eu-wst-1 is no region; did you mean eu-west-1?")) {
            try await client.regions(["eu-wst-1"], session: example)
        }
    }

    @Test func `without a name the environment's region is the one`() async throws {
        let server = LocalServer { _ in .init(500) }
        let client = client(of: server, environment: ["AWS_REGION": "eu-central-1"])
        #expect(try await client.regions([], session: example).names == ["eu-central-1"])
        #expect(server.requests.isEmpty)
    }

    @Test func `all regions are EC2's, else Account's, else a gap`() async throws {
        for (ec2, account, names, isComplete) in [
            (true, true, ["eu-west-1", "us-east-1"], true), (false, true, ["eu-north-1"], true),
            (false, false, [], false),
        ] {
            let server = LocalServer { request in
                if request.body.contains("DescribeRegions") {
                    return ec2 ? .init(200, Self.described) : .init(403, Self.denied)
                }
                return account
                    ? .init(200, #"{"Regions":[{"RegionName":"eu-north-1","RegionOptStatus":"ENABLED"}]}"#)
                    : .init(
                        403, #"{"message":"no"}"#, headers: [("x-amzn-ErrorType", "AccessDeniedException")])
            }
            let regions = try await client(of: server).regions(["all"], session: example)
            #expect(regions.names == names)
            #expect(regions.isComplete == isComplete)
            #expect(regions.questions.count == (ec2 ? 1 : 2))
        }
    }
}
