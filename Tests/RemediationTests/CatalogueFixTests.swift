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

    /// Fixes that no world can rehearse, each with the reason.
    private static let unrehearsed: [String: String] = [:]

    /// Fixes after whose backout an answer differs from before, although it means the same.
    private static let different = [
        "sns_topic_signature_version_2 sign_with_sha256": "SNS can't unset the version; 1 is what unset means"
    ]

    private static let models = ModelLibrary(searchPaths: [])

    /// The checks with fixes.
    private static let fixable: [String] = {
        let library = try? catalogue.get()
        return (library?.checks.values.filter { !$0.fixes.isEmpty }.map(\.id) ?? []).sorted()
    }()

    private static let catalogue = Result {
        try CheckLibrary.load(folders: [checks], models: models, withTests: true)
    }

    @Test(arguments: fixable)
    func `each fix of the catalogue mends a world on the mock, and is taken back`(id: String) async throws {
        let library = try Self.catalogue.get()
        let check = try #require(library.checks[id])
        let test = try #require(library.tests[id], "\(id) has no tests")
        for fix in check.fixes where Self.unrehearsed["\(id) \(fix.name)"] == nil {
            // Where something is refused, nobody can prove what became of it.
            let one = test.cases.first { $0.fixes[fix.name]?.isEmpty == false && !$0.isRefused }
            let world = try #require(
                one, "no case of \(id) says what \(fix.name) plans: no world rehearses it")
            let rehearsal = Rehearsal(
                library: library, models: Self.models, check: check, test: test, one: world)
            var problems = try await rehearsal.rehearse(fix)
            if Self.different["\(id) \(fix.name)"] != nil {
                problems.removeAll { $0.hasPrefix("not as before") }
            }
            #expect(problems == [], "\(id): \(fix.name): \(world.name)")
        }
    }
}

extension CheckTest.Case {
    /// Whether AWS refuses one of the calls.
    fileprivate var isRefused: Bool {
        answers.contains { answer in
            answer.pages.contains { page in
                if case .error(let code) = page { ErrorKind.of(code) == .denied } else { false }
            }
        }
    }
}
