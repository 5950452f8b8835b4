import Checks
import Scanning
import ServiceModels
import Testing

@Suite struct SelectedChecksTests {
    @Test func `a check loaded alone, with its resource types, passes its cases`() async throws {
        let models = ModelLibrary()
        let all = try CheckLibrary.load(folders: ["checks.d"], models: models)
        for id in all.checks.keys.sorted() {
            let alone = try CheckLibrary.load(
                folders: ["checks.d"], models: models, withTests: true, only: [id], onlyTheirTypes: true)
            #expect(Array(alone.checks.keys) == [id])
            #expect(alone.checkNames == all.checkNames)
            let results = await CheckTestRun(library: alone, models: models).run(id)
            #expect(!results.isEmpty)
            for result in results { #expect(result.problems == [], "\(id): \(result.name)") }
        }
    }

    @Test func `a name without a file selects nothing`() throws {
        let library = try CheckLibrary.load(
            folders: ["checks.d"], models: ModelLibrary(), only: ["no_such_check"], onlyTheirTypes: true)
        #expect(library.checks.isEmpty)
        #expect(library.resourceTypes.isEmpty)
        #expect(library.checkNames.contains("ses_identity_not_publicly_accessible"))
    }
}
