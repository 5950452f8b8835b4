import Checks
import Documents
import Scanning
import ServiceModels
import Testing

@Suite struct CatalogueFixTests {
    private static let checks =
        #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
        + "/checks.d"

    @Test func `fixes of the catalogue plan what the cases beside the checks say`() async throws {
        let models = ModelLibrary(searchPaths: [])
        let library = try CheckLibrary.load(folders: [Self.checks], models: models, withTests: true)
        let run = CheckTestRun(library: library, models: models)
        var planned = 0
        for (id, test) in library.tests.sorted(by: { $0.key < $1.key })
        where test.cases.contains(where: { !$0.fixes.isEmpty }) {
            for result in await run.run(id) {
                #expect(
                    result.problems.isEmpty,
                    "\(id): \(result.name): \(result.problems.joined(separator: "\n"))")
            }
            planned += test.cases.map(\.fixes.count).reduce(0, +)
        }
        #expect(planned >= 30)
    }
}
