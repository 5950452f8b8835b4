import Assembly
import Checks
import Documents
import Findings
import ServiceModels
import TestSupport
import Testing

@testable import Scanning

/// The first promise: what could not be read is never a pass and never silence.
@Suite struct DenialTests {
    /// The checks of the repository.
    static let library = Result { try loadedChecks() }

    static func loadedChecks() throws -> (library: CheckLibrary, models: ModelLibrary) {
        let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(
            separator: "/")
        let models = ModelLibrary()
        return (try CheckLibrary.load(folders: [root + "/checks.d"], models: models, withTests: true), models)
    }

    static let ids = ((try? library.get().library.tests.keys.sorted()) ?? [])

    @Test func `the repository's checks load and have cases`() throws {
        #expect(try Self.library.get().library.tests.count > 50)
    }

    private static func passes(_ findings: [Finding]) -> Int { findings.count { $0.status == .pass } }

    /// Takes each answer of each case away in turn and compares with the whole case.
    @Test(arguments: ids)
    func `a denied call makes no finding better and none disappear`(_ id: String) async throws {
        let (library, models) = try Self.library.get()
        let run = CheckTestRun(library: library, models: models)
        let test = try #require(library.tests[id])
        let check = try #require(library.checks[id])
        for one in test.cases {
            let whole = await run.judge(one, of: test, check, TestWorld(one.answers, own: one.own)).findings
            var needed = 0
            var tried = 0
            for denied in one.answers.indices {
                let world = TestWorld(one.answers.denying(denied), own: one.own)
                let left = await run.judge(one, of: test, check, world).findings
                let unused = await world.unused().contains { $0.place == one.answers[denied].place }
                if unused { continue }
                tried += 1
                if Self.passes(left) < Self.passes(whole) { needed += 1 }
                for finding in left where finding.status == .pass {
                    let before = whole.first {
                        $0.resource == finding.resource && $0.region == finding.region
                    }
                    #expect(
                        before?.status == .pass,
                        "\(id), \(one.name): \(finding.resource ?? "-") passes without \(one.answers[denied].call)"
                    )
                }
                for finding in whole where finding.status == .fail || finding.status == .unknown {
                    #expect(
                        left.contains { $0.resource == finding.resource && $0.status != .pass }
                            || left.contains { $0.resource == nil && $0.status == .unknown },
                        "\(id), \(one.name): nothing is said of \(finding.resource ?? "-") without \(one.answers[denied].call)"
                    )
                }
            }
            // A pass that no answer is needed for would be no proof.
            if Self.passes(whole) > 0 {
                #expect(needed > 0, "\(id), \(one.name): passes whatever is denied (\(tried) tried)")
            }
        }
    }
}

extension CheckTest.Answer {
    fileprivate var call: String { "\(service):\(operation)" }
}

extension [CheckTest.Answer] {
    /// These, the one at `place` refused for want of a permission.
    fileprivate func denying(_ place: Int) -> [CheckTest.Answer] {
        var answers = self
        let one = self[place]
        answers[place] = CheckTest.Answer(
            service: one.service, operation: one.operation, with: one.with,
            pages: [.error("AccessDeniedException")], place: one.place)
        return answers
    }
}
