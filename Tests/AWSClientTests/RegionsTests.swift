import Testing

@testable import AWSClient

@Suite struct RegionsTests {
    private let plain = client(of: LocalServer { _ in .init(500) })

    @Test func `regions that are named are taken, each once, and one that is newer than we are`() throws {
        #expect(try plain.regions(["eu-west-1", "us-east-1", "eu-west-1"]) == ["eu-west-1", "us-east-1"])
        #expect(try plain.regions(["eu-south-9"]) == ["eu-south-9"])
    }

    @Test(arguments: [
        ("eu-wst-1", "there is no region eu-wst-1; did you mean eu-west-1?"),
        ("aws-global", "there is no region aws-global; AWS has"), ("", "there is no region ; AWS has"),
    ])
    func `what is no region is refused`(_ name: String, _ message: String) {
        let failure = #expect(throws: RegionFailure.self) { try plain.regions(["us-east-1", name]) }
        #expect(failure?.description.hasPrefix(message) == true, "\(failure?.description ?? "")")
    }

    @Test func `without a name the environment's region is the one, and it is checked, too`() throws {
        let server = LocalServer { _ in .init(500) }
        let own = client(of: server, environment: ["AWS_REGION": "eu-central-1"])
        #expect(try own.regions([]) == ["eu-central-1"])
        #expect(throws: RegionFailure.self) { try plain.regions([]) }
        #expect(throws: RegionFailure.self) {
            try client(of: server, environment: ["AWS_REGION": "mars-1"]).regions([])
        }
    }

    @Test func `all regions are for each account to tell`() throws {
        #expect(try plain.regions(["all"]) == nil)
        #expect(throws: RegionFailure.self) { try plain.regions(["all", "eu-west-1"]) }
    }
}
