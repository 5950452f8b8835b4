import Documents
import TestSupport
import Testing

/// However many checks read an answer, AWS is asked for it once.
@Suite struct DistinctCallsTests {
    /// Scans with every check, and gives each question with how often it was asked.
    private func asked(_ world: String) throws -> [Mock.Request] {
        let mock = try Mock(world)
        let folder = try TemporaryFolder()
        let outcome = try Assay.run(
            Assay.scan(mock, ["--region", "eu-west-1,us-east-1", "--format", "json"]), in: folder.path)
        #expect((try JSONReport(outcome).findings.count) > 100)
        return try mock.requests()
    }

    private func expectDistinct(_ requests: [Mock.Request]) {
        for (call, times) in Dictionary(grouping: requests, by: \.asked) where times.count > 1 {
            Issue.record("\(call) was asked \(times.count) times")
        }
        // What is asked of many at once is asked of each once.
        var batched = Set<[String]>()
        for request in requests {
            for item in request.parameters["Identities"]?.array ?? [] {
                #expect(
                    batched.insert([request.region, request.call, item.string ?? ""]).inserted,
                    "\(request.call) was asked of \(item) twice")
            }
        }
    }

    @Test func `the whole catalogue asks each question once of the demo world`() throws {
        let requests = try asked(Mock.demo)
        expectDistinct(requests)
        #expect(Set(requests.map(\.call)).count > 25)
    }

    @Test func `the whole catalogue asks each question once of a world with pages and batches`() throws {
        let folder = try TemporaryFolder()
        let made = try Program.run(
            "mock-aws",
            [
                "generate", "--seed", "3", "--regions", "2", "--identities", "500", "--topics", "250",
                "--world", folder.path,
            ])
        #expect(made.status == 0, "\(made.err)")
        let requests = try asked(folder.path)
        expectDistinct(requests)
        #expect(requests.contains { $0.parameters["NextToken"] != nil })
        #expect(requests.contains { $0.parameters["Identities"]?.array?.count ?? 0 > 1 })
    }
}
