import AWSWire
import Documents
import Files
import ServiceModels
import TestSupport
import Testing

/// botocore's endpoint tests: what the rule sets must give.
@Suite struct EndpointConformanceTests {
    private let library = ModelLibrary()

    @Test func `endpoints are what the rule sets' own tests say`() throws {
        guard let folder = Conformance.folder("endpoints") else { return }
        let partitions = Partitions(library.partitions())
        var score = ConformanceScore("endpoints")
        for service in try Files.list("\(folder)/endpoint-tests") {
            let file = "\(folder)/endpoint-tests/\(service)/endpoint-tests-1.json"
            // The cases belong to the rules of their own botocore; the embedded ones are newer.
            let theirs = "\(folder)/rule-sets/\(service)/endpoint-rule-set-1.json"
            let rules =
                try Files.exists(theirs) ? ConformanceScore.json(theirs) : library.endpointRules(service)
            guard let rules else { continue }
            check(service, file, EndpointRules(rules, partitions: partitions), &score)
        }
        for file in try ConformanceScore.jsonFiles("\(folder)/generic/test-cases") {
            let name = String(file.split(separator: "/").last!)
            let rules = try ConformanceScore.json("\(folder)/generic/valid-rules/\(name)")
            check("generic/\(name)", file, EndpointRules(rules, partitions: partitions), &score)
        }
        score.report()
        #expect(score.failures == [])
    }

    private func check(_ set: String, _ file: String, _ rules: EndpointRules, _ score: inout ConformanceScore)
    {
        guard let cases = try? ConformanceScore.json(file)["testCases"]?.array else { return }
        for (index, item) in cases.enumerated() {
            score.count("\(set)|\(index) \(item["documentation"]?.string ?? "")", problem(item, rules))
        }
    }

    private func problem(_ item: Value, _ rules: EndpointRules) -> String? {
        let expected = item["expect"] ?? .null
        do throws(EndpointFailure) {
            let made = try rules.resolve(item["params"]?.object ?? Object())
            guard let endpoint = expected["endpoint"] else { return "made \(made.url), not an error" }
            if endpoint["url"]?.string != made.url {
                return "made \(made.url), not \(endpoint["url"] ?? .null)"
            }
            if let properties = endpoint["properties"], properties != .object(made.properties) {
                return "properties \(made.properties.members)"
            }
            if let headers = endpoint["headers"], headers != .object(made.headers) { return "headers" }
            return nil
        } catch {
            guard let wanted = expected["error"]?.string else { return "\(error)" }
            return wanted == error.message ? nil : "error \(error), not \(wanted)"
        }
    }
}
