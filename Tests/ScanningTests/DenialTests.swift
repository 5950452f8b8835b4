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

    /// Ways in which an answer does not come as it should.
    enum Harm: String, CaseIterable, Sendable {
        case denied, unreadable, truncated

        func harm(_ answer: CheckTest.Answer) -> CheckTest.Answer {
            let pages: [CheckTest.Answer.Reply] =
                switch self {
                case .denied: [.error("AccessDeniedException")]
                case .unreadable: [.error("unreadable")]
                case .truncated: answer.pages.map(\.shortened) + [.error("ThrottlingException")]
                }
            return CheckTest.Answer(
                service: answer.service, operation: answer.operation, with: answer.with, pages: pages,
                place: answer.place)
        }
    }

    /// Takes each answer of each case away in turn and compares with the whole case.
    @Test(arguments: ids)
    func `a pass needs every answer that it needs`(_ id: String) async throws {
        let (run, test, check) = try Self.subject(id)
        for one in test.cases {
            let whole = await run.judge(one, of: test, check, TestWorld(one.answers, own: one.own)).findings
            var needed = 0
            for harm in Harm.allCases {
                for place in one.answers.indices {
                    let left = try await Self.judge(run, one, test, check, whole, harm, [place])
                    if Self.passes(left) < Self.passes(whole) { needed += 1 }
                }
            }
            // A pass that no answer is needed for would be no proof.
            if Self.passes(whole) > 0 {
                #expect(needed > 0, "\(id), \(one.name): passes whatever is denied")
            }
        }
    }

    @Test(arguments: ids)
    func `several harmed answers make no finding better and none disappear`(_ id: String) async throws {
        let (run, test, check) = try Self.subject(id)
        var lot = Lot(seed: 7)
        for one in test.cases where one.answers.count > 1 {
            let whole = await run.judge(one, of: test, check, TestWorld(one.answers, own: one.own)).findings
            for _ in 0..<6 {
                let places = one.answers.indices.filter { _ in lot.next() % 2 == 0 }
                _ = try await Self.judge(
                    run, one, test, check, whole, Harm.allCases[Int(lot.next() % 3)], places)
            }
        }
    }

    private static func subject(_ id: String) throws -> (CheckTestRun, CheckTest, Check) {
        let (library, models) = try library.get()
        return (
            CheckTestRun(library: library, models: models), try #require(library.tests[id]),
            try #require(library.checks[id])
        )
    }

    /// Judges `one` with harmed answers and expects nothing to be better than in `whole`.
    private static func judge(
        _ run: CheckTestRun, _ one: CheckTest.Case, _ test: CheckTest, _ check: Check, _ whole: [Finding],
        _ harm: Harm, _ places: [Int]
    ) async throws -> [Finding] {
        var answers = one.answers
        for place in places { answers[place] = harm.harm(answers[place]) }
        let world = TestWorld(answers, own: one.own)
        let left = await run.judge(one, of: test, check, world).findings
        // What has no further page is not truncated by lacking one.
        if harm == .truncated, await !world.calls.contains(where: { $0.contains("page 1") }) { return whole }
        let names = places.map { "\(answers[$0].service):\(answers[$0].operation)" }.joined(separator: ", ")
        let words = "\(check.id), \(one.name): \(names) \(harm.rawValue)"
        for finding in left where finding.status == .pass {
            let before = whole.first { $0.resource == finding.resource && $0.region == finding.region }
            #expect(before?.status == .pass, "\(words): \(finding.resource ?? "-") passes")
        }
        for finding in whole {
            #expect(
                left.contains { $0.resource == finding.resource }
                    || left.contains { $0.resource == nil && $0.status == .unknown },
                "\(words): nothing is said of \(finding.resource ?? "-")")
        }
        for finding in whole where finding.status == .fail || finding.status == .unknown {
            #expect(
                !left.contains { $0.resource == finding.resource && $0.status == .notApplicable },
                "\(words): \(finding.resource ?? "-") is not applicable any more")
        }
        return left
    }
}

extension CheckTest.Answer.Reply {
    /// This without the last element of each list.
    fileprivate var shortened: Self {
        guard case .output(let output) = self, let object = output.object else { return self }
        return .output(
            .object(
                Object(
                    object.map { member in
                        (member.key, member.value.array.map { .array(Array($0.dropLast())) } ?? member.value)
                    })))
    }
}

/// Numbers drawn by lot, the same for the same seed (SplitMix64).
private struct Lot: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = (state ^ state >> 30) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ z >> 27) &* 0x94d0_49bb_1331_11eb
        return z ^ z >> 31
    }
}
